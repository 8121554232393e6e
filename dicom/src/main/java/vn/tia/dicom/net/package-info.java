/// DICOM network exchange (PS3.7, PS3.8): associations as acceptor and as requestor, one virtual
/// thread each, and the DIMSE services on them.
@NullMarked
package vn.tia.dicom.net;

import org.jspecify.annotations.NullMarked;
