/// Makes the tag and UID constants of `vn.tia.dicom.data` from the tables committed beside them.
@NullMarked
package vn.tia.dicom.generate;

import org.jspecify.annotations.NullMarked;
