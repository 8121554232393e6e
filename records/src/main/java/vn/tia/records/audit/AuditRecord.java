package vn.tia.records.audit;

import java.util.OptionalInt;

/// One access or refusal. Its texts name systems and row ids, never persons.
///
/// @param facilityId whose data it was about, empty where the caller had none
/// @param door `DICOM`, `HL7`, `FHIR` or `DICOMweb`
/// @param caller who called: an AE title and address, an HL7 sender, a token's subject
/// @param action what was asked, in the standard's word, such as `C-STORE` or `read`
/// @param target what it was about: a UID, or `Type/id`
/// @param outcome how it ended: `done`, or the status or code of the refusal
public record AuditRecord(
    OptionalInt facilityId,
    String door,
    String caller,
    String action,
    String target,
    String outcome) {}
