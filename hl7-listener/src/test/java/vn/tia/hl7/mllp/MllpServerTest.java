package vn.tia.hl7.mllp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MllpServerTest {

  private static final MllpHandler ECHO =
      (message, _) -> Optional.of(("echo " + new String(message, UTF_8)).getBytes(UTF_8));
  private static final MllpServerSettings SETTINGS = MllpServerSettings.onLoopback(0);

  private static MllpClient client(MllpServer server) throws IOException {
    return MllpClient.connect(MllpClientSettings.to("localhost", server.port()));
  }

  private static Socket raw(MllpServer server) throws IOException {
    var socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.setSoTimeout(10_000);
    return socket;
  }

  @Test
  void answersManyMessagesOnManyConnections() throws Exception {
    try (var server = MllpServer.start(SETTINGS, ECHO);
        var peers = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<java.util.concurrent.Future<List<String>>>();
      for (int peer = 0; peer < 20; peer++) {
        results.add(peers.submit(() -> {
          var answers = new ArrayList<String>();
          try (var client = client(server)) {
            for (int i = 0; i < 50; i++) {
              answers.add(new String(client.exchange(("n" + i).getBytes(UTF_8)), UTF_8));
            }
          }
          return answers;
        }));
      }
      for (var result : results) {
        assertThat(result.get()).hasSize(50).startsWith("echo n0").endsWith("echo n49");
      }
    }
  }

  @Test
  void listensOnLoopbackOnly() throws IOException {
    assertThat(SETTINGS.address().getAddress().isLoopbackAddress()).isTrue();
  }

  @Test
  void closesWithoutAnswerAfterGarbageEvenIfAGoodBlockFollows() throws IOException {
    var calls = new AtomicInteger();
    MllpHandler counting = (message, remote) -> {
      calls.incrementAndGet();
      return ECHO.answer(message, remote);
    };
    try (var server = MllpServer.start(SETTINGS, counting); var peer = raw(server)) {
      peer.getOutputStream().write("GET / HTTP/1.1\r\n\r\n\u000BMSH\u001C\r".getBytes(UTF_8));

      assertThat(readUntilClosed(peer)).isEmpty();
      assertThat(calls).hasValue(0);
    }
  }

  @Test
  void closesAtTheLengthLimitWithoutAnswer() throws IOException {
    try (var server = MllpServer.start(SETTINGS, ECHO); var peer = raw(server)) {
      byte[] chunk = "A".repeat(64 * 1024).getBytes(UTF_8);
      peer.getOutputStream().write(0x0B);
      int sent = 0;
      try {
        for (; sent < 64 << 20; sent += chunk.length) {
          peer.getOutputStream().write(chunk);
        }
      } catch (IOException _) {
        // The server closed: what is tested.
      }
      assertThat(sent).isLessThan(16 << 20);
      assertStillServes(server);
    }
  }

  @Test
  void closesAPeerThatSendsOneByteAtATime() throws Exception {
    var limits = MllpLimits.DEFAULT.withMessageTime(Duration.ofMillis(700));
    try (var server = MllpServer.start(SETTINGS.with(limits), ECHO); var peer = raw(server)) {
      long start = System.nanoTime();
      peer.getOutputStream().write(0x0B);
      assertThatThrownBy(() -> {
        while (true) {
          peer.getOutputStream().write('A');
          Thread.sleep(50);
        }
      }).isInstanceOf(IOException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(600), Duration.ofSeconds(5));
      assertStillServes(server);
    }
  }

  @Test
  void closesASilentPeer() throws IOException {
    var limits = MllpLimits.DEFAULT.withIdleTime(Duration.ofMillis(300));
    try (var server = MllpServer.start(SETTINGS.with(limits), ECHO); var peer = raw(server)) {
      assertThat(readUntilClosed(peer)).isEmpty();
    }
  }

  @Test
  void closesAPeerThatNeverReadsItsAnswers() throws IOException {
    var limits = MllpLimits.DEFAULT.withMessageTime(Duration.ofMillis(500));
    MllpHandler big = (_, _) -> Optional.of(new byte[32 << 20]);
    try (var server = MllpServer.start(SETTINGS.with(limits), big); var peer = raw(server)) {
      new MllpWriter(peer.getOutputStream()).write("MSH".getBytes(UTF_8));
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (server.connections() > 0 && System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void lastPeerWaitsUntilASlotIsFree() throws Exception {
    try (var server = MllpServer.start(SETTINGS.withConnectionsMax(1), ECHO)) {
      var first = client(server);
      assertThat(first.exchange("a".getBytes(UTF_8))).isNotEmpty();
      try (var second = raw(server)) {
        new MllpWriter(second.getOutputStream()).write("b".getBytes(UTF_8));
        second.setSoTimeout(300);
        assertThatThrownBy(() -> second.getInputStream().read())
            .isInstanceOf(java.net.SocketTimeoutException.class);
        first.close();
        second.setSoTimeout(10_000);
        var answer = new MllpReader(second.getInputStream(), MllpLimits.DEFAULT).read();
        assertThat(answer).hasValue("echo b".getBytes(UTF_8));
      }
    }
  }

  @Test
  void answersTheMessageInWorkBeforeItCloses() throws Exception {
    var arrived = new CountDownLatch(1);
    MllpHandler slow = (_, _) -> {
      arrived.countDown();
      sleep(400);
      return Optional.of("done".getBytes(UTF_8));
    };
    var server = MllpServer.start(SETTINGS, slow);
    try (var client = client(server); var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var answer = pool.submit(() -> client.exchange("work".getBytes(UTF_8)));
      arrived.await();
      server.close();
      assertThat(answer.get()).isEqualTo("done".getBytes(UTF_8));
    }
  }

  @Test
  void survivesAHandlerThatThrows() throws IOException {
    var calls = new AtomicInteger();
    MllpHandler brittle = (message, remote) -> {
      if (calls.incrementAndGet() == 1) {
        throw new IllegalStateException("broken");
      }
      return ECHO.answer(message, remote);
    };
    try (var server = MllpServer.start(SETTINGS, brittle)) {
      try (var peer = client(server)) {
        assertThatThrownBy(() -> peer.exchange("a".getBytes(UTF_8)))
            .isInstanceOf(IOException.class);
      }
      assertStillServes(server);
    }
  }

  @Test
  void clientGivesUpOnAReceiverThatNeverAnswers() throws IOException {
    MllpHandler never = (_, _) -> {
      sleep(2_000);
      return Optional.empty();
    };
    try (var server = MllpServer.start(SETTINGS, never);
        var client = MllpClient.connect(MllpClientSettings.to("localhost", server.port())
            .withAnswerTime(Duration.ofMillis(300)))) {
      assertThatThrownBy(() -> client.exchange("a".getBytes(UTF_8)))
          .hasMessage("no answer within 300 ms");
    }
  }

  private static void assertStillServes(MllpServer server) throws IOException {
    try (var client = client(server)) {
      assertThat(client.exchange("ok".getBytes(UTF_8))).isEqualTo("echo ok".getBytes(UTF_8));
    }
  }

  private static byte[] readUntilClosed(Socket peer) {
    try {
      return peer.getInputStream().readAllBytes();
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the server did not close the connection", e);
    } catch (IOException _) {
      // A reset: unread bytes were in flight when the server closed.
      return new byte[0];
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
