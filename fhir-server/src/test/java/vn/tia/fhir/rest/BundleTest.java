package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.mapping.fhir.FhirJson;

/// Batch and transaction (R4 section 3.1.0.11): row 69 of the bad inputs.
@Timeout(180)
class BundleTest {
  private static FhirTestServer server;
  private static final String UUID = "urn:uuid:0b0c1b1e-2b3a-4c4d-8e5f-00112233445";

  @BeforeAll
  static void start() {
    server = new FhirTestServer();
  }

  @AfterAll
  static void stop() {
    assertThat(server.get("/metadata").statusCode()).as("still alive").isEqualTo(200);
    server.close();
  }

  private static Bundle bundle(BundleType type) {
    return new Bundle().setType(type);
  }

  private static Bundle add(Bundle bundle, HTTPVerb verb, String url, Resource resource) {
    var entry = bundle.addEntry().setResource(resource);
    entry.getRequest().setMethod(verb).setUrl(url);
    return bundle;
  }

  private static Bundle answer(Bundle bundle) {
    var answer = server.send("POST", "", FhirJson.encode(bundle));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return FhirJson.decode(answer.body(), Bundle.class);
  }

  private static int refused(Bundle bundle) {
    return server.send("POST", "", FhirJson.encode(bundle)).statusCode();
  }

  private static Location location(String number) {
    return new Location().setName(number)
        .addIdentifier(new Identifier().setSystem("urn:x").setValue(number));
  }

  private static int count(String type) {
    return server.database.jdbc()
        .sql("SELECT count(*) FROM resource WHERE resource_type = ? AND NOT deleted")
        .param(type).query(Integer.class).single();
  }

  private static List<String> statuses(Bundle answer) {
    return answer.getEntry().stream().map(entry -> entry.getResponse().getStatus()).toList();
  }

  @Test
  void linksEntriesByTheirFullUrlsAlsoInACircle() {
    var patient = Examples.patient("BN-T1", "Trần", "An");
    var bundle = bundle(BundleType.TRANSACTION);
    var parent = new Organization().setName("parent");
    parent.setPartOf(new Reference(UUID + "2"));
    var child = new Organization().setName("child");
    child.setPartOf(new Reference(UUID + "1"));
    add(bundle, HTTPVerb.POST, "Observation", Examples.observation(UUID + "0"));
    add(bundle, HTTPVerb.POST, "Organization", parent);
    add(bundle, HTTPVerb.POST, "Organization", child);
    add(bundle, HTTPVerb.POST, "Patient", patient);
    bundle.getEntry().get(1).setFullUrl(UUID + "1");
    bundle.getEntry().get(2).setFullUrl(UUID + "2");
    bundle.getEntry().get(3).setFullUrl(UUID + "0");

    var answer = answer(bundle);

    assertThat(answer.getType()).isEqualTo(BundleType.TRANSACTIONRESPONSE);
    assertThat(statuses(answer)).containsOnly("201 Created").hasSize(4);
    var made = answer.getEntry().stream().map(entry -> entry.getResponse().getLocation()
        .replaceAll("/_history.*", "")).toList();
    assertThat(answer.getEntryFirstRep().getResponse().getEtag()).isEqualTo("W/\"1\"");
    assertThat(answer.getEntryFirstRep().getResponse().getLastModified()).isNotNull();
    assertThat(FhirJson.decode(server.get("/" + made.get(0)).body(), Observation.class)
        .getSubject().getReference()).isEqualTo(made.get(3));
    assertThat(server.get("/" + made.get(1)).body()).contains("\"" + made.get(2) + "\"");
    assertThat(server.get("/" + made.get(2)).body()).contains("\"" + made.get(1) + "\"");
    assertThat(server.get("/Observation?subject=" + made.get(3) + "&_total=accurate").body())
        .contains("\"total\":1");
  }

