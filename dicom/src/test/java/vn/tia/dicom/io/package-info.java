/// Tests of reading and writing bytes.
@NullMarked
package vn.tia.dicom.io;

import org.jspecify.annotations.NullMarked;
