package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Holds the CapabilityStatement to what the server does.
class CapabilitiesTest {
  private static final Map<SearchParamType, String> VALUES = Map.of(
      SearchParamType.TOKEN, "a", SearchParamType.STRING, "a", SearchParamType.DATE, "2026",
      SearchParamType.REFERENCE, "a", SearchParamType.QUANTITY, "1",
      SearchParamType.NUMBER, "1", SearchParamType.URI, "a",
      SearchParamType.COMPOSITE, "a$2026");

  private static FhirTestServer server;
  private static CapabilityStatement statement;

  @BeforeAll
  static void start() {
    server = new FhirTestServer();
    statement = server.client().capabilities().ofType(CapabilityStatement.class).execute();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<CapabilityStatementRestResourceComponent> types() {
    return statement.getRestFirstRep().getResource();
  }

  @Test
  void namesTheTypesAndTheFhirVersion() {
    assertThat(statement.getFhirVersion().toCode()).isEqualTo("4.0.1");
    assertThat(types()).extracting(CapabilityStatementRestResourceComponent::getType)
        .containsExactlyInAnyOrder("Patient", "Practitioner", "PractitionerRole",
            "Organization", "Location", "Encounter", "Coverage", "ServiceRequest", "Task",
            "Appointment", "ImagingStudy", "Endpoint", "DiagnosticReport", "Observation", "Media",
            "DocumentReference", "Binary", "Device", "Specimen", "Condition",
            "AllergyIntolerance", "Provenance", "AuditEvent", "List", "Group", "Subscription",
            "SearchParameter", "StructureDefinition", "ValueSet", "CodeSystem", "ConceptMap",
            "OperationDefinition");
  }

  @Test
  void namesAllR4SearchParametersOfAStudyAndOurs() {
    assertThat(types().get(2).getSearchParam())
        .extracting(parameter -> parameter.getName())
        .contains("basedon", "bodysite", "dicom-class", "encounter", "endpoint", "identifier",
            "instance", "interpreter", "modality", "patient", "performer", "reason", "referrer",
            "series", "started", "status", "subject", "accession");
  }

  @Test
  void promisesOnlySearchesThatAStrictServerTakes() {
    for (var type : types()) {
      for (var parameter : type.getSearchParam()) {
        answersStrictly(type.getType() + "?" + parameter.getName() + "="
            + VALUES.get(parameter.getType()));
      }
      type.getSearchInclude().forEach(include ->
          answersStrictly(type.getType() + "?_include=" + include.getValue()));
      type.getSearchRevInclude().forEach(include ->
          answersStrictly(type.getType() + "?_revinclude=" + include.getValue()));
    }
  }

  private static void answersStrictly(String search) {
    assertThat(strictly(search).statusCode()).as(search).isEqualTo(200);
  }

  private static HttpResponse<String> strictly(String search) {
    return server.send(HttpRequest.newBuilder(URI.create(server.base() + "/" + search))
        .header("Prefer", "handling=strict"));
  }

  @Test
  void promisesOnlySearchesOfAllTypesThatAStrictServerTakes() {
    statement.getRestFirstRep().getSearchParam().forEach(parameter -> answersStrictly(
        "?" + parameter.getName() + "=" + (parameter.getName().equals("_type")
            ? "Patient" : VALUES.get(parameter.getType()))));
    var compartments = statement.getRestFirstRep().getCompartment();
    assertThat(compartments).hasSize(4);
    compartments.forEach(url -> {
      var name = url.getValue().substring(url.getValue().lastIndexOf('/') + 1);
      answersStrictly(name.substring(0, 1).toUpperCase() + name.substring(1) + "/x/*");
    });
  }

  /// What other types have and a type doesn't claim must not work in silence.
  @Test
  void takesNoSearchParameterThatItDoesNotPromise() {
    var all = types().stream().flatMap(type -> type.getSearchParam().stream())
        .map(parameter -> parameter.getName()).distinct().toList();
    for (var type : types()) {
      var own = type.getSearchParam().stream().map(parameter -> parameter.getName()).toList();
      var others = new ArrayList<>(all);
      others.removeAll(own);
      Collections.shuffle(others, new Random(type.getType().hashCode()));
      for (var code : others.subList(0, Math.min(8, others.size()))) {
        assertThat(strictly(type.getType() + "?" + code + "=a").statusCode())
            .as("%s?%s", type.getType(), code).isEqualTo(400);
      }
    }
  }

  @Test
  void readsExactlyTheTypesThatItNames() {
    var named = types().stream().map(CapabilityStatementRestResourceComponent::getType).toList();
    for (var type : named) {
      for (var path : List.of("/none", "/none/_history/1", "/none/_history")) {
        assertThat(server.get("/" + type + path).statusCode()).as(type + path).isEqualTo(404);
      }
      assertThat(server.get("/" + type + "/_history").statusCode()).as(type).isEqualTo(200);
    }
    for (var other : List.of("Slot", "Basic", "Medication", "Nothing")) {
      assertThat(server.get("/" + other).statusCode()).as(other).isEqualTo(404);
    }
  }

  @Test
  void promisesWritesExactlyWhereTheyAreTaken() {
    for (var type : types()) {
      var isPromised = type.getInteraction().stream()
          .anyMatch(interaction -> interaction.getCode() == TypeRestfulInteraction.CREATE);
      var status = server.post("/" + type.getType(), "application/fhir+json",
          ("{\"resourceType\":\"" + type.getType() + "\"}").getBytes()).statusCode();

      // 201 or 422: taken, though this body may not be complete.
      assertThat(status).as(type.getType()).isIn(isPromised ? List.of(201, 422) : List.of(405));
    }
  }
}
