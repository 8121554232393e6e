package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.net.pdu.Abort;
import vn.tia.dicom.net.pdu.AbortReason;
import vn.tia.dicom.net.pdu.AssociateAccept;
import vn.tia.dicom.net.pdu.AssociateRequest;
import vn.tia.dicom.net.pdu.ContextResult;
import vn.tia.dicom.net.pdu.DataTransfer;
import vn.tia.dicom.net.pdu.Pdu;
import vn.tia.dicom.net.pdu.PduEncoder;
import vn.tia.dicom.net.pdu.PduException;
import vn.tia.dicom.net.pdu.PduReader;
import vn.tia.dicom.net.pdu.ReleaseRequest;
import vn.tia.dicom.net.pdu.ReleaseResponse;
import vn.tia.dicom.net.pdu.UserInformation;

/// Our requestor against acceptors that a script makes.
class RequestorTest {
  private ServerSocket listening;

  @BeforeEach
  void listen() throws IOException {
    listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws IOException {
    listening.close();
  }

  /// What an acceptor does with the one connection it takes.
  @FunctionalInterface
  private interface Script {
    void play(Acceptor acceptor) throws Exception;
  }

  /// The acceptor's end of a connection.
  private record Acceptor(Socket socket, PduReader in, OutputStream out) {
    Pdu receive() throws IOException {
      return in.read().orElseThrow();
    }

    void send(Pdu pdu) throws IOException {
      out.write(PduEncoder.encode(pdu));
    }

    boolean isAtEnd() throws IOException {
      return in.read().isEmpty();
    }
  }

  private CompletableFuture<Void> accepting(Script script) {
    return CompletableFuture.runAsync(
        () -> {
          try (Socket socket = listening.accept()) {
            var in = new PduReader(socket.getInputStream(), 1 << 20, 1 << 20);
            script.play(new Acceptor(socket, in, socket.getOutputStream()));
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  private ClientSettings settings() {
    return ClientSettings.toLoopback(listening.getLocalPort(), "CLIENT", "SCRIPT")
        .propose(RawPeer.VERIFICATION)
        .propose(RawPeer.CT)
        .withTimeouts(
            NetworkTimeouts.DEFAULT
                .withArtim(Duration.ofSeconds(1))
                .withResponse(Duration.ofSeconds(1)));
  }

  private static AssociateAccept accept(long pduBytesMax, ContextResult... contexts) {
    return new AssociateAccept(
        1,
        "SCRIPT",
        "CLIENT",
        AssociateRequest.DICOM_APPLICATION_CONTEXT,
        List.of(contexts),
        UserInformation.of(pduBytesMax, "1.2.3", "SCRIPT"));
  }

  private static AssociateAccept accept() {
    return accept(
        16_384,
        new ContextResult(1, ContextResult.ACCEPTANCE, "1.2.840.10008.1.2"),
        new ContextResult(3, ContextResult.ACCEPTANCE, "1.2.840.10008.1.2"));
  }

  private static void accept(Acceptor acceptor) throws IOException {
    acceptor.receive();
    acceptor.send(accept());
  }

  @Test
  void answersAReleaseThatCrossesItsOwn() throws Exception {
    List<Pdu> received = new ArrayList<>();
    var script =
        accepting(
            acceptor -> {
              accept(acceptor);
              received.add(acceptor.receive());
              acceptor.send(new ReleaseRequest());
              received.add(acceptor.receive());
              acceptor.send(new ReleaseResponse());
              assertThat(acceptor.isAtEnd()).isTrue();
            });

    Association.open(settings()).release();

    script.get(5, TimeUnit.SECONDS);
    assertThat(received).containsExactly(new ReleaseRequest(), new ReleaseResponse());
  }

  @Test
  void saysThatItWasAborted() throws Exception {
    accepting(
        acceptor -> {
          accept(acceptor);
          acceptor.receive();
          acceptor.send(Abort.byProvider(AbortReason.NOT_SPECIFIED));
        });
    Association association = Association.open(settings());

    var e = catchThrowableOfType(AbortedException.class, association::echo);

    assertThat(e).hasMessage("the peer aborted the association, source 2 reason 0");
    assertThatThrownBy(association::echo).hasMessage("the association has ended");
  }

  @Test
  void saysThatItWasAbortedWhileItStillSent() throws Exception {
    accepting(
        acceptor -> {
          accept(acceptor);
          acceptor.receive();
          acceptor.send(Abort.BY_USER);
          acceptor.socket().shutdownInput();
          Thread.sleep(300);
        });
    Association association = Association.open(settings());
    var endless =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }
        };

    assertThatThrownBy(() -> association.store(instance(), endless))
        .isInstanceOf(AbortedException.class);
  }

  private static Instance instance() {
    return new Instance(RawPeer.CT, "1.2.3", "1.2.840.10008.1.2");
  }

  @Test
  void waitsNoLongerThanItShouldForAnAcceptance() {
    accepting(acceptor -> Thread.sleep(3_000));

    assertThatThrownBy(() -> Association.open(settings()))
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessage("the peer sent too little within 1000 ms");
  }

  @Test
  void abortsWhenAnAnswerDoesNotCome() throws Exception {
    List<Pdu> received = new ArrayList<>();
    var script =
        accepting(
            acceptor -> {
              accept(acceptor);
              acceptor.receive();
              received.add(acceptor.receive());
            });
    Association association = Association.open(settings());

    assertThatThrownBy(association::echo).isInstanceOf(SocketTimeoutException.class);

    script.get(5, TimeUnit.SECONDS);
    assertThat(received).containsExactly(Abort.byProvider(AbortReason.NOT_SPECIFIED));
  }

  @Test
  void abortsWhenAnotherAnswerComes() throws Exception {
    List<Pdu> received = new ArrayList<>();
    var script =
        accepting(
            acceptor -> {
              accept(acceptor);
              acceptor.receive();
              acceptor.send(response(99));
              received.add(acceptor.receive());
            });
    Association association = Association.open(settings());

    assertThatThrownBy(association::echo)
        .isInstanceOf(PduException.class)
        .hasMessage("command 8030 came as the answer to message 99, which waits for none");

    script.get(5, TimeUnit.SECONDS);
    assertThat(received)
        .containsExactly(Abort.byProvider(AbortReason.INVALID_PARAMETER_VALUE));
  }

  private static DataTransfer response(int messageId) {
    Command request =
        Command.request(Command.C_ECHO_RQ, messageId, RawPeer.VERIFICATION, Command.Body.NONE);
    return RawOperation.message(request.response(Status.SUCCESS, Command.Body.NONE), Bytes.EMPTY);
  }

  @Test
  void refusesAnAcceptanceOfWhatItDidNotPropose() throws Exception {
    List<Pdu> received = new ArrayList<>();
    var script =
        accepting(
            acceptor -> {
              acceptor.receive();
              acceptor.send(accept(0, new ContextResult(1, 0, "1.2.840.10008.1.2.4.50")));
              received.add(acceptor.receive());
            });

    assertThatThrownBy(() -> Association.open(settings()))
        .isInstanceOf(PduException.class)
        .hasMessage("presentation context 1 was accepted as it was not proposed");

    script.get(5, TimeUnit.SECONDS);
    assertThat(received)
        .containsExactly(Abort.byProvider(AbortReason.INVALID_PARAMETER_VALUE));
  }

  @Test
  void putsCommandAndDataSetIntoOnePdu() throws Exception {
    List<Pdu> received = new ArrayList<>();
    var script =
        accepting(
            acceptor -> {
              accept(acceptor);
              received.add(acceptor.receive());
            });
    try (Association association = Association.open(settings())) {
      assertThatThrownBy(
          () -> association.store(instance(), new ByteArrayInputStream(new byte[10])));
    }
    script.get(5, TimeUnit.SECONDS);

    assertThat(received)
        .singleElement()
        .isInstanceOfSatisfying(
            DataTransfer.class,
            data ->
                assertThat(data.values())
                    .extracting(v -> v.kind().name())
                    .containsExactly("LAST_COMMAND", "LAST_DATA"));
  }

  @Test
  void fillsThePdusThatThePeerTakes() throws Exception {
    List<Integer> lengths = new ArrayList<>();
    var script =
        accepting(
            acceptor -> {
              accept(acceptor);
              Optional<Integer> last = Optional.empty();
              while (last.isEmpty()) {
                var data = (DataTransfer) acceptor.receive();
                lengths.add(data.values().stream().mapToInt(v -> v.data().length() + 6).sum());
                last =
                    data.values().stream()
                        .filter(v -> v.kind().name().equals("LAST_DATA"))
                        .map(v -> 1)
                        .findFirst();
              }
              acceptor.send(Abort.BY_USER);
            });
    try (Association association = Association.open(settings())) {
      assertThatThrownBy(
          () -> association.store(instance(), new ByteArrayInputStream(new byte[40_000])));
    }

    script.get(5, TimeUnit.SECONDS);
    assertThat(lengths).hasSize(3).startsWith(16_384, 16_384);
  }
}
