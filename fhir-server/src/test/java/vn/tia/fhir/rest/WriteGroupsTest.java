package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.mapping.fhir.FhirJson;

/// Writes of many clients at once, which share transactions.
@Timeout(180)
class WriteGroupsTest {
  private static final int CLIENTS = 24;
  private static FhirTestServer server;

  @BeforeAll
  static void start() {
    server = new FhirTestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<HttpResponse<String>> atOnce(List<HttpRequest.Builder> requests)
      throws Exception {
    var start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = requests.stream().map(request -> threads.submit(
          (Callable<HttpResponse<String>>) () -> {
            start.await();
            return server.send(request);
          })).toList();
      start.countDown();
      var answers = new ArrayList<HttpResponse<String>>();
      for (var one : all) {
        answers.add(one.get());
      }
      return answers;
    }
  }

  private static HttpRequest.Builder request(
      String method, String path, String body, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(server.base() + path))
        .header("Content-Type", "application/fhir+json")
        .method(method, HttpRequest.BodyPublishers.ofString(body));
    return headers.length > 0 ? request.headers(headers) : request;
  }

  private static String location(String id, String name) {
    var location = new Location().setName(name);
    location.setId(id);
    return FhirJson.encode(location);
  }

  private static String observation(String subject) {
    var observation = new Observation().setStatus(Observation.ObservationStatus.FINAL);
    observation.getCode().setText("đo");
    observation.getSubject().setReference(subject);
    return FhirJson.encode(observation);
  }

  private static long audited(String action, String outcome) {
    return server.database.jdbc()
        .sql("SELECT count(*) FROM audit WHERE action = ? AND outcome = ?")
        .params(action, outcome).query(Long.class).single();
  }

  /// What is refused of a group is nothing to the others in it.
  @Test
  void refusesOneOfManyAlone() throws Exception {
    var patient = server.put(Examples.patient("BN001", "Đặng", "Thị", "Hường")).key().toString();
    var before = audited("create", "done");
    var refused = audited("create", "422");
    var requests = IntStream.range(0, CLIENTS).mapToObj(i -> request("POST", "/Observation",
        observation(i % 3 == 0 ? "Patient/nobody" : patient))).toList();

    var answers = atOnce(requests);

    for (int i = 0; i < CLIENTS; i++) {
      assertThat(answers.get(i).statusCode()).isEqualTo(i % 3 == 0 ? 422 : 201);
    }
    assertThat(answers.stream().filter(one -> one.statusCode() == 201)
        .map(one -> one.headers().firstValue("Location").orElseThrow()).distinct())
        .hasSize(CLIENTS * 2 / 3);
    assertThat(server.get("/Observation?subject=" + patient + "&_summary=count").body())
        .contains("\"total\":" + CLIENTS * 2 / 3);
    assertThat(audited("create", "done") - before).isEqualTo(CLIENTS * 2 / 3);
    assertThat(audited("create", "422") - refused).isEqualTo(CLIENTS / 3);
  }

  @Test
  void letsOneOfManyWinAVersion() throws Exception {
    server.send("PUT", "/Location/fought", location("fought", "đầu"));
    var requests = IntStream.range(0, CLIENTS).mapToObj(i -> request("PUT", "/Location/fought",
        location("fought", "phòng " + i), "If-Match", "W/\"1\"")).toList();

    var statuses = atOnce(requests).stream().map(HttpResponse::statusCode).toList();

    assertThat(statuses).containsOnlyOnce(200);
    assertThat(statuses.stream().filter(status -> status == 412)).hasSize(CLIENTS - 1);
    assertThat(server.get("/Location/fought").body()).contains("\"versionId\":\"2\"");
  }

  @Test
  void keepsEachVersionOfAResourceThatManyWrite() throws Exception {
    var requests = IntStream.range(0, CLIENTS).mapToObj(i -> request("PUT", "/Location/" + i % 4,
        location(Integer.toString(i % 4), "phòng " + i))).toList();

    var answers = atOnce(requests);

    assertThat(answers.stream().filter(one -> one.statusCode() == 201)).hasSize(4);
    assertThat(answers.stream().filter(one -> one.statusCode() == 200)).hasSize(CLIENTS - 4);
    for (int i = 0; i < 4; i++) {
      var history = server.get("/Location/" + i + "/_history").body();
      for (int j = i; j < CLIENTS; j += 4) {
        assertThat(history).contains("\"phòng " + j + "\"");
      }
      assertThat(history).contains("\"versionId\":\"" + CLIENTS / 4 + "\"");
    }
  }

  @Test
  void deletesAndWritesTogether() throws Exception {
    IntStream.range(0, CLIENTS).forEach(i ->
        server.send("PUT", "/Location/d" + i, location("d" + i, "phòng")));
    var requests = IntStream.range(0, CLIENTS).mapToObj(i -> i % 2 == 0
        ? request("DELETE", "/Location/d" + i, "")
        : request("PUT", "/Location/d" + i, location("d" + i, "khác"))).toList();

    atOnce(requests);

    for (int i = 0; i < CLIENTS; i++) {
      assertThat(server.get("/Location/d" + i).statusCode()).isEqualTo(i % 2 == 0 ? 410 : 200);
    }
  }
}
