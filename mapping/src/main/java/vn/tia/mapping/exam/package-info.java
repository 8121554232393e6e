/// The values of one exam, in nobody's wire format: who the patient is, what was ordered, which
/// steps are scheduled where. HL7 v2, DICOM and FHIR are each mapped to and from these records, so
/// that no door needs to know another's messages. Every record is immutable and cleans its own
/// text: Unicode NFC, no control characters, no blank value that pretends to be one.
@NullMarked
package vn.tia.mapping.exam;

import org.jspecify.annotations.NullMarked;
