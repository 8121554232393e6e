package vn.tia.mapping.hl7;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.ServiceRequest;

/// A report with the resources that it refers to.
///
/// @param order what it answers, where that is known
/// @param results its observations, in their order
/// @param studyUid the study that was read; where empty, the one of the order
public record ReportContent(
    DiagnosticReport report, Patient patient, Optional<ServiceRequest> order,
    List<Observation> results, Optional<String> studyUid) {

  public ReportContent {
    results = List.copyOf(results);
  }
}
