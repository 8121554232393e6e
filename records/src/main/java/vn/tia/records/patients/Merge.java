package vn.tia.records.patients;

/// One patient in the place of another.
///
/// @param id our row id of the merge
public record Merge(long id, long replacedId, long survivorId) {}
