package vn.tia.mapping.hl7;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Practitioner;

/// The data types of HL7 v2 as values of an exam.
final class Hl7Types {

  private Hl7Types() {}

  /// EI: value, name space, universal id, its type.
  static Optional<AssignedId> entityIdentifier(Hl7Segment segment, int field) {
    return segment.text(field).map(value -> new AssignedId(value, new Authority(
        segment.text(field, 2), segment.text(field, 3), segment.text(field, 4))));
  }

  /// CX: value, and the assigning authority in component 4.
  static Optional<AssignedId> extendedId(Hl7Segment segment, int field) {
    return segment.text(field)
        .map(value -> new AssignedId(value, authority(segment, field, 0, 4)));
  }

  /// CX, each repetition: value, authority in component 4, type in component 5.
  static List<PatientIdentifier> patientIdentifiers(Hl7Segment segment, int field) {
    return IntStream.range(0, segment.repetitions(field))
        .mapToObj(repetition -> segment.text(field, repetition, 1, 1)
            .map(value -> PatientNumbers.of(value, authority(segment, field, repetition, 4),
                segment.text(field, repetition, 5, 1).orElse(""))))
        .flatMap(Optional::stream)
        .toList();
  }

  /// CX, each repetition: the authority in a component, where it names one.
  static List<Authority> authorities(Hl7Segment segment, int field, int component) {
    return IntStream.range(0, segment.repetitions(field))
        .mapToObj(repetition -> authority(segment, field, repetition, component))
        .filter(one -> !one.isUnsaid())
        .toList();
  }

  private static Authority authority(
      Hl7Segment segment, int field, int repetition, int component) {
    return new Authority(segment.text(field, repetition, component, 1),
        segment.text(field, repetition, component, 2),
        segment.text(field, repetition, component, 3));
  }

  /// XPN: family, given, middle, suffix, prefix; the legal name (type L) goes before others.
  static HumanName personName(Hl7Segment segment, int field) {
    int chosen = IntStream.range(0, segment.repetitions(field))
        .filter(repetition -> segment.text(field, repetition, 7, 1).filter("L"::equals).isPresent())
        .findFirst()
        .orElse(0);
    return name(segment, field, chosen, 1);
  }

  /// XCN: number, family, given, middle, suffix, prefix, and the authority in component 9.
  static Optional<Practitioner> person(Hl7Segment segment, int field) {
    Optional<AssignedId> id = segment.text(field)
        .map(value -> new AssignedId(value, authority(segment, field, 0, 9)));
    return practitioner(id, name(segment, field, 0, 2));
  }

  /// NDL: a person in the subcomponents of the first component; some senders put an XCN there.
  static Optional<Practitioner> namedPerson(Hl7Segment segment, int field) {
    var parts = new ArrayList<String>();
    for (int subcomponent = 2; subcomponent <= 6; subcomponent++) {
      parts.add(segment.text(field, 0, 1, subcomponent).orElse(""));
    }
    if (parts.stream().allMatch(String::isEmpty)) {
      return person(segment, field);
    }
    var name = new HumanName(
        parts.get(0), parts.get(2), parts.get(1), parts.get(4), parts.get(3));
    return practitioner(segment.text(field, 0, 1, 1).map(AssignedId::of), name);
  }

  private static HumanName name(Hl7Segment segment, int field, int repetition, int family) {
    return new HumanName(
        segment.text(field, repetition, family, 1).orElse(""),
        segment.text(field, repetition, family + 2, 1).orElse(""),
        segment.text(field, repetition, family + 1, 1).orElse(""),
        segment.text(field, repetition, family + 4, 1).orElse(""),
        segment.text(field, repetition, family + 3, 1).orElse(""));
  }

  private static Optional<Practitioner> practitioner(Optional<AssignedId> id, HumanName name) {
    return id.isEmpty() && name.isUnknown()
        ? Optional.empty() : Optional.of(new Practitioner(id, name));
  }

  /// CE or CWE, each repetition: the code, then its alternate.
  static List<Coded> codes(Hl7Segment segment, int field) {
    return IntStream.range(0, segment.repetitions(field)).boxed()
        .flatMap(repetition -> Stream.of(
            code(segment, field, repetition, 1), code(segment, field, repetition, 4)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Coded> code(Hl7Segment segment, int field, int repetition, int from) {
    return segment.text(field, repetition, from, 1).map(code -> new Coded(code,
        segment.text(field, repetition, from + 1, 1),
        segment.text(field, repetition, from + 2, 1)));
  }

  /// CE or CWE as words: the text, else the alternate's, else the code.
  static Optional<String> words(Hl7Segment segment, int field) {
    return segment.text(field, 2)
        .or(() -> segment.text(field, 5))
        .or(() -> segment.text(field));
  }

  /// PL: point of care, room, bed.
  static Optional<String> location(Hl7Segment segment, int field) {
    return joined(segment, field, " ", 1, 2, 3);
  }

  /// XAD: street, other, city, province, postcode, country.
  static Optional<String> address(Hl7Segment segment, int field) {
    String text = Stream.concat(street(segment, field).stream(), IntStream.rangeClosed(2, 6)
            .mapToObj(component -> segment.text(field, 0, component, 1)).flatMap(Optional::stream))
        .map(String::strip).collect(Collectors.joining(", "));
    return Optional.of(text).filter(joined -> !joined.isEmpty());
  }

  /// SAD: the line, and of street name and number what the line doesn't say itself.
  private static Optional<String> street(Hl7Segment segment, int field) {
    var said = new StringBuilder();
    IntStream.rangeClosed(1, 3).mapToObj(part -> segment.text(field, 0, 1, part))
        .flatMap(Optional::stream).map(String::strip)
        .filter(part -> said.indexOf(part) < 0)
        .forEach(part -> said.append(said.isEmpty() ? "" : " ").append(part));
    return Optional.of(said.toString()).filter(text -> !text.isEmpty());
  }

  /// XTN, each repetition: the number as it is written, else put together.
  static List<String> phones(Hl7Segment segment, int field) {
    return IntStream.range(0, segment.repetitions(field))
        .mapToObj(repetition -> segment.text(field, repetition, 1, 1)
            .or(() -> segment.text(field, repetition, 12, 1))
            .or(() -> together(segment, field, repetition)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> together(Hl7Segment segment, int field, int repetition) {
    String number = IntStream.rangeClosed(5, 7)
        .mapToObj(component -> segment.text(field, repetition, component, 1))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(" "));
    return Optional.of(number).filter(text -> !text.isEmpty());
  }

  private static Optional<String> joined(
      Hl7Segment segment, int field, String separator, int... components) {
    String text = IntStream.of(components)
        .mapToObj(component -> segment.text(field, 0, component, 1))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(separator));
    return Optional.of(text).filter(joined -> !joined.isEmpty());
  }
}
