package vn.tia.bridge.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.objects.ObjectId;
import vn.tia.bridge.objects.ObjectStore;
import vn.tia.bridge.objects.ObjectStoreContract;
import vn.tia.bridge.objects.ObjectStoreException;
import vn.tia.bridge.s3.S3ObjectStoreSettings.Addressing;
import vn.tia.bridge.s3.S3ObjectStoreSettings.Bucket;
import vn.tia.bridge.s3.S3ObjectStoreSettings.Limits;
import vn.tia.bridge.s3.S3ObjectStoreSettings.Login;
import vn.tia.bridge.s3.S3ObjectStoreSettings.Patience;
import vn.tia.bridge.testkit.S3Server;

class S3ObjectStoreTest extends ObjectStoreContract {

  private static final int PART = 5 << 20;

  @TempDir
  private static Path serverFolder;
  private static S3Server server;

  @TempDir
  private Path spool;
  private String prefix = "";

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start(serverFolder);
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  /// Each test has a prefix of its own: they share a bucket as archives may.
  @BeforeEach
  void choosePrefix() {
    prefix = UUID.randomUUID() + "/";
  }

  @Override
  protected ObjectStore store() throws IOException {
    return store(server.endpoint().toString(), "tia", BYTES_MAX);
  }

  private ObjectStore store(String endpoint, String bucket, long bytesMax) throws IOException {
    return new S3ObjectStore(new S3ObjectStoreSettings(
        new Bucket(Optional.of(java.net.URI.create(endpoint)), "us-east-1", bucket, prefix,
            Addressing.PATH),
        new Login.Key("key", "secret"), spool, new Limits(bytesMax, 0, PART),
        new Patience(Duration.ofSeconds(2), Duration.ofSeconds(20), Duration.ofSeconds(40))),
        InstantSource.system());
  }

  @Test
  void sendsLongObjectsInPartsAndReadsThemFromAnyPlace() throws Exception {
    try (var store = store(server.endpoint().toString(), "tia", 1 << 30)) {
      var bytes = bytes(2 * PART + 12_345);
      var stored = put(store, bytes);
      assertThat(stored.size()).isEqualTo(bytes.length);
      assertThat(read(store, stored.id(), 0)).isEqualTo(bytes);
      try (var channel = store.open(stored.id())) {
        assertThat(channel.size()).isEqualTo(bytes.length);
        for (int place : new int[] {PART - 3, 0, bytes.length - 10, 70_000, 64 * 1024 - 2}) {
          var some = ByteBuffer.allocate(10);
          channel.position(place);
          while (some.hasRemaining()) {
            assertThat(channel.read(some)).isPositive();
          }
          assertThat(some.array()).isEqualTo(Arrays.copyOfRange(bytes, place, place + 10));
        }
        assertThat(channel.position(bytes.length).read(ByteBuffer.allocate(1))).isEqualTo(-1);
      }
    }
  }

  @Test
  void cutsPartsExactlyAtTheirLimit() throws Exception {
    try (var store = store(server.endpoint().toString(), "tia", 1 << 30)) {
      var bytes = bytes(2 * PART);
      assertThat(read(store, put(store, bytes).id(), PART - 1))
          .isEqualTo(Arrays.copyOfRange(bytes, PART - 1, bytes.length));
    }
  }

  @Test
  void leavesNothingInTheSpool() throws Exception {
    try (var store = store()) {
      put(store, bytes(10));
      try (var upload = store.begin()) {
        upload.write(bytes(10), 0, 10);
      }
      try (var files = Files.list(spool)) {
        assertThat(files).isEmpty();
      }
    }
  }

  @Test
  void seesOnlyItsOwnPartOfASharedBucket() throws Exception {
    try (var mine = store()) {
      put(mine, bytes(10));
      choosePrefix();
      try (var other = store()) {
        assertThat(all(other)).isEmpty();
      }
    }
  }

  @Test
  void saysThatThereIsNoSuchBucket() {
    assertThatThrownBy(() -> store(server.endpoint().toString(), "nobodys", BYTES_MAX))
        .isInstanceOf(IOException.class)
        .hasMessage("the bucket nobodys can't be used: the S3 server answered 404 NoSuchBucket");
  }

  @Test
  void waitsForAServerThatIsAway() throws Exception {
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    try (var store = store("http://127.0.0.1:" + free, "tia", BYTES_MAX)) {
      var id = ObjectId.create(Instant.now());
      assertThatThrownBy(() -> put(store, bytes(10)))
          .isInstanceOf(ObjectStoreException.Unavailable.class)
          .hasMessage("the S3 server can't be reached");
      assertThatThrownBy(() -> store.open(id))
          .isInstanceOf(ObjectStoreException.Unavailable.class);
      assertThatThrownBy(() -> store.delete(id))
          .isInstanceOf(ObjectStoreException.Unavailable.class);
      assertThatThrownBy(() -> all(store))
          .isInstanceOf(ObjectStoreException.Unavailable.class);
    }
  }

  /// One byte of the object is another when it comes to the server.
  @Test
  void acknowledgesNothingThatWasDamagedOnTheWay() throws Exception {
    try (var line = new BadLine(server.endpoint().getPort());
        var store = store("http://127.0.0.1:" + line.port(), "tia", BYTES_MAX)) {
      assertThatThrownBy(() -> put(store, "the very object".getBytes(StandardCharsets.US_ASCII)))
          .isInstanceOf(ObjectStoreException.Unavailable.class)
          .hasMessageMatching("the S3 server answered 4\\d\\d .*");
    }
    try (var store = store()) {
      assertThat(all(store)).isEmpty();
    }
  }

  /// Passes bytes on to a port, and makes `very` `vary`.
  private static final class BadLine implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    BadLine(int to) throws IOException {
      Thread.ofVirtual().start(() -> {
        while (!door.isClosed()) {
          try {
            var in = door.accept();
            var out = new Socket(InetAddress.getLoopbackAddress(), to);
            Thread.ofVirtual().start(() -> pass(in, out, true));
            Thread.ofVirtual().start(() -> pass(out, in, false));
          } catch (IOException _) {
            // Closed.
          }
        }
      });
    }

    int port() {
      return door.getLocalPort();
    }

    private static void pass(Socket from, Socket to, boolean damages) {
      try (from; to; InputStream in = from.getInputStream(); OutputStream out =
          to.getOutputStream()) {
        var buffer = new byte[65_536];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          var text = new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
          out.write((damages ? text.replace("the very object", "the vary object") : text)
              .getBytes(StandardCharsets.ISO_8859_1));
          out.flush();
        }
      } catch (IOException _) {
        // One side hung up.
      }
    }

    @Override
    public void close() throws IOException {
      door.close();
    }
  }
}
