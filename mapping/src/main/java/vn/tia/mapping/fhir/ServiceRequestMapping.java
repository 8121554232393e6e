package vn.tia.mapping.fhir;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.exam.OrderProgress;
import vn.tia.mapping.exam.Priority;
import vn.tia.mapping.exam.RequestedProcedure;
import vn.tia.mapping.exam.ScheduledStep;

/// Maps an order to a FHIR R4 ServiceRequest, as the HL7 v2-to-FHIR guide maps ORC and OBR; where
/// that is silent (accession number, Study Instance UID, steps) by our own reading.
public final class ServiceRequestMapping {
  private final AuthoritySystems systems;
  private final ZoneId zone;

  /// @param zone the zone in which the facility tells the time
  public ServiceRequestMapping(AuthoritySystems systems, ZoneId zone) {
    this.systems = systems;
    this.zone = zone;
  }

  public ServiceRequest toServiceRequest(OrderedExam exam) {
    var resource = new ServiceRequest();
    resource.setId(exam.id());
    identify(resource, exam);
    resource.setStatus(toStatus(exam.progress()));
    resource.setIntent(ServiceRequestIntent.ORDER);
    resource.addCategory(new CodeableConcept().addCoding(
        new Coding(FhirCodes.SNOMED_CT, "363679005", "Imaging")));
    resource.setPriority(toPriority(exam.content().procedure().priority()));
    resource.setSubject(new Reference("Patient/" + exam.patientId()));
    describe(resource, exam.content().procedure());
    request(resource, exam);
    schedule(resource, exam);
    return resource;
  }

  private void identify(ServiceRequest resource, OrderedExam exam) {
    var numbers = exam.content().numbers();
    numbers.placer().ifPresent(id ->
        resource.addIdentifier(FhirCodes.toIdentifier(id, "PLAC", systems)));
    numbers.filler().ifPresent(id ->
        resource.addIdentifier(FhirCodes.toIdentifier(id, "FILL", systems)));
    numbers.accession().ifPresent(id ->
        resource.addIdentifier(FhirCodes.toIdentifier(id, "ACSN", systems)));
    numbers.studyUid().ifPresent(uid -> resource.addIdentifier(
        new Identifier().setSystem("urn:dicom:uid").setValue("urn:oid:" + uid)));
    numbers.group().ifPresent(id ->
        resource.setRequisition(FhirCodes.toIdentifier(id, "PGN", systems)));
  }

  private void describe(ServiceRequest resource, RequestedProcedure procedure) {
    if (!procedure.codes().isEmpty() || procedure.description().isPresent()) {
      var code = new CodeableConcept();
      procedure.codes().forEach(one -> code.addCoding(FhirCodes.toCoding(one, systems)));
      procedure.description().ifPresent(code::setText);
      resource.setCode(code);
    }
    procedure.reasons().forEach(reason ->
        resource.addReasonCode(FhirCodes.toConcept(reason, systems)));
    procedure.reasonText().ifPresent(text ->
        resource.addReasonCode(new CodeableConcept().setText(text)));
    procedure.comments().ifPresent(text -> resource.addNote().setText(text));
  }

  private void request(ServiceRequest resource, OrderedExam exam) {
    var request = exam.content().request();
    request.requester().ifPresent(person ->
        resource.setRequester(People.toReference(person, systems)));
    request.issuedAt().ifPresent(at -> resource.setAuthoredOnElement(toDateTime(at)));
    request.comments().ifPresent(text -> resource.addNote().setText(text));
    var visit = exam.content().visit();
    OrderResources.encounterId(visit, systems).ifPresent(id -> resource.setEncounter(
        new Reference("Encounter/" + id).setType("Encounter").setIdentifier(
            FhirCodes.toIdentifier(visit.admissionId().orElseThrow(), "VN", systems))));
    exam.content().insurances().forEach(one -> resource.addInsurance(
        new Reference("Coverage/" + OrderResources.coverageId(one, systems))));
  }

  private void schedule(ServiceRequest resource, OrderedExam exam) {
    exam.steps().stream().flatMap(step -> step.start().stream()).min(Instant::compareTo)
        .ifPresent(start -> resource.setOccurrence(toDateTime(start)));
    exam.steps().stream().flatMap(this::details).distinct()
        .forEach(detail -> resource.addOrderDetail(FhirCodes.toConcept(detail, systems)));
    exam.steps().stream().flatMap(step -> step.performers().stream()).distinct()
        .forEach(person -> resource.addPerformer(People.toReference(person, systems)));
    exam.steps().stream().flatMap(step -> step.location().stream()).distinct()
        .forEach(text -> resource.addLocationCode(new CodeableConcept().setText(text)));
  }

  private Stream<Coded> details(ScheduledStep step) {
    return Stream.concat(
        step.modality().stream().map(code -> new Coded(code, Optional.empty(),
            Optional.of(FhirCodes.DICOM))),
        step.protocolCodes().stream());
  }

  private DateTimeType toDateTime(Instant instant) {
    return new DateTimeType(Date.from(instant), TemporalPrecisionEnum.SECOND,
        TimeZone.getTimeZone(zone));
  }

  private static ServiceRequestStatus toStatus(OrderProgress progress) {
    return switch (progress) {
      case ACTIVE -> ServiceRequestStatus.ACTIVE;
      case ON_HOLD -> ServiceRequestStatus.ONHOLD;
      case COMPLETED -> ServiceRequestStatus.COMPLETED;
      case DISCONTINUED, CANCELED -> ServiceRequestStatus.REVOKED;
    };
  }

  private static ServiceRequestPriority toPriority(Priority priority) {
    return switch (priority) {
      case STAT -> ServiceRequestPriority.STAT;
      case HIGH -> ServiceRequestPriority.ASAP;
      case MEDIUM -> ServiceRequestPriority.URGENT;
      case ROUTINE, LOW -> ServiceRequestPriority.ROUTINE;
    };
  }
}
