package vn.tia.dicom.net;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import vn.tia.dicom.net.pdu.Abort;
import vn.tia.dicom.net.pdu.AbortReason;
import vn.tia.dicom.net.pdu.AssociateAccept;
import vn.tia.dicom.net.pdu.AssociateReject;
import vn.tia.dicom.net.pdu.AssociateRequest;
import vn.tia.dicom.net.pdu.DataTransfer;
import vn.tia.dicom.net.pdu.DataValue;
import vn.tia.dicom.net.pdu.Pdu;
import vn.tia.dicom.net.pdu.PduException;
import vn.tia.dicom.net.pdu.ReleaseRequest;
import vn.tia.dicom.net.pdu.ReleaseResponse;

/// The fragments of messages in the order they arrive. Nothing is read ahead of who asks, so a slow
/// reader slows the peer down.
final class Fragments {
  private final Wire wire;
  private final Map<Integer, AcceptedContext> contexts;
  private Iterator<DataValue> values = Collections.emptyIterator();
  private volatile boolean releaseIsAsked;
  private boolean isReleased;

  Fragments(Wire wire, Map<Integer, AcceptedContext> contexts) {
    this.wire = wire;
    this.contexts = Map.copyOf(contexts);
  }

  AcceptedContext context(DataValue value) {
    return contexts.get(value.contextId());
  }

  /// Waits until something begins to arrive; false where the peer closed instead.
  boolean await(Duration time) throws IOException {
    return values.hasNext() || wire.awaitPdu(time);
  }

  /// From now on the peer may answer that the association is released.
  void expectRelease() {
    releaseIsAsked = true;
  }

  /// Whether the peer answered so.
  boolean isReleased() {
    return isReleased;
  }

  /// The next fragment, empty where the peer asks to release the association instead, or answers
  /// that it is released.
  ///
  /// @throws AbortedException if the peer aborts
  /// @throws PduException if anything else comes, or a fragment of a context not agreed on
  Optional<DataValue> next(Duration time) throws IOException {
    Optional<DataValue> value = following(time);
    while (releaseIsAsked && value.isPresent()) {
      // AR-6: what begins after we asked for a release, nobody takes.
      values = Collections.emptyIterator();
      value = following(time);
    }
    return value;
  }

  private Optional<DataValue> following(Duration time) throws IOException {
    while (!values.hasNext()) {
      Pdu pdu =
          wire.read(time)
              .orElseThrow(
                  () -> new EOFException("the peer closed the connection without a release"));
      switch (pdu) {
        case DataTransfer data -> values = data.values().iterator();
        case ReleaseRequest _ -> {
          return Optional.empty();
        }
        case Abort abort -> throw new AbortedException(abort);
        case ReleaseResponse _ -> {
          if (!releaseIsAsked) {
            throw unexpected(pdu);
          }
          isReleased = true;
          return Optional.empty();
        }
        case AssociateRequest _, AssociateAccept _, AssociateReject _ -> throw unexpected(pdu);
      }
    }
    return Optional.of(checked(values.next()));
  }

  /// The next fragment of a message that has begun: only a fragment will do.
  DataValue rest(Duration time) throws IOException {
    return following(time)
        .orElseThrow(
            () ->
                new PduException(
                    AbortReason.UNEXPECTED_PDU, "a release was asked for inside a message"));
  }

  static PduException unexpected(Pdu pdu) {
    return new PduException(
        AbortReason.UNEXPECTED_PDU,
        "%s is not expected here".formatted(pdu.getClass().getSimpleName()));
  }

  private DataValue checked(DataValue value) throws PduException {
    if (!contexts.containsKey(value.contextId())) {
      throw PduException.invalid(
          "presentation context %d was not accepted".formatted(value.contextId()));
    }
    // An empty fragment brings nothing but an end; without one it could go on for ever.
    if (value.data().isEmpty() && !value.kind().isLast()) {
      throw PduException.invalid("a fragment that is not the last one is empty");
    }
    return value;
  }
}
