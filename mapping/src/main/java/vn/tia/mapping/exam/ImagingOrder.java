package vn.tia.mapping.exam;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An order for imaging as one message states it, with what the message wants done with it.
///
/// @param status what the sender says about the progress, ORC-5
/// @param insurances who pays
/// @param cleared the names of values that the message takes back (`""`), such as `visit.referring`
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
    List<Insurance> insurances,
    Set<String> cleared,
    List<ScheduledStep> steps) {

  /// An order that takes nothing back and doesn't say who pays.
  public ImagingOrder(OrderControl control, Optional<OrderStatus> status, OrderNumbers numbers,
      Patient patient, PatientCondition condition, Visit visit, Request request,
      RequestedProcedure procedure, List<ScheduledStep> steps) {
    this(control, status, numbers, patient, condition, visit, request, procedure, List.of(),
        Set.of(), steps);
  }

  public ImagingOrder {
    insurances = List.copyOf(insurances);
    cleared = Set.copyOf(cleared);
    steps = List.copyOf(steps);
    if (numbers.placer().isEmpty() && numbers.filler().isEmpty()
        && numbers.accession().isEmpty()) {
      throw new IllegalArgumentException(
          "an order needs a placer order number, a filler order number or an accession number");
    }
  }

  /// The same order with something else to be done with it.
  public ImagingOrder with(OrderControl other) {
    return new ImagingOrder(other, status, numbers, patient, condition, visit, request, procedure,
        insurances, cleared, steps);
  }

  /// What the order says apart from its patient and its steps.
  public OrderContent content() {
    return new OrderContent(numbers, condition, visit, request, procedure, insurances);
  }
}
