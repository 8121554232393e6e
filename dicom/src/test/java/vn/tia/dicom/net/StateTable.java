package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.net.pdu.Abort;
import vn.tia.dicom.net.pdu.AbortReason;
import vn.tia.dicom.net.pdu.AssociateAccept;
import vn.tia.dicom.net.pdu.AssociateRequest;
import vn.tia.dicom.net.pdu.ContextResult;
import vn.tia.dicom.net.pdu.PduEncoder;
import vn.tia.dicom.net.pdu.UserInformation;

/// The state transition table of the upper layer (PS3.8 table 9-10), as it is printed, and what a
/// peer sends and sees of it.
final class StateTable {

  /// Rows are events, columns are states Sta1 to Sta13; a dash is a cell that the standard leaves
  /// empty.
  private static final String PRINTED =
      """
      1  AE-1 -    -    -    -    -    -    -    -    -     -    -    -     A-ASSOCIATE request
      2  -    -    -    AE-2 -    -    -    -    -    -     -    -    -     transport connected
      3  -    AA-1 AA-8 -    AE-3 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6  A-ASSOCIATE-AC
      4  -    AA-1 AA-8 -    AE-4 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6  A-ASSOCIATE-RJ
      5  AE-5 -    -    -    -    -    -    -    -    -     -    -    -     transport indication
      6  -    AE-6 AA-8 -    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-7  A-ASSOCIATE-RQ
      7  -    -    AE-7 -    -    -    -    -    -    -     -    -    -     response (accept)
      8  -    -    AE-8 -    -    -    -    -    -    -     -    -    -     response (reject)
      9  -    -    -    -    -    DT-1 -    AR-7 -    -     -    -    -     P-DATA request
      10 -    AA-1 AA-8 -    AA-8 DT-2 AR-6 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6  P-DATA-TF
      11 -    -    -    -    -    AR-1 -    -    -    -     -    -    -     A-RELEASE request
      12 -    AA-1 AA-8 -    AA-8 AR-2 AR-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6  A-RELEASE-RQ
      13 -    AA-1 AA-8 -    AA-8 AA-8 AR-3 AA-8 AA-8 AR-10 AR-3 AA-8 AA-6  A-RELEASE-RP
      14 -    -    -    -    -    -    -    AR-4 AR-9 -     -    AR-4 -     A-RELEASE response
      15 -    -    AA-1 AA-2 AA-1 AA-1 AA-1 AA-1 AA-1 AA-1  AA-1 AA-1 -     A-ABORT request
      16 -    AA-2 AA-3 -    AA-3 AA-3 AA-3 AA-3 AA-3 AA-3  AA-3 AA-3 AA-2  A-ABORT
      17 -    AA-5 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4  AA-4 AA-4 AR-5  transport closed
      18 -    AA-2 -    -    -    -    -    -    -    -     -    -    AA-2  ARTIM expired
      19 -    AA-1 AA-8 -    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-7  unrecognized or invalid
      """;

  private static final int STATES = 13;

  /// Long beside what a busy machine needs for an answer.
  static final Duration ARTIM = Duration.ofSeconds(3);

  private StateTable() {}

  /// An event that happens in a state, and the action that the standard wants, "-" for none.
  record Cell(int event, int state, String action, String what) {
    @Override
    public String toString() {
      return "Evt%d %s in Sta%d: %s".formatted(event, what, state, action);
    }
  }

  /// All 247 cells, row by row.
  static List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (String line : PRINTED.lines().toList()) {
      String[] words = line.split("\\s+");
      int event = Integer.parseInt(words[0]);
      String[] names = Arrays.copyOfRange(words, STATES + 1, words.length);
      for (int state = 1; state <= STATES; state++) {
        cells.add(new Cell(event, state, words[state], String.join(" ", names)));
      }
    }
    return cells;
  }

  /// The cells with an action in the states of one side, but for those that can't happen there.
  static Stream<Cell> cells(Set<Integer> states) {
    return cells().stream()
        .filter(cell -> states.contains(cell.state()))
        .filter(cell -> !cell.action().equals("-"))
        .filter(cell -> whyImpossible(cell).isEmpty());
  }

  /// Why the event can't meet the state in this implementation, for cells that have an action.
  static Optional<String> whyImpossible(Cell cell) {
    return cell.action().equals("-") ? Optional.empty() : Optional.ofNullable(reason(cell));
  }

  private static @Nullable String reason(Cell cell) {
    return switch (cell.state()) {
      case 8 ->
          cell.event() == 9
              ? "a search is given up when its peer asks for a release: nothing more is sent"
              : null;
      case 9 ->
          cell.event() == 14
              ? null
              : "a crossing release is answered at once: what comes is met in Sta11";
      case 10, 12 -> "only an acceptor that asks for a release gets here; ours never asks";
      default -> null;
    };
  }

  /// What brings an event about that is a PDU, empty for other events. An invalid PDU (Evt19) is
  /// one of an unknown type.
  static Optional<Bytes> pdu(int event) {
    return Optional.ofNullable(
        switch (event) {
          case 3 -> Bytes.wrap(PduEncoder.encode(accept()));
          case 4 -> Bytes.hex("0300 00000004 00 01 01 01");
          case 6 -> Bytes.wrap(PduEncoder.encode(RawPeer.request()));
          case 10 -> Bytes.hex("0400 00000008 00000004 01 03 0000");
          case 12 -> Bytes.hex("0500 00000004 00000000");
          case 13 -> Bytes.hex("0600 00000004 00000000");
          case 16 -> Bytes.hex("0700 00000004 00000000");
          case 19 -> Bytes.hex("2000 00000000");
          default -> null;
        });
  }

  /// The acceptance of Verification in context 1.
  static AssociateAccept accept() {
    return new AssociateAccept(
        1,
        "TIA",
        "PEER",
        AssociateRequest.DICOM_APPLICATION_CONTEXT,
        List.of(new ContextResult(1, ContextResult.ACCEPTANCE, RawPeer.IMPLICIT)),
        UserInformation.of(16_384, "1.2.3", "RAW"));
  }

  /// The abort that answers an event which may not happen.
  static Abort abort(int event) {
    return Abort.byProvider(
        event == 19 ? AbortReason.UNRECOGNIZED_PDU : AbortReason.UNEXPECTED_PDU);
  }

  /// The peer sees the connection close, long before ARTIM would have expired, and nothing more.
  static void isClosedAtOnce(RawPeer peer) throws IOException {
    long start = System.nanoTime();
    assertThat(peer.isClosedByServer()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ARTIM.dividedBy(2));
  }

  /// The connection still waits for its end: an abort closes it.
  static void isInSta13(RawPeer peer) throws IOException {
    peer.send(pdu(16).orElseThrow());
    isClosedAtOnce(peer);
  }
}
