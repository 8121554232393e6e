package vn.tia.mapping.fhir;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.Coverage.CoverageStatus;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.exam.Insurance;
import vn.tia.mapping.exam.OrderContent;
import vn.tia.mapping.exam.OrderProgress;
import vn.tia.mapping.exam.Practitioner;
import vn.tia.mapping.exam.Visit;

/// Maps what an order says beside itself to FHIR R4: Task, Encounter and Coverage, which are the
/// patient's, and Practitioner and Organization, which many orders share.
///
/// By the HL7 v2-to-FHIR guide: ORC to Task, PV1 to Encounter, IN1 to Coverage, XCN to
/// Practitioner, XON to Organization. Ids are made of the numbers by which these are known.
public final class OrderResources {
  private static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
  static final String PARTICIPATION =
      "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";

  private final AuthoritySystems systems;
  private final String facilityName;
  private final ZoneId zone;

  /// @param facilityName what the facility is called
  /// @param zone the zone in which it tells the time
  public OrderResources(AuthoritySystems systems, String facilityName, ZoneId zone) {
    this.systems = systems;
    this.facilityName = facilityName;
    this.zone = zone;
  }

  /// The id of the Task of an order.
  static String taskId(String serviceRequestId, AuthoritySystems systems) {
    return StableId.of("Task", systems, serviceRequestId);
  }

  /// The id of the Encounter of a visit, where it has a number.
  static Optional<String> encounterId(Visit visit, AuthoritySystems systems) {
    return visit.admissionId().map(id ->
        StableId.of("Encounter", systems, systems.of(id.authority()), id.value()));
  }

  /// The resources, as `Type/id`, that an order writes or changes under ids made of its numbers.
  public static Stream<String> knownByNumber(OrderContent content, AuthoritySystems systems) {
    return Stream.concat(
        encounterId(content.visit(), systems).stream().map(id -> "Encounter/" + id),
        content.insurances().stream().map(one -> "Coverage/" + coverageId(one, systems)));
  }

  /// The id of the Coverage of an insurance.
  static String coverageId(Insurance insurance, AuthoritySystems systems) {
    return StableId.of("Coverage", systems, insurance.number().value());
  }

  /// What an order says of its patient beside the ServiceRequest, as it stands now.
  public List<Resource> ofPatient(OrderedExam exam) {
    var all = new ArrayList<Resource>();
    all.add(task(exam));
    encounter(exam).ifPresent(all::add);
    exam.content().insurances().forEach(one -> all.add(coverage(exam, one)));
    return all;
  }

  /// What is to be written of one of these, where ADT messages told of the same visit before.
  ///
  /// @param stored the text of the resource that stands there
  public static Resource over(String stored, Resource ordered) {
    return ordered instanceof Encounter encounter && stored.contains(VisitMapping.TOLD_AT)
        ? VisitMapping.underOrder(FhirJson.decode(stored, Encounter.class), encounter)
        : ordered;
  }

  /// Who is named by an order, each once, in the order of their ids.
  public List<Resource> shared(OrderedExam exam) {
    Map<String, Resource> all = new LinkedHashMap<>();
    organization().ifPresent(one -> all.put(one.getId(), one));
    exam.content().insurances().stream().flatMap(one -> payer(one).stream())
        .forEach(one -> all.put(one.getId(), one));
    people(exam).flatMap(person -> People.toPractitioner(person, systems).stream())
        .forEach(one -> all.put(one.getId(), one));
    return all.values().stream()
        .sorted((one, other) -> one.getId().compareTo(other.getId())).toList();
  }

  private static Stream<Practitioner> people(OrderedExam exam) {
    var visit = exam.content().visit();
    var request = exam.content().request();
    return Stream.concat(
        Stream.of(visit.referring(), visit.attending(), request.requester(), request.enteredBy())
            .flatMap(Optional::stream),
        exam.steps().stream().flatMap(step -> step.performers().stream()));
  }

  private Task task(OrderedExam exam) {
    var resource = new Task();
    resource.setId(taskId(exam.id(), systems));
    resource.setStatus(toTaskStatus(exam.progress()));
    resource.setIntent(TaskIntent.ORDER);
    resource.setCode(new CodeableConcept().addCoding(new Coding(
        "http://hl7.org/fhir/CodeSystem/task-code", "fulfill", "Fulfill the focal request")));
    resource.setFocus(new Reference("ServiceRequest/" + exam.id()));
    resource.setFor(new Reference("Patient/" + exam.patientId()));
    encounterId(exam.content().visit(), systems)
        .ifPresent(id -> resource.setEncounter(new Reference("Encounter/" + id)));
    exam.content().request().issuedAt()
        .ifPresent(at -> resource.setAuthoredOnElement(toDateTime(at)));
    exam.content().request().requester()
        .ifPresent(person -> resource.setRequester(People.toReference(person, systems)));
    return resource;
  }

