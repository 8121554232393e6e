package vn.tia.fhir.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.springframework.boot.context.properties.bind.DefaultValue;
import vn.tia.fhir.search.SearchEngine;
import vn.tia.fhir.search.elastic.ElasticsearchSearchIndex;
import vn.tia.fhir.search.elastic.ElasticsearchSettings;
import vn.tia.fhir.search.elastic.ElasticsearchSettings.Indices;
import vn.tia.fhir.search.elastic.ElasticsearchSettings.Login;
import vn.tia.fhir.search.elastic.ElasticsearchSettings.Timeouts;
import vn.tia.fhir.search.lucene.LuceneSearchIndex;

/// Which engine answers FHIR searches, and where its cluster is.
public record SearchChoice(
    @DefaultValue("LUCENE") Engine engine, @DefaultValue Elasticsearch elasticsearch) {

  public SearchChoice {
    if (engine == Engine.ELASTICSEARCH) {
      elasticsearch.settings(Optional.empty());
    }
  }

  /// Lucene inside the process, or a cluster that several processes share.
  public enum Engine { LUCENE, ELASTICSEARCH }

  /// Where an Elasticsearch may be reached without TLS.
  public enum Plain { LOOPBACK, ANYWHERE }

  /// The cluster, asked only where it is the engine.
  ///
  /// @param tlsBundle the name under `spring.ssl.bundle` of the CA trusted, and of our certificate;
  ///     blank: the JDK's
  public record Elasticsearch(
      @DefaultValue("http://127.0.0.1:9200") List<String> urls,
      @DefaultValue("") String user,
      @DefaultValue("") String password,
      @DefaultValue("") String apiKey,
      @DefaultValue("") String tlsBundle,
      @DefaultValue("LOOPBACK") Plain plain,
      @DefaultValue("tia") String prefix,
      @DefaultValue("1") int shards,
      @DefaultValue("1") int replicas,
      @DefaultValue("1s") Duration connectTimeout,
      @DefaultValue("10s") Duration answerTimeout) {

    ElasticsearchSettings settings(Optional<SSLContext> tls) {
      var settings = new ElasticsearchSettings(
          urls.stream().map(Elasticsearch::url).toList(), login(), tls,
          new Indices(prefix, shards, replicas), new Timeouts(connectTimeout, answerTimeout));
      if (plain == Plain.LOOPBACK && settings.isPlainToOthers()) {
        throw new IllegalArgumentException("tia.search.elasticsearch.urls leads to another machine "
            + "without TLS: use https, or say plain: ANYWHERE");
      }
      return settings;
    }

    private static URI url(String text) {
      try {
        return URI.create(text);
      } catch (IllegalArgumentException bad) {
        throw new IllegalArgumentException(
            "tia.search.elasticsearch.urls has an entry that is no URL", bad);
      }
    }

    private Login login() {
      if (!apiKey.isBlank() && !user.isBlank()) {
        throw new IllegalArgumentException(
            "tia.search.elasticsearch has a user and an api-key: one of them is enough");
      }
      if (user.isBlank() != password.isBlank()) {
        throw new IllegalArgumentException(
            "tia.search.elasticsearch needs both user and password, or neither");
      }
      if (!apiKey.isBlank()) {
        return new Login.ApiKey(apiKey);
      }
      return user.isBlank() ? new Login.Nobody() : new Login.Password(user, password);
    }

    /// Without what lets somebody in.
    @Override
    public String toString() {
      return "Elasticsearch[" + prefix + "]";
    }
  }

  /// The engine chosen.
  ///
  /// @param directory of the index of Lucene
  /// @param tls the certificates of a bundle by its name
  SearchEngine engine(Path directory, Function<String, SSLContext> tls) {
    return switch (engine) {
      case LUCENE -> parameters -> LuceneSearchIndex.open(directory, parameters);
      case ELASTICSEARCH -> parameters -> ElasticsearchSearchIndex.open(
          elasticsearch.settings(Optional.of(elasticsearch.tlsBundle())
              .filter(name -> !name.isBlank()).map(tls)), parameters);
    };
  }
}
