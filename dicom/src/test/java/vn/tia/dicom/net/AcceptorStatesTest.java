package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.net.pdu.Abort;
import vn.tia.dicom.net.pdu.AssociateAccept;
import vn.tia.dicom.net.pdu.AssociateReject;
import vn.tia.dicom.net.pdu.AssociateRequest;
import vn.tia.dicom.net.pdu.DataTransfer;
import vn.tia.dicom.net.pdu.Pdu;
import vn.tia.dicom.net.pdu.PduEncoder;
import vn.tia.dicom.net.pdu.ReleaseRequest;
import vn.tia.dicom.net.pdu.ReleaseResponse;

/// PS3.8 table 9-10 from the acceptor's side: every event in every state that it can be in.
class AcceptorStatesTest {
  private static final Set<Integer> STATES = Set.of(1, 2, 3, 6, 8, 13);
  private static final Set<Integer> ONLY_REQUESTORS_EVENTS = Set.of(1, 11);

  private final Gate gate = new Gate();
  private final Searching searching = new Searching();
  private AssociationServer server;
  private RawPeer peer;

  /// Lets a caller named GATED in when it is told to, or refuses it.
  private static final class Gate implements AssociationPolicy {
    final CountDownLatch asked = new CountDownLatch(1);
    final CountDownLatch mayAnswer = new CountDownLatch(1);
    volatile Optional<Rejection> answer = Optional.empty();

    @Override
    public Optional<Rejection> check(AssociateRequest request, InetSocketAddress remote) {
      if (!request.callingAe().equals("GATED")) {
        return Optional.empty();
      }
      asked.countDown();
      await(mayAnswer);
      return answer;
    }
  }

  /// Finds without an end until nobody listens, and then ends when it is told to.
  private static final class Searching implements FindService {
    final CountDownLatch isReleased = new CountDownLatch(1);
    final CountDownLatch mayEnd = new CountDownLatch(1);

    @Override
    public boolean serves(String sopClassUid) {
      return sopClassUid.equals(RawPeer.CT);
    }

