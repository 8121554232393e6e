package vn.tia.mapping.exam;

import java.util.List;
import java.util.Optional;

/// An order for imaging as one message states it, with what the message wants done with it.
///
/// @param status what the sender says about the progress, ORC-5
/// @param steps what is to be performed; may be empty where the order is only cancelled or held
public record ImagingOrder(
    OrderControl control,
    Optional<OrderStatus> status,
    OrderNumbers numbers,
    Patient patient,
    PatientCondition condition,
    Visit visit,
    Request request,
    RequestedProcedure procedure,
    List<ScheduledStep> steps) {

  public ImagingOrder {
    steps = List.copyOf(steps);
    if (numbers.placer().isEmpty() && numbers.filler().isEmpty()
        && numbers.accession().isEmpty()) {
      throw new IllegalArgumentException(
          "an order needs a placer order number, a filler order number or an accession number");
    }
  }

  /// What the order says apart from its patient and its steps.
  public OrderContent content() {
    return new OrderContent(numbers, condition, visit, request, procedure);
  }
}
