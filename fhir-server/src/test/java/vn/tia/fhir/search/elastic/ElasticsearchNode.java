package vn.tia.fhir.search.elastic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// One process of a real Elasticsearch on loopback, with its files under one folder.
final class ElasticsearchNode {
  static final int START_SECONDS_MAX = 180;

  /// What a node must know of the others before it can start.
  ///
  /// @param transports the transport ports of all nodes of the cluster, this one's too
  record Place(String name, int http, int transport, List<Integer> transports, int heapMegabytes) {}

  /// How a node is secured.
  ///
  /// @param settings lines of its settings
  /// @param files of its configuration by name
  record Security(String scheme, List<String> settings, Map<String, String> files) {
    static final Security NONE =
        new Security("http", List.of("xpack.security.enabled: false"), Map.of());
  }

  private final Path programs;
  private final Path folder;
  private final Place place;
  private final Security security;

  ElasticsearchNode(Path programs, Path folder, Place place, Security security)
      throws IOException {
    this.programs = programs;
    this.folder = folder;
    this.place = place;
    this.security = security;
    configure();
  }

  String url() {
    return security.scheme() + "://127.0.0.1:" + place.http();
  }

  private void configure() throws IOException {
    var config = Files.createDirectories(folder.resolve("config"));
    Files.createDirectories(folder.resolve("tmp"));
    Files.copy(programs.resolve("config/log4j2.properties"), config.resolve("log4j2.properties"));
    // A test needs neither G1 nor the second compiler: both cost more than they bring here.
    Files.writeString(config.resolve("jvm.options"), """
        -XX:+UseSerialGC
        -XX:TieredStopAtLevel=1
        -XX:-AlwaysPreTouch
        -XX:+ExitOnOutOfMemoryError
        -Djava.io.tmpdir=${ES_TMPDIR}
        -Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1
        -Xms%1$dm
        -Xmx%1$dm
        """.formatted(place.heapMegabytes()));
    Files.writeString(config.resolve("elasticsearch.yml"), """
        cluster.name: tia-test
        node.name: %s
        network.host: 127.0.0.1
        http.port: %d
        transport.port: %d
        action.auto_create_index: false
        cluster.routing.allocation.disk.threshold_enabled: false
        path.data: %s
        path.logs: %s
        %s
        """.formatted(place.name(), place.http(), place.transport(), folder.resolve("data"),
            folder.resolve("logs"), String.join("\n", security.settings()) + "\n" + discovery()));
    for (var file : security.files().entrySet()) {
      Files.writeString(config.resolve(file.getKey()), file.getValue());
    }
  }

  private String discovery() {
    if (place.transports().size() == 1) {
      return "discovery.type: single-node";
    }
    var seeds = place.transports().stream().map(port -> "\"127.0.0.1:" + port + "\"").toList();
    var names = new ArrayList<String>();
    for (int i = 0; i < seeds.size(); i++) {
      names.add("n" + i);
    }
    return """
        discovery.seed_hosts: [%s]
        cluster.initial_master_nodes: [%s]
        cluster.fault_detection.follower_check.timeout: 3s
        cluster.fault_detection.follower_check.retry_count: 1
        cluster.fault_detection.leader_check.timeout: 3s
        cluster.fault_detection.leader_check.retry_count: 1
        """.formatted(String.join(", ", seeds), String.join(", ", names));
  }

  /// Starts the process and answers when it takes requests.
  void start() throws IOException {
    Files.deleteIfExists(folder.resolve("pid"));
    var words = new ArrayList<String>();
    if (isRoot()) {
      words.addAll(ANOTHER_USER);
    }
    words.addAll(List.of(programs.resolve("bin/elasticsearch").toString(),
        "-d", "-p", folder.resolve("pid").toString()));
    var output = folder.resolve("start.log");
    var builder = new ProcessBuilder(words)
        .redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("ES_PATH_CONF", folder.resolve("config").toString());
    builder.environment().put("ES_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("ES_TMPDIR", folder.resolve("tmp").toString());
    builder.environment().put("CLI_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    if (run(builder.start()) != 0) {
      throw new IOException("Elasticsearch did not start: " + reason(output));
    }
  }

  /// Elasticsearch refuses to run as root; in a user namespace of its own it sees another user,
  /// who owns the same files.
  private static final List<String> ANOTHER_USER =
      List.of("unshare", "--user", "--map-user=1000", "--map-group=1000");

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /// What is missing here to run a node, as a sentence; empty where nothing is.
  static Optional<String> missing() {
    if (!isRoot()) {
      return Optional.empty();
    }
    var words = new ArrayList<>(ANOTHER_USER);
    words.add("true");
    try {
      return run(new ProcessBuilder(words).start()) == 0
          ? Optional.empty()
          : Optional.of("unshare can't make a user namespace, and Elasticsearch refuses root");
    } catch (IOException _) {
      return Optional.of("there is no unshare, and Elasticsearch refuses to run as root");
    }
  }

  private static int run(Process process) throws IOException {
    try {
      process.getOutputStream().close();
      if (process.waitFor(START_SECONDS_MAX, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new IOException("a program did not end within %d s".formatted(START_SECONDS_MAX));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while Elasticsearch started", interrupted);
    }
  }

  private static String reason(Path output) throws IOException {
    var lines = Files.readAllLines(output);
    return lines.stream().filter(line -> line.contains("fatal exception")).findFirst()
        .or(() -> lines.stream().filter(line -> !line.isBlank()).findFirst())
        .orElse("it said nothing");
  }

  /// Ends the process as a power cut does, and waits until it is gone.
  void kill() throws IOException {
    var pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    ProcessHandle.of(pid).ifPresent(process -> {
      process.destroyForcibly();
      process.onExit().join();
    });
  }

  /// Where the number of the process is written while it runs.
  Path pidFile() {
    return folder.resolve("pid");
  }
}
