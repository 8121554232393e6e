package vn.tia.bridge.worklist;

import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import vn.tia.bridge.query.ReturnKeys;
import vn.tia.bridge.query.StationCharacterSet;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.PartialDate;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Practitioner;
import vn.tia.mapping.exam.Sex;
import vn.tia.records.worklist.WorklistItem;

/// The data set that answers a query with one step of the worklist (PS3.4 table K.6-1).
final class WorklistAnswer {
  private final WorklistItem item;
  private final String station;
  private final StationCharacterSet characters;

  /// @param station the AE title that is named where the step names none; empty for none
  /// @param characters what the station that asks can show
  WorklistAnswer(WorklistItem item, String station, StationCharacterSet characters) {
    this.item = item;
    this.station = station;
    this.characters = characters;
  }

  /// Every key that was asked for, empty where nothing is known.
  Dataset to(Dataset identifier) {
    return ReturnKeys.answer(identifier, whole(), characters);
  }

  /// All that is known of the step.
  Dataset whole() {
    var dataset = new SafeDataset(characters::spelled);
    patient(dataset);
    condition(dataset);
    visit(dataset);
    request(dataset);
    procedure(dataset);
    return dataset.items(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE, List.of(step())).build();
  }

  private void patient(SafeDataset dataset) {
    var patient = item.patient();
    var main = patient.mainIdentifier();
    dataset.name(Tags.PATIENT_NAME, Optional.of(patient.name()))
        .id(Tags.PATIENT_ID, main.map(PatientIdentifier::value))
        .id(Tags.ISSUER_OF_PATIENT_ID, main.flatMap(this::issuer))
        .text(Tags.PATIENT_BIRTH_DATE, patient.birthDate().flatMap(PartialDate::date)
            .map(DateTimeFormatter.BASIC_ISO_DATE::format))
        .text(Tags.PATIENT_SEX, sex(patient.sex()))
        .text(Tags.PATIENT_ADDRESS, patient.address())
        .texts(Tags.PATIENT_TELEPHONE_NUMBERS, patient.phones())
        .items(Tags.OTHER_PATIENT_IDS_SEQUENCE, patient.identifiers().stream()
            .filter(one -> !Optional.of(one).equals(main))
            .map(this::otherId)
            .toList());
    main.map(PatientIdentifier::authority)
        .filter(authority -> authority.universalId().isPresent())
        .ifPresent(authority -> dataset.items(Tags.ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE,
            dataset.authority(authority, item.facility().namespace())));
  }

  private Optional<String> issuer(PatientIdentifier identifier) {
    var authority = identifier.authority();
    return authority.isUnsaid()
        ? Optional.of(item.facility().namespace())
        : authority.namespace();
  }

  private Dataset otherId(PatientIdentifier identifier) {
    return new SafeDataset(characters::spelled)
        .id(Tags.PATIENT_ID, Optional.of(identifier.value()))
        .id(Tags.ISSUER_OF_PATIENT_ID, issuer(identifier))
        .build();
  }

  private static Optional<String> sex(Sex sex) {
    return switch (sex) {
      case MALE -> Optional.of("M");
      case FEMALE -> Optional.of("F");
      case OTHER -> Optional.of("O");
      case UNKNOWN -> Optional.empty();
    };
  }

  private void condition(SafeDataset dataset) {
    var condition = item.content().condition();
    dataset.decimal(Tags.PATIENT_WEIGHT, condition.weightKg())
        .decimal(Tags.PATIENT_SIZE, condition.heightM())
        .texts(Tags.MEDICAL_ALERTS, condition.medicalAlerts())
        .texts(Tags.ALLERGIES, condition.allergies())
        .text(Tags.SPECIAL_NEEDS, condition.specialNeeds())
        .text(Tags.PATIENT_STATE, condition.state())
        .text(Tags.PATIENT_COMMENTS, condition.comments());
    condition.pregnancy().ifPresent(pregnancy ->
        dataset.number(Tags.PREGNANCY_STATUS, pregnancy.dicomCode()));
  }

  private void visit(SafeDataset dataset) {
    var visit = item.content().visit();
    var facility = item.facility();
    dataset.text(Tags.INSTITUTION_NAME, visit.institution().or(() -> Optional.of(facility.name())))
        .text(Tags.INSTITUTION_ADDRESS, visit.institutionAddress())
        .text(Tags.INSTITUTIONAL_DEPARTMENT_NAME, item.content().request().department())
        .text(Tags.CURRENT_PATIENT_LOCATION, visit.patientLocation())
        .name(Tags.REFERRING_PHYSICIAN_NAME, visit.referring().map(Practitioner::name))
        .moment(Tags.ADMITTING_DATE, Tags.ADMITTING_TIME, visit.admittedAt(), facility.zone())
        .text(Tags.WORKLIST_LABEL, Optional.of(facility.code()))
        .text(Tags.TIMEZONE_OFFSET_FROM_UTC, item.step().step().start()
            .map(start -> DateTimeFormatter.ofPattern("xx").format(start.atZone(facility.zone()))));
    assigned(dataset, visit.admissionId(), Tags.ADMISSION_ID,
        Tags.ISSUER_OF_ADMISSION_ID_SEQUENCE);
  }

