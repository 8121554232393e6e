/// The DICOM data set as values: tags, value representations, elements, data sets, edits, UIDs,
/// names and character sets. Everything here is immutable and does no input or output; bytes come
/// and go through `vn.tia.dicom.io`.
@NullMarked
package vn.tia.dicom.data;

import org.jspecify.annotations.NullMarked;
