package vn.tia.records.merges;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.OrderControl;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Replacement;
import vn.tia.mapping.exam.Sex;
import vn.tia.records.access.Access;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.orders.OrderOutcome;
import vn.tia.records.orders.StoredOrder;
import vn.tia.records.patients.Patients;
import vn.tia.records.patients.ReplaceOutcome;
import vn.tia.records.patients.StoredPatient;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.studies.InstanceHeader;
import vn.tia.records.studies.NewInstance;
import vn.tia.records.studies.QueryLevel;
import vn.tia.records.studies.StoredBytes;
import vn.tia.records.studies.StudyLinks;
import vn.tia.records.studies.StudyProjection;
import vn.tia.records.studies.StudyQuery;
import vn.tia.records.studies.StudyQuery.NameMatching;
import vn.tia.records.studies.StudyRegistry;
import vn.tia.records.studies.StudySearch;
import vn.tia.records.testkit.ExampleOrders;
import vn.tia.records.testkit.TestRecords;
import vn.tia.records.worklist.TextPattern;
import vn.tia.records.worklist.Worklist;
import vn.tia.records.worklist.WorklistKey;
import vn.tia.records.worklist.WorklistKey.Field;

/// A hospital in which patients are told of, ordered for, imaged and merged, for tests.
final class MergeCase implements AutoCloseable {
  final TestRecords records = TestRecords.fresh();
  final int facility = records.first().id();
  final Access access = Access.to(facility);
  private final Facilities facilities = new Facilities(records.database());
  private final Patients patients = records.patients();
  private final StudyRegistry registry = new StudyRegistry(records.database(),
      new StudyLinks(facilities, patients, records.orders()));
  private final Worklist worklist = new Worklist(records.database(), facilities, patients);

  @Override public void close() {
    records.close();
  }

  static Patient patient(String number, String given) {
    return patient(given, PatientIdentifier.local(number));
  }

  static Patient patient(String given, PatientIdentifier... numbers) {
    return Patient.of(List.of(numbers), given.isEmpty()
        ? HumanName.UNKNOWN : HumanName.of("TRẦN", "THỊ", given), Optional.empty(), Sex.FEMALE);
  }

  StoredPatient register(String number, String given) {
    return patients.register(facility, patient(number, given));
  }

  StoredPatient find(String number) {
    return patients.byIdentifier(facility, PatientIdentifier.local(number)).orElseThrow();
  }

  ReplaceOutcome merge(String old, String by) {
    return apply(Replacement.Kind.MERGE, old, by);
  }

  ReplaceOutcome renumber(String old, String by) {
    return apply(Replacement.Kind.RENUMBER, old, by);
  }

  private ReplaceOutcome apply(Replacement.Kind kind, String old, String by) {
    return records.merges().apply(facility, new Replacement(
        kind, patient(by, ""), List.of(PatientIdentifier.local(old))), "HIS|BV01");
  }

  StoredOrder order(String placer, String number) {
    var outcome = records.orders().apply(facility, ExampleOrders.headCt(placer)
        .with(OrderControl.NEW).with(patient(number, "")).order());
    return switch (outcome) {
      case OrderOutcome.Placed(var order) -> order;
      case OrderOutcome.Changed(var order) -> order;
      case OrderOutcome.Unchanged(var order) -> order;
      case OrderOutcome.Canceled _, OrderOutcome.TooLate _, OrderOutcome.UnknownOrder _,
          OrderOutcome.NotNeeded _ ->
          throw new AssertionError(outcome);
    };
  }

  /// Stores one image, and returns its Study Instance UID.
  String image(String number) {
    return image(number, "");
  }

  /// Stores one image that answers an order, by its accession number.
  String image(String number, String accession) {
    var uid = Uid.random().value();
    var header = Dataset.builder()
        .put(Tags.SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.2")
        .put(Tags.SOP_INSTANCE_UID, uid + ".1.1")
        .put(Tags.SERIES_INSTANCE_UID, uid + ".1")
        .put(Tags.STUDY_INSTANCE_UID, uid)
        .put(Tags.MODALITY, "CT")
        .put(Tags.PATIENT_ID, number)
        .put(Tags.ACCESSION_NUMBER, accession)
        .put(Tags.PATIENT_NAME, "IMAGE^NAME")
        .build();
    var bytes = new StoredBytes("object-" + uid, "1.2.840.10008.1.2.1", 100, "ab".repeat(32), 50,
        Bytes.EMPTY);
    registry.register(List.of(NewInstance.of(facility, new InstanceHeader(header), bytes, "CT1")));
    return uid;
  }

  /// The attributes of the studies that a key finds.
  List<Dataset> studies(Tag key, String value) {
    var query = new StudyQuery(QueryLevel.STUDY, Map.of(key, value), NameMatching.WORDS, 50, 0);
    return new StudySearch(records.database(), patients).find(query, access).stream()
        .map(found -> found.attributes()).toList();
  }

  /// The patients of the worklist items that a patient number finds.
  List<Patient> worklist(String number) {
    return worklist.find(access, List.of(
            new WorklistKey.Text(Field.PATIENT_ID, List.of(new TextPattern(number)))), 50)
        .items().stream().map(item -> item.patient()).toList();
  }

  /// Brings every ImagingStudy up to date.
  void project() {
    records.database().jdbc().sql("UPDATE study_projection SET due = now()").update();
    new StudyProjection(records.database(), facilities, records.resources(),
        new StudyProjection.Addresses("http://localhost/dicom-web", Optional.empty())).run();
  }

  <T extends org.hl7.fhir.r4.model.Resource> T resource(Class<T> type, String id) {
    return records.resources().read(new ResourceKey(type.getSimpleName(), id), access)
        .orElseThrow().decode(type);
  }

  List<String> texts(String sql) {
    return records.database().jdbc().sql(sql).query(String.class).list();
  }

  /// The patients to whom the rows of a table belong.
  Stream<Long> owners(String table) {
    return records.database().jdbc().sql("SELECT patient_id FROM " + table)
        .query(Long.class).list().stream();
  }
}
