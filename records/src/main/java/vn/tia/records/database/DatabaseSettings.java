package vn.tia.records.database;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where the records are kept.
///
/// @param directory where the embedded server keeps its files; unused with an external server
/// @param external the server to use instead of the embedded one
/// @param connectionsMax how many connections the pool holds; 16 by default: two per core of a
///     small server, and the embedded server allows 100
/// @param connectionTimeout how long a caller waits for a connection before it is told that the
///     records are unavailable; 5 s by default: a modality waits 30 s, so it still gets an answer
public record DatabaseSettings(
    Path directory,
    Optional<ExternalServer> external,
    int connectionsMax,
    Duration connectionTimeout) {
  public static final int CONNECTIONS_MAX = 16;
  public static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(5);

  public DatabaseSettings {
    if (connectionsMax < 2) {
      throw new IllegalArgumentException(
          "the database's pool needs 2 connections at least, got " + connectionsMax);
    }
    // HikariCP refuses less than 250 ms.
    if (connectionTimeout.compareTo(Duration.ofMillis(250)) < 0) {
      throw new IllegalArgumentException(
          "the database's connection timeout needs 250 ms at least, got "
              + connectionTimeout.toMillis() + " ms");
    }
  }

  /// A PostgreSQL that somebody else runs: 15 or newer, UTF-8, `synchronous_commit` not off.
  public record ExternalServer(String url, String user, String password) {
    public ExternalServer {
      if (!url.startsWith("jdbc:postgresql:")) {
        throw new IllegalArgumentException(
            "tia.database.url starts with jdbc:postgresql:, this one doesn't");
      }
    }

    /// Without the password, and without the URL, which may carry one.
    @Override
    public String toString() {
      return "ExternalServer[user=" + user + "]";
    }
  }

  /// The embedded server with its files under a directory, all else by default.
  public static DatabaseSettings embedded(Path directory) {
    return new DatabaseSettings(
        directory, Optional.empty(), CONNECTIONS_MAX, CONNECTION_TIMEOUT);
  }

  /// An external server, all else by default.
  public static DatabaseSettings external(ExternalServer server) {
    return new DatabaseSettings(
        Path.of("."), Optional.of(server), CONNECTIONS_MAX, CONNECTION_TIMEOUT);
  }

  public DatabaseSettings withConnectionsMax(int connections) {
    return new DatabaseSettings(directory, external, connections, connectionTimeout);
  }

  public DatabaseSettings withConnectionTimeout(Duration timeout) {
    return new DatabaseSettings(directory, external, connectionsMax, timeout);
  }
}
