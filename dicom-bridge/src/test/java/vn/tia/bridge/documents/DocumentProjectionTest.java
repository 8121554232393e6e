package vn.tia.bridge.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.store.Incoming;
import vn.tia.bridge.store.StoreOutcome;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.mapping.dicom.sr.SrLimits;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.audit.Audit;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.reports.Doses;
import vn.tia.records.reports.Reports;

@Timeout(120)
class DocumentProjectionTest {
  private static final String ENHANCED = "1.2.840.10008.5.1.4.1.1.88.22";
  private static final String DOSE = "1.2.840.10008.5.1.4.1.1.88.67";

  @TempDir
  private Path directory;
  private TestArchive archive;
  private DocumentProjection projection;

  @BeforeEach
  void open() throws IOException {
    archive = TestArchive.open(directory);
    projection = projection(SrLimits.DEFAULT);
  }

  @AfterEach
  void close() throws Exception {
    archive.close();
  }

  private DocumentProjection projection(SrLimits limits) {
    var records = archive.records();
    var facilities = new Facilities(records.database());
    return new DocumentProjection(new DocumentProjection.Records(records.database(), facilities,
        new Reports(records.database(), facilities, new Reports.Parts(
            records.patients(), records.orders(), records.resources())),
        new Doses(records.database(), facilities, records.resources()),
        new Audit(records.database())), archive.checked(), limits);
  }

  private static Dataset code(String value, String scheme, String meaning) {
    return Dataset.builder().put(Tags.CODE_VALUE, value)
        .put(Tags.CODING_SCHEME_DESIGNATOR, scheme).put(Tags.CODE_MEANING, meaning).build();
  }

  private static DatasetBuilder item(String type, Dataset name) {
    return Dataset.builder().put(Tags.RELATIONSHIP_TYPE, "CONTAINS").put(Tags.VALUE_TYPE, type)
        .putItems(Tags.CONCEPT_NAME_CODE_SEQUENCE, List.of(name));
  }

  private static Dataset number(String code, String meaning, String value, String unit) {
    return item("NUM", code(code, "DCM", meaning)).putItems(Tags.MEASURED_VALUE_SEQUENCE, List.of(
        Dataset.builder().put(Tags.NUMERIC_VALUE, value)
            .putItems(Tags.MEASUREMENT_UNITS_CODE_SEQUENCE, List.of(code(unit, "UCUM", unit)))
            .build())).build();
  }

  private static Dataset section(String code, String meaning, Dataset... children) {
    return item("CONTAINER", code(code, "DCM", meaning))
        .putItems(Tags.CONTENT_SEQUENCE, List.of(children)).build();
  }

  private static Dataset text(String text) {
    return item("TEXT", code("121073", "DCM", "Impression")).put(Tags.TEXT_VALUE, text).build();
  }

  /// A document of the study 1.2.3, in place of others.
  private static DatasetBuilder document(String uid, String sopClass, String verification,
      List<String> predecessors, Dataset... content) {
    var replaced = predecessors.stream().map(one -> Dataset.builder()
        .put(Tags.REFERENCED_SOP_CLASS_UID, sopClass)
        .put(Tags.REFERENCED_SOP_INSTANCE_UID, one).build()).toList();
    return Dataset.builder()
        .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
        .put(Tags.SOP_CLASS_UID, sopClass).put(Tags.SOP_INSTANCE_UID, uid)
        .put(Tags.STUDY_INSTANCE_UID, "1.2.3").put(Tags.SERIES_INSTANCE_UID, "1.2.3.4")
        .put(Tags.STUDY_DATE, "20261124").put(Tags.STUDY_TIME, "0800")
        .put(Tags.MODALITY, "SR").put(Tags.PATIENT_ID, "BN001")
        .put(Tags.PATIENT_NAME, "ĐẶNG^HƯỜNG^THỊ")
        .put(Tags.CONTENT_DATE, "20261124").put(Tags.CONTENT_TIME, "0915")
        .put(Tags.COMPLETION_FLAG, "COMPLETE").put(Tags.VERIFICATION_FLAG, verification)
        .putItems(Tags.PREDECESSOR_DOCUMENTS_SEQUENCE, replaced.isEmpty() ? List.of()
            : List.of(Dataset.builder().put(Tags.STUDY_INSTANCE_UID, "1.2.3")
                .putItems(Tags.REFERENCED_SERIES_SEQUENCE, List.of(Dataset.builder()
                    .put(Tags.SERIES_INSTANCE_UID, "1.2.3.4")
                    .putItems(Tags.REFERENCED_SOP_SEQUENCE, replaced).build())).build()))
        .put(Tags.VALUE_TYPE, "CONTAINER")
        .putItems(Tags.CONCEPT_NAME_CODE_SEQUENCE, List.of(
            sopClass.equals(DOSE) ? code("113701", "DCM", "X-Ray Radiation Dose Report")
                : code("18782-3", "LN", "X-ray study")))
        .putItems(Tags.CONTENT_SEQUENCE, List.of(content));
  }

