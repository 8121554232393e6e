package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.net.http.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
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

  @Test
  void findsByIdentifierWhatIsThereAndWhatIsWrittenMeanwhile() {
    var before = create("Hường");
    var study = server.put(Examples.study("Patient/" + before, "AC-1", "CT", "2026-01-02"));
    await(() -> server.get("/ImagingStudy?accession=AC-1").body().contains(study.id()));
    var questions = List.of("/Patient?identifier=urn:oid:1.2.840.99999.1|N-H%C6%B0%E1%BB%9Dng",
        "/Patient?identifier=N-H%C6%B0%E1%BB%9Dng&name=huong&_total=accurate",
        "/Patient?identifier=N-H%C6%B0%E1%BB%9Dng&name:exact=huong",
        "/Patient?identifier=urn:other|N-H%C6%B0%E1%BB%9Dng",
        "/Patient?_id=" + before + "&family=dang&_lastUpdated=gt2020",
        "/ImagingStudy?identifier=AC-1&modality=CT&_include=ImagingStudy:patient",
        "/ImagingStudy?accession=AC-1&_summary=count",
        "/ImagingStudy?identifier:of-type="
            + "http://terminology.hl7.org/CodeSystem/v2-0203|ACSN|AC-1&_elements=status",
        "/Patient/" + before + "/ImagingStudy?identifier=AC-1&_sort=-started",
        "/?_type=Patient,ImagingStudy&identifier=AC-1,N-H%C6%B0%E1%BB%9Dng");
    var answers = questions.stream().map(this::entries).toList();
    assertThat(answers.get(1)).contains(before, "\"total\":1");
    assertThat(answers.get(5)).contains(before, study.id());

    line.cut();

    assertThat(questions.stream().map(this::entries).toList()).isEqualTo(answers);
    assertIsRefused(server.get("/ImagingStudy?patient.identifier=N-1"));
    assertIsRefused(server.get("/Patient?identifier=urn:oid:1.2.840.99999.1%7C"));
    var during = create("Hương");
    assertThat(entries("/Patient?identifier=N-H%C6%B0%C6%A1ng")).contains(during);
    assertThat(client.update().resource(Examples.patient("N-Hương", "Đặng", "Hương"))
        .conditional().where(Patient.IDENTIFIER.exactly()
            .systemAndIdentifier("urn:oid:1.2.840.99999.1", "N-Hương"))
        .execute().getId()).extracting(IIdType::getIdPart, IIdType::getVersionIdPart)
        .containsExactly(during, "2");
    assertThat(client.create().resource(Examples.patient("N-Hương", "Đặng"))
        .conditionalByUrl(
            "Patient?identifier=urn:oid:1.2.840.99999.1%7CN-H%C6%B0%C6%A1ng")
        .execute().getId().getIdPart()).isEqualTo(during);
  }

  /// What a search answers, but for when.
  private String entries(String question) {
    var answer = server.get(question.replace("|", "%7C"));
    assertThat(answer.statusCode()).as(question + answer.body()).isEqualTo(200);
    return answer.body().replaceFirst("\"meta\":\\{[^}]*}", "")
        .replaceFirst("\"id\":\"[^\"]*\"", "");
  }

  @Test
  void turnsPagesWhateverAnswersThem() {
    for (var system : List.of("urn:a", "urn:b", "urn:c")) {
      var patient = new Patient();
      patient.addIdentifier().setSystem(system).setValue("7");
      server.put(patient);
    }
    await(() -> entries("/Patient?identifier=7").split("fullUrl", -1).length == 4);
    var first = client.search().forResource(Patient.class).where(Patient.IDENTIFIER.exactly()
        .identifier("7")).count(1).returnBundle(Bundle.class).execute();

    line.cut();
    var second = client.loadPage().next(first).execute();
    line.mend();
    await(() -> finds("nobody", 0));
    var third = client.loadPage().next(second).execute();

    assertThat(Stream.of(first, second, third).map(page -> page.getEntryFirstRep().getResource()
        .getIdElement().getIdPart()).distinct()).hasSize(3);
    assertThat(third.getLink("next")).isNull();
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
