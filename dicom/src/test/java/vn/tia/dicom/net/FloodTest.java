package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.net.pdu.PduEncoder;

/// Too much at once: it waits outside, and memory does not grow with it.
class FloodTest {

  /// Reads nothing before it is told to.
  private static final class Slow implements StoreService {
    final CountDownLatch mayRead = new CountDownLatch(1);

    @Override
    public boolean serves(String sopClassUid) {
      return sopClassUid.equals(RawPeer.CT);
    }

    @Override
    public Status store(StoreRequest request, InputStream dataset) throws IOException {
      try {
        mayRead.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return Status.SUCCESS;
    }
  }

  /// A data set that is made while it is sent.
  private static final class Zeros extends InputStream {
    final long length;
    final AtomicLong sent = new AtomicLong();

    Zeros(long length) {
      this.length = length;
    }

    @Override
    public int read() {
      return sent.get() < length && sent.incrementAndGet() > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) {
      int given = (int) Math.min(count, length - sent.get());
      sent.addAndGet(Math.max(0, given));
      return given > 0 || count == 0 ? given : -1;
    }
  }

  @Test
  void slowsASenderDownToItsReader() throws Exception {
    var slow = new Slow();
    var zeros = new Zeros(200 << 20);
    try (var server = TestServers.start(TestServers.settings(), slow);
        var association = Association.open(TestServers.client(server).propose(RawPeer.CT))) {
      var instance = new Instance(RawPeer.CT, "1.2.3", "1.2.840.10008.1.2.1");
      var stored = new CompletableFuture<Status>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  stored.complete(association.store(instance, zeros));
                } catch (IOException e) {
                  stored.completeExceptionally(e);
                }
              });
      long before = -1;
      while (zeros.sent.get() > before) {
        before = zeros.sent.get();
        Thread.sleep(300);
      }

      assertThat(zeros.sent.get()).as("what the network holds").isLessThan(32 << 20);
      slow.mayRead.countDown();
      assertThat(stored.get(30, TimeUnit.SECONDS)).isEqualTo(Status.SUCCESS);
      assertThat(zeros.sent.get()).isEqualTo(zeros.length);
    }
  }

  @Test
  void answersNoFasterThanItsPeerReads() throws Exception {
    Command echo =
        Command.request(Command.C_ECHO_RQ, 1, RawPeer.VERIFICATION, Command.Body.NONE);
    Bytes thousand =
        Bytes.hex(
            Bytes.wrap(PduEncoder.encode(RawOperation.message(echo, Bytes.EMPTY)))
                .toHex()
                .repeat(1_000));
    var sent = new AtomicLong();
    try (var server = TestServers.start(TestServers.impatient());
        var peer = RawPeer.associated(server)) {
      assertThatThrownBy(
              () -> {
                while (sent.get() < 256 << 20) {
                  peer.send(thousand);
                  sent.addAndGet(thousand.length());
                }
              })
          .as("closed when the answers are not taken for 700 ms")
          .isInstanceOf(IOException.class);

      assertThat(sent.get()).as("what the network holds").isLessThan(64 << 20);
      TestServers.isUnharmed(server);
    }
  }

  @Test
  void givesUpSendingToAPeerThatStopsReading() throws Exception {
    try (var listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  RawPeer peer = RawPeer.of(listening.accept());
                  peer.receivePdu();
                  peer.send(StateTable.accept());
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      var settings =
          ClientSettings.toLoopback(listening.getLocalPort(), "CLIENT", "RAW")
              .propose(RawPeer.VERIFICATION, List.of(RawPeer.IMPLICIT))
              .withTimeouts(NetworkTimeouts.DEFAULT.withPdu(Duration.ofMillis(700)));
      var zeros = new Zeros(1L << 40);
      try (var association = Association.open(settings)) {
        var instance = new Instance(RawPeer.VERIFICATION, "1.2.3", RawPeer.IMPLICIT);

        assertThatThrownBy(() -> association.store(instance, zeros))
            .isInstanceOf(IOException.class);
      }
      assertThat(zeros.sent.get()).as("what the network holds").isLessThan(64 << 20);
    }
  }

  @Test
  void letsConnectionsWaitOutsideUntilOthersEnd() throws Exception {
    NetworkLimits few = new NetworkLimits(3, 3, 5, 16_384, 65_536, 65_536, 65_536, 1);
    try (var server = TestServers.start(TestServers.impatient().withLimits(few))) {
      List<RawPeer> silent = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        silent.add(RawPeer.to(server));
      }

      for (RawPeer peer : silent) {
        assertThat(peer.isClosedByServer()).isTrue();
        peer.close();
      }
      TestServers.isUnharmed(server);
    }
  }

  @Test
  void endsAWriteThatThePeerNeverTakes() throws Exception {
    FindService endless =
        new FindService() {
          @Override
          public boolean serves(String sopClassUid) {
            return sopClassUid.equals(RawPeer.CT);
          }

          @Override
          public Status find(FindRequest request, FindResponses out) {
            while (out.pending(request.identifier())) {
              // Until nobody listens.
            }
            return Status.SUCCESS;
          }
        };
    try (var server = TestServers.start(TestServers.impatient(), endless)) {
      Command request = Command.request(Command.C_FIND_RQ, 1, RawPeer.CT, Command.Body.DATASET);
      try (RawPeer peer = RawPeer.to(server)) {
        peer.send(RawOperation.request(RawPeer.CT));
        peer.receive();
        Dataset keys = Dataset.builder().put(Tags.PATIENT_COMMENTS, "x".repeat(9_000)).build();
        Bytes identifier = Identifiers.write(keys, "1.2.840.10008.1.2.1");
        peer.send(RawOperation.message(request, identifier));
        TestServers.eventually(() -> server.associations() == 1);

        TestServers.isUnharmed(server);
      }
    }
  }
}
