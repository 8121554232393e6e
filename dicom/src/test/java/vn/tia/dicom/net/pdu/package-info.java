/// Proves the PDU codec by golden bytes, seeded random PDUs and broken bytes.
@NullMarked
package vn.tia.dicom.net.pdu;

import org.jspecify.annotations.NullMarked;
