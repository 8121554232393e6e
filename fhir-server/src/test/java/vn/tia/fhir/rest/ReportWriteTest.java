package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.MethodNotAllowedException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.orders.OrderOutcome;
import vn.tia.records.outbox.OutboxWorker;
import vn.tia.records.reports.SignedReports;
import vn.tia.records.resources.StoredResource;
import vn.tia.records.testkit.ExampleOrders;

/// A report from its first line to its correction, as a reporting system writes it over HTTP.
@Timeout(120)
class ReportWriteTest {
  private static final byte[] PDF = "%PDF-1.7 …".getBytes(StandardCharsets.UTF_8);
  private static FhirTestServer server;
  private static OutboxWorker following;

  private final IGenericClient client = server.client();

  @BeforeAll
  static void start() {
    server = new FhirTestServer();
    following = OutboxWorker.start(server.database, server.outbox,
        new SignedReports(server.resources, server.orders).consumer());
  }

  @AfterAll
  static void stop() {
    following.close();
    server.close();
  }

  private static OrderOutcome.Placed place(String number) {
    return (OrderOutcome.Placed) server.orders.apply(server.facility.id(),
        ExampleOrders.headCt(number).with(ExampleOrders.patient("P-" + number,
            HumanName.of("ĐẶNG", "THỊ", "HƯỜNG"))).order());
  }

  private static DiagnosticReport report(String patient, DiagnosticReportStatus status) {
    var report = Examples.report(patient).setStatus(status).setIssued(null);
    report.addResultsInterpreter(new Reference().setDisplay("BS. Lê Mai"));
    return report;
  }

  private static String patient(OrderOutcome.Placed placed) {
    return "Patient/" + server.patients.byIds(List.of(placed.order().patientId()))
        .get(placed.order().patientId()).fhirId();
  }

  private DiagnosticReport create(DiagnosticReport report) {
    return (DiagnosticReport) client.create().resource(report).execute().getResource();
  }

  private DiagnosticReport update(DiagnosticReport report) {
    report.setId(report.getIdElement().toUnqualifiedVersionless());
    report.setMeta(null);
    return (DiagnosticReport) client.update().resource(report).execute().getResource();
  }

