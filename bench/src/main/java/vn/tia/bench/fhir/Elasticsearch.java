package vn.tia.bench.fhir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipInputStream;
import vn.tia.bench.Peer;

/// One node of a real Elasticsearch without security on loopback: the programs that the build
/// fetches from Maven Central for the tests.
final class Elasticsearch implements AutoCloseable {
  private static final Path FETCHED = Path.of("fhir-server/target/elasticsearch");
  private static final String HEAP = "1g";

  /// It refuses to run as root; in a user namespace of its own it sees another user.
  private static final List<String> ANOTHER_USER =
      List.of("unshare", "--user", "--map-user=1000", "--map-group=1000");

  private final Peer process;

  private Elasticsearch(Peer process) {
    this.process = process;
  }

  /// Starts it with its files under that folder.
  static Elasticsearch start(Path folder) throws Exception {
    var programs = unpacked(Files.createDirectories(folder.resolve("programs")));
    var config = Files.createDirectories(folder.resolve("config"));
    Files.copy(programs.resolve("config/log4j2.properties"), config.resolve("log4j2.properties"));
    // Its own folder for temporary files: in the system's it would see its own programs, which it
    // forbids itself.
    var temporary = Files.createDirectories(folder.resolve("tmp"));
    Files.writeString(config.resolve("jvm.options"),
        "-Xms%1$s%n-Xmx%1$s%n-Djava.io.tmpdir=${ES_TMPDIR}%n".formatted(HEAP));
    int port = Peer.freePort();
    Files.writeString(config.resolve("elasticsearch.yml"), """
        cluster.name: tia-bench
        discovery.type: single-node
        network.host: 127.0.0.1
        http.port: %d
        transport.port: %d
        xpack.security.enabled: false
        action.auto_create_index: false
        cluster.routing.allocation.disk.threshold_enabled: false
        path.data: %s
        path.logs: %s
        """.formatted(port, Peer.freePort(), folder.resolve("data"), folder.resolve("logs")));
    var command = new ArrayList<String>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(ANOTHER_USER);
    }
    command.addAll(List.of("env", "ES_PATH_CONF=" + config, "ES_TMPDIR=" + temporary,
        "ES_JAVA_HOME=" + System.getProperty("java.home"),
        programs.resolve("bin/elasticsearch").toString()));
    return new Elasticsearch(Peer.start(port, folder.resolve("elasticsearch.log"), command));
  }

  private static Path unpacked(Path into) throws IOException {
    try (var files = Files.list(FETCHED)) {
      var zip = files.filter(file -> file.toString().endsWith(".zip"))
          .max(Comparator.naturalOrder())
          .orElseThrow(() -> new IOException("the build fetched no Elasticsearch"));
      unpack(zip, into);
    }
    try (var folders = Files.list(into)) {
      return folders.findFirst().orElseThrow();
    }
  }

  private static void unpack(Path zip, Path into) throws IOException {
    try (var entries = new ZipInputStream(Files.newInputStream(zip))) {
      for (var entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        var file = into.resolve(entry.getName()).normalize();
        if (!file.startsWith(into)) {
          throw new IOException("an entry of the archive lies outside of it");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(entries, file);
          if (file.getParent().endsWith("bin") && !file.toFile().setExecutable(true)) {
            throw new IOException("a program of Elasticsearch can't be made executable");
          }
        }
      }
    }
  }

  String url() {
    return "http://127.0.0.1:" + process.port();
  }

  @Override
  public void close() throws InterruptedException {
    process.close();
  }
}
