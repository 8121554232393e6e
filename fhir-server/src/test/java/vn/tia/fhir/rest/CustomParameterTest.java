package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.SearchParameter;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.CodePattern;
import vn.tia.fhir.search.CodeSets;
import vn.tia.fhir.search.SearchEngine;
import vn.tia.fhir.search.SearchQuery;
import vn.tia.fhir.search.SearchQuery.Page;
import vn.tia.fhir.search.lucene.LuceneSearchIndex;
import vn.tia.mapping.fhir.FhirJson;

/// SearchParameters that clients define at run time (R4 section 3.1.1.8).
@Timeout(240)
class CustomParameterTest {
  private static final String WARD = "urn:x:ward";
  private static final String BED = "urn:x:bed";
  private static FhirTestServer server;
  /// Opens what another node, or this one after a restart, would search in.
  private static SearchEngine again;
  private static String patient;

  @TempDir
  private static Path directory;

  @BeforeAll
  static void start() {
    fill(new FhirTestServer(), parameters ->
        LuceneSearchIndex.open(directory.resolve(UUID.randomUUID().toString()), parameters));
  }

  static void fill(FhirTestServer empty, SearchEngine engine) {
    server = empty;
    again = engine;
    var resource = Examples.patient("BN1", "Đặng", "Hường");
    resource.addExtension(WARD, new Coding("urn:wards", "A1", null));
    resource.addExtension(BED, new StringType("Giường số 7"));
    patient = server.put(resource).id();
    server.put(Examples.patient("BN2", "Trần", "Bình"));
    server.settle();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static SearchParameter parameter(
      String code, SearchParamType type, String base, String expression) {
    var parameter = new SearchParameter().setUrl("urn:x:" + code).setName(code)
        .setStatus(PublicationStatus.ACTIVE).setCode(code).setType(type)
        .setDescription("Said by this hospital").setExpression(expression);
    parameter.addBase(base);
    return parameter;
  }

  private static String create(SearchParameter parameter) {
    var answer = server.send("POST", "/SearchParameter", FhirJson.encode(parameter));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return FhirJson.decode(answer.body(), SearchParameter.class).getIdElement().getIdPart();
  }

  private static List<String> found(String query) {
    var answer = server.get(query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return FhirJson.decode(answer.body(), Bundle.class).getEntry().stream()
        .map(entry -> entry.getResource().getIdElement().getIdPart()).toList();
  }

  private static int strictly(String query) {
    var request = HttpRequest.newBuilder(
        URI.create(server.base() + query)).header("Prefer", "handling=strict");
    return server.send(request).statusCode();
  }

  private static void until(String what, BooleanSupplier holds) {
    var end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static Optional<String> told(String type, String code) {
    var statement = FhirJson.decode(server.get("/metadata").body(), CapabilityStatement.class);
    return statement.getRestFirstRep().getResource().stream()
        .filter(one -> one.getType().equals(type))
        .flatMap(one -> one.getSearchParam().stream())
        .filter(one -> one.getName().equals(code))
        .map(one -> one.getType().toCode()).findFirst();
  }

  private static boolean findsWard(FhirDoor door, String code) {
    return door.isReady() && door.awaited().isEmpty()
        && door.index().search(new SearchQuery("Patient", Set.of(server.facility.id()),
            new Clause.Code(code, new CodePattern.AnySystem("A1")), Page.first(10), List.of()))
        .hits().size() == 1;
  }

  @Test
  void areSearchedByOnAllNodesUntilTheyAreRetired() {
    var url = "Patient.extension.where(url='" + WARD + "').value";
    try (var other = FhirDoor.open(
        again, server.records(), CodeSets.NONE, FhirRestSettings.DEFAULT)) {
      until("the other node is ready", other::isReady);
      var id = create(parameter("ward", SearchParamType.TOKEN, "Patient", url));
      until("the index is built", () -> told("Patient", "ward").isPresent());

      assertThat(told("Patient", "ward")).contains("token");
      assertThat(found("/Patient?ward=A1")).containsExactly(patient);
      assertThat(found("/Patient?ward=urn:wards%7CA1&name=huong")).containsExactly(patient);
      assertThat(found("/Patient?ward:missing=true")).isNotEmpty().doesNotContain(patient);
      assertThat(found("/Patient?ward=B2")).isEmpty();
      until("the other node searches by it", () -> findsWard(other, "ward"));

      var later = Examples.patient("BN3", "Lê", "An");
      later.addExtension(WARD, new Coding("urn:wards", "B2", null));
      var made = FhirJson.decode(server.send("POST", "/Patient",
          FhirJson.encode(later)).body(), Patient.class).getIdElement().getIdPart();
      assertThat(found("/Patient?ward=B2")).containsExactly(made);
      assertThat(found("/ServiceRequest?subject:Patient.ward=B2")).isEmpty();

      try (var restarted = FhirDoor.open(
          again, server.records(), CodeSets.NONE, FhirRestSettings.DEFAULT)) {
        until("a node that starts searches by it", () -> findsWard(restarted, "ward"));
      }

      var retired = parameter("ward", SearchParamType.TOKEN, "Patient", url)
          .setStatus(PublicationStatus.RETIRED);
      retired.setId(id);
      assertThat(server.send("PUT", "/SearchParameter/" + id, FhirJson.encode(retired))
          .statusCode()).isEqualTo(200);
      until("it is gone", () -> told("Patient", "ward").isEmpty());
      assertThat(strictly("/Patient?ward=A1")).isEqualTo(400);
    }
  }

  @Test
  void areGoneWhenTheyAreDeletedAndComeAsDrafts() {
    var draft = parameter("bed", SearchParamType.STRING, "Patient",
        "Patient.extension('" + BED + "').value").setStatus(PublicationStatus.DRAFT);
    var id = create(draft);
    assertThat(server.door.awaited()).isEmpty();
    draft.setStatus(PublicationStatus.ACTIVE).setId(id);

    var updated = server.send("PUT", "/SearchParameter/" + id, FhirJson.encode(draft));

    assertThat(updated.statusCode()).isEqualTo(200);
    until("the index is built", () -> told("Patient", "bed").isPresent());
    assertThat(found("/Patient?bed=giuong")).containsExactly(patient);
    assertThat(found("/Patient?bed:contains=so%207&_sort=bed")).containsExactly(patient);
    assertThat(server.send("DELETE", "/SearchParameter/" + id, "").statusCode()).isEqualTo(204);
    until("it is gone", () -> told("Patient", "bed").isEmpty());
  }

  @Test
  void joinTwoOthersAsAComposite() {
    var one = parameter("number-in", SearchParamType.COMPOSITE, "Patient", "Patient.identifier");
    one.addComponent().setExpression("value")
        .setDefinition("http://hl7.org/fhir/SearchParameter/Patient-identifier");
    one.addComponent().setExpression("system")
        .setDefinition("http://hl7.org/fhir/SearchParameter/Patient-_profile");
    var other = FhirJson.decode(FhirJson.encode(one), SearchParameter.class);
    other.getComponent().getFirst()
        .setDefinition("http://hl7.org/fhir/SearchParameter/individual-family");

    assertThat(server.send("POST", "/SearchParameter", FhirJson.encode(other)).body())
        .contains("the first component must be a token or a reference");
    create(one);
    until("the index is built", () -> told("Patient", "number-in").isPresent());

    assertThat(told("Patient", "number-in")).contains("composite");
    assertThat(found("/Patient?number-in=BN1$urn:oid:1.2.840.99999.1"))
        .containsExactly(patient);
    assertThat(found("/Patient?number-in=BN1$urn:else")).isEmpty();
    assertThat(server.send("POST", "/SearchParameter", FhirJson.encode(one)).body())
        .contains("another active SearchParameter has this code");
  }

  @Test
  void areFollowedToOtherResourcesByChainsAndIncludes() {
    var organization = FhirJson.decode(server.send("POST", "/Organization",
        "{\"resourceType\":\"Organization\",\"name\":\"Trung tâm y tế\"}").body(),
        Organization.class).getIdElement().getIdPart();
    var cared = Examples.patient("BN9", "Vũ", "Minh");
    cared.addGeneralPractitioner().setReference("Organization/" + organization);
    var id = server.put(cared).id();
    var one = parameter("cared-for-by", SearchParamType.REFERENCE, "Patient",
        "Patient.generalPractitioner");
    one.addTarget("Organization");

    create(one);
    until("the index is built", () -> told("Patient", "cared-for-by").isPresent());

    assertThat(found("/Patient?cared-for-by.name=trung")).containsExactly(id);
    assertThat(found("/Organization?_has:Patient:cared-for-by:identifier=BN9"))
        .containsExactly(organization);
    assertThat(found("/Patient?identifier=BN9&_include=Patient:cared-for-by"))
        .containsExactly(id, organization);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
      "name | token | Patient | Patient.name | has a search parameter of this code already",
      "_tag | token | Patient | Patient.meta.tag | code must be a letter",
      "good | special | Patient | Patient.name | type must be",
      "good | token | Slot | Slot.status | base must be resource types of this server",
      "good | token | Patient | Patient.( | expression is no FHIRPath",
      "good | token | Patient | Patient.magic() | expression is no FHIRPath",
      "good | token | Patient | Patient.nmae.given | names an element that Patient hasn't",
      "good | token | Patient | Patient.name.trace('x') | uses trace()",
      "good | token | Patient | Patient.repeat(contact) | uses repeat()",
      "good | composite | Patient | Patient.name | a composite has two components",
  })
  void areRefusedWhereTheyCannotBeSearchedBy(
      String code, String type, String base, String expression, String why) {
    var one = parameter(code, SearchParamType.fromCode(type), base, expression);

    var answer = server.send("POST", "/SearchParameter", FhirJson.encode(one));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
    var outcome = FhirJson.decode(answer.body(), OperationOutcome.class);
    assertThat(outcome.getIssueFirstRep().getDiagnostics()).contains(why);
    one.setStatus(PublicationStatus.DRAFT);
    assertThat(server.send("POST", "/SearchParameter", FhirJson.encode(one)).statusCode())
        .as("a draft is kept as it is").isEqualTo(201);
  }
}