    @Override
    public Status find(FindRequest request, FindResponses out) {
      while (out.pending(request.identifier())) {
        LockSupport.parkNanos(1_000_000);
      }
      isReleased.countDown();
      await(mayEnd);
      return Status.SUCCESS;
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<StateTable.Cell> cells() {
    return StateTable.cells(STATES).filter(c -> !ONLY_REQUESTORS_EVENTS.contains(c.event()));
  }

  @BeforeEach
  void start() throws IOException {
    var settings =
        TestServers.settings()
            .withTimeouts(
                NetworkTimeouts.DEFAULT
                    .withArtim(StateTable.ARTIM)
                    .withClose(Duration.ofMillis(100)));
    server = AssociationServer.start(settings, gate, List.of(searching));
    peer = RawPeer.to(server);
  }

  @AfterEach
  void stop() throws IOException {
    gate.mayAnswer.countDown();
    searching.mayEnd.countDown();
    peer.close();
    server.close();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void takesTheActionOfTheStandard(StateTable.Cell cell) throws Exception {
    bringTo(cell.state());

    bringAbout(cell.event());

    sees(cell);
    if (cell.event() != 15) {
      peer.close();
      TestServers.isUnharmed(server);
    }
  }

  private void bringTo(int state) throws IOException {
    switch (state) {
      case 1, 2 -> {} // The connection is there, or about to be.
      case 3 -> {
        peer.send(RawPeer.request("TIA", "GATED"));
        await(gate.asked);
      }
      case 6 -> associate();
      case 8 -> {
        associate();
        peer.send(search()).send(new ReleaseRequest());
        await(searching.isReleased);
      }
      case 13 -> {
        associate();
        assertThat(peer.send(new ReleaseRequest()).receivePdu()).isEqualTo(new ReleaseResponse());
      }
      default -> throw new IllegalArgumentException("no acceptor is in Sta" + state);
    }
  }

  private void associate() throws IOException {
    peer.send(RawPeer.request());
    assertThat(peer.receivePdu()).isInstanceOf(AssociateAccept.class);
  }

  private static Pdu search() {
    Command request = Command.request(Command.C_FIND_RQ, 1, RawPeer.CT, Command.Body.DATASET);
    Dataset keys = Dataset.builder().put(Tags.PATIENT_ID, "1").build();
    return RawOperation.message(3, request, Identifiers.write(keys, RawPeer.IMPLICIT));
  }

  private void bringAbout(int event) throws IOException {
    Optional<Bytes> pdu = event == 10 ? Optional.of(echo()) : StateTable.pdu(event);
    if (pdu.isPresent()) {
      peer.send(pdu.get());
    } else if (event == 9) {
      peer.send(search());
    } else if (event == 8) {
      gate.answer = Optional.of(Rejection.NO_REASON_GIVEN);
    } else if (event == 15) {
      Thread.ofVirtual().start(this::close);
      return;
    } else if (event == 17) {
      peer.close();
    }
    gate.mayAnswer.countDown();
    searching.mayEnd.countDown();
  }

  private static Bytes echo() {
    Command echo =
        Command.request(Command.C_ECHO_RQ, 1, RawPeer.VERIFICATION, Command.Body.NONE);
    return Bytes.wrap(PduEncoder.encode(RawOperation.message(echo, Bytes.EMPTY)));
  }

  private void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void sees(StateTable.Cell cell) throws IOException {
    switch (cell.action()) {
      case "AE-5" -> assertThat(peer.send(RawPeer.request()).receivePdu()).isNotNull();
      case "AE-6", "AE-7" -> assertThat(next()).isInstanceOf(AssociateAccept.class);
      case "AE-8" -> assertThat(next()).isEqualTo(new AssociateReject(1, 1, 1));
      case "DT-1", "DT-2" -> assertThat(peer.receivePdu()).isInstanceOf(DataTransfer.class);
      case "AR-2", "AR-4" -> assertThat(next()).isEqualTo(new ReleaseResponse());
      case "AA-1", "AA-8" -> {
        assertThat(next())
            .isEqualTo(cell.event() == 15 ? Abort.BY_USER : StateTable.abort(cell.event()));
        StateTable.isInSta13(peer);
      }
      case "AA-2" -> isClosed(cell.event());
      case "AA-3" -> {
        skipMatches(cell.state());
        StateTable.isClosedAtOnce(peer);
      }
      case "AA-4", "AA-5", "AR-5" -> {} // The peer is gone; the server goes on.
      case "AA-6" -> StateTable.isInSta13(peer);
      case "AA-7" -> assertThat(next()).isEqualTo(StateTable.abort(cell.event()));
      default -> throw new IllegalArgumentException("no acceptor does " + cell.action());
    }
  }

  /// The next PDU that is not one of the matches of a search.
  private Pdu next() throws IOException {
    Pdu pdu = peer.receivePdu();
    while (pdu instanceof DataTransfer) {
      pdu = peer.receivePdu();
    }
    return pdu;
  }

  private void skipMatches(int state) throws IOException {
    if (state == 8) {
      peer.skipToEnd();
    }
  }

  private void isClosed(int event) throws IOException {
    if (event == 18) {
      assertThat(peer.isClosedByServer()).isTrue();
    } else {
      StateTable.isClosedAtOnce(peer);
    }
  }

  @Test
  void refusesPdusWhoseLengthIsALieInEveryState() throws IOException {
    for (int state : List.of(2, 6)) {
      try (RawPeer liar = state == 2 ? RawPeer.to(server) : RawPeer.associated(server)) {
        assertThat(liar.send("0400 FFFFFFFF").receivePdu()).isEqualTo(new Abort(2, 6));
      }
    }
  }

  @Test
  void keepsNoTimerWhileThePolicyThinks() throws Exception {
    bringTo(3);
    Thread.sleep(StateTable.ARTIM.plusMillis(300));
    gate.mayAnswer.countDown();

    assertThat(peer.receivePdu()).isInstanceOf(AssociateAccept.class);
  }
}
