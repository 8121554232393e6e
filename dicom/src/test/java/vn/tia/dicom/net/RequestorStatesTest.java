package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.net.pdu.Abort;
import vn.tia.dicom.net.pdu.AssociateRequest;
import vn.tia.dicom.net.pdu.DataTransfer;
import vn.tia.dicom.net.pdu.PduException;
import vn.tia.dicom.net.pdu.ReleaseRequest;
import vn.tia.dicom.net.pdu.ReleaseResponse;

/// PS3.8 table 9-10 from the requestor's side: every event in every state that it can be in.
class RequestorStatesTest {
  private static final Set<Integer> STATES = Set.of(1, 4, 5, 6, 7, 9, 11, 13);
  private static final Set<Integer> ONLY_ACCEPTORS_EVENTS = Set.of(5);

  /// How long the requestor waits for an acceptance.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private ServerSocket listening;
  private Optional<RawPeer> peer = Optional.empty();
  private Optional<Association> association = Optional.empty();

  /// What the requestor does meanwhile.
  private FutureTask<?> running = new FutureTask<>(() -> "nothing");

  static Stream<StateTable.Cell> cells() {
    return StateTable.cells(STATES).filter(c -> !ONLY_ACCEPTORS_EVENTS.contains(c.event()));
  }

  @BeforeEach
  void listen() throws IOException {
    listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws IOException {
    listening.close();
    if (peer.isPresent()) {
      peer.get().close();
    }
    association.ifPresent(Association::abort);
  }

  private ClientSettings settings() {
    return ClientSettings.toLoopback(listening.getLocalPort(), "CLIENT", "RAW")
        .propose(RawPeer.VERIFICATION, java.util.List.of(RawPeer.IMPLICIT))
        .withTimeouts(
            NetworkTimeouts.DEFAULT.withArtim(StateTable.ARTIM).withResponse(PATIENCE));
  }

  private void start(Callable<?> work) {
    running = new FutureTask<>(work);
    Thread.ofVirtual().start(running);
  }

  private RawPeer peer() {
    return peer.orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void takesTheActionOfTheStandard(StateTable.Cell cell) throws Exception {
    bringTo(cell.state());

    bringAbout(cell);

    sees(cell);
  }

  private void bringTo(int state) throws Exception {
    switch (state) {
      case 1, 4 -> {} // Nothing is open yet.
      case 5 -> {
        start(() -> Association.open(settings()));
        acceptConnection();
      }
      case 6 -> {
        associate();
        start(() -> association.orElseThrow().echo());
        assertThat(peer().receivePdu()).isInstanceOf(DataTransfer.class);
      }
      case 7 -> release();
      case 9, 11 -> {
        release();
        peer().send(new ReleaseRequest());
        if (state == 11) {
          assertThat(peer().receivePdu()).isEqualTo(new ReleaseResponse());
        }
      }
      case 13 -> {
        associate();
        association.orElseThrow().abort();
        assertThat(peer().receivePdu()).isEqualTo(Abort.BY_USER);
      }
      default -> throw new IllegalArgumentException("no requestor is in Sta" + state);
    }
  }

  private void acceptConnection() throws IOException {
    peer = Optional.of(RawPeer.of(listening.accept()));
    assertThat(peer().receivePdu()).isInstanceOf(AssociateRequest.class);
  }

  private void associate() throws Exception {
    var opening = new FutureTask<>(() -> Association.open(settings()));
    Thread.ofVirtual().start(opening);
    acceptConnection();
    peer().send(StateTable.accept());
    association = Optional.of(opening.get(5, TimeUnit.SECONDS));
  }

  private void release() throws Exception {
    associate();
    start(
        () -> {
          association.orElseThrow().release();
          return "released";
        });
    assertThat(peer().receivePdu()).isEqualTo(new ReleaseRequest());
  }

  private void bringAbout(StateTable.Cell cell) throws IOException {
    Optional<Bytes> pdu = StateTable.pdu(cell.event());
    if (pdu.isPresent()) {
      peer().send(cell.event() == 10 ? answer() : pdu.get());
    } else if (cell.event() == 15 && cell.state() > 5) {
      association.orElseThrow().abort();
    } else if (cell.event() == 17 && cell.state() == 4) {
      listening.close();
    } else if (cell.event() == 17) {
      peer().close();
    }
  }

  /// The answer to the echo that the requestor sent.
  private static Bytes answer() {
    Command echo =
        Command.request(Command.C_ECHO_RQ, 1, RawPeer.VERIFICATION, Command.Body.NONE);
    Command response = echo.response(Status.SUCCESS, Command.Body.NONE);
    return Bytes.wrap(
        vn.tia.dicom.net.pdu.PduEncoder.encode(RawOperation.message(response, Bytes.EMPTY)));
  }

  private void sees(StateTable.Cell cell) throws Exception {
    switch (cell.action()) {
      case "AE-1", "AE-2" -> {
        start(() -> Association.open(settings()));
        acceptConnection();
      }
      case "AE-3" -> association = Optional.of((Association) outcome());
      case "AE-4" -> {
        fails(RejectedException.class);
        StateTable.isClosedAtOnce(peer());
      }
      case "DT-1" -> {} // The echo was sent to get here.
      case "DT-2" -> assertThat(outcome()).isEqualTo(Status.SUCCESS);
      case "AR-1" -> releasesAfterItsEcho();
      case "AR-2" -> {
        assertThat(peer().receivePdu()).isEqualTo(new ReleaseResponse());
        fails(ReleasedException.class);
        StateTable.isInSta13(peer());
      }
      case "AR-3" -> {
        assertThat(outcome()).isEqualTo("released");
        StateTable.isClosedAtOnce(peer());
      }
      case "AR-6" -> {
        peer().send(new ReleaseResponse());
        assertThat(outcome()).isEqualTo("released");
      }
      case "AR-8", "AR-9" -> {
        assertThat(peer().receivePdu()).isEqualTo(new ReleaseResponse());
        peer().send(new ReleaseResponse());
        assertThat(outcome()).isEqualTo("released");
      }
      default -> seesTheEnd(cell);
    }
  }

  private void releasesAfterItsEcho() throws Exception {
    peer().send(answer());
    assertThat(outcome()).isEqualTo(Status.SUCCESS);
    start(
        () -> {
          association.orElseThrow().release();
          return "released";
        });
    assertThat(peer().receivePdu()).isEqualTo(new ReleaseRequest());
  }

  private void seesTheEnd(StateTable.Cell cell) throws Exception {
    switch (cell.action()) {
      case "AA-1" -> {
        assertThat(peer().receivePdu()).isEqualTo(Abort.BY_USER);
        StateTable.isInSta13(peer());
      }
      case "AA-2" -> isClosed(cell);
      case "AA-3" -> {
        fails(AbortedException.class);
        StateTable.isClosedAtOnce(peer());
      }
      case "AA-4" -> {
        if (cell.state() == 4) {
          start(() -> Association.open(settings()));
        }
        fails(IOException.class);
      }
      case "AA-6" -> StateTable.isInSta13(peer());
      case "AA-7" -> assertThat(peer().receivePdu()).isEqualTo(StateTable.abort(cell.event()));
      case "AA-8" -> {
        assertThat(peer().receivePdu()).isEqualTo(StateTable.abort(cell.event()));
        fails(PduException.class);
        StateTable.isInSta13(peer());
      }
      case "AR-5" -> {} // The peer is gone.
      default -> throw new IllegalArgumentException("no requestor does " + cell.action());
    }
  }

  private void isClosed(StateTable.Cell cell) throws Exception {
    if (cell.state() == 4) {
      givesUpConnecting();
    } else if (cell.event() == 18) {
      assertThat(peer().isClosedByServer()).isTrue();
    } else {
      StateTable.isClosedAtOnce(peer());
    }
  }

  /// Nobody answers the connection: the local user gives up when its time is over.
  private void givesUpConnecting() throws Exception {
    var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    var address = new InetSocketAddress(full.getInetAddress(), full.getLocalPort());
    try (full;
        var first = new Socket();
        var second = new Socket()) {
      first.connect(address);
      second.connect(address);
      var timeouts = NetworkTimeouts.DEFAULT.withConnect(Duration.ofMillis(300));
      start(() -> Association.open(
          ClientSettings.to(address, "CLIENT", "RAW").withTimeouts(timeouts)));
      fails(java.net.SocketTimeoutException.class);
    }
  }

  private Object outcome() throws Exception {
    return running.get(5, TimeUnit.SECONDS);
  }

  private void fails(Class<? extends IOException> how) {
    CompletableFuture<Throwable> failure =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return new AssertionError("ended with " + outcome());
              } catch (ExecutionException e) {
                return e.getCause();
              } catch (Exception e) {
                return e;
              }
            });
    assertThat(failure.join()).isInstanceOf(how);
  }

  @Test
  void sendsNothingAfterTheEnd() throws Exception {
    associate();
    association.orElseThrow().abort();
    assertThat(peer().receivePdu()).isEqualTo(Abort.BY_USER);

    start(() -> association.orElseThrow().echo());
    fails(IOException.class);
    start(
        () -> {
          association.orElseThrow().release();
          return "released";
        });
    fails(IOException.class);

    StateTable.isInSta13(peer());
  }
}
