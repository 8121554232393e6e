package vn.tia.bridge.ups;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import vn.tia.bridge.ups.WorkitemService.Caller;
import vn.tia.bridge.ups.WorkitemService.Records;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Uids;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.facilities.Facility;
import vn.tia.records.workitems.DeletionLock;
import vn.tia.records.workitems.StoredWorkitem;
import vn.tia.records.workitems.WorkitemEvents.Event;
import vn.tia.records.workitems.WorkitemSubscriptions.Subscriber;

/// Who hears of which steps: the transitions of PS3.4 table CC.2.3-2, for both doors.
public final class SubscriptionService {
  /// All steps of a facility.
  static final String GLOBAL = Uids.UPS_GLOBAL_SUBSCRIPTION_INSTANCE.value();

  /// Those that match keys.
  static final String FILTERED = Uids.UPS_FILTERED_GLOBAL_SUBSCRIPTION_INSTANCE.value();

  private final Records records;
  private final WorkitemSearch search;
  private final UpsEvents events;

  public SubscriptionService(Records records, WorkitemSearch search, UpsEvents events) {
    this.records = records;
    this.search = search;
    this.events = events;
  }

  /// Which subscription is meant.
  ///
  /// @param uid of a step, or one of the two well-known ones
  /// @param ae who hears
  public record Target(Facility facility, String uid, String ae) {
    boolean isGlobal() {
      return uid.equals(GLOBAL) || uid.equals(FILTERED);
    }
  }

  /// Has somebody hear of a step, of all, or of those that match keys.
  ///
  /// @throws InvalidKeyException if a key can't be matched as it is written
  public Outcome subscribe(
      Target target, DeletionLock lock, Dataset keys, Caller caller) {
    if (!isTitle(target.ae())) {
      return Outcome.of(UpsStatus.UNKNOWN_RECEIVER, Tags.RECEIVING_AE);
    }
    if (target.uid().equals(FILTERED) && keys.isEmpty()) {
      return Outcome.of(UpsStatus.MISSING);
    }
    return audited("subscribe", target, caller, () -> {
      if (!target.isGlobal()) {
        return records.items().lock(target.uid(), caller.access())
            .map(item -> subscribe(item, target.ae(), lock))
            .orElseGet(() -> Outcome.of(UpsStatus.NO_SUCH_STEP));
      }
      var filter = Optional.of(keys).filter(_ -> target.uid().equals(FILTERED));
      records.subscriptions().lock(target.facility().id());
      records.subscriptions().subscribeToComing(
          target.facility().id(), new Subscriber(target.ae(), lock, filter));
      search.each(target.facility().id(), filter.orElse(Dataset.EMPTY), item -> {
        if (records.subscriptions().add(item.id(), target.ae(), lock)
            && lock == DeletionLock.HELD) {
          report(item, target.ae());
        }
      });
      return Outcome.SUCCESS;
    });
  }

  private Outcome subscribe(StoredWorkitem item, String ae, DeletionLock lock) {
    records.subscriptions().subscribe(item.id(), ae, lock);
    report(item, ae);
    return Outcome.SUCCESS;
  }

  private void report(StoredWorkitem item, String ae) {
    events.tell(item.facilityId(), List.of(ae), UpsEvents.state(item.uid(), item.dataset()));
  }

  /// Has somebody hear no more of a step, or of none at all.
  public Outcome unsubscribe(Target target, Caller caller) {
    return audited("unsubscribe", target, caller, () -> {
      if (target.isGlobal()) {
        records.subscriptions().lock(target.facility().id());
        records.subscriptions().unsubscribeFromAll(target.facility().id(), target.ae());
        return Outcome.SUCCESS;
      }
      return records.items().lock(target.uid(), caller.access())
          .map(item -> {
            records.subscriptions().unsubscribe(item.id(), target.ae());
            return Outcome.SUCCESS;
          })
          .orElseGet(() -> Outcome.of(UpsStatus.NO_SUCH_STEP));
    });
  }

  /// Has somebody hear no more of steps that come; what he hears of now he goes on to hear of.
  public Outcome suspend(Target target, Caller caller) {
    if (!target.isGlobal()) {
      return Outcome.of(UpsStatus.NOT_APPROPRIATE);
    }
    return audited("suspend", target, caller, () -> {
      records.subscriptions().suspend(target.facility().id(), target.ae());
      return Outcome.SUCCESS;
    });
  }

  /// Tells all subscribers that the service is there again, and that it has forgotten nothing.
  public void restarted() {
    var status = new Event(GLOBAL, UpsEvents.SCP_STATUS, Dataset.builder()
        .put(Tags.SCP_STATUS, "RESTARTED")
        .put(Tags.SUBSCRIPTION_LIST_STATUS, "WARM START")
        .put(Tags.UNIFIED_PROCEDURE_STEP_LIST_STATUS, "WARM START")
        .build());
    records.database().inTransaction(() -> records.facilities().all().forEach(facility ->
        events.tell(facility.id(), records.subscriptions().all(facility.id()), status)));
  }

  private static boolean isTitle(String ae) {
    return ae.matches("[ -\\[\\]-~]{1,16}") && !ae.isBlank();
  }

  private interface Work {
    Outcome run();
  }

  private Outcome audited(String action, Target target, Caller caller, Work work) {
    return records.database().inTransaction(() -> {
      var outcome = work.run();
      records.audit().record(new AuditRecord(OptionalInt.of(target.facility().id()),
          caller.door(), caller.name(), action,
          Uid.isWellFormed(target.uid()) ? target.uid() : "no UID",
          outcome.status().code() == 0 ? "done" : "%04X".formatted(outcome.status().code())));
      return outcome;
    });
  }
}
