package vn.tia.records.patients;

import vn.tia.mapping.exam.Patient;

/// A patient as the records hold them.
///
/// @param id our row id
/// @param fhirId the id of the FHIR Patient
public record StoredPatient(long id, String fhirId, int facilityId, Patient patient) {}
