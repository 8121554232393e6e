package vn.tia.fhir.operations.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.SearchParameter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.fhir.operations.OperationsServer;
import vn.tia.fhir.rest.FhirTestServer;
import vn.tia.fhir.rest.SearchDefinitions;
import vn.tia.fhir.rest.query.SearchLimits;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.exports.ExportJob;
import vn.tia.records.exports.ExportJob.State;
import vn.tia.records.exports.ExportJobs;
import vn.tia.records.exports.ExportPages;
import vn.tia.records.exports.ExportRequest;
import vn.tia.records.exports.ExportRequest.About;
import vn.tia.records.exports.ExportRequest.Content;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.StoredResource;

class ExportTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FhirTestServer server;

  @BeforeEach
  void start() {
    server = OperationsServer.open(
        new ExportSettings.Limits(2, 3, 5, Duration.ofSeconds(1), 1_000, 3));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void writesAllOfTheSystemIntoFiles() {
    var patient = server.put(patient("A"));
    for (int i = 0; i < 12; i++) {
      server.put(observation(patient));
    }
    server.put(new Organization().setName("Bệnh viện"));
    server.resources.put(server.stranger.id(), patient("B"));

    var manifest = export("/$export?_type=Patient,Observation,Organization");

    assertThat(counts(manifest)).isEqualTo(Map.of(
        "Observation", List.of(5L, 5L, 2L), "Organization", List.of(1L), "Patient", List.of(1L)));
    assertThat(manifest.get("requiresAccessToken").asBoolean()).isFalse();
    assertThat(manifest.get("request").asText()).contains("/$export?_type=Patient");
    assertThat(resources(manifest)).hasSize(14)
        .filteredOn(Patient.class::isInstance).singleElement()
        .satisfies(one -> assertThat(one.getIdElement().getIdPart()).isEqualTo(patient.id()));
  }

  @Test
  void exportsPatientsAndThoseOfAGroup() {
    var one = server.put(patient("A"));
    var other = server.put(patient("B"));
    server.put(observation(one));
    server.put(observation(other));
    server.put(new Organization().setName("Bệnh viện"));
    var group = new Group().setActual(true).setType(Group.GroupType.PERSON);
    group.addMember().setEntity(new Reference("Patient/" + one.id()));
    group.addMember().setEntity(new Reference("Patient/" + other.id())).setInactive(true);
    var stored = server.put(group);

    assertThat(ids(export("/Patient/$export?_type=Patient,Observation"))).hasSize(4);
    var ofGroup = export("/Group/" + stored.id() + "/$export");
    assertThat(resources(ofGroup)).hasSize(2).allSatisfy(resource ->
        assertThat(resource instanceof Observation observation
            ? observation.getSubject().getReference()
            : "Patient/" + resource.getIdElement().getIdPart())
            .isEqualTo("Patient/" + one.id()));
    assertThat(kickOff("/Group/none/$export").statusCode()).isEqualTo(404);
  }

  @Test
  void filtersByWhatIsSearchedByAtRunTime() {
    var red = server.put(new Organization().setName("Khoa").addAlias("đỏ"));
    server.put(new Organization().setName("Khoa").addAlias("xanh"));
    var filter = "/$export?_type=Organization&_typeFilter=" + encoded("Organization?alias=do");
    assertThat(kickOff(filter).statusCode()).isEqualTo(400);
    var parameter = new SearchParameter().setUrl("urn:x:alias").setName("alias")
        .setStatus(PublicationStatus.ACTIVE).setCode("alias").setType(SearchParamType.STRING)
        .setDescription("Another name").setExpression("Organization.alias");
    parameter.addBase("Organization");

    server.put(parameter);

    assertThat(ids(export(filter))).containsExactly(red.id());
  }

  @Test
  void tellsWhatChangedAndWhatIsGoneSince() {
    server.put(new Organization().setName("Cũ"));
    var gone = server.put(new Organization().setName("Sẽ xoá"));
    LockSupport.parkNanos(5_000_000);
    var since = Instant.now();
    server.put(new Organization().setName("Mới"));
    server.resources.delete(gone.key(), new Access(Set.of(server.facility.id())));

    var manifest = export("/$export?_type=Organization&_since=" + since);

    assertThat(resources(manifest)).singleElement().satisfies(one ->
        assertThat(((Organization) one).getName()).isEqualTo("Mới"));
    assertThat(lines(manifest.get("deleted").get(0))).singleElement().asString()
        .contains("\"DELETE\"", gone.key().toString());
  }

  @Test
  void refusesWhatItCannotDo() {
    var sync = server.get("/$export");
    assertThat(sync.statusCode()).isEqualTo(400);
    assertThat(sync.body()).contains("send Prefer: respond-async");
    assertThat(kickOff("/$export?_outputFormat=text/csv").statusCode()).isEqualTo(400);
    assertThat(kickOff("/$export?_type=Nonsense").statusCode()).isEqualTo(400);
    assertThat(kickOff("/Patient/$export?_type=Organization").statusCode()).isEqualTo(400);
    assertThat(kickOff("/$export?_since=yesterday").statusCode()).isEqualTo(400);
    assertThat(server.get("/$export-status?job=" + UUID.randomUUID()).statusCode())
        .isEqualTo(404);
    assertThat(server.get("/$export-file?job=../../etc&file=1").statusCode()).isEqualTo(404);
  }

  @Test
  void exportsWhatMeetsOneOfTheFiltersOfItsType() {
    var patient = server.put(patient("A"));
    var wanted = List.of(
        server.put(observation(patient).setEffective(new DateTimeType("2026-01-05"))),
        server.put(observation(patient).setStatus(ObservationStatus.PRELIMINARY)));
    server.put(observation(patient).setEffective(new DateTimeType("2025-12-31")));
    server.put(new Organization().setName("Khoa"));

    var manifest = export("/$export?_type=Patient,Observation,Organization"
        + "&_typeFilter=" + encoded("Observation?date=ge2026-01-01&status=final")
        + "&_typeFilter=" + encoded("Observation?status=preliminary"));

    assertThat(counts(manifest)).isEqualTo(Map.of(
        "Observation", List.of(2L), "Organization", List.of(1L), "Patient", List.of(1L)));
    assertThat(ids(manifest)).contains(wanted.get(0).id(), wanted.get(1).id());
  }

  @Test
  void writesTheElementsThatAreAskedFor() {
    var patient = server.put(patient("A"));
    server.put(observation(patient).setEffective(new DateTimeType("2026-01-05")));
    server.put(new Organization().setName("Khoa").setActive(true));

    var all = resources(export(
        "/$export?_type=Patient,Observation,Organization&_elements=Observation.subject,active"));

    assertThat(all).hasSize(3).allSatisfy(one -> {
      assertThat(one.getIdElement().getIdPart()).isNotEmpty();
      assertThat(one.getMeta().getLastUpdated()).isNotNull();
      assertThat(one.getMeta().getTag()).extracting(Coding::getCode).contains("SUBSETTED");
    });
    assertThat(all).filteredOn(Observation.class::isInstance).singleElement().satisfies(one -> {
      var observation = (Observation) one;
      assertThat(observation.getSubject().getReference()).isEqualTo("Patient/" + patient.id());
      assertThat(observation.hasEffective()).isFalse();
      assertThat(observation.getStatus()).as("R4 demands it").isEqualTo(ObservationStatus.FINAL);
      assertThat(observation.hasCode()).as("R4 demands it").isTrue();
    });
    assertThat(all).filteredOn(Organization.class::isInstance).singleElement().satisfies(one ->
        assertThat(((Organization) one).hasName()).isFalse());
  }

  @Test
  void refusesFiltersAndElementsThatItCannotAnswer() {
    for (var filter : List.of("Observation", "Observation?", "Observation?nonsense=1",
        "Observation?date=yesterday", "Observation?subject.name=An", "Observation?code:in=urn:x",
        "Observation?_include=Observation:subject", "Nonsense?code=1", "Patient?name=%zz")) {
      var answer = kickOff("/$export?_type=Observation,Patient&_typeFilter=" + encoded(filter));
      assertThat(answer.statusCode()).as(filter).isEqualTo(400);
      assertThat(answer.body()).as(filter).contains("_typeFilter");
    }
    assertThat(kickOff("/$export?_type=Patient&_typeFilter=" + encoded("Observation?status=final"))
        .body()).contains("_typeFilter names a type that is not exported");
    assertThat(kickOff("/$export?" + ("_typeFilter=" + encoded("Patient?active=true") + "&")
        .repeat(4)).body()).contains("more than 3 _typeFilter");
    for (var element : List.of("nonsense", "Observation.nonsense", "Observation.code.text", "")) {
      assertThat(kickOff("/$export?_elements=name," + element + ",x").statusCode())
          .as(element).isEqualTo(400);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void forgetsACancelledExport() {
    server.put(patient("A"));
    var url = kickOff("/$export").headers().firstValue("Content-Location").orElseThrow();
    done(url);
    var file = manifest(url).get("output").get(0).get("url").asText();

    assertThat(send("DELETE", url).statusCode()).isEqualTo(202);

    assertThat(send("GET", url).statusCode()).isEqualTo(404);
    assertThat(send("GET", file).statusCode()).isEqualTo(404);
  }

  @Test
  void exportsTheMomentWhenItWasAskedFor(@TempDir Path directory) throws IOException {
    var changed = server.put(new Organization().setName("Trước"));
    var gone = server.put(new Organization().setName("Xoá sau"));
    var jobs = new ExportJobs(server.database, Clock.systemUTC());
    // Asked for, but nobody works on it yet: the server's own worker is kept away.
    var id = heldBack(jobs, "Organization");
    LockSupport.parkNanos(5_000_000);
    var after = new Organization().setName("Sau");
    after.setId(changed.id());
    server.put(after);
    server.resources.delete(gone.key(), new Access(Set.of(server.facility.id())));
    server.put(new Organization().setName("Thêm sau"));

    var settings = settings(directory, 10);
    try (var _ = worker(jobs, settings)) {
      free(id);
      await(() -> state(jobs, id) == State.DONE);
    }

    assertThat(names(settings, jobs, id)).containsExactlyInAnyOrder("Trước", "Xoá sau");
  }

  @Test
  void goesOnWhereAWorkerDied(@TempDir Path directory) throws IOException {
    for (int i = 0; i < 60; i++) {
      server.put(new Organization().setName("Khoa " + i));
    }
    var jobs = new ExportJobs(server.database, Clock.systemUTC());
    var id = heldBack(jobs, "Organization");
    var settings = settings(directory, 1);
    try (var _ = worker(jobs, settings)) {
      free(id);
      await(() -> jobs.find(id, access()).orElseThrow().read() >= 5);
    }
    assertThat(state(jobs, id)).isEqualTo(State.RUNNING);
    // What a worker leaves that is killed between its write and its note: a page too much, and
    // half a line; and it never said that it went.
    var file = settings.file(id, jobs.find(id, access()).orElseThrow().files().getLast().number());
    Files.writeString(file, "{\"resourceType\":\"Organization\",\"name\":\"thừa\"}\n{\"res",
        StandardOpenOption.APPEND);
    server.database.jdbc().sql("UPDATE export_job SET worker = 'dead',"
        + " heartbeat = clock_timestamp() - interval '0.5 s' WHERE id = ?").param(id).update();

    try (var _ = worker(jobs, settings)) {
      await(() -> state(jobs, id) == State.DONE);
    }

    var names = names(settings, jobs, id);
    assertThat(names).hasSize(60).doesNotHaveDuplicates().doesNotContain("thừa");
  }

  private ExportWorker worker(ExportJobs jobs, ExportSettings settings) {
    var definitions =
        new SearchDefinitions(FhirJson.context(), server.database, ZoneOffset.UTC);
    var filters = new TypeFilters(() -> definitions.language(SearchLimits.DEFAULT));
    return ExportWorker.start(
        new ExportWorker.Sources(jobs, new ExportPages(server.database), filters), settings,
        Clock.systemUTC());
  }

  private static ExportSettings settings(Path directory, int page) {
    return new ExportSettings(directory, Duration.ofHours(1),
        new ExportSettings.Limits(10, page, 25, Duration.ofSeconds(1), 10, 3));
  }

  /// An export whose worker seems to live for an hour, once the server's own is stopped.
  private UUID heldBack(ExportJobs jobs, String type) {
    server.stopParts();
    var id = jobs.add(new ExportRequest(access(), "test", About.SYSTEM, List.of(),
        Content.of(List.of(type)), Optional.empty()), 10).orElseThrow();
    server.database.jdbc().sql("UPDATE export_job SET worker = 'held',"
        + " heartbeat = clock_timestamp() + interval '1 hour' WHERE id = ?").param(id).update();
    return id;
  }

  private void free(UUID id) {
    server.database.jdbc().sql("UPDATE export_job SET worker = NULL, heartbeat = NULL"
        + " WHERE id = ?").param(id).update();
  }

  private Access access() {
    return new Access(Set.of(server.facility.id()));
  }

  private State state(ExportJobs jobs, UUID id) {
    return jobs.find(id, access()).map(ExportJob::state).orElseThrow();
  }

  private List<String> names(ExportSettings settings, ExportJobs jobs, UUID id)
      throws IOException {
    var names = new ArrayList<String>();
    for (var file : jobs.find(id, access()).orElseThrow().files()) {
      for (var line : Files.readAllLines(settings.file(id, file.number()))) {
        names.add(FhirJson.decode(line, Organization.class).getName());
      }
    }
    return names;
  }

  private static void await(BooleanSupplier condition) {
    var end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("a minute passed").isLessThan(end);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private JsonNode export(String path) {
    var started = kickOff(path);
    assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
    return done(started.headers().firstValue("Content-Location").orElseThrow());
  }

  private JsonNode done(String url) {
    await(() -> {
      var answer = send("GET", url);
      if (answer.statusCode() == 202) {
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("X-Progress")).isPresent();
      }
      return answer.statusCode() != 202;
    });
    return manifest(url);
  }

  private JsonNode manifest(String url) {
    var answer = send("GET", url);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Expires")).isPresent();
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private HttpResponse<String> kickOff(String path) {
    return server.send(HttpRequest.newBuilder(URI.create(server.base() + path))
        .header("Accept", "application/fhir+json").header("Prefer", "respond-async").GET());
  }

  private HttpResponse<String> send(String method, String url) {
    return server.send(HttpRequest.newBuilder(URI.create(url))
        .method(method, HttpRequest.BodyPublishers.noBody()));
  }

  private List<String> lines(JsonNode file) {
    var answer = send("GET", file.get("url").asText());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/fhir+ndjson");
    var lines = answer.body().lines().toList();
    assertThat(lines).hasSize(file.get("count").asInt());
    return lines;
  }

  private List<Resource> resources(JsonNode manifest) {
    var resources = new ArrayList<Resource>();
    manifest.get("output").forEach(file -> lines(file).forEach(line -> {
      var resource = FhirJson.decode(line);
      assertThat(resource.fhirType()).isEqualTo(file.get("type").asText());
      resources.add(resource);
    }));
    return resources;
  }

  private List<String> ids(JsonNode manifest) {
    return resources(manifest).stream().map(one -> one.getIdElement().getIdPart()).toList();
  }

  private static Map<String, List<Long>> counts(JsonNode manifest) {
    var counts = new TreeMap<String, List<Long>>();
    manifest.get("output").forEach(file -> counts
        .computeIfAbsent(file.get("type").asText(), _ -> new ArrayList<>())
        .add(file.get("count").asLong()));
    return counts;
  }

  private static Patient patient(String number) {
    var patient = new Patient();
    patient.addIdentifier().setSystem("urn:oid:1.2.840.99999.1").setValue(number);
    return patient;
  }

  private static Observation observation(StoredResource patient) {
    return new Observation().setStatus(ObservationStatus.FINAL)
        .setCode(new CodeableConcept().setText("Cân nặng"))
        .setSubject(new Reference(new ResourceKey("Patient", patient.id()).toString()));
  }
}
