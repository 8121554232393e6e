/// Proves the network toolkit against itself, against hostile peers and against DCMTK.
@NullMarked
package vn.tia.dicom.net;

import org.jspecify.annotations.NullMarked;