  private static void eventually(BooleanSupplier condition) {
    var end = Instant.now().plusSeconds(30);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("within 30 s").isBefore(end);
      Thread.onSpinWait();
    }
  }

  private static List<StoredResource> signatures(String reportId) {
    return server.resources.readMany(server.database.jdbc().sql("""
            SELECT id FROM resource WHERE resource_type = 'Provenance' AND json LIKE ?
            ORDER BY last_updated, version""")
        .param("%DiagnosticReport/" + reportId + "/_history/%")
        .query((row, _) -> new vn.tia.records.resources.ResourceKey("Provenance",
            row.getString(1))).list(), Access.to(server.facility.id()));
  }

  @Test
  void goesFromTheOrderToTheCorrection() {
    var placed = place("41");
    var order = "ServiceRequest/" + placed.order().fhirId();
    var draft = report(patient(placed), DiagnosticReportStatus.REGISTERED);
    draft.addBasedOn(new Reference(order));
    draft = create(draft);
    assertThat(draft.hasIssued()).isFalse();
    draft = update(draft.setStatus(DiagnosticReportStatus.PRELIMINARY));

    draft.addPresentedForm().setContentType("application/pdf").setData(PDF);
    var signed = update(draft.setStatus(DiagnosticReportStatus.FINAL));

    assertThat(signed.getMeta().getVersionId()).isEqualTo("3");
    assertThat(signed.getIssued()).as("when it was signed").isNotNull();
    eventually(() -> client.read().resource(ServiceRequest.class)
        .withId(placed.order().fhirId()).execute().getStatus() == ServiceRequestStatus.COMPLETED);

    var id = signed.getIdElement().getIdPart();
    eventually(() -> signatures(id).size() == 1);
    var signature = signatures(id).getFirst().decode(Provenance.class);
    assertThat(signature.getTargetFirstRep().getReference())
        .isEqualTo("DiagnosticReport/" + id + "/_history/3");
    assertThat(signature.getSignatureFirstRep().getWhen()).isEqualTo(signed.getIssued());
    assertThat(signature.getSignatureFirstRep().getWho().getDisplay()).isEqualTo("BS. Lê Mai");

    signed.setConclusion("Có tràn dịch.").setIssued(new Date());
    update(signed.setStatus(DiagnosticReportStatus.CORRECTED));
    eventually(() -> signatures(id).size() == 2);
    assertThat(client.vread(DiagnosticReport.class, id, "3").getConclusion())
        .isEqualTo("Không thấy tổn thương.");
  }

  @Test
  void refusesWhatMayNotFollow() {
    var patient = patient(place("42"));
    var signed = create(report(patient, DiagnosticReportStatus.FINAL));

    assertThatThrownBy(() -> update(signed.copy().setStatus(DiagnosticReportStatus.PRELIMINARY)))
        .isInstanceOf(UnprocessableEntityException.class)
        .hasMessageContaining("a DiagnosticReport that is final can't become preliminary");
    assertThatThrownBy(() -> update(signed.copy().setConclusion("Có tổn thương.")))
        .isInstanceOf(UnprocessableEntityException.class)
        .hasMessageContaining("amended, corrected or appended may follow");
    assertThatThrownBy(() -> create(report(patient, DiagnosticReportStatus.CANCELLED)))
        .isInstanceOf(UnprocessableEntityException.class);
    assertThat(update(signed.copy()).getMeta().getVersionId()).as("the same again").isEqualTo("1");

    var ended = update(signed.copy().setStatus(DiagnosticReportStatus.ENTEREDINERROR));
    assertThatThrownBy(() -> update(ended.copy().setStatus(DiagnosticReportStatus.FINAL)))
        .hasMessageContaining("nothing follows");
  }

  @Test
  void takesNoDraftOverASignatureAlthoughBothComeAtOnce() throws Exception {
    var draft = create(report(patient(place("43")), DiagnosticReportStatus.PRELIMINARY));
    var id = draft.getIdElement().getIdPart();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var writes = IntStream.range(0, 12).<Callable<Integer>>mapToObj(i -> () -> {
        var copy = draft.copy().setConclusion("bản " + i).setStatus(i == 5
            ? DiagnosticReportStatus.FINAL : DiagnosticReportStatus.PRELIMINARY);
        copy.setId("DiagnosticReport/" + id);
        copy.setMeta(null);
        return server.send(HttpRequest.newBuilder(
                URI.create(server.base() + "/DiagnosticReport/" + id))
            .header("Content-Type", "application/fhir+json")
            .PUT(HttpRequest.BodyPublishers.ofString(FhirJson.encode(copy)))).statusCode();
      }).toList();
      assertThat(pool.invokeAll(writes)).extracting(answer -> answer.resultNow())
          .containsAnyOf(200, 422).isSubsetOf(200, 409, 422);
    }
    var now = client.read().resource(DiagnosticReport.class).withId(id).execute();
    var versions = client.history().onInstance("DiagnosticReport/" + id)
        .returnBundle(Bundle.class).execute().getEntry().stream()
        .map(entry -> ((DiagnosticReport) entry.getResource()).getStatus()).toList();
    assertThat(versions.stream().dropWhile(one -> one == DiagnosticReportStatus.FINAL))
        .as("drafts come before the signature, newest first").doesNotContain(
            DiagnosticReportStatus.FINAL);
    assertThat(now.getStatus()).isEqualTo(versions.getFirst());
  }

  @Test
  void refusesADocumentThatIsNotWhatItSays() {
    var patient = patient(place("44"));
    var noPdf = report(patient, DiagnosticReportStatus.FINAL);
    noPdf.addPresentedForm().setContentType("application/pdf").setData("<html>".getBytes());
    assertThatThrownBy(() -> create(noPdf)).hasMessageContaining("its data is no PDF");

    var cut = report(patient, DiagnosticReportStatus.FINAL);
    cut.addPresentedForm().setContentType("application/pdf").setData(PDF)
        .setSize(PDF.length + 1);
    assertThatThrownBy(() -> create(cut)).hasMessageContaining("has a size of");

    var changed = report(patient, DiagnosticReportStatus.FINAL);
    changed.addPresentedForm().setContentType("application/pdf").setData(PDF)
        .setHash(new byte[20]);
    assertThatThrownBy(() -> create(changed)).hasMessageContaining("not the SHA-1");

    var right = report(patient, DiagnosticReportStatus.FINAL);
    right.addPresentedForm().setContentType("application/pdf").setData(PDF).setSize(PDF.length);
    var kept = create(right).getPresentedFormFirstRep().getData();
    assertThat(Arrays.equals(kept, PDF)).isTrue();
  }

  @Test
  void leavesTheMeasurementsOfADicomDocumentToTheDocument() {
    var measured = Examples.observation(patient(place("46")));
    measured.getMeta().setSource("urn:tia:dicom:sr");
    var stored = server.put(measured).decode(Observation.class);

    stored.setStatus(Observation.ObservationStatus.CANCELLED);
    assertThatThrownBy(() -> client.update().resource(stored).execute())
        .isInstanceOf(MethodNotAllowedException.class)
        .hasMessageContaining("was read from a DICOM document");
    assertThat(client.read().resource(Observation.class).withId(stored.getIdPart()).execute()
        .getMeta().getVersionId()).isEqualTo("1");
  }

  /// IHE RAD-143 Find Multimedia Report: the parameters that it names, one and all together.
  @Test
  void isFoundAsTheImrProfileAsks() {
    var placed = place("45");
    var patient = patient(placed);
    var study = server.put(Examples.study(patient, "A-45", "CT", "2026-11-24T08:00:00+07:00"));
    var finding = server.put(Examples.observation(patient));
    var report = report(patient, DiagnosticReportStatus.FINAL);
    report.addCategory(new CodeableConcept(new Coding(
        "http://terminology.hl7.org/CodeSystem/v2-0074", "RAD", null)));
    report.setEffective(new DateTimeType("2026-11-24T09:00:00+07:00"));
    report.addBasedOn(new Reference("ServiceRequest/" + placed.order().fhirId()));
    report.addImagingStudy(new Reference(study.key().toString()));
    report.addResult(new Reference(finding.key().toString()));
    report.addConclusionCode(new CodeableConcept(new Coding(
        "http://snomed.info/sct", "60046008", "Pleural effusion")));
    var id = create(report).getIdElement().getIdPart();
    var accession = placed.order().content().numbers().accession().orElseThrow().value();

    for (var query : List.of(
        "patient=" + patient + "&category=RAD&status=final&date=ge2026-11-24&code=18748-4"
            + "&based-on.identifier=" + accession,
        "study=" + study.key(), "study.accession=A-45&patient=" + patient,
        "conclusion=60046008&patient=" + patient, "result=" + finding.key(),
        "patient=" + patient + "&date=2026-11-24&status=final,amended")) {
      var found = client.search().byUrl("DiagnosticReport?" + query).returnBundle(Bundle.class)
          .execute();
      assertThat(found.getEntry()).as(query).hasSize(1);
      assertThat(found.getEntryFirstRep().getResource().getIdElement().getIdPart()).isEqualTo(id);
    }
    var whole = client.search().byUrl("DiagnosticReport?study=" + study.key()
            + "&_include=DiagnosticReport:result&_include=DiagnosticReport:study")
        .returnBundle(Bundle.class).execute();
    assertThat(whole.getEntry()).extracting(entry -> entry.getResource().fhirType())
        .containsExactlyInAnyOrder("DiagnosticReport", "Observation", "ImagingStudy");
    assertThat(whole.getEntry()).filteredOn(entry -> entry.getResource() instanceof Observation)
        .hasSize(1);
  }
}