  private Optional<Encounter> encounter(OrderedExam exam) {
    var visit = exam.content().visit();
    return encounterId(visit, systems).map(id -> {
      var resource = new Encounter();
      resource.setId(id);
      resource.addIdentifier(FhirCodes.toIdentifier(
          visit.admissionId().orElseThrow(), "VN", systems));
      // An order tells of a visit that takes place; its end is told by ADT.
      resource.setStatus(EncounterStatus.INPROGRESS);
      resource.setClass_(toClass(visit.patientClass().orElse("")));
      resource.setSubject(new Reference("Patient/" + exam.patientId()));
      visit.admittedAt().ifPresent(at ->
          resource.setPeriod(new Period().setStartElement(toDateTime(at))));
      visit.attending().ifPresent(person -> participant(resource, "ATND", person));
      visit.referring().ifPresent(person -> participant(resource, "REF", person));
      visit.patientLocation().ifPresent(text -> resource.addLocation()
          .setLocation(new Reference().setType("Location").setDisplay(text)));
      resource.setServiceProvider(new Reference("Organization/" + organizationId())
          .setDisplay(facilityName));
      return resource;
    });
  }

  private void participant(Encounter resource, String type, Practitioner person) {
    resource.addParticipant()
        .addType(new CodeableConcept().addCoding(
            new Coding().setSystem(PARTICIPATION).setCode(type)))
        .setIndividual(People.toReference(person, systems));
  }

  private Coverage coverage(OrderedExam exam, Insurance insurance) {
    var resource = new Coverage();
    resource.setId(coverageId(insurance, systems));
    resource.setStatus(CoverageStatus.ACTIVE);
    resource.addIdentifier(FhirCodes.toIdentifier(insurance.number(), "SN", systems));
    resource.setSubscriberId(insurance.number().value());
    resource.setBeneficiary(new Reference("Patient/" + exam.patientId()));
    insurance.plan().ifPresent(plan ->
        resource.setType(FhirCodes.toConcept(plan, systems)));
    if (insurance.from().isPresent() || insurance.until().isPresent()) {
      var period = new Period();
      insurance.from().ifPresent(date -> period.setStartElement(day(date)));
      insurance.until().ifPresent(date -> period.setEndElement(day(date)));
      resource.setPeriod(period);
    }
    var payor = new Reference().setType("Organization");
    payer(insurance).ifPresent(one -> payor.setReference("Organization/" + one.getId()));
    resource.addPayor(payor.setDisplay(insurance.payer().orElse("?")));
    return resource;
  }

  private static DateTimeType day(LocalDate date) {
    return new DateTimeType(new DateType(date.toString()).getValueAsString());
  }

  private Optional<Organization> payer(Insurance insurance) {
    return insurance.payerId().map(id -> {
      var resource = new Organization();
      resource.setId(StableId.of("Organization", systems, systems.of(id.authority()), id.value()));
      resource.addIdentifier(new Identifier()
          .setSystem(systems.of(id.authority())).setValue(id.value()));
      insurance.payer().ifPresent(resource::setName);
      return resource;
    });
  }

  /// The facility itself.
  private Optional<Organization> organization() {
    var resource = new Organization();
    resource.setId(organizationId());
    resource.addIdentifier(new Identifier()
        .setSystem("urn:tia:facilities").setValue(systems.facilityCode()));
    resource.setName(facilityName);
    return Optional.of(resource);
  }

  private String organizationId() {
    return StableId.of("Organization", systems);
  }

  private DateTimeType toDateTime(Instant instant) {
    return new DateTimeType(
        Date.from(instant), TemporalPrecisionEnum.SECOND, TimeZone.getTimeZone(zone));
  }

  /// Table 0004 as the guide maps it.
  static Coding toClass(String code) {
    return switch (code) {
      case "I" -> new Coding(ACT_CODE, "IMP", "inpatient encounter");
      case "E" -> new Coding(ACT_CODE, "EMER", "emergency");
      case "P" -> new Coding(ACT_CODE, "PRENC", "pre-admission");
      default -> new Coding(ACT_CODE, "AMB", "ambulatory");
    };
  }

  private static TaskStatus toTaskStatus(OrderProgress progress) {
    return switch (progress) {
      case ACTIVE -> TaskStatus.ACCEPTED;
      case ON_HOLD -> TaskStatus.ONHOLD;
      case COMPLETED -> TaskStatus.COMPLETED;
      case DISCONTINUED, CANCELED -> TaskStatus.CANCELLED;
    };
  }
}
