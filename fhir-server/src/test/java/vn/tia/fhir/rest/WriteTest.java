package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.fhir.rest.FhirRestSettings.ClientIds;
import vn.tia.fhir.rest.FhirRestSettings.Versions;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.testkit.ExampleOrders;

/// Create, update and delete (R4 sections 3.1.0.4 to 3.1.0.8).
@Timeout(180)
class WriteTest {
  private static FhirTestServer server;

  @BeforeAll
  static void start() {
    server = new FhirTestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String location(String name) {
    return FhirJson.encode(new Location().setName(name));
  }

  private static String location(String id, String name) {
    var location = new Location().setName(name);
    location.setId(id);
    return FhirJson.encode(location);
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void createsUnderAnIdOfItsOwn() {
    var answer = server.send("POST", "/Location", location("mine", "Phòng CT 1"));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(header(answer, "Location"))
        .matches(server.base() + "/Location/[0-9a-f-]{36}/_history/1").doesNotContain("mine");
    assertThat(header(answer, "ETag")).isEqualTo("W/\"1\"");
    assertThat(header(answer, "Last-Modified")).endsWith("GMT");
    assertThat(answer.body()).contains("\"versionId\":\"1\"", "Phòng CT 1");
    var read = server.get(header(answer, "Location").substring(server.base().length()));
    assertThat(read.body()).isEqualTo(answer.body());
    assertThat(header(read, "Last-Modified")).isEqualTo(header(answer, "Last-Modified"));
  }

  @Test
  void createsByPutUnderTheClientsId() {
    var answer = server.send("PUT", "/Location/ct-1", location("ct-1", "CT 1"));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(header(answer, "Location"))
        .isEqualTo(server.base() + "/Location/ct-1/_history/1");
    assertThat(server.send("PUT", "/Location/ct-1", location("ct-1", "CT 2")).statusCode())
        .isEqualTo(200);
    assertThat(server.get("/Location/ct-1").body()).contains("\"versionId\":\"2\"", "CT 2");
    assertThat(server.send("PUT", "/Location/" + "x".repeat(65), location("ct-1", "x"))
        .statusCode()).isEqualTo(400);
  }

  @Test
  void tellsNothingButThatAnIdOfAnotherFacilityCannotBeUsed() {
    var theirs = new Location().setName("Phòng kín");
    theirs.setId("theirs");
    server.resources.put(server.stranger.id(), theirs);

    var answer = server.send("PUT", "/Location/theirs", location("theirs", "x"));

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("choose another one").doesNotContain("Phòng kín");
    assertThat(server.send("DELETE", "/Location/theirs", "").statusCode()).isEqualTo(204);
    assertThat(server.send("DELETE", "/Location/nowhere", "").statusCode()).isEqualTo(204);
    assertThat(server.resources.history(theirs(), vn.tia.records.access.Access.to(
        server.stranger.id()))).hasSize(1);
  }

  @Test
  void tellsNothingOfTheIdsThatTheServerMakes() {
    var theirs = new Location().setName("Phòng kín");
    var made = UUID.nameUUIDFromBytes("1".getBytes(StandardCharsets.UTF_8)).toString();
    var free = UUID.nameUUIDFromBytes("2".getBytes(StandardCharsets.UTF_8)).toString();
    theirs.setId(made);
    server.resources.put(server.stranger.id(), theirs);

    var there = server.send("PUT", "/Location/" + made, location(made, "x"));
    var nowhere = server.send("PUT", "/Location/" + free, location(free, "x"));

    assertThat(there.statusCode()).isEqualTo(405);
    assertThat(nowhere.statusCode()).isEqualTo(405);
    assertThat(there.body()).isEqualTo(nowhere.body());
  }

  private static vn.tia.records.resources.ResourceKey theirs() {
    return new vn.tia.records.resources.ResourceKey("Location", "theirs");
  }

  @Test
  void deletesAndBringsBackByPut() {
    server.send("PUT", "/Location/gone", location("gone", "CT"));

    var deleted = server.send("DELETE", "/Location/gone", "");

    assertThat(deleted.statusCode()).isEqualTo(204);
    assertThat(header(deleted, "ETag")).isEqualTo("W/\"2\"");
    assertThat(server.get("/Location/gone").statusCode()).isEqualTo(410);
    assertThat(server.get("/Location/gone/_history/2").statusCode()).isEqualTo(410);
    assertThat(server.get("/Location/gone/_history/1").body()).contains("CT");
    assertThat(server.send("DELETE", "/Location/gone", "").statusCode()).isEqualTo(204);
    assertThat(server.get("/Location?_id=gone").body()).contains("\"total\":0");
    assertThat(server.send("PUT", "/Location/gone", location("gone", "CT"),
        "If-Match", "W/\"1\"").statusCode()).isEqualTo(412);

    var back = server.send("PUT", "/Location/gone", location("gone", "CT"));

    assertThat(back.statusCode()).isEqualTo(201);
    assertThat(header(back, "ETag")).isEqualTo("W/\"3\"");
    assertThat(server.get("/Location/gone/_history").body())
        .contains("\"method\":\"DELETE\"", "\"status\":\"204\"", "\"total\":3");
  }

  @Test
  void writesOnlyWhatTheConditionsAllow() {
    server.send("PUT", "/Location/if", location("if", "1"));

    assertThat(server.send("DELETE", "/Location/if", "", "If-Match", "W/\"9\"").statusCode())
        .isEqualTo(412);
    assertThat(server.send("PUT", "/Location/if", location("if", "2"), "If-None-Match", "*")
        .statusCode()).isEqualTo(412);
    assertThat(server.send("PUT", "/Location/if", location("if", "2"), "If-Match", "W/\"1\"")
        .statusCode()).isEqualTo(200);
    assertThat(server.send("DELETE", "/Location/if", "", "If-Match", "W/\"2\"").statusCode())
        .isEqualTo(204);
  }

  @Test
  void readsOnConditionOfTagAndTime() {
    var made = server.send("POST", "/Location", location("CT"));
    var path = header(made, "Location").substring(server.base().length())
        .replaceAll("/_history.*", "");

    for (var headers : List.of(
        List.of("If-None-Match", "W/\"1\""), List.of("If-None-Match", "\"7\", W/\"1\""),
        List.of("If-Modified-Since", header(made, "Last-Modified")))) {
      var answer = server.send("GET", path, "", headers.toArray(String[]::new));
      assertThat(answer.statusCode()).as(headers.toString()).isEqualTo(304);
      assertThat(answer.body()).isEmpty();
      assertThat(header(answer, "ETag")).isEqualTo("W/\"1\"");
    }
    assertThat(server.send("GET", path, "", "If-None-Match", "W/\"2\"").statusCode())
        .isEqualTo(200);
    assertThat(server.send("GET", path, "",
        "If-Modified-Since", "Sat, 01 Jan 2000 00:00:00 GMT").statusCode()).isEqualTo(200);
    assertThat(server.send("GET", path, "", "If-Modified-Since", "yesterday").statusCode())
        .isEqualTo(200);
  }

  @Test
  void answersAWriteAsThePreferenceSays() {
    var minimal = server.send("POST", "/Location", location("1"), "Prefer", "return=minimal");
    var outcome = server.send("POST", "/Location", location("1"),
        "Prefer", "handling=strict; return=OperationOutcome");
    var whole = server.send("POST", "/Location", location("1"),
        "Prefer", "return=representation");

    assertThat(List.of(minimal, outcome, whole)).allMatch(one -> one.statusCode() == 201);
    assertThat(minimal.body()).isEmpty();
    assertThat(outcome.body()).startsWith("{\"resourceType\":\"OperationOutcome\"")
        .contains("the resource was created");
    assertThat(whole.body()).startsWith("{\"resourceType\":\"Location\"");
  }

  @Test
  void findsWhatWasWrittenAtOnce() {
    for (int i = 0; i < 10; i++) {
      var name = "R" + UUID.randomUUID();
      server.send("POST", "/Location", location(name));
      assertThat(server.get("/Location?name=" + name).body()).contains("\"total\":1", name);
    }
  }

  @Test
  void letsClientsChangeOnlyWhatClientsMade() {
    var theirs = server.put(new Practitioner().setActive(true));
    var body = FhirJson.encode(theirs.decode(Practitioner.class).setActive(false));

    var answer = server.send("PUT", "/" + theirs.key(), body);

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.body()).contains("It came with an order in the hospital's HL7 v2 messages");
    var own = server.send("POST", "/Practitioner", body);
    assertThat(own.statusCode()).isEqualTo(201);
    assertThat(server.send("PUT", header(own, "Location").substring(server.base().length())
            .replaceAll("/_history.*", ""), own.body().replace("false", "true")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void refusesWhatLacksWhatR4Demands() {
    var answer = server.send("POST", "/DocumentReference",
        "{\"resourceType\":\"DocumentReference\",\"content\":[{}]}");

    assertThat(answer.statusCode()).isIn(400, 422);
    assertThat(server.send("POST", "/DocumentReference",
            "{\"resourceType\":\"DocumentReference\",\"content\":[{\"format\":{\"code\":\"x\"}}]}")
        .body()).contains("DocumentReference.status, DocumentReference.content.attachment must be");
  }

  @Test
  void makesOnePatientForEveryDoor() {
    var patient = new Patient();
    patient.setId("bn-77");
    patient.addIdentifier().setSystem("urn:oid:1.2.840.99999.7").setValue("BN77");
    patient.addName().setFamily("Đặng").addGiven("Hường").addGiven("Thị");
    patient.setBirthDateElement(new org.hl7.fhir.r4.model.DateType("1970-03-21"));
    patient.getMaritalStatus().setText("Đã kết hôn");
    assertThat(server.send("PUT", "/Patient/bn-77", FhirJson.encode(patient)).statusCode())
        .isEqualTo(201);

    // The same number by HL7, with a telephone number.
    var said = new vn.tia.mapping.exam.Patient(
        List.of(PatientIdentifier.local("BN77",
            vn.tia.mapping.exam.Authority.ofOid("1.2.840.99999.7"))),
        HumanName.of("Đặng", "Thị", "Hường"), java.util.Optional.empty(),
        vn.tia.mapping.exam.Sex.FEMALE, java.util.Optional.empty(), List.of("0901234567"));
    var known = server.patients.register(server.facility.id(), said);

    assertThat(known.fhirId()).isEqualTo("bn-77");
    assertThat(server.get("/Patient/bn-77").body()).contains("\"versionId\":\"2\"", "0901234567",
        "Đã kết hôn", "1970-03-21", "\"gender\":\"female\"");
    assertThat(server.send("POST", "/Patient", FhirJson.encode(patient)).statusCode())
        .as("the number is taken").isEqualTo(409);
  }

  @Test
  void deletesNoPatientWhomSomethingHoldsOnTo() {
    var free = server.send("POST", "/Patient", FhirJson.encode(new Patient().setActive(true)));
    var path = header(free, "Location").substring(server.base().length())
        .replaceAll("/_history.*", "");
    var report = Examples.observation(path.substring(1));
    var made = server.send("POST", "/Observation", FhirJson.encode(report));

    assertThat(server.send("DELETE", path, "").statusCode()).isEqualTo(409);
    server.send("DELETE", header(made, "Location").substring(server.base().length())
        .replaceAll("/_history.*", ""), "");
    assertThat(server.send("DELETE", path, "").statusCode()).isEqualTo(204);
    assertThat(server.get(path).statusCode()).isEqualTo(410);
    assertThat(server.send("PUT", path, free.body()).statusCode()).isEqualTo(201);
    var order = "Patient/" + server.patients.register(server.facility.id(), ExampleOrders.patient(
        "BN-HL7", HumanName.of("LÊ", "VĂN", "BA"))).fhirId();
    server.put(Examples.observation(order).setSubject(new Reference(order)));
    assertThat(server.send("DELETE", "/" + order, "").statusCode()).isEqualTo(409);
  }

  @Test
  void takesNoLinkBetweenPatientsThatTheRecordsDoNotHave() {
    put("linked-1", new Patient().setActive(true));
    for (var type : List.of(LinkType.SEEALSO, LinkType.REPLACES, LinkType.REPLACEDBY)) {
      var patient = new Patient();
      patient.setId("linked-2");
      patient.addLink().setType(type).setOther(new Reference("Patient/linked-1"));
      var answer = server.send("PUT", "/Patient/linked-2", FhirJson.encode(patient));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
      assertThat(answer.body()).contains("Patient.link: whose records are of one person");
    }
    var patient = new Patient();
    patient.addLink().setType(LinkType.REFER).setOther(new Reference("Patient/linked-1"));
    assertThat(put("linked-2", patient)).contains("\"type\":\"refer\"");
  }

  private static String put(String id, Patient patient) {
    patient.setId(id);
    var answer = server.send("PUT", "/Patient/" + id, FhirJson.encode(patient));
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    return answer.body();
  }

  @Test
  void demandsIfMatchAndMakesIdsWhereTheSettingsSay() {
    try (var strict = new FhirTestServer(FhirRestSettings.DEFAULT
        .withVersions(Versions.DEMANDED).withClientIds(ClientIds.REFUSED))) {
      assertThat(strict.send("PUT", "/Location/x", location("x", "x")).statusCode())
          .isEqualTo(405);
      var made = strict.send("POST", "/Location", location("x"));
      var path = header(made, "Location").substring(strict.base().length())
          .replaceAll("/_history.*", "");

      var answer = strict.send("PUT", path, made.body());

      assertThat(answer.statusCode()).isEqualTo(428);
      assertThat(answer.body()).contains("If-Match is demanded here");
      assertThat(strict.send("PUT", path, made.body().replace("\"x\"", "\"y\""),
          "If-Match", "W/\"1\"").statusCode()).isEqualTo(200);
      assertThat(strict.get("/metadata").body()).contains("\"versioned-update\"")
          .doesNotContain("\"updateCreate\":true");
    }
  }

  @Test
  void takesAPatientWhoRepeatsANumber() {
    var patient = Examples.patient("BN-twice", "Đặng", "Hường");
    patient.addIdentifier(patient.getIdentifierFirstRep().copy());

    var answer = server.send("POST", "/Patient", FhirJson.encode(patient));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }
}