  @Test
  void doesDeletesFirstAndReadsLast() {
    server.send("PUT", "/Location/t-old", FhirJson.encode(
        (Location) location("t-old").setId("t-old")));
    server.send("PUT", "/Location/t-other", FhirJson.encode(
        (Location) location("t-other").setId("t-other")));
    var bundle = bundle(BundleType.TRANSACTION);
    add(bundle, HTTPVerb.GET, "Location/t-new", null);
    add(bundle, HTTPVerb.GET, "Location?identifier=urn:x%7Ct-new", null);
    add(bundle, HTTPVerb.PUT, "Location/t-new",
        (Location) location("t-new").setId("t-new"));
    add(bundle, HTTPVerb.PUT, "Location?identifier=urn:x%7Ct-other", location("t-other-2"));
    add(bundle, HTTPVerb.DELETE, "Location/t-old", null);

    var answer = answer(bundle);

    assertThat(statuses(answer)).containsExactly(
        "200 OK", "200 OK", "201 Created", "200 OK", "204 No Content");
    assertThat(((Location) answer.getEntryFirstRep().getResource()).getName())
        .isEqualTo("t-new");
    assertThat(((Bundle) answer.getEntry().get(1).getResource()).getEntry()).hasSize(1);
    assertThat(server.get("/Location/t-old").statusCode()).isEqualTo(410);
    assertThat(server.get("/Location/t-other").body()).contains("t-other-2");
  }

  @Test
  void leavesNothingOfATransactionWithOneBadEntry() {
    var before = count("Location") + count("Patient");
    var bundle = bundle(BundleType.TRANSACTION);
    for (int i = 0; i < 99; i++) {
      add(bundle, HTTPVerb.POST, "Location", location("bad-" + i));
    }
    add(bundle, HTTPVerb.POST, "Patient", Examples.patient("BN-BAD", "Trần", "An"));
    add(bundle, HTTPVerb.POST, "Observation", Examples.observation("Patient/nobody"));

    assertThat(refused(bundle)).isEqualTo(422);
    assertThat(count("Location") + count("Patient")).isEqualTo(before);
    assertThat(server.database.jdbc()
        .sql("SELECT count(*) FROM patient_identifier WHERE value = 'BN-BAD'")
        .query(Integer.class).single()).isZero();
  }

  @Test
  void refusesTransactionsThatCannotBe() {
    var twice = bundle(BundleType.TRANSACTION);
    add(twice, HTTPVerb.PUT, "Location/twice", (Location) location("1").setId("twice"));
    add(twice, HTTPVerb.DELETE, "Location/twice", null);
    assertThat(refused(twice)).isEqualTo(400);

    var lost = bundle(BundleType.TRANSACTION);
    add(lost, HTTPVerb.POST, "Observation", Examples.observation(UUID + "9"));
    assertThat(refused(lost)).isEqualTo(400);

    var nested = bundle(BundleType.TRANSACTION);
    add(nested, HTTPVerb.POST, "", bundle(BundleType.BATCH));
    assertThat(refused(nested)).isEqualTo(400);

    var elsewhere = bundle(BundleType.TRANSACTION);
    add(elsewhere, HTTPVerb.GET, "http://169.254.169.254/latest", null);
    assertThat(refused(elsewhere)).isEqualTo(400);

    var all = bundle(BundleType.TRANSACTION);
    answer(add(add(bundle(BundleType.TRANSACTION), HTTPVerb.POST, "Location", location("all")),
        HTTPVerb.POST, "Location", location("all")));
    add(all, HTTPVerb.DELETE, "Location?identifier=urn:x%7Call", null);
    assertThat(refused(all)).isEqualTo(412);
    assertThat(refused(bundle(BundleType.SEARCHSET))).isEqualTo(400);

    var derived = bundle(BundleType.TRANSACTION);
    add(derived, HTTPVerb.POST, "ImagingStudy",
        Examples.study("Patient/x", "A1", "CT", "2026-11-24"));
    assertThat(refused(derived)).isEqualTo(405);
  }

