package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.net.http.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.tia.fhir.search.elastic.ElasticsearchSearchIndex;
import vn.tia.fhir.search.elastic.ElasticsearchSettings;
import vn.tia.fhir.search.elastic.Forwarder;
import vn.tia.fhir.search.elastic.TestElasticsearch;
import vn.tia.mapping.fhir.FhirJson;

/// The FHIR door while the line to Elasticsearch is cut.
class SearchOutageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Forwarder line;
  private FhirTestServer server;
  private IGenericClient client;

  @BeforeEach
  void start() {
    var elasticsearch = TestElasticsearch.shared().settings();
    line = new Forwarder(elasticsearch.urls().getFirst().getPort());
    var settings = new ElasticsearchSettings(
        List.of(URI.create("http://127.0.0.1:" + line.port())), elasticsearch.login(),
        elasticsearch.tls(), elasticsearch.indices(), elasticsearch.timeouts());
    server = FhirTestServer.on(parameters -> ElasticsearchSearchIndex.open(settings, parameters));
    client = server.client();
  }

  @AfterEach
  void stop() {
    server.close();
    line.close();
  }

  private HttpResponse<String> search(String name) {
    return server.get("/Patient?name=" + name);
  }

  private boolean finds(String name, int count) {
    var response = search(name);
    return response.statusCode() == 200
        && response.body().split("\"resourceType\":\"Patient\"", -1).length == count + 1;
  }

  private static void await(BooleanSupplier condition) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("not within %s", PATIENCE).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void goesOnWritingAndReadingAndCatchesUpByItself() {
    var before = create("Hường");
    await(() -> finds("huong", 1));

    line.cut();
    var during = create("Hương");

    assertThat(server.get("/Patient/" + before).statusCode()).isEqualTo(200);
    assertThat(server.get("/Patient/" + during).statusCode()).isEqualTo(200);
    assertThat(server.get("/Patient?_id=" + during).body()).contains(during);
    assertIsRefused(search("huong"));
    assertThat(server.door.error()).isPresent();

    line.mend();
    await(() -> finds("huong", 2));
    assertThat(server.door.error()).isEmpty();
  }

  private String create(String given) {
    return client.create().resource(Examples.patient("N-" + given, "Đặng", "Thị", given))
        .execute().getId().getIdPart();
  }

  private static void assertIsRefused(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).contains("5");
    assertThat(FhirJson.decode(response.body(), OperationOutcome.class).getIssueFirstRep()
        .getDiagnostics()).contains("Elasticsearch cannot be reached");
  }

  @Test
  void startsWithoutItsSearchAndAnswersAsSoonAsItIsThere() {
    line.cut();
    try (var late = FhirTestServer.on(parameters -> ElasticsearchSearchIndex.open(
        ElasticsearchSettings.at(List.of("http://127.0.0.1:" + line.port()))
            .withPrefix(TestElasticsearch.freshPrefix()).with(1, 0), parameters))) {
      var id = late.client().create().resource(new Patient().addName(
          new HumanName().setFamily("Trần"))).execute().getId();
      await(() -> late.door.error().isPresent());
      assertIsRefused(late.get("/Patient?name=tran"));

      line.mend();

      await(() -> late.get("/Patient?name=tran").body().contains(id.getIdPart()));
    }
  }
}
