package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Location;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.mapping.fhir.FhirJson;

/// Conditional create, update, patch and delete (R4 sections 3.1.0.4.3, 3.1.0.5.3, 3.1.0.7.1).
@Timeout(180)
class ConditionalTest {
  private static FhirTestServer server;
  private static final String SYSTEM = "urn:x";

  @BeforeAll
  static void start() {
    server = new FhirTestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String location(String number, String name) {
    return FhirJson.encode(new Location().setName(name)
        .addIdentifier(new Identifier().setSystem(SYSTEM).setValue(number)));
  }

  private static String by(String number) {
    return "identifier=" + SYSTEM + "%7C" + number;
  }

  private static String total(String number) {
    return server.get("/Location?_total=accurate&" + by(number)).body();
  }

  @Test
  void createsOnlyWhereThereIsNone() {
    var first = server.send("POST", "/Location", location("A", "1"), "If-None-Exist", by("A"));
    var second = server.send("POST", "/Location", location("A", "2"), "If-None-Exist",
        "Location?" + by("A"));

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(first.body());
    server.send("POST", "/Location", location("A", "3"));
    assertThat(server.send("POST", "/Location", location("A", "4"), "If-None-Exist", by("A"))
        .statusCode()).isEqualTo(412);
    assertThat(server.send("POST", "/Location", location("A", "5"), "If-None-Exist", "nonsense=1")
        .statusCode()).isEqualTo(400);
    assertThat(server.send("POST", "/Location", location("A", "5"), "If-None-Exist", "")
        .statusCode()).isEqualTo(400);
  }

  @Test
  void makesOneOfManyThatCreateAtOnce() throws Exception {
    for (int round = 0; round < 5; round++) {
      var number = "C" + round;
      var answers = atOnce(i -> server.send("POST", "/Location", location(number, "n" + i),
          "If-None-Exist", by(number)).statusCode());

      assertThat(answers).containsOnly(200, 201);
      assertThat(answers.stream().filter(status -> status == 201)).hasSize(1);
      assertThat(total(number)).contains("\"total\":1");
    }
  }

  @Test
  void makesOneOfManyThatUpdateAtOnce() throws Exception {
    var answers = atOnce(i -> server.send(
        "PUT", "/Location?" + by("U"), location("U", "n" + i)).statusCode());

    assertThat(answers).containsOnly(200, 201);
    assertThat(answers.stream().filter(status -> status == 201)).hasSize(1);
    assertThat(total("U")).contains("\"total\":1");
  }

  @Test
  void makesOnePatientOfManyThatCreateAtOnce() throws Exception {
    var patient = FhirJson.encode(Examples.patient("BN-C", "Trần", "An"));
    var criteria = "identifier=urn:oid:1.2.840.99999.1%7CBN-C";

    var answers = atOnce(_ -> server.send("POST", "/Patient", patient, "If-None-Exist", criteria)
        .statusCode());

    assertThat(answers).containsOnly(200, 201);
    assertThat(server.database.jdbc()
        .sql("SELECT count(*) FROM patient_identifier WHERE value = 'BN-C'")
        .query(Integer.class).single()).isEqualTo(1);
  }

  private interface Call {
    int status(int number);
  }

  private static List<Integer> atOnce(Call call) throws Exception {
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = IntStream.range(0, 10)
          .<Callable<Integer>>mapToObj(i -> () -> call.status(i)).toList();
      var answers = new ArrayList<Integer>();
      for (var answer : pool.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  @Test
  void updatesWhatMatches() {
    var made = server.send("PUT", "/Location?" + by("P"), location("P", "1"));
    assertThat(made.statusCode()).isEqualTo(201);

    assertThat(server.send("PUT", "/Location?" + by("P"), location("P", "2")).body())
        .contains("\"versionId\":\"2\"", "\"name\":\"2\"");
    var foreign = (Location) FhirJson.decode(location("P", "3"));
    foreign.setId("another");
    assertThat(server.send("PUT", "/Location?" + by("P"), FhirJson.encode(foreign)).statusCode())
        .isEqualTo(400);
    assertThat(server.send("PUT", "/Location?" + by("none"), FhirJson.encode(foreign))
        .headers().firstValue("Location")).contains(
            server.base() + "/Location/another/_history/1");
    assertThat(server.send("PUT", "/Location", location("P", "4")).statusCode()).isEqualTo(400);
  }

  @Test
  void patchesWhatMatches() {
    server.send("POST", "/Location", location("Q", "1"));
    var patch = "[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"2\"}]";

    assertThat(server.send("PATCH", "/Location?" + by("Q"), patch,
        "Content-Type", "application/json-patch+json").body()).contains("\"name\":\"2\"");
    assertThat(server.send("PATCH", "/Location?" + by("nobody"), patch,
        "Content-Type", "application/json-patch+json").statusCode()).isEqualTo(404);
  }

  @Test
  void deletesOneAndSeveralOnlyWhereTheSettingsSay() {
    server.send("POST", "/Location", location("D", "1"));
    server.send("POST", "/Location", location("D", "2"));

    assertThat(server.send("DELETE", "/Location?" + by("D"), "").statusCode()).isEqualTo(412);
    assertThat(server.send("DELETE", "/Location?name=2&" + by("D"), "").statusCode())
        .isEqualTo(204);
    assertThat(server.send("DELETE", "/Location?" + by("D"), "").statusCode()).isEqualTo(204);
    assertThat(server.send("DELETE", "/Location?" + by("D"), "").statusCode()).isEqualTo(204);
    assertThat(total("D")).contains("\"total\":0");
    assertThat(server.send("DELETE", "/Location", "").statusCode()).isEqualTo(400);

    try (var several = new FhirTestServer(FhirRestSettings.DEFAULT.withDeletesMax(3))) {
      for (int i = 0; i < 4; i++) {
        several.send("POST", "/Location", location("E", "n" + i));
      }
      assertThat(several.send("DELETE", "/Location?" + by("E"), "").statusCode()).isEqualTo(412);
      assertThat(several.send("DELETE", "/Location?name=n3", "").statusCode()).isEqualTo(204);
      assertThat(several.send("DELETE", "/Location?" + by("E"), "").statusCode()).isEqualTo(204);
      assertThat(several.get("/Location?_total=accurate&" + by("E")).body())
          .contains("\"total\":0");
    }
  }
}
