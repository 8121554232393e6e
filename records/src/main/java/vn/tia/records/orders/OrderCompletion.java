package vn.tia.records.orders;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.ToLongFunction;
import vn.tia.dicom.data.Uid;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.OrderContent;
import vn.tia.mapping.exam.OrderNumbers;
import vn.tia.mapping.exam.ScheduledStep;
import vn.tia.records.facilities.Facility;

/// Gives a new order the numbers that it didn't bring.
final class OrderCompletion {
  private final OrderSettings settings;
  private final ToLongFunction<String> sequences;

  OrderCompletion(OrderSettings settings, ToLongFunction<String> sequences) {
    this.settings = settings;
    this.sequences = sequences;
  }

  /// The order with an accession number, a Study Instance UID and a requested procedure id.
  OrderContent complete(Facility facility, OrderContent content, Instant now) {
    var numbers = content.numbers();
    var accession = numbers.accession().orElseGet(() -> accession(facility, numbers, now));
    var completed = new OrderNumbers(numbers.placer(), numbers.filler(), numbers.group(),
        Optional.of(accession), numbers.studyUid().or(() -> Optional.of(Uid.random().value())));
    return content.withNumbers(completed,
        content.procedure().id().or(() -> Optional.of(accession.value())));
  }

  /// The id of a step, made where it has none: `S` and a number, within the 16 characters of SH.
  String stepId(ScheduledStep step) {
    return step.id().orElseGet(() -> "S" + sequences.applyAsLong("scheduled_step_number"));
  }

  private AssignedId accession(Facility facility, OrderNumbers numbers, Instant now) {
    var taken = switch (settings.accessionOf(facility.code())) {
      case GENERATED -> Optional.<AssignedId>empty();
      case PLACER -> numbers.placer();
      case FILLER -> numbers.filler();
    };
    return taken.orElseGet(() -> AssignedId.of("T%02d%09d".formatted(
        LocalDate.ofInstant(now, facility.zone()).getYear() % 100,
        sequences.applyAsLong("accession_number"))));
  }
}
