/// The arrows of the DICOM door.
@NullMarked
package vn.tia.bridge;

import org.jspecify.annotations.NullMarked;
