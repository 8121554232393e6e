@NullMarked
package vn.tia.mapping.dicom.sr;

import org.jspecify.annotations.NullMarked;
