package vn.tia.mapping.hl7;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The segments that speak of one order, and the site that they come from.
///
/// A final class and not a record: every rule asks it for a segment, so it knows them by name.
final class OrderSource {

  private final OrderSite site;
  private final List<Hl7Segment> shared;
  private final List<Hl7Segment> own;
  private final Map<String, Hl7Segment> first = new HashMap<>();
  private final boolean holdsNull;

  /// @param shared what stands before the first ORC: MSH, PID, PV1 …
  /// @param own from the order's ORC (or OBR) to the next order
  OrderSource(OrderSite site, List<Hl7Segment> shared, List<Hl7Segment> own) {
    this.site = site;
    this.shared = List.copyOf(shared);
    this.own = List.copyOf(own);
    own.forEach(segment -> first.putIfAbsent(segment.name(), segment));
    shared.forEach(segment -> first.putIfAbsent(segment.name(), segment));
    this.holdsNull = Stream.concat(own.stream(), shared.stream()).anyMatch(Hl7Segment::holdsNull);
  }

  OrderSite site() {
    return site;
  }

  /// The first segment of that name, the order's own before the shared one.
  Optional<Hl7Segment> segment(String name) {
    return Optional.ofNullable(first.get(name));
  }

  /// All segments of that name, the order's own first.
  Stream<Hl7Segment> all(String name) {
    return first.containsKey(name)
        ? Stream.concat(own.stream(), shared.stream())
            .filter(segment -> segment.name().equals(name))
        : Stream.empty();
  }

  /// The order's own segments of that name.
  List<Hl7Segment> own(String name) {
    return own.stream().filter(segment -> segment.name().equals(name)).toList();
  }

  /// The shared segments of that name.
  List<Hl7Segment> shared(String name) {
    return shared.stream().filter(segment -> segment.name().equals(name)).toList();
  }

  /// The first component of a field.
  Optional<String> text(String segment, int field) {
    return segment(segment).flatMap(found -> found.text(field));
  }

  /// A component of a field.
  Optional<String> text(String segment, int field, int component) {
    return segment(segment).flatMap(found -> found.text(field, component));
  }

  /// A field as one text.
  Optional<String> whole(String segment, int field) {
    return segment(segment).flatMap(found -> found.whole(field));
  }

  /// The first of the fields that holds a value.
  Optional<String> first(List<FieldSource> fields) {
    return fields.stream()
        .map(from -> text(from.segment(), from.field(), from.component()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /// The first of the fields that holds a value, with its segment.
  Optional<FieldSource> place(List<FieldSource> fields) {
    return fields.stream()
        .filter(from -> text(from.segment(), from.field(), from.component()).isPresent())
        .findFirst();
  }

  /// Whether a field is there and takes its value back.
  boolean isCleared(FieldSource from) {
    return holdsNull && segment(from.segment())
        .filter(found -> found.isCleared(from.field(), from.component())).isPresent();
  }
}
