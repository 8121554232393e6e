package vn.tia.hl7.receive;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vn.tia.dicom.data.Bytes;
import vn.tia.mapping.hl7.AckCode;
import vn.tia.mapping.hl7.AckCondition;
import vn.tia.mapping.hl7.AckMode;
import vn.tia.mapping.hl7.Acknowledgement;
import vn.tia.mapping.hl7.Fault;
import vn.tia.mapping.hl7.MessageHeader;

/// What became of a message, and what its sender is told.
///
/// @param asked the header of the message
/// @param mode which answers its sender gets
/// @param commit whether the message is kept
/// @param fault why it had no effect
/// @param application the answer of original mode
record Taken(MessageHeader asked, AckMode mode, Acknowledgement commit, Optional<Fault> fault,
    Bytes application) {

  /// An acknowledgement that came: nobody answers it.
  static Taken unanswered(MessageHeader asked) {
    return new Taken(asked, new AckMode.Original(), new Acknowledgement("", Instant.EPOCH,
        ZoneOffset.UTC, Optional.empty()), Optional.empty(), Bytes.EMPTY);
  }

  /// The answers that the sender wants, in the order in which they are sent.
  List<byte[]> answers() {
    if (application.isEmpty()) {
      return List.of();
    }
    return switch (mode) {
      case AckMode.Original() -> List.of(application.toArray());
      case AckMode.Enhanced(var whenKept, var whenDone) -> {
        var said = commit(whenDone);
        yield Stream.concat(
                whenKept.wants(said.code()) ? Stream.of(said.toCommit(asked)) : Stream.empty(),
                // What isn't kept has no application that could answer.
                said.code() == AckCode.ACCEPT && whenDone.wants(code())
                    ? Stream.of(application.toArray()) : Stream.empty())
            .toList();
      }
    };
  }

  /// A sender who wants to hear nothing of the application is told by the commit what it would say:
  /// else he would take an order for placed that is none.
  private Acknowledgement commit(AckCondition whenDone) {
    return whenDone.wants(code()) || commit.code() != AckCode.ACCEPT
        ? commit
        : new Acknowledgement(commit.controlId(), commit.at(), commit.zone(), fault);
  }

  private AckCode code() {
    return fault.map(Fault::answer).orElse(AckCode.ACCEPT);
  }
}
