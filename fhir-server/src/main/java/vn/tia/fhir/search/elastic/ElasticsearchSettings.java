package vn.tia.fhir.search.elastic;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Where the Elasticsearch cluster is, and how it is used. Checked when made.
///
/// @param urls of its nodes; those that don't answer are passed over
/// @param tls whom to trust, and our own certificate where the cluster wants one; empty: the JDK's
public record ElasticsearchSettings(List<URI> urls, Login login, Optional<SSLContext> tls,
    Indices indices, Timeouts timeouts) {

  public ElasticsearchSettings {
    urls = List.copyOf(urls);
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("Elasticsearch needs the URL of at least one node");
    }
    urls.forEach(ElasticsearchSettings::check);
  }

  private static void check(URI url) {
    var scheme = String.valueOf(url.getScheme());
    if (!scheme.equals("http") && !scheme.equals("https") || url.getHost() == null) {
      throw new IllegalArgumentException(
          "an Elasticsearch URL is http://host:port or https://host:port");
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "an Elasticsearch URL holds no user: it has settings of its own");
    }
  }

  /// Whether what is sent can be read on the way to another machine.
  public boolean isPlainToOthers() {
    return urls.stream().anyMatch(url ->
        url.getScheme().equals("http") && !isLoopback(url.getHost()));
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }

  /// How we show who we are.
  public sealed interface Login {
    /// Not at all: a cluster without security.
    record Nobody() implements Login {}

    /// By user and password.
    record Password(String user, String password) implements Login {
      @Override
      public String toString() {
        return "Password[]";
      }
    }

    /// By an API key, as Elasticsearch gives it out encoded.
    record ApiKey(String key) implements Login {
      @Override
      public String toString() {
        return "ApiKey[]";
      }
    }
  }

  /// How our indices are made.
  ///
  /// @param prefix of the names of all indices and aliases of this Tia; another Tia on the same
  ///     cluster needs another one
  /// @param shards of each index: one holds some tens of millions of resources
  /// @param replicas of each shard: with one, a node may be lost without a pause
  public record Indices(String prefix, int shards, int replicas) {
    public static final Indices DEFAULT = new Indices("tia", 1, 1);
    private static final int SHARDS_MAX = 64;
    private static final int REPLICAS_MAX = 8;

    public Indices {
      if (!prefix.matches("[a-z0-9][a-z0-9_-]{0,99}")) {
        throw new IllegalArgumentException("a prefix of Elasticsearch indices is 1 to 100 small "
            + "letters, digits, - or _, a letter or digit first");
      }
      if (shards < 1 || shards > SHARDS_MAX) {
        throw new IllegalArgumentException(
            "an index has 1 to %d shards, not %d".formatted(SHARDS_MAX, shards));
      }
      if (replicas < 0 || replicas > REPLICAS_MAX) {
        throw new IllegalArgumentException(
            "a shard has 0 to %d replicas, not %d".formatted(REPLICAS_MAX, replicas));
      }
    }
  }

  /// How long we wait for the cluster.
  ///
  /// @param connect to one node, before the next one is tried
  /// @param answer to one request
  public record Timeouts(Duration connect, Duration answer) {
    public static final Timeouts DEFAULT =
        new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(10));

    public Timeouts {
      if (!connect.isPositive() || !answer.isPositive()) {
        throw new IllegalArgumentException("a timeout must be longer than nothing");
      }
    }
  }

  /// A cluster without security at these addresses, with the defaults for all else.
  public static ElasticsearchSettings at(List<String> urls) {
    return new ElasticsearchSettings(urls.stream().map(URI::create).toList(),
        new Login.Nobody(), Optional.empty(), Indices.DEFAULT, Timeouts.DEFAULT);
  }

  /// The same with another prefix.
  public ElasticsearchSettings withPrefix(String prefix) {
    return new ElasticsearchSettings(urls, login, tls,
        new Indices(prefix, indices.shards(), indices.replicas()), timeouts);
  }

  /// The same with so many shards and replicas.
  public ElasticsearchSettings with(int shards, int replicas) {
    return new ElasticsearchSettings(urls, login, tls,
        new Indices(indices.prefix(), shards, replicas), timeouts);
  }
}
