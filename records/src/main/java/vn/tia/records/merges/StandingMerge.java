package vn.tia.records.merges;

import java.time.Instant;

/// A merge of patients that was made and not undone.
///
/// @param id our row id of the merge
/// @param replaced the FHIR id of the patient who was merged
/// @param survivor the FHIR id of the patient into whom
public record StandingMerge(
    long id, int facilityId, long replacedId, String replaced, String survivor, Instant merged) {}
