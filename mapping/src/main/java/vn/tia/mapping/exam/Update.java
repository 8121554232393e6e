package vn.tia.mapping.exam;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How the content of an order follows a later one: what that says counts, what it takes back goes,
/// and all else stays.
///
/// @param cleared the names of values that are taken back
record Update(OrderContent now, OrderContent later, Set<String> cleared) {

  OrderContent content() {
    return new OrderContent(numbers(), condition(), visit(), request(), procedure(),
        said("insurances", later.insurances(), now.insurances()));
  }

  /// Numbers can't be taken back: by them the order is found.
  private OrderNumbers numbers() {
    var one = later.numbers();
    var other = now.numbers();
    return new OrderNumbers(one.placer().or(other::placer), one.filler().or(other::filler),
        one.group().or(other::group), one.accession().or(other::accession),
        one.studyUid().or(other::studyUid));
  }

  private PatientCondition condition() {
    var one = later.condition();
    var other = now.condition();
    return new PatientCondition(
        said("condition.weightKg", one.weightKg(), other.weightKg()),
        said("condition.heightM", one.heightM(), other.heightM()),
        said("condition.medicalAlerts", one.medicalAlerts(), other.medicalAlerts()),
        said("condition.allergies", one.allergies(), other.allergies()),
        said("condition.pregnancy", one.pregnancy(), other.pregnancy()),
        said("condition.specialNeeds", one.specialNeeds(), other.specialNeeds()),
        said("condition.state", one.state(), other.state()),
        said("condition.comments", one.comments(), other.comments()));
  }

  private Visit visit() {
    var one = later.visit();
    var other = now.visit();
    return new Visit(
        said("visit.admissionId", one.admissionId(), other.admissionId()),
        said("visit.admittedAt", one.admittedAt(), other.admittedAt()),
        said("visit.patientClass", one.patientClass(), other.patientClass()),
        said("visit.institution", one.institution(), other.institution()),
        said("visit.institutionAddress", one.institutionAddress(), other.institutionAddress()),
        said("visit.patientLocation", one.patientLocation(), other.patientLocation()),
        said("visit.referring", one.referring(), other.referring()),
        said("visit.attending", one.attending(), other.attending()));
  }

  private Request request() {
    var one = later.request();
    var other = now.request();
    return new Request(
        said("request.requester", one.requester(), other.requester()),
        said("request.department", one.department(), other.department()),
        said("request.callbackPhones", one.callbackPhones(), other.callbackPhones()),
        said("request.issuedAt", one.issuedAt(), other.issuedAt()),
        said("request.enteredBy", one.enteredBy(), other.enteredBy()),
        said("request.comments", one.comments(), other.comments()));
  }

  private RequestedProcedure procedure() {
    var one = later.procedure();
    var other = now.procedure();
    return new RequestedProcedure(
        one.id().or(other::id),
        said("procedure.codes", one.codes(), other.codes()),
        said("procedure.description", one.description(), other.description()),
        said("procedure.comments", one.comments(), other.comments()),
        said("procedure.reasons", one.reasons(), other.reasons()),
        said("procedure.reasonText", one.reasonText(), other.reasonText()),
        one.priority(),
        said("procedure.transport", one.transport(), other.transport()),
        said("procedure.confidentiality", one.confidentiality(), other.confidentiality()));
  }

  private <T> Optional<T> said(String name, Optional<T> one, Optional<T> other) {
    return one.isPresent() || cleared.contains(name) ? one : other;
  }

  private <T> List<T> said(String name, List<T> one, List<T> other) {
    return one.isEmpty() && !cleared.contains(name) ? other : one;
  }
}
