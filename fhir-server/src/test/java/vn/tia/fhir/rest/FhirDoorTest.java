package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.MethodNotAllowedException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Endpoint;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.resources.StoredResource;

class FhirDoorTest {
  private static FhirTestServer server;
  private static IGenericClient client;
  private static StoredResource patient;

  @BeforeAll
  static void start() {
    server = new FhirTestServer();
    client = server.client();
    patient = server.put(Examples.patient("BN001", "Đặng", "Thị", "Hường"));
    server.settle();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static DiagnosticReport create(DiagnosticReport report) {
    return (DiagnosticReport) client.create().resource(report).execute().getResource();
  }

  private static DiagnosticReport report() {
    return Examples.report(patient.key().toString());
  }

  @Test
  void readsAPatientAsItIsStored() {
    var response = server.get("/" + patient.key());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(patient.json());
    assertThat(response.headers().firstValue("ETag")).contains("W/\"1\"");
    assertThat(response.headers().firstValue("Content-Type"))
        .contains("application/fhir+json;charset=UTF-8");
    assertThat(client.read().resource(Patient.class).withId(patient.id()).execute()
        .getNameFirstRep().getFamily()).isEqualTo("Đặng");
  }

  @Test
  void answersInTheFormThatTheClientWants() {
    assertThat(server.get("/" + patient.key() + "?_format=xml").body())
        .startsWith("<Patient xmlns=\"http://hl7.org/fhir\">");
    assertThat(server.get("/" + patient.key() + "?_pretty=true").body()).contains("\n  \"id\"");
    assertThat(server.get("/Patient?_elements=identifier&_id=" + patient.id()).body())
        .contains("BN001").doesNotContain("Hường");
    assertThat(client.read().resource(Patient.class).withId(patient.id()).encodedXml().execute()
        .getNameFirstRep().getFamily()).isEqualTo("Đặng");
  }

  @Test
  void answersNotModifiedToWhoHasIt() {
    var request = HttpRequest.newBuilder(URI.create(server.base() + "/" + patient.key()))
        .header("If-None-Match", "W/\"1\"");

    assertThat(server.send(request).statusCode()).isEqualTo(304);
  }

  @Test
  void keepsTheVersionsOfAReport() {
    var first = create(report().setStatus(DiagnosticReportStatus.PRELIMINARY));
    assertThat(first.getIdElement().getVersionIdPart()).isEqualTo("1");

    var second = (DiagnosticReport) client.update()
        .resource(first.setStatus(DiagnosticReportStatus.FINAL)).execute().getResource();

    assertThat(second.getMeta().getVersionId()).isEqualTo("2");
    var id = second.getIdElement().getIdPart();
    assertThat(client.vread(DiagnosticReport.class, id, "1").getStatus())
        .isEqualTo(DiagnosticReportStatus.PRELIMINARY);
    var history = client.history().onInstance(new IdType("DiagnosticReport", id))
        .returnBundle(Bundle.class).execute();
    assertThat(history.getTotal()).isEqualTo(2);
    assertThat(history.getEntry()).extracting(entry -> entry.getRequest().getMethod().toCode())
        .containsExactly("PUT", "POST");
  }

  @Test
  void writesAReportAboutAMergedPatientForTheSurvivor() {
    var between = merged(patient.key().toString());
    var report = report();
    report.setSubject(new Reference(merged(between)));

    assertThat(create(report).getSubject().getReference()).isEqualTo(patient.key().toString());
  }

  private static String merged(String survivor) {
    var merged = new Patient().setActive(false);
    merged.addLink().setOther(new Reference(survivor)).setType(LinkType.REPLACEDBY);
    return server.put(merged).key().toString();
  }

  @Test
  void refusesAStaleUpdate() {
    var report = create(report());
    var id = report.getIdElement().getIdPart();
    client.update().resource(report.setStatus(DiagnosticReportStatus.AMENDED)).execute();
    var stale = HttpRequest.newBuilder(URI.create(server.base() + "/DiagnosticReport/" + id))
        .header("If-Match", "W/\"1\"").header("Content-Type", "application/fhir+json")
        .PUT(HttpRequest.BodyPublishers.ofString(FhirJson.encode(report)));

    var response = server.send(stale);

    assertThat(response.statusCode()).isEqualTo(412);
    assertThat(response.body()).contains("the current version is 2, If-Match names 1");
    assertThat(server.send(HttpRequest.newBuilder(
            URI.create(server.base() + "/DiagnosticReport/" + id))
        .header("If-Match", "\"x\"").header("Content-Type", "application/fhir+json")
        .PUT(HttpRequest.BodyPublishers.ofString(FhirJson.encode(report)))).statusCode())
        .isEqualTo(412);
  }

  @Test
  void refusesAnUpdateUnderAnIdThatTheRecordsMake() {
    var report = report();
    report.setId("0b0c1b1e-2b3a-3c4d-8e5f-001122334455");
    assertThatThrownBy(() -> client.update().resource(report).execute())
        .isInstanceOf(MethodNotAllowedException.class)
        .hasMessageContaining("the server makes ids of this form: create it by POST");

    var body = FhirJson.encode(report).getBytes(StandardCharsets.UTF_8);
    var other = HttpRequest.newBuilder(URI.create(server.base() + "/DiagnosticReport/another"))
        .header("Content-Type", "application/fhir+json")
        .PUT(HttpRequest.BodyPublishers.ofByteArray(body));
    assertThat(server.send(other).statusCode()).isEqualTo(400);
  }

  @Test
  void refusesAReportOnAPatientWhoDoesNotExist() {
    var report = report().setSubject(new Reference("Patient/nobody"));

    assertThatThrownBy(() -> create(report))
        .isInstanceOf(UnprocessableEntityException.class)
        .hasMessageContaining(
            "DiagnosticReport.subject refers to a Patient that does not exist here");
  }

  @Test
  void treatsAPatientOfAnotherFacilityAsOneWhoDoesNotExist() {
    var theirs = server.resources.put(
        server.stranger.id(), Examples.patient("BN001", "Trần", "Văn", "An"));
    server.settle();

    assertThatThrownBy(() -> create(report().setSubject(new Reference(theirs.key().toString()))))
        .isInstanceOf(UnprocessableEntityException.class);
    assertThatThrownBy(() ->
        client.read().resource(Patient.class).withId(theirs.id()).execute())
        .isInstanceOf(ResourceNotFoundException.class);
    assertThat(server.get("/Patient?name=tran&_total=accurate").body())
        .contains("\"total\":0").doesNotContain("entry");
    assertThat(server.get("/Patient?_id=" + theirs.id()).body()).contains("\"total\":0");
  }

  @Test
  void givesAReportTheFacilityOfItsPatient() {
    var report = create(report());

    var stored = server.resources.read(
        new vn.tia.records.resources.ResourceKey(
            "DiagnosticReport", report.getIdElement().getIdPart()),
        new Access(Set.of(server.facility.id())));

    assertThat(stored.orElseThrow().facilityId()).isEqualTo(server.facility.id());
  }

  @Test
  void refusesAReportWithoutWhatItMustHave() {
    assertThatThrownBy(() -> create(new DiagnosticReport()
        .setSubject(new Reference(patient.key().toString()))))
        .isInstanceOf(UnprocessableEntityException.class)
        .hasMessageContaining(
            "DiagnosticReport.status, DiagnosticReport.code must be present");
  }

  @Test
  void refusesToWriteWhatIsDerived() {
    assertThatThrownBy(() -> client.create().resource(
        Examples.study(patient.key().toString(), "A1", "CT", "2026-11-24")).execute())
        .isInstanceOf(MethodNotAllowedException.class)
        .hasMessageContaining("ImagingStudy is read-only here. Studies are derived");
    var theirs = server.put(new Endpoint().setName("WADO-RS"));
    for (var request : List.of(
        HttpRequest.newBuilder(URI.create(server.base() + "/" + theirs.key())).DELETE(),
        HttpRequest.newBuilder(URI.create(server.base() + "/" + theirs.key()))
            .header("Content-Type", "application/fhir+json")
            .PUT(HttpRequest.BodyPublishers.ofString(theirs.json())))) {
      var response = server.send(request);
      assertThat(response.statusCode()).isEqualTo(405);
      assertThat(response.body()).contains("OperationOutcome",
          "this Endpoint can't be written. It is an endpoint of this archive");
    }
  }

  @Test
  void refusesAnElementThatR4DoesNotHaveWithoutQuotingIt() {
    var body = FhirJson.encode(report()).replace(
        "\"conclusion\":", "\"secret\":\"Đặng Thị Hường\",\"conclusion\":");

    var response = server.post(
        "/DiagnosticReport", "application/fhir+json", body.getBytes(StandardCharsets.UTF_8));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("the body is no R4 resource").doesNotContain("Hường");
    var badDate = FhirJson.encode(report()).replaceFirst(
        "\"issued\":\"[^\"]*\"", "\"issued\":\"Hường\"");
    response = server.post(
        "/DiagnosticReport", "application/fhir+json", badDate.getBytes(StandardCharsets.UTF_8));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).doesNotContain("Hường");
  }

