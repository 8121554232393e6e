package vn.tia.records.orders;

/// The order that a study answers.
///
/// @param orderId our row id
/// @param serviceRequestId the id of its ServiceRequest
/// @param patientId our row id of its patient
public record MatchedOrder(long orderId, String serviceRequestId, long patientId) {}
