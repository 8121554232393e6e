package vn.tia.dicom.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.net.pdu.DataValue;
import vn.tia.dicom.net.pdu.PduException;

/// Reads messages from their fragments: the command set whole, the data set as a stream.
final class MessageReader {
  private final Fragments fragments;
  private final int commandBytesMax;
  private final Duration idle;
  private final Identifiers identifiers;

  MessageReader(Fragments fragments, NetworkLimits limits, NetworkTimeouts timeouts) {
    this.fragments = fragments;
    this.commandBytesMax = limits.commandBytesMax();
    this.idle = timeouts.idle();
    this.identifiers = new Identifiers(limits);
  }

  /// What reads the data sets that are held.
  Identifiers identifiers() {
    return identifiers;
  }

  boolean await(Duration time) throws IOException {
    return fragments.await(time);
  }

  /// The next message, empty where the peer asks to release the association instead, or answers
  /// that it is released.
  Optional<Message> next() throws IOException {
    Optional<DataValue> first = fragments.next(idle);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    AcceptedContext context = fragments.context(first.get());
    return Optional.of(new Message(context, CommandCodec.read(command(first.get()))));
  }

  private Bytes command(DataValue first) throws IOException {
    check(first, first.contextId());
    if (first.kind().isLast()) {
      // A copy: the command outlives the PDU it came in.
      return Bytes.wrap(first.data().toArray());
    }
    var whole = new ByteArrayOutputStream();
    DataValue fragment = first;
    first.data().writeTo(whole);
    while (!fragment.kind().isLast()) {
      fragment = fragments.rest(idle);
      check(fragment, first.contextId());
      if (whole.size() + fragment.data().length() > commandBytesMax) {
        throw tooLong(whole.size() + fragment.data().length());
      }
      fragment.data().writeTo(whole);
    }
    return Bytes.wrap(whole.toByteArray());
  }

  private void check(DataValue fragment, int contextId) throws PduException {
    if (!fragment.kind().isCommand() || fragment.contextId() != contextId) {
      throw PduException.invalid(
          "a %s fragment of context %d came inside a command set"
              .formatted(fragment.kind(), fragment.contextId()));
    }
    if (fragment.data().length() > commandBytesMax) {
      throw tooLong(fragment.data().length());
    }
  }

  private PduException tooLong(int length) {
    return PduException.invalid(
        "a command set has at least %d bytes, the limit is %d".formatted(length, commandBytesMax));
  }

  /// The data set of this message, to be read or drained before the next message.
  DatasetStream dataset(Message message) {
    return message.command().hasDataset()
        ? DatasetStream.arriving(fragments, message.context().id(), idle)
        : DatasetStream.absent();
  }
}
