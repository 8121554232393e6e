package vn.tia.bridge.web.mwl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import vn.tia.bridge.web.WebException;
import vn.tia.bridge.worklist.WorklistSearch;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.dicom.WorklistItemReading;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.exam.ImagingOrder;
import vn.tia.mapping.exam.OrderContent;
import vn.tia.mapping.exam.OrderControl;
import vn.tia.mapping.exam.OrderNumbers;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.RequestedProcedure;
import vn.tia.mapping.exam.ScheduledStep;
import vn.tia.mapping.exam.StepStatus;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facility;
import vn.tia.records.orders.OrderOutcome;
import vn.tia.records.orders.Orders;
import vn.tia.records.orders.StoredOrder;
import vn.tia.records.orders.StoredStep;
import vn.tia.records.worklist.WorklistItem;

/// Writes worklist items as orders, the same as an HL7 message makes: patient, order, steps,
/// ServiceRequest and audit in one transaction.
public final class WorklistEdits {
  private final Database database;
  private final Orders orders;
  private final Audit audit;

  public WorklistEdits(Database database, Orders orders, Audit audit) {
    this.database = database;
    this.orders = orders;
    this.audit = audit;
  }

  /// Schedules what an item describes; its patient is found or made.
  ///
  /// @param caller who asks, for the trail
  StoredOrder create(Facility facility, Dataset item, String caller) {
    require(item, Tags.PATIENT_ID, Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE);
    item.items(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE).forEach(step ->
        require(step, Tags.MODALITY));
    var order = read(() -> placed(new WorklistItemReading(item, facility.zone())));
    return database.inTransaction(() -> {
      if (orders.known(facility.id(), order).isPresent()) {
        throw WebException.conflict("an order of this number is here already: change its steps");
      }
      var stored = stored(orders.apply(facility.id(), order));
      record(facility, stored, "create worklist item", caller);
      var wanted = item.items(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE);
      for (int i = 0; i < stored.steps().size(); i++) {
        var id = stored.steps().get(i).id();
        status(wanted.get(i)).ifPresent(status -> move(facility.id(), id, status));
      }
      return stored;
    });
  }

  /// Changes a step, its order and its patient as an item says; what it doesn't say stays.
  void change(WorklistItem known, Dataset item, String caller) {
    var facility = known.facility();
    var submitted = item.items(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE);
    if (submitted.size() > 1) {
      throw WebException.badRequest("one step is changed by one request");
    }
    requireSame(item, Tags.STUDY_INSTANCE_UID, known.content().numbers().studyUid());
    submitted.forEach(step ->
        requireSame(step, Tags.SCHEDULED_PROCEDURE_STEP_ID, known.step().step().id()));
    var reading = new WorklistItemReading(item, facility.zone());
    database.inTransaction(() -> {
      var order = orders.known(facility.id(), identity(known))
          .orElseThrow(WebException::notFound);
      var said = read(() -> restated(known, order, reading, facility.systems()));
      stored(orders.apply(facility.id(), said));
      submitted.stream().flatMap(step -> status(step).stream())
          .forEach(status -> move(facility.id(), known.step().id(), status));
      record(facility, order, "change worklist item", caller);
    });
  }

  /// Moves a step to a state.
  void move(WorklistItem known, StepStatus status, String caller) {
    var facility = known.facility();
    database.inTransaction(() -> {
      var order = orders.known(facility.id(), identity(known))
          .orElseThrow(WebException::notFound);
      move(facility.id(), known.step().id(), status);
      record(facility, order, "worklist item to " + status, caller);
    });
  }

  /// A step under way can be discontinued, not canceled; what is over stays so.
  private void move(int facilityId, long stepId, StepStatus status) {
    var now = step(orders.ofSteps(facilityId, List.of(stepId)), stepId).status();
    if (now == StepStatus.STARTED && status == StepStatus.CANCELED) {
      throw WebException.conflict("the step is under way: it can be discontinued, not canceled");
    }
    if (now != status
        && step(orders.moveSteps(facilityId, List.of(stepId), status), stepId).status() != status) {
      throw WebException.conflict("the step is " + now + " and can't become " + status);
    }
  }

  private static StoredStep step(List<StoredOrder> orders, long stepId) {
    return orders.stream().flatMap(order -> order.steps().stream())
        .filter(one -> one.id() == stepId)
        .findFirst()
        .orElseThrow(WebException::notFound);
  }

  private static ImagingOrder placed(WorklistItemReading reading) {
    var content = reading.content();
    return new ImagingOrder(OrderControl.NEW, Optional.empty(), numbered(content.numbers()),
        reading.patient(), content.condition(), content.visit(), content.request(),
        content.procedure(), reading.steps());
  }

