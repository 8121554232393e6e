package vn.tia.mapping.exam;

import java.util.List;
import java.util.Optional;

/// What an order says about the exam, apart from its patient and its steps.
public record OrderContent(
    OrderNumbers numbers,
    PatientCondition condition,
    Visit visit,
    Request request,
    RequestedProcedure procedure) {

  /// This content brought up to date by a later one: what the later one doesn't say stays
  /// (HL7 v2.5.1 §2.5.3: an empty field means no change).
  public OrderContent updatedBy(OrderContent later) {
    return new OrderContent(
        numbers(later.numbers), condition(later.condition), visit(later.visit),
        request(later.request), procedure(later.procedure));
  }

  private OrderNumbers numbers(OrderNumbers later) {
    return new OrderNumbers(
        later.placer().or(numbers::placer),
        later.filler().or(numbers::filler),
        later.group().or(numbers::group),
        later.accession().or(numbers::accession),
        later.studyUid().or(numbers::studyUid));
  }

  private PatientCondition condition(PatientCondition later) {
    return new PatientCondition(
        later.weightKg().or(condition::weightKg),
        later.heightM().or(condition::heightM),
        said(later.medicalAlerts(), condition.medicalAlerts()),
        said(later.allergies(), condition.allergies()),
        later.pregnancy().or(condition::pregnancy),
        later.specialNeeds().or(condition::specialNeeds),
        later.state().or(condition::state),
        later.comments().or(condition::comments));
  }

  private Visit visit(Visit later) {
    return new Visit(
        later.admissionId().or(visit::admissionId),
        later.admittedAt().or(visit::admittedAt),
        later.patientClass().or(visit::patientClass),
        later.institution().or(visit::institution),
        later.institutionAddress().or(visit::institutionAddress),
        later.patientLocation().or(visit::patientLocation),
        later.referring().or(visit::referring),
        later.attending().or(visit::attending));
  }

  private Request request(Request later) {
    return new Request(
        later.requester().or(request::requester),
        later.department().or(request::department),
        said(later.callbackPhones(), request.callbackPhones()),
        later.issuedAt().or(request::issuedAt),
        later.enteredBy().or(request::enteredBy),
        later.comments().or(request::comments));
  }

  private RequestedProcedure procedure(RequestedProcedure later) {
    return new RequestedProcedure(
        later.id().or(procedure::id),
        said(later.codes(), procedure.codes()),
        later.description().or(procedure::description),
        later.comments().or(procedure::comments),
        said(later.reasons(), procedure.reasons()),
        later.reasonText().or(procedure::reasonText),
        later.priority(),
        later.transport().or(procedure::transport),
        later.confidentiality().or(procedure::confidentiality));
  }

  private static <T> List<T> said(List<T> later, List<T> now) {
    return later.isEmpty() ? now : later;
  }

  /// The same content under other numbers.
  public OrderContent withNumbers(OrderNumbers others, Optional<String> procedureId) {
    var same = new RequestedProcedure(procedureId, procedure.codes(), procedure.description(),
        procedure.comments(), procedure.reasons(), procedure.reasonText(), procedure.priority(),
        procedure.transport(), procedure.confidentiality());
    return new OrderContent(others, condition, visit, request, same);
  }
}
