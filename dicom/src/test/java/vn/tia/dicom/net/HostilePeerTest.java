package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.net.pdu.AssociateRequest;
import vn.tia.dicom.net.pdu.DataTransfer;
import vn.tia.dicom.net.pdu.DataValue;
import vn.tia.dicom.net.pdu.DataValue.Fragment;
import vn.tia.dicom.net.pdu.PduEncoder;
import vn.tia.dicom.net.pdu.ProposedContext;

/// Peers that break the rules are sent away as PS3.8 wants, and nobody else notices.
class HostilePeerTest {
  private static final String INVALID = "0700000000040000" + "0206";
  private static final String UNEXPECTED = "0700000000040000" + "0202";
  private static final String UNKNOWN = "0700000000040000" + "0201";

  private final KeepingStore store = new KeepingStore();
  private AssociationServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = TestServers.start(TestServers.impatient(), store);
  }

  @AfterEach
  void isUnharmed() throws IOException {
    try (AssociationServer ending = server) {
      TestServers.isUnharmed(ending);
    }
  }

  private void isAborted(RawPeer peer, String abort) throws IOException {
    try (peer) {
      assertThat(peer.receive().toHex()).isEqualTo(abort);
    }
  }

  @Test
  void closesOnSilenceWhenArtimExpires() throws IOException {
    long start = System.nanoTime();
    try (RawPeer peer = RawPeer.to(server)) {
      assertThat(peer.isClosedByServer()).isTrue();

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(600), Duration.ofMillis(2_000));
    }
  }

  @Test
  void closesOnARequestThatDripsWhenArtimExpires() throws Exception {
    long start = System.nanoTime();
    try (RawPeer peer = RawPeer.to(server)) {
      peer.drip(Bytes.wrap(PduEncoder.encode(RawPeer.request())), 50);

      assertThat(peer.isClosedByServer()).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(600), Duration.ofMillis(3_000));
    }
  }

  @Test
  void holdsNoSlotForSilentPeers() throws IOException {
    List<RawPeer> silent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      silent.add(RawPeer.to(server));
    }

    TestServers.isUnharmed(server);

    for (RawPeer peer : silent) {
      peer.close();
    }
  }

  @Test
  void abortsWhenNothingComesOnAnAssociation() throws IOException {
    RawPeer peer = RawPeer.associated(server);

    isAborted(peer, "0700000000040000" + "0200");
  }

  @Test
  void abortsOnAMessageThatDrips() throws Exception {
    RawPeer peer = RawPeer.associated(server);
    peer.drip(Bytes.hex("0400 00000100 000000FC 0103 0000000004000000"), 100);

    isAborted(peer, "0700000000040000" + "0200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"01", "04", "05", "07"})
  void abortsOnALengthOfFourGigabytes(String type) throws IOException {
    isAborted(RawPeer.to(server).send(type + "00FFFFFFFF"), INVALID);
  }

  @Test
  void abortsOnARequestBeyondOneMegabyte() throws IOException {
    isAborted(RawPeer.to(server).send("0100 00100001").send(Bytes.wrap(new byte[4_000])), INVALID);
  }

  @Test
  void abortsOnTooManyContextsAndOnEvenIds() throws IOException {
    List<ProposedContext> many = new ArrayList<>();
    for (int i = 0; i < 129; i++) {
      many.add(new ProposedContext(2 * i + 1 & 0xFF, "1.2", List.of("1.3")));
    }
    var even = List.of(new ProposedContext(2, "1.2", List.of("1.3")));

    isAborted(RawPeer.to(server).send(withContexts(many)), INVALID);
    isAborted(RawPeer.to(server).send(withContexts(even)), INVALID);
  }

  private static AssociateRequest withContexts(List<ProposedContext> contexts) {
    AssociateRequest right = RawPeer.request();
    return new AssociateRequest(
        right.protocolVersion(),
        right.calledAe(),
        right.callingAe(),
        right.applicationContext(),
        contexts,
        right.user());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2000 00000000", "474554202F20485454502F312E310D0A", "0B4D53487C5E7E"})
  void abortsOnBytesThatAreNoPdu(String hex) throws IOException {
    isAborted(RawPeer.to(server).send(hex), UNKNOWN);
    isAborted(RawPeer.associated(server).send(hex), UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0400 00000006 00000002 0103",
        "0500 00000004 00000000",
        "0600 00000004 00000000",
        "0300 00000004 00010101"
      })
  void abortsOnWhatIsNotExpectedBeforeAnAssociation(String pdu) throws IOException {
    isAborted(RawPeer.to(server).send(pdu), UNEXPECTED);
  }

  @Test
  void closesOnAnAbortBeforeAnAssociation() throws IOException {
    try (RawPeer peer = RawPeer.to(server).send("0700 00000004 00000000")) {
      assertThat(peer.isClosedByServer()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0600 00000004 00000000", "0300 00000004 00010101"})
  void abortsOnWhatIsNotExpectedOnAnAssociation(String pdu) throws IOException {
    isAborted(RawPeer.associated(server).send(pdu), UNEXPECTED);
  }

  @Test
  void abortsOnASecondRequest() throws IOException {
    isAborted(RawPeer.associated(server).send(RawPeer.request()), UNEXPECTED);
  }

  @ParameterizedTest
  @CsvSource({
    "0400 00020001, longer than our maximum",
    "0400 00000006 000000FF 0103, value longer than its PDU",
    "0400 00000006 00000001 0103, value too short for its header",
    "0400 00000000, no value at all",
    "0400 00000008 00000004 0503 0000, context that was not accepted",
    "0400 00000006 00000002 0101, empty fragment that is not the last",
    "0400 00000008 00000004 0102 0000, data where a command is due"
  })
  void abortsOnDataThatBreaksTheRules(String hex, String what) throws IOException {
    isAborted(RawPeer.associated(server).send(hex), INVALID);
  }

  @ParameterizedTest
  @CsvSource({
    "0000 0001 02000000 3000, no Command Data Set Type",
    "0000 0008 02000000 0101, no Command Field",
    "0000 0001 02000000 3000 0000 0008 02000000 0101, no Message ID",
    "0000 0001 FF000000 3000, element longer than the command",
    "0000 0001 02, element cut short",
    "0800 0500 02000000 3030, group 0008",
    "'', nothing"
  })
  void abortsOnCommandSetsThatAreNone(String command, String what) throws IOException {
    var value = new DataValue(1, Fragment.LAST_COMMAND, Bytes.hex(command));

    isAborted(RawPeer.associated(server).send(new DataTransfer(List.of(value))), INVALID);
  }

  @Test
  void abortsOnACommandSetBeyondItsLimit() throws IOException {
    RawPeer peer = RawPeer.associated(server);
    var part = new DataValue(1, Fragment.COMMAND, Bytes.wrap(new byte[16_000]));
    for (int i = 0; i < 5; i++) {
      peer.send(new DataTransfer(List.of(part)));
    }

    isAborted(peer, INVALID);
  }

  @Test
  void abortsOnACommandInsideADataSet() throws IOException {
    var command = new DataValue(3, Fragment.LAST_COMMAND, store("1.2.3"));
    var again = new DataValue(3, Fragment.COMMAND, Bytes.hex("0000"));

    isAborted(
        RawPeer.associated(server).send(new DataTransfer(List.of(command, again))), INVALID);
    assertThat(store.failures).hasSize(1);
    assertThat(store.datasets).isEmpty();
  }

  @Test
  void abortsOnAReleaseInsideADataSet() throws IOException {
    var command = new DataValue(3, Fragment.LAST_COMMAND, store("1.2.3"));
    RawPeer peer = RawPeer.associated(server).send(new DataTransfer(List.of(command)));

    isAborted(peer.send("0500 00000004 00000000"), UNEXPECTED);
    assertThat(store.datasets).isEmpty();
  }

  @Test
  void abortsOnAnAnswerToNothing() throws IOException {
    Bytes echo = Bytes.wrap(CommandCodec.write(echo().response(Status.SUCCESS, Command.Body.NONE)));
    var answer = new DataValue(1, Fragment.LAST_COMMAND, echo);

    isAborted(RawPeer.associated(server).send(new DataTransfer(List.of(answer))), INVALID);
  }

  @Test
  void breaksTheStreamOfAClientThatVanishes() throws IOException {
    var command = new DataValue(3, Fragment.LAST_COMMAND, store("1.2.3"));
    var part = new DataValue(3, Fragment.DATA, Bytes.wrap(new byte[10_000]));
    RawPeer peer = RawPeer.associated(server);
    peer.send(new DataTransfer(List.of(command, part)));
    peer.close();

    TestServers.eventually(() -> !store.failures.isEmpty());
    assertThat(store.datasets).isEmpty();
  }

  @Test
  void breaksTheStreamOfAClientThatFallsSilent() throws IOException {
    var command = new DataValue(3, Fragment.LAST_COMMAND, store("1.2.3"));
    RawPeer peer = RawPeer.associated(server);
    peer.send(new DataTransfer(List.of(command)));

    isAborted(peer, "0700000000040000" + "0200");
    assertThat(store.failures).hasSize(1);
    assertThat(store.datasets).isEmpty();
  }

  private static Command echo() {
    return Command.request(Command.C_ECHO_RQ, 1, RawPeer.VERIFICATION, Command.Body.NONE);
  }

  private static Bytes store(String instance) {
    return Bytes.wrap(
        CommandCodec.write(
            Command.request(Command.C_STORE_RQ, 1, RawPeer.CT, Command.Body.DATASET)
                .with(vn.tia.dicom.data.Tags.AFFECTED_SOP_INSTANCE_UID, instance)));
  }
}
