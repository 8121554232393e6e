package vn.tia.fhir.search.elastic;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.json.SimpleJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientOptions;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.http.Header;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpHost;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.message.BasicHeader;
import org.elasticsearch.client.RequestOptions;
import org.elasticsearch.client.RestClient;
import vn.tia.fhir.search.SearchUnavailable;
import vn.tia.fhir.search.elastic.ElasticsearchSettings.Login;
import vn.tia.fhir.search.elastic.ElasticsearchSettings.Timeouts;

/// The way to the cluster: the client, and what its failures mean to us.
///
/// A node that doesn't answer is passed over for the next one; every request of ours may be sent
/// twice without harm.
final class Cluster implements AutoCloseable {
  /// Requests at once to one node: as many as searches that a node can work on, and some waiting.
  private static final int CONNECTIONS_MAX = 64;

  private static final Set<Integer> LATER = Set.of(408, 429, 500, 502, 503, 504);

  /// How long a change of the index may take: a batch on a busy cluster is slow, not lost.
  private static final Duration CHANGE_MAX = Duration.ofSeconds(60);

  private final ElasticsearchClient client;
  private final ElasticsearchClient patient;

  private Cluster(ElasticsearchClient client, ElasticsearchClient patient) {
    this.client = client;
    this.patient = patient;
  }

  /// The way to that cluster; nothing is sent yet.
  static Cluster at(ElasticsearchSettings settings) {
    var timeouts = settings.timeouts();
    var hosts = settings.urls().stream().map(url -> HttpHost.create(url.toString()));
    var rest = RestClient.builder(hosts.toArray(HttpHost[]::new))
        .setDefaultHeaders(headers(settings.login()).toArray(Header[]::new))
        .setRequestConfigCallback(request -> request
            .setConnectTimeout((int) timeouts.connect().toMillis())
            .setSocketTimeout((int) timeouts.answer().toMillis())
            .setConnectionRequestTimeout((int) timeouts.answer().toMillis()))
        .setHttpClientConfigCallback(http -> {
          settings.tls().ifPresent(http::setSSLContext);
          return http.setMaxConnPerRoute(CONNECTIONS_MAX)
              .setMaxConnTotal(CONNECTIONS_MAX * hosts(settings));
        })
        .build();
    var client = new ElasticsearchClient(new RestClientTransport(rest, new SimpleJsonpMapper()));
    return new Cluster(client, client.withTransportOptions(patience(timeouts)));
  }

  private static RestClientOptions patience(Timeouts timeouts) {
    return new RestClientOptions(RequestOptions.DEFAULT.toBuilder()
        .setRequestConfig(RequestConfig.custom()
            .setConnectTimeout((int) timeouts.connect().toMillis())
            .setSocketTimeout((int) CHANGE_MAX.toMillis())
            .setConnectionRequestTimeout((int) CHANGE_MAX.toMillis()).build())
        .build(), false);
  }

  private static int hosts(ElasticsearchSettings settings) {
    return settings.urls().size();
  }

  private static List<Header> headers(Login login) {
    return switch (login) {
      case Login.Nobody _ -> List.of();
      case Login.Password(var user, var password) -> List.of(authorization("Basic "
          + Base64.getEncoder().encodeToString(
              (user + ":" + password).getBytes(StandardCharsets.UTF_8))));
      case Login.ApiKey(var key) -> List.of(authorization("ApiKey " + key));
    };
  }

  private static Header authorization(String value) {
    return new BasicHeader(HttpHeaders.AUTHORIZATION, value);
  }

  /// One request to the cluster.
  interface Request<T> {
    T send(ElasticsearchClient client) throws IOException;
  }

  /// What the cluster answers to a request; empty where what it asks for isn't there.
  ///
  /// @throws SearchUnavailable if it doesn't answer, or can't now
  <T> Optional<T> find(Request<T> request) {
    return find(client, request);
  }

  private static <T> Optional<T> find(ElasticsearchClient by, Request<T> request) {
    try {
      return Optional.of(request.send(by));
    } catch (ElasticsearchException refused) {
      if (refused.status() == 404) {
        return Optional.empty();
      }
      throw meaning(refused);
    } catch (IOException unreachable) {
      throw new SearchUnavailable("Elasticsearch cannot be reached", unreachable);
    }
  }

  /// What the cluster answers to a request about something that must be there.
  ///
  /// @throws IndexGone if it isn't
  /// @throws SearchUnavailable if the cluster doesn't answer, or can't now
  <T> T ask(Request<T> request) {
    return find(request).orElseThrow(IndexGone::new);
  }

  /// What the cluster answers to a change of an index, which may take longer than a search.
  ///
  /// @throws IndexGone if there is no such index
  /// @throws SearchUnavailable if the cluster doesn't answer, or can't now
  <T> T change(Request<T> request) {
    return find(patient, request).orElseThrow(IndexGone::new);
  }

  // The reason that the server gives may quote a query, so only its kind is told.
  private static RuntimeException meaning(ElasticsearchException refused) {
    var status = refused.status();
    if (status == 401 || status == 403) {
      return new SearchUnavailable("Elasticsearch refuses our user or key, or its rights");
    }
    var kind = refused.error().type();
    return LATER.contains(status)
        ? new SearchUnavailable("Elasticsearch can't now: %d %s".formatted(status, kind))
        : new IllegalStateException("Elasticsearch refuses: %d %s".formatted(status, kind));
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException failure) {
      throw new SearchUnavailable("the way to Elasticsearch did not close", failure);
    }
  }
}
