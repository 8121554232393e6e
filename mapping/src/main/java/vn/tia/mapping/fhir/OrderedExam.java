package vn.tia.mapping.fhir;

import java.util.List;
import vn.tia.mapping.exam.OrderContent;
import vn.tia.mapping.exam.OrderProgress;
import vn.tia.mapping.exam.ScheduledStep;

/// An order as the records hold it: what a ServiceRequest is made from.
///
/// @param id the id of the ServiceRequest
/// @param patientId the id of the FHIR Patient
public record OrderedExam(
    String id,
    String patientId,
    OrderProgress progress,
    OrderContent content,
    List<ScheduledStep> steps) {
  public OrderedExam {
    steps = List.copyOf(steps);
  }
}