  private void request(SafeDataset dataset) {
    var request = item.content().request();
    var numbers = item.content().numbers();
    assigned(dataset, numbers.accession(), Tags.ACCESSION_NUMBER,
        Tags.ISSUER_OF_ACCESSION_NUMBER_SEQUENCE);
    assigned(dataset, numbers.placer(), Tags.PLACER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
        Tags.ORDER_PLACER_IDENTIFIER_SEQUENCE);
    assigned(dataset, numbers.filler(), Tags.FILLER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
        Tags.ORDER_FILLER_IDENTIFIER_SEQUENCE);
    dataset.id(Tags.STUDY_INSTANCE_UID, numbers.studyUid())
        .name(Tags.REQUESTING_PHYSICIAN, request.requester().map(Practitioner::name))
        .text(Tags.REQUESTING_SERVICE, request.department())
        .text(Tags.ORDER_CALLBACK_PHONE_NUMBER, request.callbackPhones().stream().findFirst())
        .moment(Tags.ISSUE_DATE_OF_IMAGING_SERVICE_REQUEST,
            Tags.ISSUE_TIME_OF_IMAGING_SERVICE_REQUEST, request.issuedAt(), item.facility().zone())
        .name(Tags.ORDER_ENTERED_BY, request.enteredBy().map(Practitioner::name))
        .text(Tags.IMAGING_SERVICE_REQUEST_COMMENTS, request.comments());
  }

  private void procedure(SafeDataset dataset) {
    var procedure = item.content().procedure();
    dataset.id(Tags.REQUESTED_PROCEDURE_ID, procedure.id())
        .text(Tags.REQUESTED_PROCEDURE_DESCRIPTION, procedure.description())
        .codes(Tags.REQUESTED_PROCEDURE_CODE_SEQUENCE, procedure.codes())
        .text(Tags.REQUESTED_PROCEDURE_PRIORITY, Optional.of(procedure.priority().name()))
        .text(Tags.PATIENT_TRANSPORT_ARRANGEMENTS, procedure.transport())
        .text(Tags.REASON_FOR_THE_REQUESTED_PROCEDURE, procedure.reasonText())
        .codes(Tags.REASON_FOR_REQUESTED_PROCEDURE_CODE_SEQUENCE, procedure.reasons())
        .text(Tags.REQUESTED_PROCEDURE_COMMENTS, procedure.comments())
        .text(Tags.CONFIDENTIALITY_CODE, procedure.confidentiality());
  }

  private Dataset step() {
    var step = item.step().step();
    var stations = step.stationAes().isEmpty() && !station.isEmpty()
        ? List.of(station) : step.stationAes();
    return new SafeDataset(characters::spelled)
        .texts(Tags.SCHEDULED_STATION_AE_TITLE, stations)
        .texts(Tags.SCHEDULED_STATION_NAME, step.stationNames())
        .text(Tags.SCHEDULED_PROCEDURE_STEP_LOCATION, step.location())
        .moment(Tags.SCHEDULED_PROCEDURE_STEP_START_DATE,
            Tags.SCHEDULED_PROCEDURE_STEP_START_TIME, step.start(), item.facility().zone())
        .name(Tags.SCHEDULED_PERFORMING_PHYSICIAN_NAME,
            step.performers().stream().findFirst().map(Practitioner::name))
        .text(Tags.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, step.description())
        .codes(Tags.SCHEDULED_PROTOCOL_CODE_SEQUENCE, step.protocolCodes())
        .id(Tags.SCHEDULED_PROCEDURE_STEP_ID, step.id())
        .text(Tags.PRE_MEDICATION, step.preMedication())
        .text(Tags.SCHEDULED_PROCEDURE_STEP_STATUS, Optional.of(item.step().status().name()))
        .text(Tags.REQUESTED_CONTRAST_AGENT, step.contrastAgent())
        .text(Tags.MODALITY, step.modality())
        .text(Tags.COMMENTS_ON_THE_SCHEDULED_PROCEDURE_STEP, step.comments())
        .build();
  }

  private void assigned(SafeDataset dataset, Optional<AssignedId> id, Tag value, Tag issuer) {
    id.ifPresent(one -> dataset.id(value, Optional.of(one.value()))
        .items(issuer, dataset.authority(one.authority(), item.facility().namespace())));
  }
}
