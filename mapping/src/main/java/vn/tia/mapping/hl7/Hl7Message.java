package vn.tia.mapping.hl7;

import java.util.List;
import java.util.Optional;

/// A message as its segments in the order in which they came.
///
/// The order is kept flat: real orders carry `IPC`, `ZDS` and `NTE` where no structure has them.
public record Hl7Message(MessageHeader header, List<Hl7Segment> segments) {

  public Hl7Message {
    segments = List.copyOf(segments);
  }

  /// The first segment of that name.
  public Optional<Hl7Segment> first(String name) {
    return segments.stream().filter(segment -> segment.name().equals(name)).findFirst();
  }
}
