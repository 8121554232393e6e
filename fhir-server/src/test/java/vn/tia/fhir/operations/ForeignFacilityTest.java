package vn.tia.fhir.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.fhir.rest.FhirTestServer;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.resources.StoredResource;

/// What belongs to another facility is as if it weren't there, whichever way it is asked for
/// (row 66 of the bad inputs, as far as it goes without authentication).
@Timeout(180)
class ForeignFacilityTest {
  private static final String SECRET = "Kín";

  private static FhirTestServer server;
  private static StoredResource own;
  private static StoredResource foreign;
  private static StoredResource foreignAboutOwn;
  private static StoredResource ownAboutForeign;

  @BeforeAll
  static void start() {
    server = OperationsServer.open();
    var house = theirs(new Organization().setName(SECRET));
    var patient = new Patient().addIdentifier(
        new Identifier().setSystem("urn:x").setValue("common"));
    own = server.put(patient.copy().setActive(true));
    foreign = theirs(patient.copy().setActive(true)
        .setManagingOrganization(new Reference(house.key().toString())));
    // What should never be, written past the door: references across facilities.
    foreignAboutOwn = theirs(observation(own));
    ownAboutForeign = server.put(observation(foreign));
    server.settle();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static StoredResource theirs(Resource resource) {
    return server.resources.put(server.stranger.id(), resource);
  }

  private static Observation observation(StoredResource patient) {
    return new Observation().setStatus(ObservationStatus.FINAL)
        .setCode(new CodeableConcept().setText("x"))
        .setSubject(new Reference(patient.key().toString()));
  }

  private static Bundle found(String search) {
    var answer = server.get(search);
    assertThat(answer.statusCode()).as(search).isEqualTo(200);
    assertThat(answer.body()).as(search).doesNotContain(SECRET);
    return FhirJson.decode(answer.body(), Bundle.class);
  }

  private static List<String> ids(String search) {
    return found(search).getEntry().stream().filter(Bundle.BundleEntryComponent::hasResource)
        .map(entry -> entry.getResource().getIdPart()).toList();
  }

  @Test
  void isReadAsIfAbsent() {
    for (var place : List.of("", "/_history", "/_history/1", "/$meta", "/$everything")) {
      var there = server.get("/" + foreign.key() + place);
      var absent = server.get("/Patient/nobody" + place);
      assertThat(there.statusCode()).as(place).isEqualTo(404).isEqualTo(absent.statusCode());
      assertThat(there.body()).as(place)
          .isEqualTo(absent.body().replace("nobody", foreign.id()));
    }
    assertThat(ids("/_history?_count=500")).contains(own.id())
        .doesNotContain(foreign.id(), foreignAboutOwn.id());
  }

  @Test
  void isNeitherFoundNorFoundThrough() {
    assertThat(ids("/Patient?identifier=common")).containsExactly(own.id());
    assertThat(ids("/Patient?_id=" + foreign.id())).isEmpty();
    assertThat(ids("/Patient?_id=" + own.id() + "&_revinclude=Observation:subject"))
        .containsExactly(own.id());
    assertThat(ids("/Patient?_has:Observation:subject:status=final")).isEmpty();
    assertThat(ids("/Observation?_include=Observation:subject"))
        .containsExactly(ownAboutForeign.id());
    assertThat(ids("/Observation?subject:Patient.active=true")).isEmpty();
    assertThat(ids("/Patient?organization.name=" + SECRET)).isEmpty();
    assertThat(ids("/Patient/" + own.id() + "/$everything")).containsExactly(own.id());
    assertThat(found("/Patient?_summary=count").getTotal()).isEqualTo(1);
    assertThat(found("/Organization?name=" + SECRET).getEntry()).isEmpty();
  }

  @Test
  void isNotProbedByConditions() {
    theirs(new Location().setName(SECRET).addIdentifier(
        new Identifier().setSystem("urn:x").setValue("room")));
    var location = new Location().setName("Phòng").addIdentifier(
        new Identifier().setSystem("urn:x").setValue("room"));
    var made = server.send("POST", "/Location", FhirJson.encode(location),
        "If-None-Exist", "identifier=urn:x|room");
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(server.send("PUT", "/Location?identifier=urn:x%7Croom", FhirJson.encode(location))
        .statusCode()).as("one's own is the only one").isEqualTo(200);
    assertThat(server.send("DELETE", "/Location?identifier=urn:x%7Croom", "").statusCode())
        .isEqualTo(204);
    assertThat(server.send("DELETE", "/Location?identifier=urn:x%7Croom", "").statusCode())
        .isEqualTo(204);
    assertThat(server.database.jdbc().sql("""
        SELECT count(*) FROM resource
        WHERE facility_id = ? AND resource_type = 'Location' AND NOT deleted""")
        .param(server.stranger.id()).query(Integer.class).single()).isEqualTo(1);
  }

  @Test
  void isNotWrittenNorReferredTo() {
    for (var method : List.of("PATCH", "DELETE")) {
      var body = method.equals("PATCH")
          ? "[{\"op\":\"replace\",\"path\":\"/active\",\"value\":false}]" : "";
      var there = server.send(method, "/" + foreign.key(), body,
          "Content-Type", "application/json-patch+json");
      var absent = server.send(method, "/Patient/nobody", body,
          "Content-Type", "application/json-patch+json");
      assertThat(there.statusCode()).as(method).isEqualTo(absent.statusCode());
    }
    var refused = server.send("POST", "/Observation", FhirJson.encode(observation(foreign)));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .contains("Observation.subject refers to a Patient that does not exist here");
    assertThat(server.resources.read(foreign.key(), Access.to(server.stranger.id()))
        .orElseThrow().version()).isEqualTo(1);
  }

  @Test
  void isAbsentInABundleToo() {
    var batch = new Bundle().setType(BundleType.BATCH);
    for (var url : List.of(foreign.key().toString(), "Patient?identifier=common",
        foreign.key() + "/_history")) {
      batch.addEntry().getRequest().setMethod(HTTPVerb.GET).setUrl(url);
    }
    var answer = FhirJson.decode(
        server.send("POST", "", FhirJson.encode(batch)).body(), Bundle.class);
    assertThat(answer.getEntry()).extracting(entry -> entry.getResponse().getStatus())
        .containsExactly("404 Not Found", "200 OK", "404 Not Found");
    assertThat(((Bundle) answer.getEntry().get(1).getResource()).getTotal()).isEqualTo(1);

    batch.setType(BundleType.TRANSACTION);
    assertThat(server.send("POST", "", FhirJson.encode(batch)).statusCode()).isEqualTo(404);
  }
}