  @Test
  void namesTheEntryThatIsRefused() {
    refusesSecond(422, HTTPVerb.POST, "Observation", Examples.observation("Patient/nobody"));
    refusesSecond(400, HTTPVerb.POST, "Observation", Examples.observation(UUID + "9"));
    refusesSecond(422, HTTPVerb.POST, "Observation",
        new Observation().setValue(new StringType("x")));
    refusesSecond(400, HTTPVerb.PUT, "Location/this", (Location) location("x").setId("that"));
    refusesSecond(400, HTTPVerb.DELETE, "Location?nonsense=1", null);
    refusesSecond(404, HTTPVerb.GET, "Location/nowhere", null);
    refusesSecond(404, HTTPVerb.GET, "Nonsense/1", null);
    refusesSecond(400, HTTPVerb.GET, "Location?nonsense=1", null);
    refusesSecond(405, HTTPVerb.POST, "ImagingStudy",
        Examples.study("Patient/x", "A1", "CT", "2026-11-24"));
    refusesSecond(400, HTTPVerb.DELETE, "Location/first", null);
    var stale = add(bundle(BundleType.TRANSACTION), HTTPVerb.POST, "Location", location("s"));
    add(stale, HTTPVerb.PUT, "Location/stale", (Location) location("s").setId("stale"));
    stale.getEntry().getLast().getRequest().setIfMatch("W/\"7\"");
    assertSecondIsRefused(412, stale);
  }

  private static void refusesSecond(int status, HTTPVerb verb, String url, Resource resource) {
    var bundle = add(bundle(BundleType.TRANSACTION), HTTPVerb.PUT, "Location/first",
        (Location) location("first").setId("first"));
    assertSecondIsRefused(status, add(bundle, verb, url, resource));
  }

  private static void assertSecondIsRefused(int status, Bundle bundle) {
    var answer = server.send("POST", "", FhirJson.encode(bundle),
        "Prefer", "handling=strict");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(FhirJson.decode(answer.body(), OperationOutcome.class).getIssue())
        .as(answer.body()).isNotEmpty().allSatisfy(issue -> {
          assertThat(issue.getDiagnostics()).startsWith("Bundle.entry[1]: ");
          assertThat(issue.getExpression()).extracting(Object::toString)
              .contains("Bundle.entry[1]");
        });
    assertThat(server.get("/Location/first").statusCode()).isEqualTo(404);
  }

  @Test
  void refusesMoreEntriesThanTheLimit() {
    var bundle = bundle(BundleType.BATCH);
    for (int i = 0; i < 1_001; i++) {
      add(bundle, HTTPVerb.GET, "Location/x", null);
    }

    var answer = server.send("POST", "", FhirJson.encode(bundle));

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("the Bundle has 1001 entries, at most 1000 are taken");
  }

  @Test
  void resolvesReferencesByCriteria() {
    answer(add(bundle(BundleType.TRANSACTION), HTTPVerb.POST, "Patient",
        Examples.patient("BN-CR", "Lê", "Ba")));
    var observation = Examples.observation(
        "Patient?identifier=urn:oid:1.2.840.99999.1|BN-CR");

    var answer = answer(add(
        bundle(BundleType.TRANSACTION), HTTPVerb.POST, "Observation", observation));

    var id = answer.getEntryFirstRep().getResponse().getLocation().replaceAll("/_history.*", "");
    assertThat(server.get("/" + id).body()).contains("\"reference\":\"Patient/");
    observation.setSubject(new Reference("Patient?identifier=urn:none|x"));
    assertThat(refused(add(
        bundle(BundleType.TRANSACTION), HTTPVerb.POST, "Observation", observation)))
        .isEqualTo(412);
  }