  @Test
  void tellsADeletedResourceFromOneThatNeverWas() {
    var gone = server.put(Examples.patient("BN999", "Lê", "Ba"));
    server.resources.delete(gone.key(), new Access(Set.of(server.facility.id())));

    assertThatThrownBy(() -> client.read().resource(Patient.class).withId(gone.id()).execute())
        .isInstanceOf(ResourceGoneException.class);
    assertThat(server.get("/Patient/never").statusCode()).isEqualTo(404);
    assertThat(server.get("/Patient/" + "x".repeat(65)).statusCode()).isEqualTo(400);
    assertThat(server.get("/Patient/" + patient.id() + "/_history/99").statusCode())
        .isEqualTo(404);
    assertThat(server.get("/Practitioner/1").statusCode()).isEqualTo(404);
  }

  @Test
  void leavesAnAuditEventOfEachAccess() {
    var before = audited("read");

    server.get("/" + patient.key());
    server.get("/Patient/never");

    assertThat(audited("read")).isEqualTo(before + 2);
  }

  private static int audited(String action) {
    server.audit.flush();
    return server.database.jdbc()
        .sql("SELECT count(*) FROM audit WHERE door = 'FHIR' AND action = ?")
        .param(action).query(Integer.class).single();
  }

  @Test
  void writesXmlAsWellAsJson() {
    var xml = FhirJson.context().newXmlParser().encodeResourceToString(report());

    var response = server.post(
        "/DiagnosticReport", "application/fhir+xml", xml.getBytes(StandardCharsets.UTF_8));

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.headers().firstValue("Location").orElseThrow())
        .matches(server.base() + "/DiagnosticReport/[0-9a-f-]{36}/_history/1");
  }

  @Test
  void sendsNothingBackToWhoWantsNothing() {
    var request = HttpRequest.newBuilder(URI.create(server.base() + "/DiagnosticReport"))
        .header("Content-Type", "application/fhir+json").header("Prefer", "return=minimal")
        .POST(HttpRequest.BodyPublishers.ofString(FhirJson.encode(report())));

    var response = server.send(request);

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.body()).isEmpty();
    assertThat(response.headers().firstValue("Location")).isPresent();
  }
}
