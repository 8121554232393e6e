package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.net.pdu.Abort;

/// A server stops between operations, and within its time.
class ServerCloseTest {

  /// Stores when it is told to.
  private static final class Waiting implements StoreService {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch mayEnd = new CountDownLatch(1);

    @Override
    public boolean serves(String sopClassUid) {
      return sopClassUid.equals(RawPeer.CT);
    }

    @Override
    public Status store(StoreRequest request, InputStream dataset) throws IOException {
      dataset.readAllBytes();
      begun.countDown();
      try {
        mayEnd.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return Status.SUCCESS;
    }
  }

  private static CompletableFuture<Status> storing(AssociationServer server) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (var association = Association.open(TestServers.client(server).propose(RawPeer.CT))) {
            return association.store(
                new Instance(RawPeer.CT, "1.2.3", "1.2.840.10008.1.2.1"),
                new ByteArrayInputStream(new byte[1_000]));
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  private static CompletableFuture<Void> closing(AssociationServer server) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            server.close();
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  @Test
  void letsARunningStoreEndFirst() throws Exception {
    var waiting = new Waiting();
    var server = TestServers.start(TestServers.settings(), waiting);
    CompletableFuture<Status> stored = storing(server);
    waiting.begun.await();

    CompletableFuture<Void> closed = closing(server);
    Thread.sleep(200);
    assertThat(closed).isNotDone();
    waiting.mayEnd.countDown();

    assertThat(stored.get(5, TimeUnit.SECONDS)).isEqualTo(Status.SUCCESS);
    closed.get(5, TimeUnit.SECONDS);
  }

  @Test
  void leavesAStoreThatTakesTooLong() throws Exception {
    var waiting = new Waiting();
    var timeouts = NetworkTimeouts.DEFAULT.withClose(Duration.ofMillis(300));
    var server = TestServers.start(TestServers.settings().withTimeouts(timeouts), waiting);
    CompletableFuture<Status> stored = storing(server);
    waiting.begun.await();

    server.close();

    assertThatThrownBy(() -> stored.get(5, TimeUnit.SECONDS))
        .rootCause()
        .isInstanceOf(AbortedException.class);
    waiting.mayEnd.countDown();
  }

  @Test
  void abortsAssociationsThatRest() throws Exception {
    var server = TestServers.start(TestServers.settings());
    try (RawPeer peer = RawPeer.associated(server)) {
      server.close();

      assertThat(peer.receivePdu()).isEqualTo(Abort.BY_USER);
      assertThat(peer.isClosedByServer()).isTrue();
    }
  }

  @Test
  void acceptsNothingMore() throws Exception {
    var server = TestServers.start(TestServers.settings());
    server.close();

    assertThatThrownBy(() -> Association.open(TestServers.client(server).propose(RawPeer.CT)))
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void freesItsPort() throws Exception {
    var first = TestServers.start(TestServers.settings());
    first.close();

    var again = ServerSettings.onLoopback(first.port(), "TIA");
    try (var second = TestServers.start(again)) {
      TestServers.isUnharmed(second);
    }
  }
}
