/// Tests of the data set's values.
@NullMarked
package vn.tia.dicom.data;

import org.jspecify.annotations.NullMarked;
