package vn.tia.fhir.operations.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.hl7.fhir.r4.model.Parameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.tia.fhir.operations.OperationsServer;
import vn.tia.fhir.rest.FhirTestServer;
import vn.tia.mapping.fhir.FhirJson;

class ReindexTest {
  private static FhirTestServer server;

  @BeforeAll
  static void start() {
    server = OperationsServer.open();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void buildsTheIndexAnewWhileSearchesGoOn() throws InterruptedException {
    assertThat(status()).isEqualTo("NONE");
    assertThat(server.send("POST", "/Organization",
        "{\"resourceType\":\"Organization\",\"name\":\"Trung tâm\"}").statusCode())
        .isEqualTo(201);

    var begun = server.send("POST", "/$reindex", "");
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
    assertThat(found()).isEqualTo(1);

    var end = Instant.now().plus(Duration.ofSeconds(60));
    while (!status().equals("DONE")) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(20);
    }
    assertThat(found()).isEqualTo(1);
  }

  private static int found() {
    return FhirJson.decode(server.get("/Organization?name=trung").body(),
        org.hl7.fhir.r4.model.Bundle.class).getTotal();
  }

  private static String status() {
    return FhirJson.decode(server.get("/$reindex-status").body(), Parameters.class)
        .getParameterValue("status").primitiveValue();
  }
}
