package vn.tia.fhir.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.OperationDefinition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.tia.fhir.rest.FhirTestServer;
import vn.tia.mapping.fhir.FhirJson;

class ApiDocsTest {
  private static final String NO_SUCH = "there is no such operation here";

  private static FhirTestServer server;
  private static CapabilityStatement statement;

  @BeforeAll
  static void start() {
    server = OperationsServer.open();
    statement = server.client().capabilities().ofType(CapabilityStatement.class).execute();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /// An operation as metadata names it, with the type that it is named for; empty for the system.
  private record Claim(String type, String name, String definition) {}

  private static List<Claim> claims() {
    var rest = statement.getRestFirstRep();
    return Stream.concat(
        rest.getOperation().stream().map(one ->
            new Claim("", one.getName(), one.getDefinition())),
        rest.getResource().stream().flatMap(resource -> resource.getOperation().stream().map(one ->
            new Claim(resource.getType(), one.getName(), one.getDefinition())))).toList();
  }

  @Test
  void answersEachOperationThatMetadataClaims() {
    assertThat(claims()).extracting(Claim::name).contains("validate", "everything", "match",
        "merge", "export", "expand", "translate", "meta", "meta-add", "meta-delete");
    for (var claim : claims()) {
      var definition = definition(claim);
      var answers = new ArrayList<Integer>();
      for (var path : paths(claim, definition)) {
        var get = server.get(path);
        var post = server.post(path, "application/fhir+json",
            "{\"resourceType\":\"Parameters\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(get.body()).as(path).doesNotContain(NO_SUCH);
        assertThat(post.body()).as(path).doesNotContain(NO_SUCH);
        assertThat(get.statusCode()).as(path).isNotEqualTo(500);
        assertThat(get.statusCode() == 405).as("GET " + path)
            .isEqualTo(definition.getAffectsState());
        answers.add(post.statusCode());
      }
      assertThat(answers).as(claim.toString()).isNotEmpty().doesNotContain(500);
    }
    assertThat(server.get("/Patient/$nonsense").body()).contains(NO_SUCH);
    assertThat(server.get("/Observation/$match").body()).contains(NO_SUCH);
  }

  private static OperationDefinition definition(Claim claim) {
    var id = claim.definition().substring("urn:tia:operation:".length());
    var answer = server.get("/OperationDefinition/" + id);
    assertThat(answer.statusCode()).as(id).isEqualTo(200);
    var definition = FhirJson.decode(answer.body(), OperationDefinition.class);
    assertThat(definition.getUrl()).isEqualTo(claim.definition());
    assertThat(definition.getCode()).isEqualTo(claim.name());
    return definition;
  }

  private static List<String> paths(Claim claim, OperationDefinition definition) {
    var paths = new ArrayList<String>();
    if (claim.type().isEmpty()) {
      assertThat(definition.getSystem()).isTrue();
      return List.of("/$" + claim.name());
    }
    if (definition.getType()) {
      paths.add("/" + claim.type() + "/$" + claim.name());
    }
    if (definition.getInstance()) {
      paths.add("/" + claim.type() + "/none/$" + claim.name());
    }
    return paths;
  }

  @Test
  void describesInOpenApiWhatMetadataClaimsAndNothingElse() throws IOException {
    var answer = server.get("/api-docs");
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
    var document = new ObjectMapper().readTree(answer.body());

    assertThat(document.get("openapi").asText()).isEqualTo("3.0.3");
    var paths = document.get("paths");
    for (var resource : statement.getRestFirstRep().getResource()) {
      var type = resource.getType();
      resource.getInteraction().forEach(one -> {
        switch (one.getCode()) {
          case READ -> assertHas(paths, "/" + type + "/{id}", "get");
          case CREATE -> assertHas(paths, "/" + type, "post");
          case UPDATE -> assertHas(paths, "/" + type + "/{id}", "put");
          case SEARCHTYPE -> {
            assertHas(paths, "/" + type, "get");
            var names = new ArrayList<String>();
            paths.get("/" + type).get("get").get("parameters").forEach(parameter ->
                names.add(parameter.get("name").asText()));
            assertThat(names).containsExactlyElementsOf(
                resource.getSearchParam().stream().map(param -> param.getName()).toList());
          }
          default -> { }
        }
      });
      var isCreated = resource.getInteraction().stream()
          .anyMatch(one -> one.getCode().toCode().equals("create"));
      assertThat(paths.get("/" + type).has("post")).as(type).isEqualTo(isCreated);
    }
    claims().forEach(claim -> paths(claim, definition(claim)).forEach(path -> assertThat(
        paths.has(path.replace("/none/", "/{id}/"))).as(path).isTrue()));
  }

  private static void assertHas(JsonNode paths, String path, String method) {
    assertThat(paths.path(path).has(method)).as(method + " " + path).isTrue();
  }

  @Test
  void hasAPageForReaders() {
    var page = server.get("/api");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(page.body())
        .contains("$everything", "ImagingStudy", "OperationDefinition/Patient-match")
        .doesNotContain("<script");
  }
}
