package vn.tia.bridge.ups;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;
import vn.tia.records.access.Access;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.workitems.StoredWorkitem;
import vn.tia.records.workitems.WorkitemEvents.Event;
import vn.tia.records.workitems.WorkitemState;
import vn.tia.records.workitems.WorkitemSubscriptions;
import vn.tia.records.workitems.Workitems;

/// The steps and what may be done with them (PS3.4 section CC.1), for both doors.
///
/// Each call is one transaction: the step is locked, so of two that claim it one wins, and events
/// and the trail are written with the change.
public final class WorkitemService {
  private static final List<Tag> ASSIGNMENT = List.of(
      Tags.SCHEDULED_STATION_NAME_CODE_SEQUENCE, Tags.SCHEDULED_HUMAN_PERFORMERS_SEQUENCE);
  private static final List<Tag> CANCELLATION = List.of(Tags.REASON_FOR_CANCELLATION,
      Tags.PROCEDURE_STEP_DISCONTINUATION_REASON_CODE_SEQUENCE, Tags.CONTACT_URI,
      Tags.CONTACT_DISPLAY_NAME);

  private final Records records;
  private final UpsEvents events;
  private final InstantSource clock;

  /// What the service stands on.
  public record Records(Database database, Facilities facilities, Workitems items,
      WorkitemSubscriptions subscriptions, Audit audit) {}

  /// Who asks.
  ///
  /// @param door `DICOM` or `DICOMweb`
  /// @param name an AE title and address, or an address
  public record Caller(String door, String name, Access access) {}

  public WorkitemService(Records records, UpsEvents events, InstantSource clock) {
    this.records = records;
    this.events = events;
    this.clock = clock;
  }

  /// Makes a step.
  public Outcome create(Facility facility, String uid, Dataset attributes, Caller caller) {
    if (!Uid.isWellFormed(uid)) {
      return Outcome.of(UpsStatus.INVALID_UID);
    }
    var refused = WorkitemRules.refuseCreation(attributes);
    if (refused.isPresent()) {
      return refused.get();
    }
    var hasLabel = attributes.string(Tags.WORKLIST_LABEL).isPresent();
    var labelled = hasLabel ? attributes : attributes.toBuilder()
        .put(Tags.WORKLIST_LABEL, facility.code()).build();
    var step = WorkitemRules.created(uid, labelled, clock.instant(), facility.zone());
    return audited("create workitem", uid, caller, () -> {
      records.subscriptions().lock(facility.id());
      var made = records.items().insert(facility.id(), uid, step);
      made.ifPresent(item -> announceNew(facility, item));
      return made.isEmpty() ? Outcome.of(UpsStatus.DUPLICATE)
          : Outcome.of(hasLabel ? UpsStatus.SUCCESS : UpsStatus.CREATED_WITH_CHANGES);
    });
  }

  private void announceNew(Facility facility, StoredWorkitem item) {
    var zone = facility.zone().getRules().getOffset(clock.instant());
    for (var one : records.subscriptions().toComing(facility.id())) {
      if (one.filter().stream().allMatch(keys ->
          new WorkitemMatch(keys, zone).matches(item.dataset()))) {
        records.subscriptions().add(item.id(), one.ae(), one.lock());
      }
    }
    tell(item, UpsEvents.state(item.uid(), item.dataset()));
    if (!UpsEvents.copy(item.dataset(), ASSIGNMENT).isEmpty()) {
      tell(item, UpsEvents.assigned(item.uid(), item.dataset()));
    }
  }

  /// A step as it stands, never with its transaction UID.
  public Optional<Dataset> retrieve(String uid, Caller caller) {
    var found = records.items().find(uid, caller.access());
    records.audit().recordRead(event("retrieve workitem", uid, caller,
        found.isPresent() ? "done" : "absent"));
    return found.map(StoredWorkitem::dataset);
  }

  /// Changes attributes of a step; whoever performs it says its transaction UID.
  public Outcome update(
      String uid, Optional<String> transaction, Dataset changes, Caller caller) {
    return withStep("update workitem", uid, caller, item -> {
      var refused = refusedTransaction(item, transaction)
          .or(() -> WorkitemRules.refuseChange(item.dataset(), changes));
      if (refused.isPresent()) {
        return refused.get();
      }
      var after = WorkitemRules.changed(item.dataset(), changes, clock.instant(), facility(item)
          .zone());
      var next = replace(item, item.state(), item.transaction(), after);
      announceChange(item.dataset(), next);
      return Outcome.SUCCESS;
    });
  }

