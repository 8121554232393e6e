/// Readings of a DICOM data set: what a study, a series, an instance and a patient are, and how a
/// study looks as a FHIR ImagingStudy.
///
/// All pure: a data set in, values out. Nothing here fails on a value that breaks its VR; such a
/// value is taken as not said, because the bytes are kept anyway.
@NullMarked
package vn.tia.mapping.dicom;

import org.jspecify.annotations.NullMarked;