  /// With a filler order number of Tia's own where the item has no number at all.
  private static OrderNumbers numbered(OrderNumbers said) {
    boolean isNumbered = said.placer().isPresent() || said.filler().isPresent()
        || said.accession().isPresent();
    return isNumbered ? said : new OrderNumbers(said.placer(),
        Optional.of(new AssignedId(UUID.randomUUID().toString(), Authority.ofNamespace("TIA"))),
        said.group(), said.accession(), said.studyUid());
  }

  /// The order of a step, as far as it is known by.
  private static ImagingOrder identity(WorklistItem known) {
    return order(known.content(), known.patient(), List.of());
  }

  private static ImagingOrder order(
      OrderContent content, Patient patient, List<ScheduledStep> steps) {
    return new ImagingOrder(OrderControl.CHANGE, Optional.empty(), content.numbers(), patient,
        content.condition(), content.visit(), content.request(), content.procedure(), steps);
  }

  /// The order under its own numbers, with all its steps: one that a change leaves out is canceled.
  private static ImagingOrder restated(WorklistItem known, StoredOrder order,
      WorklistItemReading reading, AuthoritySystems systems) {
    var patient = patient(known.patient(), reading.patient(), systems);
    var said = reading.content();
    var procedure = procedure(said.procedure(), order.content().procedure(), reading);
    var submitted = reading.steps();
    var steps = new ArrayList<ScheduledStep>();
    for (var one : order.steps()) {
      var isMeant = one.id() == known.step().id() && !submitted.isEmpty();
      steps.add(isMeant ? identified(submitted.getFirst(), one.step()) : one.step());
    }
    return new ImagingOrder(OrderControl.CHANGE, Optional.empty(), order.content().numbers(),
        patient, said.condition(), said.visit(), said.request(), procedure, List.of(),
        reading.cleared(), steps);
  }

  private static ScheduledStep identified(ScheduledStep said, ScheduledStep known) {
    return said.as(known.id().orElseThrow(), known.start().orElseThrow());
  }

  private static RequestedProcedure procedure(
      RequestedProcedure said, RequestedProcedure known, WorklistItemReading reading) {
    return new RequestedProcedure(known.id(), said.codes(), said.description(), said.comments(),
        said.reasons(), said.reasonText(), reading.priority().orElse(known.priority()),
        said.transport(), said.confidentiality());
  }

  private static Patient patient(Patient known, Patient said, AuthoritySystems systems) {
    var numbers = known.identifiers().stream()
        .map(one -> systems.of(one) + "|" + one.value()).toList();
    if (!said.identifiers().isEmpty()
        && said.identifiers().stream().map(one -> systems.of(one) + "|" + one.value())
            .noneMatch(numbers::contains)) {
      throw WebException.conflict("the step is of another patient: cancel it and make another");
    }
    var all = new ArrayList<>(known.identifiers());
    said.identifiers().stream().filter(one -> !all.contains(one)).forEach(all::add);
    return new Patient(
        all, said.name(), said.birthDate(), said.sex(), said.address(), said.phones());
  }

  private static Optional<StepStatus> status(Dataset step) {
    return step.string(Tags.SCHEDULED_PROCEDURE_STEP_STATUS).map(term ->
        WorklistSearch.status(term).orElseThrow(() -> WebException.badRequest(
            "(0040,0020) Scheduled Procedure Step Status is none of the states of a step")));
  }

  private static void require(Dataset item, Tag... tags) {
    for (var tag : tags) {
      if (item.get(tag).filter(element -> !element.isEmpty()).isEmpty()) {
        throw WebException.badRequest(tag + " needs a value");
      }
    }
  }

  private static void requireSame(Dataset item, Tag tag, Optional<String> known) {
    if (item.string(tag).isPresent() && !item.string(tag).equals(known)) {
      throw WebException.badRequest(tag + " is another than the address names");
    }
  }

  private interface Reading {
    ImagingOrder order();
  }

  private static ImagingOrder read(Reading reading) {
    try {
      return reading.order();
    } catch (IllegalArgumentException e) {
      // The exam's own checks say lengths and kinds, no values.
      throw WebException.badRequest("this can't be a worklist item: " + e.getMessage());
    }
  }

  private static StoredOrder stored(OrderOutcome outcome) {
    return switch (outcome) {
      case OrderOutcome.Placed(var order) -> order;
      case OrderOutcome.Changed(var order) -> order;
      case OrderOutcome.Canceled(var order) -> order;
      case OrderOutcome.Unchanged(var order) -> order;
      case OrderOutcome.UnknownOrder(), OrderOutcome.NotNeeded() -> throw WebException.notFound();
      case OrderOutcome.TooLate(var progress) ->
          throw WebException.conflict("the order can't be changed any more: it is " + progress);
    };
  }

  private void record(Facility facility, StoredOrder order, String action, String caller) {
    audit.record(new AuditRecord(OptionalInt.of(facility.id()), "DICOMweb", caller, action,
        "ServiceRequest/" + order.fhirId(), "done"));
  }
}