  private static Optional<Outcome> refusedTransaction(
      StoredWorkitem item, Optional<String> transaction) {
    var status = switch (item.state()) {
      case SCHEDULED -> transaction.map(_ -> UpsStatus.NOT_IN_PROGRESS);
      case IN_PROGRESS -> transaction.isEmpty() ? Optional.of(UpsStatus.TRANSACTION_MISSING)
          : transaction.equals(item.transaction()) ? Optional.<UpsStatus>empty()
          : Optional.of(UpsStatus.TRANSACTION_WRONG);
      case COMPLETED, CANCELED -> Optional.of(UpsStatus.NO_LONGER_CHANGEABLE);
    };
    return status.map(Outcome::of);
  }

  private void announceChange(Dataset before, StoredWorkitem item) {
    var after = item.dataset();
    if (!before.get(Tags.INPUT_READINESS_STATE).equals(after.get(Tags.INPUT_READINESS_STATE))) {
      tell(item, UpsEvents.state(item.uid(), after));
    }
    if (!UpsEvents.copy(before, ASSIGNMENT).equals(UpsEvents.copy(after, ASSIGNMENT))) {
      tell(item, UpsEvents.assigned(item.uid(), after));
    }
    var progress = Tags.PROCEDURE_STEP_PROGRESS_INFORMATION_SEQUENCE;
    if (!before.get(progress).equals(after.get(progress))) {
      tell(item, UpsEvents.progress(item.uid(), after));
    }
  }

  /// Claims, completes or gives up a step (PS3.4 section CC.2.1).
  public Outcome changeState(String uid, Dataset information, Caller caller) {
    var term = information.string(Tags.PROCEDURE_STEP_STATE);
    var to = term.flatMap(WorkitemState::of);
    if (to.isEmpty()) {
      return Outcome.of(term.isEmpty() ? UpsStatus.MISSING : UpsStatus.INVALID_VALUE,
          Tags.PROCEDURE_STEP_STATE);
    }
    var transaction = information.string(Tags.TRANSACTION_UID);
    return withStep("workitem to " + to.get(), uid, caller,
        item -> changed(item, to.get(), transaction));
  }

  private Outcome changed(
      StoredWorkitem item, WorkitemState to, Optional<String> transaction) {
    if (to == WorkitemState.SCHEDULED) {
      return Outcome.of(UpsStatus.SCHEDULED_BY_CREATION_ONLY);
    }
    if (transaction.isEmpty()) {
      return Outcome.of(UpsStatus.TRANSACTION_MISSING, Tags.TRANSACTION_UID);
    }
    boolean isCorrect = item.state() == WorkitemState.SCHEDULED
        ? Uid.isWellFormed(transaction.get()) : transaction.equals(item.transaction());
    if (!isCorrect) {
      return Outcome.of(UpsStatus.TRANSACTION_WRONG, Tags.TRANSACTION_UID);
    }
    return switch (item.state()) {
      case SCHEDULED -> to == WorkitemState.IN_PROGRESS
          ? moved(item, to, transaction) : Outcome.of(UpsStatus.NOT_IN_PROGRESS);
      case IN_PROGRESS -> to == WorkitemState.IN_PROGRESS
          ? Outcome.of(UpsStatus.ALREADY_IN_PROGRESS)
          : WorkitemRules.refuseEnd(item.dataset(), to)
              .orElseGet(() -> moved(item, to, transaction));
      case COMPLETED -> Outcome.of(to == WorkitemState.COMPLETED
          ? UpsStatus.ALREADY_COMPLETED : UpsStatus.NO_LONGER_CHANGEABLE);
      case CANCELED -> Outcome.of(to == WorkitemState.CANCELED
          ? UpsStatus.ALREADY_CANCELED : UpsStatus.NO_LONGER_CHANGEABLE);
    };
  }

  private Outcome moved(StoredWorkitem item, WorkitemState to, Optional<String> transaction) {
    var next = replace(item, to, transaction, item.dataset());
    tell(next, UpsEvents.state(next.uid(), next.dataset()));
    return Outcome.SUCCESS;
  }

