package vn.tia.records.database;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import vn.tia.records.testkit.TestDatabase;

/// A Tia in a JVM of its own that commits rows without end, and prints the number of each one
/// once its commit has returned.
final class CommittingTia {
  private static final int WRITERS = 4;

  private CommittingTia() {}

  /// Starts such a JVM on a data directory.
  static Process launch(Path directory) throws IOException {
    var classes = System.getProperty(
        "surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx200m", "-XX:TieredStopAtLevel=1",
        "-Dtia.root=" + System.getProperty("tia.root", System.getProperty("java.io.tmpdir")),
        "-cp", classes, CommittingTia.class.getName(), directory.toString()))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /// Where the data directory is taken, it says why and ends with 1.
  public static void main(String[] arguments) throws InterruptedException {
    try {
      var server = PostgresServer.start(Path.of(arguments[0]), TestDatabase.programs());
      var database = Database.connect(DatabaseSettings.external(server.database("tia")));
      database.jdbc().sql("CREATE TABLE committed (id integer PRIMARY KEY)").update();
      var number = new AtomicInteger();
      for (var writer = 0; writer < WRITERS; writer++) {
        Thread.ofPlatform().start(() -> commit(database, number));
      }
      Thread.sleep(Long.MAX_VALUE);
    } catch (IOException error) {
      System.out.println(error.getMessage());
      System.exit(1);
    }
  }

  private static void commit(Database database, AtomicInteger number) {
    while (true) {
      var id = number.incrementAndGet();
      database.inTransaction(() -> {
        database.jdbc().sql("INSERT INTO committed VALUES (?)").param(id).update();
      });
      System.out.println(id);
    }
  }
}
