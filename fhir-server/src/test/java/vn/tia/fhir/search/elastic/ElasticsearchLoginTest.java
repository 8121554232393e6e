package vn.tia.fhir.search.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.tia.fhir.search.SearchUnavailable;
import vn.tia.fhir.search.elastic.ElasticsearchSettings.Login;

/// How Tia says to a secured Elasticsearch who it is. The peer here lets nobody in.
class ElasticsearchLoginTest {
  private final List<String> said = new CopyOnWriteArrayList<>();
  private HttpServer guarded;

  @BeforeEach
  void start() throws IOException {
    guarded = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    guarded.createContext("/", exchange -> {
      said.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
          .orElse("nothing"));
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().add("X-Elastic-Product", "Elasticsearch");
      exchange.sendResponseHeaders(401, -1);
      exchange.close();
    });
    guarded.start();
  }

  @AfterEach
  void stop() {
    guarded.stop(0);
  }

  private void ask(Login login) {
    var plain = ElasticsearchSettings.at(
        List.of("http://127.0.0.1:" + guarded.getAddress().getPort()));
    var settings = new ElasticsearchSettings(
        plain.urls(), login, plain.tls(), plain.indices(), plain.timeouts());
    var index = ElasticsearchSearchIndex.open(settings, "set 1");
    try {
      assertThatThrownBy(index::cursor).isInstanceOf(SearchUnavailable.class)
          .hasMessageNotContaining("secret");
    } finally {
      index.close();
    }
  }

  @Test
  void givesUserAndPassword() {
    ask(new Login.Password("tia", "secret"));

    assertThat(said).isNotEmpty().containsOnly("Basic dGlhOnNlY3JldA==");
  }

  @Test
  void givesAKey() {
    ask(new Login.ApiKey("secret"));

    assertThat(said).isNotEmpty().containsOnly("ApiKey secret");
  }

  @Test
  void givesNothingWhereNothingIsSet() {
    ask(new Login.Nobody());

    assertThat(said).isNotEmpty().containsOnly("nothing");
  }
}
