/// The seven protocol data units of the upper layer (PS3.8 section 9.3) as values, and their codec.
@NullMarked
package vn.tia.dicom.net.pdu;

import org.jspecify.annotations.NullMarked;
