package vn.tia.mapping.hl7;

import java.util.List;
import vn.tia.mapping.exam.OrderContent;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.ScheduledStep;

/// What a placer is told of an order: how far it is, and the numbers and steps that it has here.
///
/// @param event why he is told
/// @param steps those that are to be performed, or were
public record OrderNotice(
    OrderEvent event, Patient patient, OrderContent content, List<ScheduledStep> steps) {

  public OrderNotice {
    steps = List.copyOf(steps);
  }
}
