package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.fhir.rest.FhirRestSettings.References;
import vn.tia.mapping.fhir.FhirJson;

/// What others refer to isn't deleted.
@Timeout(180)
class DeleteTest {
  private static FhirTestServer server;

  @BeforeAll
  static void start() {
    server = new FhirTestServer(FhirRestSettings.DEFAULT.withDeletesMax(10));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /// A ward in a house.
  @BeforeEach
  void build() {
    put(server, location("house", "x"));
    put(server, location("ward", "x").setPartOf(new Reference("Location/house")));
  }

  private static Location location(String id, String name) {
    return (Location) new Location().setName(name).setId(id);
  }

  private static void put(FhirTestServer tia, Resource resource) {
    var answer = tia.send("PUT",
        "/" + resource.fhirType() + "/" + resource.getIdPart(), FhirJson.encode(resource));
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
  }

  private static int delete(String path) {
    return server.send("DELETE", path, "").statusCode();
  }

  @Test
  void saysWhatRefersToIt() {
    var answer = server.send("DELETE", "/Location/house", "");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(FhirJson.decode(answer.body(), OperationOutcome.class).getIssueFirstRep()
        .getDiagnostics())
        .isEqualTo("Location/ward refers to this Location: change or delete it first");
    assertThat(server.get("/Location/house").statusCode()).isEqualTo(200);
  }

  @Test
  void goesOnceNothingRefersToItAnyMore() {
    put(server, location("ward", "x"));
    assertThat(delete("/Location/house")).isEqualTo(204);

    build();
    assertThat(delete("/Location/ward")).isEqualTo(204);
    assertThat(delete("/Location/house")).isEqualTo(204);
  }

  @Test
  void deletesOnConditionWhatRefersToEachOtherOnly() {
    put(server, location("bed", "y").setPartOf(new Reference("Location/ward")));
    assertThat(delete("/Location?name=x")).isEqualTo(409);
    assertThat(server.get("/Location/house").statusCode()).isEqualTo(200);
    assertThat(delete("/Location/bed")).isEqualTo(204);
    assertThat(delete("/Location?name=x")).isEqualTo(204);
    assertThat(server.get("/Location/house").statusCode()).isEqualTo(410);
  }

  @Test
  void knowsWhatATransactionDeletesAndChanges() {
    var both = new Bundle().setType(BundleType.TRANSACTION);
    add(both, HTTPVerb.DELETE, "Location/house", null);
    add(both, HTTPVerb.PUT, "Location/ward",
        location("ward", "z").setPartOf(new Reference("Location/house")));
    var refused = server.send("POST", "", FhirJson.encode(both));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .contains("Bundle.entry[1]: Location.partOf refers to a Location that does not exist");

    var alone = new Bundle().setType(BundleType.TRANSACTION);
    add(alone, HTTPVerb.DELETE, "Location/house", null);
    assertThat(server.send("POST", "", FhirJson.encode(alone)).body())
        .contains("Bundle.entry[0]: Location/ward refers to this Location");

    both.getEntry().getLast().setResource(location("ward", "z"));
    assertThat(server.send("POST", "", FhirJson.encode(both)).statusCode()).isEqualTo(200);
    assertThat(server.get("/Location/house").statusCode()).isEqualTo(410);
  }

  private static void add(Bundle bundle, HTTPVerb verb, String url, Resource resource) {
    bundle.addEntry().setResource(resource).getRequest().setMethod(verb).setUrl(url);
  }

  @Test
  void isNotHeldByARecordOfWhatHappened() {
    put(server, location("shed", "w"));
    var told = new Provenance().addTarget(new Reference("Location/shed"));
    told.setRecordedElement(new org.hl7.fhir.r4.model.InstantType("2026-11-25T10:00:00+07:00"));
    told.addAgent().setWho(new Reference().setDisplay("x"));
    assertThat(server.send("POST", "/Provenance", FhirJson.encode(told)).statusCode())
        .isEqualTo(201);

    assertThat(delete("/Location/shed")).isEqualTo(204);
  }

  @Test
  void isNotHeldWhereTheSettingsSay() {
    try (var lenient = new FhirTestServer(
        FhirRestSettings.DEFAULT.withReferences(References.WHEN_WRITTEN))) {
      assertThat(lenient.get("/metadata").body()).doesNotContain("\"enforced\"");
      assertThat(server.get("/metadata").body()).contains("\"enforced\"");
      put(lenient, location("house", "x"));
      put(lenient, location("ward", "x").setPartOf(new Reference("Location/house")));

      assertThat(lenient.send("DELETE", "/Location/house", "").statusCode()).isEqualTo(204);
      assertThat(lenient.send("PUT", "/Location/bed", FhirJson.encode(
          location("bed", "x").setPartOf(new Reference("Location/house")))).statusCode())
          .isEqualTo(422);
    }
  }
}
