/// Tests of de-identification, with invented and with real files.
@NullMarked
package vn.tia.dicom.deidentify;

import org.jspecify.annotations.NullMarked;
