package vn.tia.mapping.hl7;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A message as its segments in the order in which they came.
///
/// The order is kept flat: real orders carry `IPC`, `ZDS` and `NTE` where no structure has them,
/// and every version from 2.3 on has what an order needs at the same numbers.
public record Hl7Message(MessageHeader header, List<Hl7Segment> segments) {

  public Hl7Message {
    segments = List.copyOf(segments);
  }

  /// Reads a message whose header was read before.
  ///
  /// @throws FaultException if the bytes are not text of their character set or no HL7 message
  public static Hl7Message read(byte[] message, MessageHeader header, ReadSettings settings) {
    String text = MessageText.of(message, header, settings);
    return new Hl7Message(header, Stream.of(text.split("\r"))
        .filter(line -> !line.isBlank())
        .map(line -> Hl7Segment.of(line, header.delimiters()))
        .toList());
  }

  /// The first segment of that name.
  public Optional<Hl7Segment> first(String name) {
    return segments.stream().filter(segment -> segment.name().equals(name)).findFirst();
  }
}
