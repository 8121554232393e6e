package vn.tia.records.orders;

import java.util.List;
import vn.tia.mapping.exam.OrderContent;
import vn.tia.mapping.exam.OrderProgress;

/// An order as the records hold it; its accession number, Study Instance UID and requested
/// procedure id are there, given or made.
///
/// @param id our row id
/// @param fhirId the id of the ServiceRequest
/// @param patientId our row id of its patient
public record StoredOrder(
    long id,
    String fhirId,
    int facilityId,
    long patientId,
    OrderProgress progress,
    OrderContent content,
    List<StoredStep> steps) {
  public StoredOrder {
    steps = List.copyOf(steps);
  }
}
