package vn.tia.records.orders;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;
import vn.tia.mapping.exam.ImagingOrder;
import vn.tia.mapping.exam.OrderNumbers;
import vn.tia.mapping.exam.OrderProgress;
import vn.tia.mapping.exam.ScheduledStep;
import vn.tia.mapping.exam.StepStatus;
import vn.tia.mapping.fhir.OrderResources;
import vn.tia.mapping.fhir.OrderedExam;
import vn.tia.mapping.fhir.ServiceRequestMapping;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.patients.Patients;
import vn.tia.records.patients.StoredPatient;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.SharedResources;

/// The orders of each facility with their scheduled steps.
///
/// Each call is one transaction, or a part of the caller's: the order, its steps, its patient and
/// the ServiceRequest change together, and are on the worklist as soon as it commits.
public final class Orders {
  private final Database database;
  private final Facilities facilities;
  private final Patients patients;
  private final Resources resources;
  private final SharedResources shared;
  private final Clock clock;
  private final StepRows steps;
  private final OrderRows rows;
  private final OrderCompletion completion;
  private final List<PlacedListener> listeners = new CopyOnWriteArrayList<>();
  private final List<ChangedListener> changed = new CopyOnWriteArrayList<>();

  public Orders(Database database, Facilities facilities, Patients patients, Resources resources,
      OrderSettings settings, Clock clock) {
    this.database = database;
    this.facilities = facilities;
    this.patients = patients;
    this.resources = resources;
    this.shared = new SharedResources(database, resources);
    this.clock = clock;
    this.steps = new StepRows(database);
    this.rows = new OrderRows(database, steps);
    this.completion = new OrderCompletion(settings, database::next);
  }

  /// Tells a listener of each order that is placed from now on.
  public void whenPlaced(PlacedListener listener) {
    listeners.add(listener);
  }

  /// Tells a listener of each order that is changed from now on.
  public void whenChanged(ChangedListener listener) {
    changed.add(listener);
  }

  /// An order as it stands, by its row id.
  public Optional<StoredOrder> byId(int facilityId, long id) {
    return rows.read(facilityId, "id", id);
  }

  /// An order as it stands, by the id of its ServiceRequest.
  public Optional<StoredOrder> byFhirId(int facilityId, String fhirId) {
    return rows.read(facilityId, "fhir_id", fhirId);
  }

  /// The order that a message would change, kept from others until the transaction ends; empty
  /// where it would place a new one.
  public Optional<StoredOrder> known(int facilityId, ImagingOrder order) {
    database.requireTransaction();
    var key = OrderKey.of(order.numbers(), facility(facilityId).systems());
    patients.lock(facilityId, order.patient());
    rows.lock(facilityId, key);
    return known(rows.find(facilityId, key), order);
  }

  /// What [apply] locks for an order of a facility, and what it writes that others look for: orders
  /// that share none of these have nothing to do with each other.
  public Set<String> lockNames(int facilityId, ImagingOrder order) {
    var facility = facility(facilityId);
    var names = new HashSet<>(patients.lockNames(facilityId, order.patient().identifiers()));
    OrderKey.all(order.numbers(), facility.systems())
        .forEach(key -> names.add(OrderRows.lockName(facilityId, key)));
    beside(facility, order).forEach(key -> names.add(Resources.lockName(key)));
    return names;
  }

