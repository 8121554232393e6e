package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.net.pdu.DataTransfer;

/// Several operations under way at once on one association (PS3.7 annex D.3.3.3).
@Timeout(20)
class AsynchronousTest {
  private static final String EXPLICIT = "1.2.840.10008.1.2.1";

  /// Ends each store when it is told to.
  private static final class Gated implements StoreService {
    private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
    final AtomicInteger begun = new AtomicInteger();
    final AtomicInteger running = new AtomicInteger();
    final AtomicInteger runningMost = new AtomicInteger();

    CountDownLatch gate(String uid) {
      return gates.computeIfAbsent(uid, _ -> new CountDownLatch(1));
    }

    @Override
    public boolean serves(String sopClassUid) {
      return sopClassUid.equals(RawPeer.CT);
    }

    @Override
    public Status store(StoreRequest request, InputStream dataset) throws IOException {
      runningMost.accumulateAndGet(running.incrementAndGet(), Math::max);
      dataset.readAllBytes();
      begun.incrementAndGet();
      try {
        gate(request.sopInstanceUid()).await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      running.decrementAndGet();
      return Status.SUCCESS;
    }
  }

  private final Gated gated = new Gated();

  private AssociationServer server(int operationsMax) throws IOException {
    return TestServers.start(
        TestServers.settings()
            .withLimits(NetworkLimits.DEFAULT.withOperationsMax(operationsMax)),
        gated);
  }

  private static Association open(AssociationServer server, int invoked) throws IOException {
    return Association.open(
        TestServers.client(server).propose(RawPeer.CT).withOperationsWindow(invoked, 1));
  }

  private static Outstanding storing(Association association, String uid) throws IOException {
    return association.storing(
        new Instance(RawPeer.CT, uid, EXPLICIT), new ByteArrayInputStream(new byte[100]));
  }

  @Test
  void performsSeveralAtOnceAndAnswersAsTheyEnd() throws IOException {
    try (var server = server(3);
        var association = open(server, 3)) {
      Outstanding first = storing(association, "1.1");
      Outstanding second = storing(association, "1.2");
      Outstanding third = storing(association, "1.3");
      TestServers.eventually(() -> gated.begun.get() == 3);

      gated.gate("1.3").countDown();
      assertThat(third.status()).isEqualTo(Status.SUCCESS);
      gated.gate("1.2").countDown();
      assertThat(second.status()).isEqualTo(Status.SUCCESS);
      assertThat(first.isDone()).isFalse();
      gated.gate("1.1").countDown();
      assertThat(first.status()).isEqualTo(Status.SUCCESS);
    }
  }

  @Test
  void letsThreadsShareAnAssociation() throws Exception {
    try (var server = server(8);
        var association = open(server, 8);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Status>> statuses = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String uid = "1.2." + i;
        statuses.add(
            threads.submit(
                () ->
                    association.store(
                        new Instance(RawPeer.CT, uid, EXPLICIT),
                        new ByteArrayInputStream(new byte[300_000]))));
      }
      TestServers.eventually(() -> gated.begun.get() == 8);
      for (int i = 0; i < 8; i++) {
        gated.gate("1.2." + i).countDown();
      }

      for (Future<Status> status : statuses) {
        assertThat(status.get()).isEqualTo(Status.SUCCESS);
      }
    }
  }

  @Test
  void invokesNoMoreThanTheWindow() throws Exception {
    try (var server = server(2);
        var association = open(server, 0);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(association.agreement().operationsWindow().invoked()).isEqualTo(2);
      storing(association, "1.1");
      storing(association, "1.2");
      var sent = new CountDownLatch(1);
      Future<Outstanding> third =
          threads.submit(
              () -> {
                Outstanding outstanding = storing(association, "1.3");
                sent.countDown();
                return outstanding;
              });
      TestServers.eventually(() -> gated.begun.get() == 2);
      assertThat(sent.await(200, TimeUnit.MILLISECONDS)).isFalse();

      gated.gate("1.2").countDown();
      gated.gate("1.3").countDown();
      assertThat(third.get().status()).isEqualTo(Status.SUCCESS);
      gated.gate("1.1").countDown();
    }
    assertThat(gated.runningMost).hasValue(2);
  }

  @Test
  void performsOneAfterTheOtherForAPeerThatDidNotAskForMore() throws IOException {
    try (var server = server(8);
        var peer = RawPeer.associated(server)) {
      for (int i = 1; i <= 3; i++) {
        Command request =
            Command.request(Command.C_STORE_RQ, i, RawPeer.CT, Command.Body.DATASET)
                .with(Tags.AFFECTED_SOP_INSTANCE_UID, "1." + i);
        peer.send(inContext3(request, Bytes.hex("00")));
      }
      TestServers.eventually(() -> gated.begun.get() == 1);
      for (int i = 1; i <= 3; i++) {
        gated.gate("1." + i).countDown();
        assertThat(answered(peer)).isEqualTo(i);
      }
    }
    assertThat(gated.runningMost).hasValue(1);
  }

  private static DataTransfer inContext3(Command request, Bytes dataset) {
    return new DataTransfer(
        RawOperation.message(request, dataset).values().stream()
            .map(v -> new vn.tia.dicom.net.pdu.DataValue(3, v.kind(), v.data()))
            .toList());
  }

  private static int answered(RawPeer peer) throws IOException {
    var answer = (DataTransfer) peer.receivePdu();
    return CommandCodec.read(answer.values().getFirst().data())
        .messageIdRespondedTo().orElseThrow();
  }

  @Test
  void letsWhatRunsEndWhenAReleaseIsAskedFor() throws IOException {
    try (var server = server(2)) {
      Association association = open(server, 2);
      storing(association, "1.1");
      TestServers.eventually(() -> gated.begun.get() == 1);
      gated.gate("1.1").countDown();
      association.release();
      TestServers.isUnharmed(server);
    }
    assertThat(gated.running).hasValue(0);
  }
}