  private static Dataset report(String uid, String verification, String conclusion,
      String... predecessors) {
    return document(uid, ENHANCED, verification, List.of(predecessors), text(conclusion),
        number("121211", "Path length", "2.5", "cm")).build();
  }

  private static Dataset dose(String uid, List<String> predecessors, String total,
      String... events) {
    var content = new java.util.ArrayList<Dataset>();
    content.add(section("113811", "CT Accumulated Dose Data",
        number("113813", "CT Dose Length Product Total", total, "mGy.cm")));
    for (var event : events) {
      content.add(section("113819", "CT Acquisition",
          item("UIDREF", code("113769", "DCM", "Irradiation Event UID")).put(Tags.UID, event)
              .build(), number("113830", "Mean CTDIvol", "12.5", "mGy")));
    }
    return document(uid, DOSE, "UNVERIFIED", predecessors, content.toArray(Dataset[]::new))
        .build();
  }

  private void store(Dataset dataset) {
    var syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    try {
      var outcome = archive.intake().store(new Incoming(archive.records().first().id(), "CT1",
          syntax.uid().value(), Optional.of(new Incoming.Announced(
              dataset.string(Tags.SOP_CLASS_UID).orElseThrow(),
              dataset.string(Tags.SOP_INSTANCE_UID).orElseThrow()))),
          new ByteArrayInputStream(DatasetWriter.toBytes(dataset, syntax).toArray()));
      assertThat(outcome).isInstanceOf(StoreOutcome.Stored.class);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Stores documents and reads them.
  private void take(Dataset... documents) {
    for (var one : documents) {
      store(one);
      eventually(() -> {
        projection.run();
        return waiting() == 0;
      });
    }
  }

  private int waiting() {
    return archive.records().database().jdbc()
        .sql("SELECT count(*) FROM archived_document WHERE due IS NOT NULL")
        .query(Integer.class).single();
  }

  private String outcome(String uid) {
    return archive.records().database().jdbc().sql("""
            SELECT d.outcome FROM archived_document d JOIN instance i ON i.id = d.instance_id
            WHERE i.sop_instance_uid = ?""").param(uid).query(String.class).single();
  }

  private <T extends Resource> List<T> all(Class<T> type) {
    return archive.records().database().jdbc()
        .sql("SELECT json FROM resource WHERE resource_type = ? AND NOT deleted ORDER BY id")
        .param(type.getSimpleName()).query(String.class).list().stream()
        .map(json -> FhirJson.decode(json, type)).toList();
  }

  private DiagnosticReport only() {
    return all(DiagnosticReport.class).getFirst();
  }

  private static void eventually(BooleanSupplier condition) {
    var end = Instant.now().plusSeconds(30);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("within 30 s").isBefore(end);
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void becomesAReportOfItsStudyWithItsMeasurements() {
    take(report("1.2.3.5", "VERIFIED", "Tràn dịch màng phổi."));

    var report = only();
    assertThat(report.getStatus()).isEqualTo(DiagnosticReportStatus.FINAL);
    assertThat(report.getCode().getText()).isEqualTo("X-ray study");
    assertThat(report.getConclusion()).isEqualTo("Tràn dịch màng phổi.");
    assertThat(report.getIdentifierFirstRep().getSystem()).isEqualTo("urn:dicom:uid");
    assertThat(report.getIdentifierFirstRep().getValue()).isEqualTo("urn:oid:1.2.3.5");
    assertThat(report.getMeta().getSource()).isEqualTo("urn:tia:dicom:sr");
    assertThat(report.getEffectiveDateTimeType().getValueAsString())
        .isEqualTo("2026-11-24T08:00:00+07:00");
    assertThat(report.getImagingStudyFirstRep().getReference()).isEqualTo("ImagingStudy/"
        + archive.records().database().jdbc().sql("SELECT fhir_id::text FROM study")
            .query(String.class).single());
    assertThat(new String(report.getPresentedFormFirstRep().getData(), StandardCharsets.UTF_8))
        .isEqualTo("X-ray study\nImpression: Tràn dịch màng phổi.\nPath length: 2.5 cm");
    assertThat(all(Observation.class)).singleElement().satisfies(one -> {
      assertThat(one.getValueQuantity().getValue()).isEqualByComparingTo("2.5");
      assertThat(one.getValueQuantity().getCode()).isEqualTo("cm");
      assertThat(one.getSubject().getReference()).isEqualTo(report.getSubject().getReference());
    });
    assertThat(outcome("1.2.3.5")).isEqualTo("KEPT");
    assertThat(archive.records().database().jdbc()
        .sql("SELECT outcome FROM audit WHERE action = 'read document' AND target = '1.2.3.5'")
        .query(String.class).list()).containsExactly("KEPT");
  }

  @Test
  void followsItsVersionsFromDraftToAmendment() {
    take(report("1.2.3.5", "UNVERIFIED", "Bản nháp."));
    assertThat(only().getStatus()).isEqualTo(DiagnosticReportStatus.PRELIMINARY);
    var id = only().getIdElement().getIdPart();

    take(report("1.2.3.6", "VERIFIED", "Bản ký.", "1.2.3.5"));
    assertThat(only().getStatus()).isEqualTo(DiagnosticReportStatus.FINAL);

    take(report("1.2.3.7", "UNVERIFIED", "Bản nháp sau khi ký.", "1.2.3.6"));
    assertThat(only().getConclusion()).isEqualTo("Bản ký.");
    assertThat(outcome("1.2.3.7")).isEqualTo("DRAFT_OF_SIGNED");

    take(report("1.2.3.8", "VERIFIED", "Bản sửa.", "1.2.3.7", "1.2.3.6"));
    assertThat(all(DiagnosticReport.class)).hasSize(1);
    assertThat(only().getIdElement().getIdPart()).isEqualTo(id);
    assertThat(only().getStatus()).isEqualTo(DiagnosticReportStatus.AMENDED);
    assertThat(only().getConclusion()).isEqualTo("Bản sửa.");
    assertThat(only().getMeta().getVersionId()).isEqualTo("3");
  }

  @Test
  void keepsTheLaterOneWhereTheEarlierComesLast() {
    take(report("1.2.3.6", "VERIFIED", "Bản sau.", "1.2.3.5"),
        report("1.2.3.5", "VERIFIED", "Bản trước."));

    assertThat(all(DiagnosticReport.class)).hasSize(1);
    assertThat(only().getConclusion()).isEqualTo("Bản sau.");
    assertThat(outcome("1.2.3.5")).isEqualTo("REPLACED");
  }

  @Test
  void changesNothingWhenItIsReadAgain() {
    take(report("1.2.3.5", "VERIFIED", "Bản ký."),
        report("1.2.3.6", "VERIFIED", "Bản sửa.", "1.2.3.5"));
    var before = only();

    // As after a crash between its reading and its settling, and on a second node.
    archive.records().database().jdbc().sql("UPDATE archived_document SET due = now()").update();
    eventually(() -> {
      projection.run();
      return waiting() == 0;
    });

    assertThat(FhirJson.encode(only())).isEqualTo(FhirJson.encode(before));
  }

  @Test
  void leavesAReportThatAPersonHasEnded() {
    take(report("1.2.3.5", "VERIFIED", "Bản ký."));
    archive.records().resources().put(archive.records().first().id(),
        only().setStatus(DiagnosticReportStatus.ENTEREDINERROR));

    take(report("1.2.3.6", "VERIFIED", "Bản sửa.", "1.2.3.5"));

    assertThat(only().getStatus()).isEqualTo(DiagnosticReportStatus.ENTEREDINERROR);
    assertThat(outcome("1.2.3.6")).isEqualTo("ENDED");
  }

  @Test
  void keepsTheDoseOfAnExamAndEachOfItsEventsOnce() {
    take(dose("1.2.3.5", List.of(), "300", "1.2.7.1", "1.2.7.2"));
    var summary = summary();
    assertThat(summary.getStatus()).isEqualTo(ObservationStatus.FINAL);
    assertThat(summary.getHasMember()).hasSize(2);
    assertThat(summary.getValueStringType().getValue())
        .isEqualTo("CT Dose Length Product Total = 300 mGy.cm, Irradiation Events = 2");

    take(dose("1.2.3.6", List.of("1.2.3.5"), "450", "1.2.7.1", "1.2.7.3"));

    var amended = summary();
    assertThat(amended.getIdElement().getIdPart()).isEqualTo(summary.getIdElement().getIdPart());
    assertThat(amended.getStatus()).isEqualTo(ObservationStatus.AMENDED);
    assertThat(amended.getIdentifierFirstRep().getValue()).isEqualTo("urn:oid:1.2.3.6");
    var events = all(Observation.class).stream()
        .filter(one -> one.getCode().getCodingFirstRep().getCode().equals("113852")).toList();
    assertThat(events).hasSize(3);
    assertThat(events).filteredOn(one -> one.getStatus() == ObservationStatus.ENTEREDINERROR)
        .singleElement().satisfies(gone -> assertThat(
            gone.getIdentifierFirstRep().getValue()).isEqualTo("urn:oid:1.2.7.2"));
    assertThat(all(DiagnosticReport.class)).isEmpty();
  }

  private Observation summary() {
    return all(Observation.class).stream()
        .filter(one -> one.getCode().getCodingFirstRep().getCode().equals("73569-6"))
        .findFirst().orElseThrow();
  }

  @Test
  void refusesHostileContentOnceAndGoesOn() {
    projection = projection(new SrLimits(3, 40, 1_000_000));
    var many = document("1.2.3.5", ENHANCED, "VERIFIED", List.of(),
        text("1"), text("2"), text("3"), text("4")).build();

    take(many, report("1.2.3.6", "VERIFIED", "Bản ký."));

    assertThat(outcome("1.2.3.5"))
        .isEqualTo("refused: the content tree has more than 3 items");
    assertThat(only().getConclusion()).isEqualTo("Bản ký.");
    assertThat(archive.records().database().jdbc()
        .sql("SELECT outcome FROM audit WHERE target = '1.2.3.5' AND action = 'read document'")
        .query(String.class).single()).isEqualTo("refused");
  }

  @Test
  void triesAgainWhenItsFileCannotBeReached() throws IOException {
    store(report("1.2.3.5", "VERIFIED", "Bản ký."));
    var lost = archive.records().database().jdbc().sql("SELECT object_id FROM instance")
        .query(String.class).single();
    assertThat(archive.objects().delete(new vn.tia.bridge.objects.ObjectId(lost))).isTrue();

    eventually(() -> projection.run() == 1);

    assertThat(waiting()).isEqualTo(1);
    assertThat(archive.records().database().jdbc()
        .sql("SELECT tries FROM archived_document").query(Integer.class).single()).isEqualTo(1);
    assertThat(all(DiagnosticReport.class)).isEmpty();
  }
}
