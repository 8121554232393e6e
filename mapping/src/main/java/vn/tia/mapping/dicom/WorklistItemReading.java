package vn.tia.mapping.dicom;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.exam.OrderContent;
import vn.tia.mapping.exam.OrderNumbers;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientCondition;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Practitioner;
import vn.tia.mapping.exam.Pregnancy;
import vn.tia.mapping.exam.Priority;
import vn.tia.mapping.exam.Request;
import vn.tia.mapping.exam.RequestedProcedure;
import vn.tia.mapping.exam.ScheduledStep;
import vn.tia.mapping.exam.Visit;
import vn.tia.mapping.names.PersonNames;

/// Reads a worklist item (PS3.4 table K.6-1) as what an order says. An attribute without a value
/// takes back what was known; one that is absent leaves it.
public final class WorklistItemReading {
  private final Dataset item;
  private final ZoneId zone;
  private final Set<String> cleared = new HashSet<>();

  /// @param zone of dates and times, where the item doesn't say another
  public WorklistItemReading(Dataset item, ZoneId zone) {
    this.item = item;
    this.zone = item.string(Tags.TIMEZONE_OFFSET_FROM_UTC).flatMap(DicomTimes::offset)
        .<ZoneId>map(offset -> offset).orElse(zone);
  }

  /// The patient as the item describes them.
  ///
  /// @throws IllegalArgumentException if a value can't be kept
  public Patient patient() {
    var facts = PatientFacts.of(item);
    if (isWithoutValue(item, Tags.PATIENT_BIRTH_DATE)) {
      cleared.add("patient.birthDate");
    }
    if (isWithoutValue(item, Tags.PATIENT_SEX)) {
      cleared.add("patient.sex");
    }
    var identifiers = Stream.concat(facts.identifiers().stream(),
        item.items(Tags.OTHER_PATIENT_IDS_SEQUENCE).stream()
            .filter(other -> other.string(Tags.PATIENT_ID).isPresent())
            .map(other -> PatientIdentifier.local(
                other.string(Tags.PATIENT_ID).orElseThrow(), Authorities.ofPatientId(other))));
    return new Patient(identifiers.toList(), facts.name(), facts.birthDate(), facts.sex(),
        text(item, Tags.PATIENT_ADDRESS, "patient.address"),
        texts(item, Tags.PATIENT_TELEPHONE_NUMBERS, "patient.phones"));
  }

  /// All but the patient and the steps.
  ///
  /// @throws IllegalArgumentException if a value can't be kept
  public OrderContent content() {
    return new OrderContent(numbers(), condition(), visit(), request(), procedure());
  }

  /// What is to be performed.
  ///
  /// @throws IllegalArgumentException if a value can't be kept
  public List<ScheduledStep> steps() {
    return item.items(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE).stream().map(this::step).toList();
  }

  /// The names of values that what was read so far takes back.
  public Set<String> cleared() {
    return Set.copyOf(cleared);
  }

  private OrderNumbers numbers() {
    return new OrderNumbers(
        assigned(Tags.PLACER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
            Tags.ORDER_PLACER_IDENTIFIER_SEQUENCE),
        assigned(Tags.FILLER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
            Tags.ORDER_FILLER_IDENTIFIER_SEQUENCE),
        Optional.empty(),
        assigned(Tags.ACCESSION_NUMBER, Tags.ISSUER_OF_ACCESSION_NUMBER_SEQUENCE),
        item.string(Tags.STUDY_INSTANCE_UID));
  }

  private PatientCondition condition() {
    return new PatientCondition(
        decimal(Tags.PATIENT_WEIGHT, "condition.weightKg"),
        decimal(Tags.PATIENT_SIZE, "condition.heightM"),
        texts(item, Tags.MEDICAL_ALERTS, "condition.medicalAlerts"),
        texts(item, Tags.ALLERGIES, "condition.allergies"),
        pregnancy(),
        text(item, Tags.SPECIAL_NEEDS, "condition.specialNeeds"),
        text(item, Tags.PATIENT_STATE, "condition.state"),
        text(item, Tags.PATIENT_COMMENTS, "condition.comments"));
  }