  /// Reads ahead in one round trip what [apply] will ask for these orders, by their facilities; for
  /// a transaction that has locked their names, and applies each once.
  public void foresee(Map<Integer, List<ImagingOrder>> orders) {
    patients.foresee(orders.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
        entry -> entry.getValue().stream().map(ImagingOrder::patient).toList())));
    var wanted = new LinkedHashSet<OrderRows.Wanted>();
    var keys = new LinkedHashSet<ResourceKey>();
    orders.forEach((facilityId, all) -> all.forEach(order -> {
      var facility = facility(facilityId);
      wanted.add(new OrderRows.Wanted(
          facilityId, OrderKey.of(order.numbers(), facility.systems())));
      keys.addAll(beside(facility, order));
    }));
    rows.foresee(wanted);
    resources.foresee(keys);
    listeners.forEach(listener -> listener.foresee(orders));
  }

  private static List<ResourceKey> beside(Facility facility, ImagingOrder order) {
    return OrderResources.knownByNumber(order.content(), facility.systems())
        .map(ResourceKey::parse).toList();
  }

  /// Does what a message wants done with an order.
  ///
  /// A message that is applied twice changes nothing the second time. The patient is made or
  /// brought up to date only where the order is.
  public OrderOutcome apply(int facilityId, ImagingOrder order) {
    return apply(facilityId, order, UUID.randomUUID().toString());
  }

  /// The same, where a new order's ServiceRequest gets an id that was made elsewhere.
  public OrderOutcome apply(int facilityId, ImagingOrder order, String fhirId) {
    return database.inTransaction(() -> {
      var facility = facility(facilityId);
      var key = OrderKey.of(order.numbers(), facility.systems());
      patients.lock(facilityId, order.patient());
      rows.lock(facilityId, key);
      var intent = Intent.of(order);
      return known(rows.find(facilityId, key), order)
          .map(known -> change(facility, known, intent, order))
          .orElseGet(() -> switch (intent) {
            case PLACE -> place(facility, order, fhirId);
            // Its parts, which are performed, bring all that they need.
            case SUPERSEDE -> new OrderOutcome.NotNeeded();
            case CHANGE, START, COMPLETE, CANCEL, DISCONTINUE, HOLD, RESUME, NOTHING ->
                new OrderOutcome.UnknownOrder();
          });
    });
  }

  /// The order of this facility that a study answers: by accession number and issuer, else by
  /// Study Instance UID, else by requested procedure id; empty where none of them finds one.
  ///
  /// Where several orders share a number, the one that is not over and was placed last.
  public Optional<MatchedOrder> match(int facilityId, StudyKeys keys) {
    return new OrderMatch(database, facility(facilityId)).find(keys);
  }

  /// The order of a facility that a result names: by placer, else filler, else accession number,
  /// locked until the transaction ends; of several, the one that was placed last.
  public Optional<StoredOrder> named(int facilityId, OrderNumbers numbers) {
    database.requireTransaction();
    return OrderKey.all(numbers, facility(facilityId).systems()).stream()
        .map(key -> rows.find(facilityId, key))
        .filter(found -> !found.isEmpty())
        .map(List::getLast)
        .findFirst();
  }

  /// Schedules the steps of an order that have not begun: at a time, or on hold.
  public StoredOrder schedule(int facilityId, StoredOrder order, StepSchedule schedule) {
    return database.inTransaction(() -> {
      var intent = schedule instanceof StepSchedule.Off ? Intent.HOLD : Intent.RESUME;
      var after = order.steps().stream()
          .map(one -> one.status().isFinal() || one.status() == StepStatus.STARTED
              ? one
              : step(new StoredStep(one.id(), one.status(), schedule.applyTo(one.step())), intent))
          .toList();
      var progress = OrderProgress.of(after.stream().map(StoredStep::status).toList());
      return save(facility(facilityId), order, with(order, progress, after));
    });
  }

  /// Moves steps of a facility to a state that was performed, and their orders with them.
  ///
  /// A step that is completed or canceled stays so.
  public List<StoredOrder> moveSteps(int facilityId, Collection<Long> stepIds, StepStatus to) {
    return database.inTransaction(() -> rows.ofSteps(facilityId, stepIds).stream()
        .map(order -> save(facility(facilityId), order, moved(order, stepIds, to)))
        .toList());
  }

  /// Takes note that images of an order arrive: where no MPPS said so, its steps have started.
  public void imagesArrived(int facilityId, long orderId) {
    database.inTransaction(() -> rows.byId(facilityId, orderId).ifPresent(order -> {
      var waiting = order.steps().stream()
          .filter(step -> !step.status().isFinal() && step.status() != StepStatus.STARTED)
          .map(StoredStep::id)
          .toList();
      save(facility(facilityId), order, moved(order, waiting, StepStatus.STARTED));
    }));
  }

  /// Takes note that a signed report of an order is there, by the id of its ServiceRequest: its
  /// exam is over, also where no station said so. An order that has ended stays as it ended.
  public void reported(int facilityId, String fhirId) {
    database.inTransaction(() -> byFhirId(facilityId, fhirId)
        .flatMap(found -> rows.byId(facilityId, found.id()))
        .filter(order -> !order.progress().isFinal())
        .ifPresent(order -> save(facility(facilityId), order,
            moved(order, Intent.COMPLETE, OrderProgress.COMPLETED))));
  }

  /// The orders of a patient, by their row ids.
  public List<Long> ofPatient(int facilityId, long patientId) {
    return rows.ofPatient(facilityId, patientId);
  }

  /// Gives orders to another patient, each with its ServiceRequest.
  public void assign(int facilityId, Collection<Long> orderIds, long patientId) {
    database.inTransaction(() -> orderIds.stream().sorted()
        .flatMap(id -> rows.byId(facilityId, id).stream())
        .forEach(order -> save(facility(facilityId), order, new StoredOrder(order.id(),
            order.fhirId(), order.facilityId(), patientId, order.progress(), order.content(),
            order.steps()))));
  }

  /// The orders of these steps, as they stand.
  public List<StoredOrder> ofSteps(int facilityId, Collection<Long> stepIds) {
    return database.inTransaction(() -> rows.ofSteps(facilityId, stepIds));
  }

  /// Which of the orders with one number the message means: that of its procedure id, else the only
  /// one. A procedure id that none of them has names a new procedure of the same placer order.
  private static Optional<StoredOrder> known(List<StoredOrder> found, ImagingOrder order) {
    var asked = order.procedure().id();
    return found.stream()
        .filter(one -> asked.isPresent() && one.content().procedure().id().equals(asked))
        .findFirst()
        .or(() -> found.stream()
            .filter(one -> asked.isEmpty() || hasMadeProcedureId(one))
            .findFirst());
  }

  private static boolean hasMadeProcedureId(StoredOrder order) {
    return order.content().procedure().id().equals(
        order.content().numbers().accession().map(id -> id.value()));
  }

  private OrderOutcome place(Facility facility, ImagingOrder order, String fhirId) {
    var patient = patients.register(facility.id(), order.patient(), order.cleared());
    var content = completion.complete(facility, order.content(), now());
    var id = rows.insert(facility, fhirId, patient.id(), content);
    var added = order.steps().stream().map(step -> add(facility, id, step)).toList();
    var placed = new StoredOrder(id, fhirId, facility.id(), patient.id(), OrderProgress.ACTIVE,
        content, added);
    publishNew(facility, placed, patient);
    listeners.forEach(listener -> listener.placed(placed));
    return new OrderOutcome.Placed(placed);
  }

  private OrderOutcome change(
      Facility facility, StoredOrder known, Intent intent, ImagingOrder order) {
    return switch (intent) {
      case PLACE, CHANGE -> known.progress().isFinal()
          ? new OrderOutcome.TooLate(known.progress())
          : restate(facility, known, intent, order);
      case SUPERSEDE -> hasBegun(known)
          ? new OrderOutcome.Unchanged(known)
          : end(facility, known, Intent.CANCEL, OrderProgress.CANCELED);
      case CANCEL -> end(facility, known, intent, OrderProgress.CANCELED);
      case DISCONTINUE -> end(facility, known, intent, OrderProgress.DISCONTINUED);
      case COMPLETE -> reach(facility, known, intent, OrderProgress.COMPLETED);
      case HOLD -> reach(facility, known, intent, OrderProgress.ON_HOLD);
      case START, RESUME -> reach(facility, known, intent, OrderProgress.ACTIVE);
      case NOTHING -> new OrderOutcome.Unchanged(known);
    };
  }

  private OrderOutcome restate(
      Facility facility, StoredOrder known, Intent intent, ImagingOrder order) {
    var patient = patients.register(facility.id(), order.patient(), order.cleared());
    var content = known.content().updatedBy(order.content(), order.cleared());
    var plan = StepPlan.of(known.steps(), order.steps(), order.cleared());
    var after = new ArrayList<>(plan.kept().stream().map(step -> step(step, intent)).toList());
    plan.added().forEach(step -> after.add(add(facility, known.id(), step)));
    var progress = OrderProgress.of(after.stream().map(StoredStep::status).toList());
    var next = new StoredOrder(known.id(), known.fhirId(), known.facilityId(), patient.id(),
        progress, content, after);
    return save(facility, known, next).equals(known)
        ? new OrderOutcome.Unchanged(known)
        : new OrderOutcome.Changed(next);
  }

  /// Cancels or discontinues: an exam under way can be discontinued, not canceled.
  private OrderOutcome end(
      Facility facility, StoredOrder known, Intent intent, OrderProgress progress) {
    if (known.progress() == OrderProgress.CANCELED
        || known.progress() == OrderProgress.DISCONTINUED) {
      return new OrderOutcome.Unchanged(known);
    }
    if (known.progress() == OrderProgress.COMPLETED
        || intent == Intent.CANCEL && hasBegun(known)) {
      return new OrderOutcome.TooLate(known.progress());
    }
    return new OrderOutcome.Canceled(save(facility, known, moved(known, intent, progress)));
  }

  private static boolean hasBegun(StoredOrder order) {
    return order.steps().stream().anyMatch(step ->
        step.status() == StepStatus.STARTED || step.status() == StepStatus.COMPLETED);
  }

  private OrderOutcome reach(
      Facility facility, StoredOrder known, Intent intent, OrderProgress progress) {
    if (known.progress().isFinal() && known.progress() != progress) {
      return new OrderOutcome.TooLate(known.progress());
    }
    var next = save(facility, known, moved(known, intent, progress));
    return next.equals(known)
        ? new OrderOutcome.Unchanged(known)
        : new OrderOutcome.Changed(next);
  }

  private static StoredOrder moved(StoredOrder order, Intent intent, OrderProgress progress) {
    return with(order, progress,
        order.steps().stream().map(step -> step(step, intent)).toList());
  }

  private static StoredOrder moved(StoredOrder order, Collection<Long> stepIds, StepStatus to) {
    var after = order.steps().stream()
        .map(step -> stepIds.contains(step.id())
            && StepMoves.follows(step.status(), to) ? step.moved(to) : step)
        .toList();
    return with(order, OrderProgress.of(after.stream().map(StoredStep::status).toList()), after);
  }

  private static StoredOrder with(
      StoredOrder order, OrderProgress progress, List<StoredStep> steps) {
    return new StoredOrder(order.id(), order.fhirId(), order.facilityId(), order.patientId(),
        progress, order.content(), steps);
  }

  private static StoredStep step(StoredStep step, Intent intent) {
    return StepMoves.move(intent, step.status()).map(step::moved).orElse(step);
  }

  private StoredStep add(Facility facility, long orderId, ScheduledStep step) {
    return steps.insert(facility, orderId, step.as(completion.stepId(step), now()));
  }

  private StoredOrder save(Facility facility, StoredOrder known, StoredOrder next) {
    if (next.equals(known)) {
      return known;
    }
    next.steps().stream()
        .filter(step -> !known.steps().contains(step))
        .forEach(step -> steps.update(facility, step));
    rows.update(facility, next);
    publish(facility, next);
    changed.forEach(listener -> listener.changed(known, next));
    return next;
  }

  private void publish(Facility facility, StoredOrder order) {
    var patient = patients.byIds(List.of(order.patientId())).get(order.patientId());
    var exam = exam(order, patient);
    beside(facility, exam).forEach(one -> putBeside(facility, one));
    resources.put(facility.id(), serviceRequest(facility, exam));
  }

  private void publishNew(Facility facility, StoredOrder order, StoredPatient patient) {
    var exam = exam(order, patient);
    for (var one : beside(facility, exam)) {
      if (one instanceof Task) {
        // Its id is made of the order's, which is new.
        resources.add(facility.id(), one);
      } else {
        putBeside(facility, one);
      }
    }
    resources.add(facility.id(), serviceRequest(facility, exam));
  }

  private void putBeside(Facility facility, Resource one) {
    resources.putOver(facility.id(), one,
        (stored, ordered) -> OrderResources.over(stored.json(), ordered));
  }

  /// What belongs to the order beside the ServiceRequest; what many orders share is there then.
  private List<Resource> beside(Facility facility, OrderedExam exam) {
    var beside = new OrderResources(facility.systems(), facility.name(), facility.zone());
    shared.ensure(facility.id(), beside.shared(exam));
    return beside.ofPatient(exam);
  }

  private static OrderedExam exam(StoredOrder order, StoredPatient patient) {
    return new OrderedExam(order.fhirId(), patient.fhirId(), order.progress(),
        order.content(), order.steps().stream().map(StoredStep::step).toList());
  }

  private static ServiceRequest serviceRequest(Facility facility, OrderedExam exam) {
    return new ServiceRequestMapping(facility.systems(), facility.zone()).toServiceRequest(exam);
  }

  private Facility facility(int facilityId) {
    return facilities.byId(facilityId)
        .orElseThrow(() -> new IllegalArgumentException("there is no facility " + facilityId));
  }

  // Seconds: what DICOM, HL7 and a person at a desk tell times in.
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
