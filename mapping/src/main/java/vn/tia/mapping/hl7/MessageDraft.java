package vn.tia.mapping.hl7;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A message that is being written: its MSH, and what is added.
final class MessageDraft {

  private final List<SegmentDraft> segments = new ArrayList<>();

  /// @param structure MSH-9.3, for the versions that have it
  MessageDraft(Envelope envelope, String type, String event, String structure) {
    var parties = envelope.parties();
    segments.add(new SegmentDraft("MSH").raw(1, Delimiters.STANDARD.encodingCharacters())
        .put(2, parties.sendingApplication())
        .put(3, parties.sendingFacility())
        .put(4, parties.receivingApplication())
        .put(5, parties.receivingFacility())
        .put(6, envelope.time(envelope.at()))
        .put(8, type, event, envelope.version().hasStructures() ? structure : "")
        .put(9, envelope.controlId())
        .put(10, "P")
        .put(11, envelope.version().number())
        .put(17, envelope.dialect().characterSet()));
  }

  MessageDraft add(SegmentDraft segment) {
    segments.add(segment);
    return this;
  }

  MessageDraft addAll(List<SegmentDraft> more) {
    segments.addAll(more);
    return this;
  }

  /// The text, each segment ended by CR.
  @Override
  public String toString() {
    return segments.stream().map(segment -> segment + "\r").collect(Collectors.joining());
  }
}