  @Test
  void makesOneOfManyTransactionsThatCreateOnConditionAtOnce() throws Exception {
    var bundle = bundle(BundleType.TRANSACTION);
    add(bundle, HTTPVerb.POST, "Patient", Examples.patient("BN-TC", "Trần", "An"));
    bundle.getEntryFirstRep().setFullUrl(UUID + "7").getRequest()
        .setIfNoneExist("identifier=urn:oid:1.2.840.99999.1|BN-TC");
    add(bundle, HTTPVerb.POST, "Observation", Examples.observation(UUID + "7"));
    var text = FhirJson.encode(bundle);
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = IntStream.range(0, 8).<Callable<Bundle>>mapToObj(_ -> () ->
          FhirJson.decode(server.send("POST", "", text).body(), Bundle.class)).toList();
      var statuses = new ArrayList<String>();
      for (var one : pool.invokeAll(calls)) {
        statuses.add(one.get().getEntryFirstRep().getResponse().getStatus());
      }

      assertThat(statuses).containsOnly("200 OK", "201 Created");
      assertThat(statuses.stream().filter("201 Created"::equals)).hasSize(1);
    }
    var patient = server.get("/Patient?identifier=urn:oid:1.2.840.99999.1%7CBN-TC").body();
    var id = FhirJson.decode(patient, Bundle.class).getEntryFirstRep().getResource()
        .getIdElement().getIdPart();
    assertThat(server.get("/Observation?_summary=count&subject=Patient/" + id).body())
        .contains("\"total\":8");
  }

  @Test
  void doesTheEntriesOfABatchEachByItself() {
    var bundle = bundle(BundleType.BATCH);
    add(bundle, HTTPVerb.POST, "Location", location("batch-1"));
    add(bundle, HTTPVerb.GET, "Location/nowhere", null);
    add(bundle, HTTPVerb.POST, "Observation", Examples.observation("Patient/nobody"));
    add(bundle, HTTPVerb.GET, "Nonsense/1", null);
    add(bundle, HTTPVerb.POST, "", bundle(BundleType.BATCH));
    add(bundle, HTTPVerb.GET, "Location?identifier=urn:x%7Cbatch-1&_elements=name", null);
    add(bundle, HTTPVerb.DELETE, "Location?identifier=urn:x%7Cbatch-1", null);
    add(bundle, HTTPVerb.GET, "Patient/$everything", null);

    var answer = answer(bundle);

    assertThat(answer.getType()).isEqualTo(BundleType.BATCHRESPONSE);
    assertThat(statuses(answer)).containsExactly("201 Created", "404 Not Found",
        "422 Unprocessable Entity", "404 Not Found", "400 Bad Request", "200 OK",
        "204 No Content", "400 Bad Request");
    assertThat(answer.getEntry().get(2).getResponse().getOutcome().fhirType())
        .isEqualTo("OperationOutcome");
    assertThat(answer.getEntry().get(5).getResource().fhirType()).isEqualTo("Bundle");
  }

  @Test
  void writesAPatientAndHisOrderInOneTransaction() {
    var patient = Examples.patient("BN-ORD", "Phạm", "Tư");
    var order = new ServiceRequest().setStatus(ServiceRequestStatus.ACTIVE)
        .setIntent(ServiceRequestIntent.ORDER)
        .setSubject(new Reference(UUID + "5"));
    order.getCode().setText("CT ngực");
    var bundle = bundle(BundleType.TRANSACTION);
    add(bundle, HTTPVerb.POST, "ServiceRequest", order);
    add(bundle, HTTPVerb.POST, "Patient", patient);
    bundle.getEntry().get(1).setFullUrl(UUID + "5");

    var answer = answer(bundle);

    assertThat(statuses(answer)).containsOnly("201 Created");
    assertThat(server.database.jdbc().sql("""
            SELECT count(*) FROM imaging_order o JOIN patient p ON p.id = o.patient_id
            JOIN patient_identifier i ON i.patient_id = p.id WHERE i.value = 'BN-ORD'""")
        .query(Integer.class).single()).isEqualTo(1);
  }
}
