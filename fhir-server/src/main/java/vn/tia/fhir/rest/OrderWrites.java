package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.ImagingOrder;
import vn.tia.mapping.exam.OrderControl;
import vn.tia.mapping.exam.OrderNumbers;
import vn.tia.mapping.exam.OrderStatus;
import vn.tia.mapping.exam.StepStatus;
import vn.tia.mapping.fhir.ServiceRequestReading;
import vn.tia.mapping.fhir.ServiceRequestReading.Wanted;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.orders.OrderOutcome;
import vn.tia.records.orders.Orders;
import vn.tia.records.orders.StoredOrder;
import vn.tia.records.patients.Patients;
import vn.tia.records.patients.StoredPatient;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;

/// Writes ServiceRequests as orders: the same worklist item as an HL7 order makes, in the running
/// transaction. What is stored is made from the order, so what an order can't hold is not kept.
public final class OrderWrites {
  private final Records records;

  /// What orders stand on.
  public record Records(Database database, Facilities facilities, Patients patients, Orders orders,
      Resources resources) {}

  OrderWrites(Records records) {
    this.records = records;
  }

  /// Places a new order. One whose number is known is refused: an update is meant for it.
  StoredResource create(int facilityId, String id, ServiceRequest request) {
    requireOrder(request);
    if (!wanted(request, Optional.empty()).equals(NEW)) {
      throw new UnprocessableEntityException(
          "ServiceRequest.status must be active in a new order");
    }
    var order = order(facilityId, request, NEW, Optional.empty());
    if (records.orders().known(facilityId, order).isPresent()) {
      throw new ResourceVersionConflictException(
          "an order of this number is here already; update that one");
    }
    return stored(records.orders().apply(facilityId, order, id));
  }

  /// Changes, holds, cancels or completes an order, as the status says.
  StoredResource update(int facilityId, String id, ServiceRequest request) {
    requireOrder(request);
    var known = records.orders().byFhirId(facilityId, id).orElseThrow(() ->
        ReadInteraction.absent(new ResourceKey("ServiceRequest", id)));
    requireSamePatient(known, patient(facilityId, request));
    var wanted = wanted(request, Optional.of(known));
    var order = order(facilityId, request, wanted, Optional.of(known));
    records.orders().known(facilityId, order);
    return stored(records.orders().apply(facilityId, order));
  }

  private static void requireOrder(ServiceRequest request) {
    if (request.getIntent() == ServiceRequestIntent.PROPOSAL
        || request.getIntent() == ServiceRequestIntent.PLAN) {
      throw new UnprocessableEntityException(
          "ServiceRequest.intent must be an order: a proposal or plan is not performed");
    }
  }

  private static final Wanted NEW = new Wanted(OrderControl.NEW, Optional.empty());

  private static Wanted wanted(ServiceRequest request, Optional<StoredOrder> known) {
    return switch (request.getStatus()) {
      case ACTIVE -> known.isEmpty() ? NEW : new Wanted(OrderControl.CHANGE, Optional.empty());
      case ONHOLD -> new Wanted(OrderControl.HOLD, Optional.empty());
      case COMPLETED ->
          new Wanted(OrderControl.STATUS_CHANGED, Optional.of(OrderStatus.COMPLETED));
      case REVOKED, ENTEREDINERROR -> new Wanted(known.filter(OrderWrites::hasBegun).isPresent()
          ? OrderControl.DISCONTINUE : OrderControl.CANCEL, Optional.empty());
      case DRAFT, UNKNOWN, NULL -> throw new UnprocessableEntityException(
          "ServiceRequest.status must be active, on-hold, revoked, completed or entered-in-error");
    };
  }

  private static boolean hasBegun(StoredOrder order) {
    return order.steps().stream().anyMatch(step -> step.status() == StepStatus.STARTED
        || step.status() == StepStatus.COMPLETED);
  }

  private ImagingOrder order(
      int facilityId, ServiceRequest request, Wanted wanted, Optional<StoredOrder> known) {
    var facility = records.facilities().byId(facilityId).orElseThrow();
    var reading = new ServiceRequestReading(facility.systems());
    try {
      var numbers = known.map(one -> one.content().numbers())
          .orElseGet(() -> numbered(reading.numbers(request)));
      var order = reading.toImagingOrder(
          request, patient(facilityId, request).patient(), wanted, numbers);
      return known.map(one -> new ImagingOrder(order.control(), order.status(), numbers,
          order.patient(), order.condition(), order.visit(), order.request(),
          order.content().withNumbers(numbers, one.content().procedure().id()).procedure(),
          order.steps())).orElse(order);
    } catch (IllegalArgumentException e) {
      // The exam's own checks say lengths and kinds, no values.
      throw new UnprocessableEntityException("this can't be an order: " + e.getMessage());
    }
  }

  /// With a filler order number of Tia's own where the client gives no number at all.
  private static OrderNumbers numbered(OrderNumbers said) {
    boolean isNumbered = said.placer().isPresent() || said.filler().isPresent()
        || said.accession().isPresent();
    return isNumbered ? said : new OrderNumbers(said.placer(),
        Optional.of(new AssignedId(
            UUID.randomUUID().toString(), Authority.ofNamespace("TIA"))),
        said.group(), said.accession(), said.studyUid());
  }

  private StoredPatient patient(int facilityId, ServiceRequest request) {
    return Optional.of(request.getSubject()).map(Reference::getReference)
        .map(ResourceKey::parse)
        .filter(key -> key.type().equals("Patient"))
        .flatMap(key -> records.patients().byFhirId(facilityId, key.id()))
        .orElseThrow(() -> new UnprocessableEntityException(
            "ServiceRequest.subject refers to no Patient of this server"));
  }

  private static void requireSamePatient(StoredOrder known, StoredPatient patient) {
    if (known.patientId() != patient.id()) {
      throw new UnprocessableEntityException(
          "ServiceRequest.subject can't become another Patient: cancel the order and place one");
    }
  }

  private StoredResource stored(OrderOutcome outcome) {
    var order = switch (outcome) {
      case OrderOutcome.Placed(var placed) -> placed;
      case OrderOutcome.Changed(var changed) -> changed;
      case OrderOutcome.Canceled(var canceled) -> canceled;
      case OrderOutcome.Unchanged(var same) -> same;
      case OrderOutcome.UnknownOrder(), OrderOutcome.NotNeeded() ->
          throw new UnprocessableEntityException("no order of this number is known");
      case OrderOutcome.TooLate(var progress) -> throw new UnprocessableEntityException(
          "the order can't be changed any more: its exam is " + progress);
    };
    return records.resources().read(new ResourceKey("ServiceRequest", order.fhirId()),
        Access.to(order.facilityId())).orElseThrow();
  }
}
