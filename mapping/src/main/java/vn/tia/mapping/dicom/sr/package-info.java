/// Reads DICOM structured reports (PS3.3 section C.17): the content tree, what it says as a report,
/// and the radiation dose of an exam as FHIR observations.
@NullMarked
package vn.tia.mapping.dicom.sr;

import org.jspecify.annotations.NullMarked;
