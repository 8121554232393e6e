package vn.tia.records.orders;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.exam.OrderNumbers;

/// The number by which messages about one order name it, with the URI of who gave it.
///
/// @param column which of the order's numbers it is: the placer's is best, since he made the order
record OrderKey(Column column, String system, String value) {
  enum Column { PLACER, FILLER, ACCESSION }

  static OrderKey of(OrderNumbers numbers, AuthoritySystems systems) {
    return all(numbers, systems).stream().findFirst()
        .orElseThrow(() -> new IllegalArgumentException("an order needs a number"));
  }

  /// All keys of an order, the best first.
  static List<OrderKey> all(OrderNumbers numbers, AuthoritySystems systems) {
    return Stream.of(
            key(Column.PLACER, numbers.placer(), systems),
            key(Column.FILLER, numbers.filler(), systems),
            key(Column.ACCESSION, numbers.accession(), systems))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<OrderKey> key(
      Column column, Optional<AssignedId> id, AuthoritySystems systems) {
    return id.map(one -> new OrderKey(column, systems.of(one.authority()), one.value()));
  }
}
