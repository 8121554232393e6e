/// What hospitals tell of their patients' health beside the exams: allergies and diagnoses, kept as
/// FHIR resources.
@NullMarked
package vn.tia.records.clinical;

import org.jspecify.annotations.NullMarked;