  /// Asks that a step be canceled (PS3.4 section CC.2.2): at once where nobody performs it, else by
  /// whoever does, if he hears of it.
  ///
  /// @param requester the AE title of who asks
  public Outcome requestCancel(
      String uid, String requester, Dataset information, Caller caller) {
    return withStep("request cancellation", uid, caller, item -> switch (item.state()) {
      case SCHEDULED -> {
        tell(item, cancelRequested(item, requester, information));
        cancel(item, information);
        yield Outcome.SUCCESS;
      }
      case IN_PROGRESS -> {
        var isHeard = !records.subscriptions().of(item.id()).isEmpty();
        tell(item, cancelRequested(item, requester, information));
        yield Outcome.of(isHeard ? UpsStatus.SUCCESS : UpsStatus.PERFORMER_UNREACHABLE);
      }
      case COMPLETED -> Outcome.of(UpsStatus.TOO_LATE_TO_CANCEL);
      case CANCELED -> Outcome.of(UpsStatus.ALREADY_CANCELED);
    });
  }

  private static Event cancelRequested(
      StoredWorkitem item, String requester, Dataset information) {
    return new Event(item.uid(), UpsEvents.CANCEL_REQUESTED,
        UpsEvents.copy(information, CANCELLATION).toBuilder()
            .put(Tags.REQUESTING_AE, requester).build());
  }

  private void cancel(StoredWorkitem item, Dataset information) {
    var claimed = replace(
        item, WorkitemState.IN_PROGRESS, Optional.of(Uid.random().value()), item.dataset());
    tell(claimed, UpsEvents.state(claimed.uid(), claimed.dataset()));
    var progress = UpsEvents.copy(information, CANCELLATION).toBuilder()
        .put(Tags.PROCEDURE_STEP_CANCELLATION_DATE_TIME,
            WorkitemRules.text(clock.instant(), facility(item).zone()));
    if (information.items(Tags.PROCEDURE_STEP_DISCONTINUATION_REASON_CODE_SEQUENCE).isEmpty()) {
      progress.putItems(Tags.PROCEDURE_STEP_DISCONTINUATION_REASON_CODE_SEQUENCE,
          List.of(Dataset.builder()
              .put(Tags.CODE_VALUE, "110513")
              .put(Tags.CODING_SCHEME_DESIGNATOR, "DCM")
              .put(Tags.CODE_MEANING, "Discontinued for unspecified reason")
              .build()));
    }
    var ended = replace(claimed, WorkitemState.CANCELED, claimed.transaction(),
        claimed.dataset().toBuilder()
            .putItems(Tags.PROCEDURE_STEP_PROGRESS_INFORMATION_SEQUENCE,
                List.of(progress.build()))
            .build());
    tell(ended, UpsEvents.state(ended.uid(), ended.dataset()));
  }

  private StoredWorkitem replace(StoredWorkitem item, WorkitemState state,
      Optional<String> transaction, Dataset dataset) {
    var next = new StoredWorkitem(item.id(), item.facilityId(), item.uid(), state, transaction,
        dataset.toBuilder().put(Tags.PROCEDURE_STEP_STATE, state.term()).build());
    records.items().update(next);
    return next;
  }

  private void tell(StoredWorkitem item, Event event) {
    events.tell(item.facilityId(), records.subscriptions().of(item.id()), event);
  }

  private Facility facility(StoredWorkitem item) {
    return records.facilities().byId(item.facilityId()).orElseThrow();
  }

  private Outcome withStep(
      String action, String uid, Caller caller, Function<StoredWorkitem, Outcome> work) {
    return audited(action, uid, caller, () -> records.items().lock(uid, caller.access())
        .map(work)
        .orElseGet(() -> Outcome.of(UpsStatus.NO_SUCH_STEP)));
  }

  private Outcome audited(
      String action, String uid, Caller caller, Supplier<Outcome> work) {
    return records.database().inTransaction(() -> {
      var outcome = work.get();
      records.audit().record(event(action, uid, caller, outcome.status().code() == 0
          ? "done" : "%04X".formatted(outcome.status().code())));
      return outcome;
    });
  }

  private static AuditRecord event(
      String action, String uid, Caller caller, String outcome) {
    var facilities = caller.access().facilityIds();
    return new AuditRecord(facilities.size() == 1
        ? OptionalInt.of(facilities.iterator().next()) : OptionalInt.empty(), caller.door(),
        caller.name(), action, Uid.isWellFormed(uid) ? uid : "no UID", outcome);
  }
}
