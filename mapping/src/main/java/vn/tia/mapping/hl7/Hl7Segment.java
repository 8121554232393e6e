package vn.tia.mapping.hl7;

import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.Segment;
import ca.uhn.hl7v2.model.Type;
import ca.uhn.hl7v2.parser.PipeParser;
import ca.uhn.hl7v2.parser.EncodingCharacters;
import ca.uhn.hl7v2.util.Terser;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A segment of a parsed message, by numbers: segments with local or missing fields read alike.
///
/// An empty field and HL7's null (`""`) are both empty here.
public record Hl7Segment(Segment segment) {

  private static final EncodingCharacters STANDARD = new EncodingCharacters('|', "^~\\&");

  /// `PID`, `OBR`, `ZDS` …
  public String name() {
    return segment.getName();
  }

  /// How often a field is repeated.
  public int repetitions(int field) {
    return fieldOf(field).length;
  }

  /// The first component of a field's first repetition.
  public Optional<String> text(int field) {
    return text(field, 0, 1, 1);
  }

  /// A component of a field's first repetition.
  public Optional<String> text(int field, int component) {
    return text(field, 0, component, 1);
  }

  /// A subcomponent of a repetition (counted from 0) of a field.
  public Optional<String> text(int field, int repetition, int component, int subcomponent) {
    if (repetition >= repetitions(field)) {
      return Optional.empty();
    }
    try {
      return meant(Terser.get(segment, field, repetition, component, subcomponent));
    } catch (HL7Exception e) {
      throw new IllegalStateException(name() + "-" + field + " can't be read", e);
    }
  }

  /// A component of each repetition of a field that has it.
  public Stream<String> texts(int field, int component) {
    return IntStream.range(0, repetitions(field))
        .mapToObj(repetition -> text(field, repetition, component, 1))
        .flatMap(Optional::stream);
  }

  /// A field as one text: senders write `&` and `^` unescaped in comments, and they belong to it.
  public Optional<String> whole(int field) {
    String separator = "~";
    String joined = Stream.of(fieldOf(field))
        .map(type -> Escapes.unescape(PipeParser.encode(type, STANDARD), Delimiters.STANDARD))
        .reduce((one, other) -> one + separator + other)
        .orElse("");
    return meant(joined);
  }

  private Type[] fieldOf(int field) {
    try {
      return field <= segment.numFields() ? segment.getField(field) : new Type[0];
    } catch (HL7Exception e) {
      throw new IllegalStateException(name() + "-" + field + " can't be read", e);
    }
  }

  // Terser answers null for a component that is not there, whatever its signature says.
  @SuppressWarnings("NullAway")
  private static Optional<String> meant(String value) {
    return Optional.ofNullable(value)
        .filter(text -> !text.isBlank() && !text.equals("\"\""));
  }
}
