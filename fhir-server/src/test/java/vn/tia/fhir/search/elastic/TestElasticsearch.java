package vn.tia.fhir.search.elastic;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import vn.tia.fhir.search.elastic.ElasticsearchNode.Place;
import vn.tia.fhir.search.elastic.ElasticsearchNode.Security;

/// A real Elasticsearch for tests: a cluster of some nodes, gone when the JVM or its user is.
///
/// Who asks skips its test, with a sentence, where the machine can't run one.
public final class TestElasticsearch implements AutoCloseable {
  private static final AtomicInteger PREFIXES = new AtomicInteger();
  private static final int HEAP_SHARED = 512;
  /// The URL of one that runs already, for who runs a test again and again.
  private static final String RUNNING = "tia.test.elasticsearch";

  private final List<ElasticsearchNode> nodes;
  private final List<String> urls;
  private final Optional<Process> guard;

  private TestElasticsearch(
      List<ElasticsearchNode> nodes, List<String> urls, Optional<Process> guard) {
    this.nodes = nodes;
    this.urls = urls;
    this.guard = guard;
  }

  /// The one node that all test classes of this JVM share: to start it takes ten seconds and more.
  public static TestElasticsearch shared() {
    if (System.getProperty(RUNNING) == null) {
      skipWhereItCannotRun();
    }
    return Shared.CLUSTER;
  }

  private static final class Shared {
    static final TestElasticsearch CLUSTER = Optional.ofNullable(System.getProperty(RUNNING))
        .map(url -> new TestElasticsearch(List.of(), List.of(url), Optional.empty()))
        .orElseGet(() -> start(1, HEAP_SHARED, Security.NONE));
  }

  /// A cluster of its own.
  static TestElasticsearch cluster(int size, int heapMegabytes) {
    skipWhereItCannotRun();
    return start(size, heapMegabytes, Security.NONE);
  }

  /// One node that lets nobody in who is not known.
  static TestElasticsearch secured(Security security) {
    skipWhereItCannotRun();
    return start(1, HEAP_SHARED, security);
  }

  private static void skipWhereItCannotRun() {
    assumeTrue(ElasticsearchZip.file().isPresent(),
        "the archive of Elasticsearch is missing: mvn process-test-resources fetches it");
    ElasticsearchNode.missing().ifPresent(why -> assumeTrue(false, why));
  }

  /// A beginning of index names that no other test uses.
  public static String freshPrefix() {
    return "test-%d-%d".formatted(ProcessHandle.current().pid(), PREFIXES.incrementAndGet());
  }

  List<String> urls() {
    return urls;
  }

  /// How to reach it, with index names of one's own.
  public ElasticsearchSettings settings() {
    return settings(freshPrefix());
  }

  ElasticsearchSettings settings(String prefix) {
    return ElasticsearchSettings.at(urls()).withPrefix(prefix).with(1, 0);
  }

  ElasticsearchNode node(int number) {
    return nodes.get(number);
  }

  private static TestElasticsearch start(int size, int heapMegabytes, Security security) {
    try {
      var programs = ElasticsearchZip.unpacked(ElasticsearchZip.file().orElseThrow());
      var folder = Files.createTempDirectory("tia-test-elasticsearch-");
      var ports = freePorts(2 * size);
      var nodes = new ArrayList<ElasticsearchNode>();
      for (int i = 0; i < size; i++) {
        nodes.add(new ElasticsearchNode(programs,
            Files.createDirectories(folder.resolve("n" + i)),
            new Place("n" + i, ports.get(i), ports.get(size + i), ports.subList(size, 2 * size),
                heapMegabytes), security));
      }
      var guard = guard(folder);
      CompletableFuture.allOf(nodes.stream()
          .map(node -> CompletableFuture.runAsync(() -> start(node)))
          .toArray(CompletableFuture[]::new)).join();
      return new TestElasticsearch(List.copyOf(nodes),
          nodes.stream().map(ElasticsearchNode::url).toList(), Optional.of(guard));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void start(ElasticsearchNode node) {
    try {
      node.start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  // All are open at once, so that no two are the same.
  private static List<Integer> freePorts(int count) throws IOException {
    var sockets = new ArrayList<ServerSocket>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  // However this JVM ends, the pipe to the guard closes; it then ends the nodes and clears up.
  private static Process guard(Path folder) throws IOException {
    return new ProcessBuilder("sh", "-c", """
        trap '' INT TERM HUP
        cat > /dev/null
        for file in "$0"/*/pid; do kill -KILL "$(cat "$file")"; done
        sleep 1
        rm -rf "$0"
        """, folder.toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /// Ends the nodes and removes their files.
  @Override
  public void close() {
    guard.ifPresent(process -> {
      try {
        process.getOutputStream().close();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    });
  }
}