  private Optional<Pregnancy> pregnancy() {
    if (isWithoutValue(item, Tags.PREGNANCY_STATUS)) {
      cleared.add("condition.pregnancy");
    }
    var code = item.integer(Tags.PREGNANCY_STATUS);
    if (code.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(Stream.of(Pregnancy.values())
        .filter(one -> one.dicomCode() == code.getAsInt())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "a pregnancy status is a number from 1 to 4")));
  }

  private Visit visit() {
    return new Visit(
        assigned(Tags.ADMISSION_ID, Tags.ISSUER_OF_ADMISSION_ID_SEQUENCE),
        moment(item, Tags.ADMITTING_DATE, Tags.ADMITTING_TIME),
        Optional.empty(),
        text(item, Tags.INSTITUTION_NAME, "visit.institution"),
        text(item, Tags.INSTITUTION_ADDRESS, "visit.institutionAddress"),
        text(item, Tags.CURRENT_PATIENT_LOCATION, "visit.patientLocation"),
        name(item, Tags.REFERRING_PHYSICIAN_NAME, "visit.referring"),
        Optional.empty());
  }

  private Request request() {
    var department = text(item, Tags.REQUESTING_SERVICE, "request.department");
    return new Request(
        name(item, Tags.REQUESTING_PHYSICIAN, "request.requester"),
        department.or(() -> item.string(Tags.INSTITUTIONAL_DEPARTMENT_NAME)),
        texts(item, Tags.ORDER_CALLBACK_PHONE_NUMBER, "request.callbackPhones"),
        moment(item, Tags.ISSUE_DATE_OF_IMAGING_SERVICE_REQUEST,
            Tags.ISSUE_TIME_OF_IMAGING_SERVICE_REQUEST),
        name(item, Tags.ORDER_ENTERED_BY, "request.enteredBy"),
        text(item, Tags.IMAGING_SERVICE_REQUEST_COMMENTS, "request.comments"));
  }

  private RequestedProcedure procedure() {
    return new RequestedProcedure(
        item.string(Tags.REQUESTED_PROCEDURE_ID),
        codes(item, Tags.REQUESTED_PROCEDURE_CODE_SEQUENCE, "procedure.codes"),
        text(item, Tags.REQUESTED_PROCEDURE_DESCRIPTION, "procedure.description"),
        text(item, Tags.REQUESTED_PROCEDURE_COMMENTS, "procedure.comments"),
        codes(item, Tags.REASON_FOR_REQUESTED_PROCEDURE_CODE_SEQUENCE, "procedure.reasons"),
        text(item, Tags.REASON_FOR_THE_REQUESTED_PROCEDURE, "procedure.reasonText"),
        priority().orElse(Priority.ROUTINE),
        text(item, Tags.PATIENT_TRANSPORT_ARRANGEMENTS, "procedure.transport"),
        text(item, Tags.CONFIDENTIALITY_CODE, "procedure.confidentiality"));
  }

  /// How urgent the item says that it is, empty where it doesn't.
  ///
  /// @throws IllegalArgumentException if it is none of the terms of (0040,1003)
  public Optional<Priority> priority() {
    return item.string(Tags.REQUESTED_PROCEDURE_PRIORITY).map(term ->
        Stream.of(Priority.values()).filter(one -> one.name().equals(term)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException(
                "a priority is STAT, HIGH, ROUTINE, MEDIUM or LOW")));
  }

  private ScheduledStep step(Dataset step) {
    var performer = name(step, Tags.SCHEDULED_PERFORMING_PHYSICIAN_NAME, "step.performers");
    return new ScheduledStep(
        step.string(Tags.SCHEDULED_PROCEDURE_STEP_ID),
        text(step, Tags.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, "step.description"),
        text(step, Tags.MODALITY, "step.modality"),
        texts(step, Tags.SCHEDULED_STATION_AE_TITLE, "step.stationAes"),
        texts(step, Tags.SCHEDULED_STATION_NAME, "step.stationNames"),
        text(step, Tags.SCHEDULED_PROCEDURE_STEP_LOCATION, "step.location"),
        moment(step, Tags.SCHEDULED_PROCEDURE_STEP_START_DATE,
            Tags.SCHEDULED_PROCEDURE_STEP_START_TIME),
        codes(step, Tags.SCHEDULED_PROTOCOL_CODE_SEQUENCE, "step.protocolCodes"),
        performer.stream().toList(),
        text(step, Tags.PRE_MEDICATION, "step.preMedication"),
        text(step, Tags.REQUESTED_CONTRAST_AGENT, "step.contrastAgent"),
        text(step, Tags.COMMENTS_ON_THE_SCHEDULED_PROCEDURE_STEP, "step.comments"));
  }

  private Optional<AssignedId> assigned(Tag number, Tag issuer) {
    var authority = item.items(issuer).stream().findFirst()
        .map(one -> new Authority(one.string(Tags.LOCAL_NAMESPACE_ENTITY_ID),
            one.string(Tags.UNIVERSAL_ENTITY_ID), one.string(Tags.UNIVERSAL_ENTITY_ID_TYPE)))
        .orElse(Authority.UNSAID);
    return item.string(number).map(value -> new AssignedId(value, authority));
  }

  private Optional<Instant> moment(Dataset from, Tag date, Tag time) {
    var day = from.string(date).map(text -> DicomTimes.date(text).orElseThrow(() ->
        new IllegalArgumentException(date + " is no date")));
    var hour = from.string(time).map(text -> DicomTimes.time(text).orElseThrow(() ->
        new IllegalArgumentException(time + " is no time")));
    return day.map(one -> one.atTime(hour.orElse(LocalTime.MIN)).atZone(zone).toInstant());
  }

  private Optional<Practitioner> name(Dataset from, Tag tag, String named) {
    return text(from, tag, named).map(PersonNames::toHumanName)
        .filter(one -> !one.isUnknown())
        .map(one -> new Practitioner(Optional.empty(), one));
  }

  private Optional<BigDecimal> decimal(Tag tag, String named) {
    try {
      return text(item, tag, named).map(BigDecimal::new);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException(tag + " is no number");
    }
  }

  private List<Coded> codes(Dataset from, Tag tag, String named) {
    if (isWithoutValue(from, tag)) {
      cleared.add(named);
    }
    var codes = new ArrayList<Coded>();
    for (var code : from.items(tag)) {
      var value = code.string(Tags.CODE_VALUE).or(() -> code.string(Tags.LONG_CODE_VALUE))
          .or(() -> code.string(Tags.URN_CODE_VALUE));
      codes.add(new Coded(value.orElse(""), code.string(Tags.CODE_MEANING),
          code.string(Tags.CODING_SCHEME_DESIGNATOR)));
    }
    return codes;
  }

  private Optional<String> text(Dataset from, Tag tag, String named) {
    if (isWithoutValue(from, tag)) {
      cleared.add(named);
    }
    return from.string(tag);
  }

  private List<String> texts(Dataset from, Tag tag, String named) {
    if (isWithoutValue(from, tag)) {
      cleared.add(named);
    }
    return from.strings(tag);
  }

  private static boolean isWithoutValue(Dataset from, Tag tag) {
    return from.get(tag).filter(element -> element.isEmpty()).isPresent();
  }
}
