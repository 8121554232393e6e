package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Location;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.mapping.fhir.FhirJson;

/// The history of a resource, of a type and of all (R4 section 3.1.0.12).
@Timeout(120)
class HistoryTest {
  private static FhirTestServer server;

  @BeforeAll
  static void start() {
    server = new FhirTestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void put(String id, String name) {
    var location = new Location().setName(name);
    location.setId(id);
    assertThat(server.send("PUT", "/Location/" + id, FhirJson.encode(location)).statusCode())
        .isIn(200, 201);
  }

  private static Bundle history(String path) {
    var answer = server.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return FhirJson.decode(answer.body(), Bundle.class);
  }

  private static List<String> versions(Bundle bundle) {
    return bundle.getEntry().stream().map(entry -> entry.getFullUrl()
        .substring(server.base().length() + 1) + " " + entry.getResponse().getEtag()
        + " " + entry.getRequest().getMethod().toCode()).toList();
  }

  @Test
  void pagesThroughATypeByKeyWhileItGrows() {
    for (int i = 0; i < 7; i++) {
      put("page-" + i % 3, "v" + i);
    }
    server.send("DELETE", "/Location/page-0", "");
    put("page-x", "of another");
    var theirs = new Location().setName("Phòng kín");
    theirs.setId("page-theirs");
    server.resources.put(server.stranger.id(), theirs);

    var all = new ArrayList<String>();
    var page = history("/Location/_history?_count=3");
    while (true) {
      assertThat(page.getEntry()).hasSizeLessThanOrEqualTo(3);
      all.addAll(versions(page));
      put("grows-" + all.size(), "while paging");
      if (page.getLink("next") == null) {
        break;
      }
      page = history(page.getLink("next").getUrl().substring(server.base().length()));
    }

    assertThat(all.stream().filter(one -> one.startsWith("Location/page-"))).containsExactly(
        "Location/page-x W/\"1\" POST", "Location/page-0 W/\"4\" DELETE",
        "Location/page-0 W/\"3\" PUT", "Location/page-2 W/\"2\" PUT",
        "Location/page-1 W/\"2\" PUT", "Location/page-0 W/\"2\" PUT",
        "Location/page-2 W/\"1\" POST", "Location/page-1 W/\"1\" POST",
        "Location/page-0 W/\"1\" POST");
    assertThat(all).doesNotHaveDuplicates();
    assertThat(server.get("/_history?_count=100").body()).contains("page-0")
        .doesNotContain("Phòng kín", "page-theirs");
  }

  @Test
  void tellsWhatChangedSinceAndWhatWasCurrentAt() throws InterruptedException {
    put("time", "1");
    var first = Instant.now();
    Thread.sleep(20);
    put("time", "2");
    var second = Instant.now();
    Thread.sleep(20);
    put("time", "3");

    assertThat(versions(history("/Location/time/_history?_since=" + encoded(second))))
        .containsExactly("Location/time W/\"3\" PUT");
    assertThat(versions(history("/Location/time/_history?_at=" + encoded(first))))
        .containsExactly("Location/time W/\"1\" POST");
    assertThat(versions(history("/Location/time/_history?_at=" + encoded(second))))
        .containsExactly("Location/time W/\"2\" PUT");
    assertThat(history("/Location/time/_history?_at=" + second.toString().substring(0, 10))
        .getEntry()).hasSize(3);
    assertThat(server.get("/Location/time/_history?_since=x").statusCode()).isEqualTo(400);
    assertThat(server.get("/Location/time/_history?_count=-1").statusCode()).isEqualTo(400);
    assertThat(server.get("/Location/nobody/_history").statusCode()).isEqualTo(404);
    assertThat(server.get("/_history?_page=x").statusCode()).isEqualTo(410);
  }

  private static String encoded(Instant time) {
    return URLEncoder.encode(time.toString(), StandardCharsets.UTF_8);
  }
}
