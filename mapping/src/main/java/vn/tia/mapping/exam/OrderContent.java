package vn.tia.mapping.exam;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What an order says about the exam, apart from its patient and its steps.
///
/// @param insurances who pays, the first before the second
public record OrderContent(
    OrderNumbers numbers,
    PatientCondition condition,
    Visit visit,
    Request request,
    RequestedProcedure procedure,
    List<Insurance> insurances) {

  public OrderContent {
    insurances = List.copyOf(insurances);
  }

  /// The content of an order of which nobody said who pays.
  public OrderContent(OrderNumbers numbers, PatientCondition condition, Visit visit,
      Request request, RequestedProcedure procedure) {
    this(numbers, condition, visit, request, procedure, List.of());
  }

  /// This content brought up to date by a later one: what the later one doesn't say stays
  /// (HL7 v2.5.1 2.5.3: an empty field means no change).
  public OrderContent updatedBy(OrderContent later) {
    return updatedBy(later, Set.of());
  }

  /// The same, where the later one also takes values back.
  ///
  /// @param cleared the names of these values, such as `visit.referring`
  public OrderContent updatedBy(OrderContent later, Set<String> cleared) {
    return new Update(this, later, cleared).content();
  }

  /// The same content under other numbers.
  public OrderContent withNumbers(OrderNumbers others, Optional<String> procedureId) {
    var same = new RequestedProcedure(procedureId, procedure.codes(), procedure.description(),
        procedure.comments(), procedure.reasons(), procedure.reasonText(), procedure.priority(),
        procedure.transport(), procedure.confidentiality());
    return new OrderContent(others, condition, visit, request, same, insurances);
  }
}
