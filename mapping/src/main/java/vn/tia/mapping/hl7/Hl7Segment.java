package vn.tia.mapping.hl7;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A segment by its numbers: fields, repetitions, components and subcomponents (HL7 v2 2.5).
///
/// Own splitting, since HAPI's model forgets what stands behind an unescaped `&` in a description:
/// `CT ngực & bụng` would become `CT ngực`. An empty field and HL7's null (`""`) are both empty
/// here.
///
/// @param fields the fields as they came, escapes included; field 1 first
public record Hl7Segment(String name, Delimiters delimiters, List<String> fields) {

  /// What a sender writes who means: no value, and what was there is to go (HL7 v2 2.5.3).
  private static final String NULL = "\"\"";
  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9]{2}");

  public Hl7Segment {
    fields = List.copyOf(fields);
  }

  /// Parts a line of a message.
  ///
  /// @throws FaultException with AE 100 if it doesn't begin with a segment's name
  static Hl7Segment of(String line, Delimiters delimiters) {
    List<String> parts = Parts.of(line, delimiters.field());
    String name = parts.getFirst();
    if (!NAME.matcher(name).matches()) {
      throw new FaultException(new Fault(AckCode.ERROR, FaultCode.SEGMENT_SEQUENCE,
          Optional.empty(), "a line of " + line.length() + " characters is no segment"));
    }
    var fields = new ArrayList<String>();
    if (name.equals("MSH")) {
      fields.add(String.valueOf(delimiters.field()));
    }
    fields.addAll(parts.subList(1, parts.size()));
    return new Hl7Segment(name, delimiters, fields);
  }

  /// How often a field is repeated.
  public int repetitions(int field) {
    return raw(field).isEmpty() ? 0 : Parts.of(raw(field), delimiters.repetition()).size();
  }

  /// The first component of a field's first repetition.
  public Optional<String> text(int field) {
    return text(field, 1);
  }

  /// A component of a field's first repetition, subcomponents and all.
  public Optional<String> text(int field, int component) {
    return raw(field).isEmpty() ? Optional.empty() : meant(component(field, 0, component));
  }

  /// A subcomponent of a repetition (counted from 0) of a field.
  public Optional<String> text(int field, int repetition, int component, int subcomponent) {
    return raw(field).isEmpty() ? Optional.empty() : meant(Parts.part(
        component(field, repetition, component), delimiters.subcomponent(), subcomponent));
  }

  /// A component of each repetition of a field that has it.
  public Stream<String> texts(int field, int component) {
    return IntStream.range(0, repetitions(field))
        .mapToObj(repetition -> meant(component(field, repetition, component)))
        .flatMap(Optional::stream);
  }

  /// A field as one text: senders write `&` and `^` unescaped in comments, and they belong to it.
  public Optional<String> whole(int field) {
    return meant(raw(field));
  }

  /// A repetition (counted from 0) of a field as one text.
  public Optional<String> wholeRepetition(int field, int repetition) {
    return meant(Parts.part(raw(field), delimiters.repetition(), repetition + 1));
  }

  /// Whether HL7's null stands anywhere in it.
  boolean holdsNull() {
    return fields.stream().anyMatch(field -> field.contains(NULL));
  }

  /// Whether a field, or a component of it, is HL7's null: what was there is to go.
  public boolean isCleared(int field, int component) {
    return raw(field).equals(NULL) || component(field, 0, component).equals(NULL);
  }

  private String component(int field, int repetition, int component) {
    String repeated = Parts.part(raw(field), delimiters.repetition(), repetition + 1);
    return Parts.part(repeated, delimiters.component(), component);
  }

  private String raw(int field) {
    return field <= fields.size() ? fields.get(field - 1) : "";
  }

  private Optional<String> meant(String raw) {
    return raw.isBlank() || raw.equals(NULL)
        ? Optional.empty() : Optional.of(Escapes.unescape(raw, delimiters));
  }
}
