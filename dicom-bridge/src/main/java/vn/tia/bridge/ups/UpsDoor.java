package vn.tia.bridge.ups;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import vn.tia.bridge.query.ReturnKeys;
import vn.tia.bridge.query.StationCharacterSets;
import vn.tia.bridge.ups.SubscriptionService.Target;
import vn.tia.bridge.ups.WorkitemService.Caller;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.net.ActionRequest;
import vn.tia.dicom.net.AssociationInfo;
import vn.tia.dicom.net.FindRequest;
import vn.tia.dicom.net.FindResponses;
import vn.tia.dicom.net.NGetRequest;
import vn.tia.dicom.net.NRequest;
import vn.tia.dicom.net.NResponse;
import vn.tia.dicom.net.Status;
import vn.tia.records.access.Access;
import vn.tia.records.access.AccessRule;
import vn.tia.records.access.Grant;
import vn.tia.records.access.Right;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.database.RecordsUnavailable;
import vn.tia.records.workitems.DeletionLock;

/// What the DIMSE classes of steps have in common: who may ask, and how each operation is done.
public final class UpsDoor {
  /// Requested optional attributes are not supported (PS3.4 table CC.2.7-1).
  private static final int ATTRIBUTES_NOT_SUPPORTED = 0x0001;
  private static final int MATCHES_MAX = 1_000;

  private final AccessRule rule;
  private final Services services;
  private final StationCharacterSets stations;
  private final Audit audit;

  /// What is done with steps.
  public record Services(WorkitemService steps, WorkitemSearch search,
      SubscriptionService subscriptions, UpsEvents events) {}

  public UpsDoor(
      AccessRule rule, Services services, StationCharacterSets stations, Audit audit) {
    this.rule = rule;
    this.services = services;
    this.stations = stations;
    this.audit = audit;
  }

  NResponse create(NRequest request) {
    return NResponse.of(asked(request.association(), "N-CREATE", (grant, caller) ->
        status(services.steps().create(
            grant.facility(), request.sopInstanceUid(), request.attributes(), caller))));
  }

  NResponse set(NRequest request) {
    return NResponse.of(asked(request.association(), "N-SET", (_, caller) ->
        status(services.steps().update(request.sopInstanceUid(),
            request.attributes().string(Tags.TRANSACTION_UID), request.attributes(), caller))));
  }

  NResponse attributes(NGetRequest request) {
    var found = new Dataset[] {Dataset.EMPTY};
    var status = asked(request.association(), "N-GET", (_, caller) -> {
      var step = services.steps().retrieve(request.sopInstanceUid(), caller);
      if (step.isEmpty()) {
        return status(Outcome.of(UpsStatus.NO_SUCH_STEP));
      }
      found[0] = request.attributes().isEmpty() ? step.get() : chosen(step.get(), request);
      var isWhole = request.attributes().stream().allMatch(step.get()::contains);
      return isWhole ? Status.SUCCESS : Status.of(ATTRIBUTES_NOT_SUPPORTED);
    });
    return new NResponse(status, found[0]);
  }

  private static Dataset chosen(Dataset step, NGetRequest request) {
    var some = Dataset.builder();
    step.get(Tags.SPECIFIC_CHARACTER_SET).ifPresent(some::put);
    request.attributes().forEach(tag -> step.get(tag).ifPresent(some::put));
    return some.build();
  }

  Status changeState(ActionRequest request) {
    return asked(request.association(), "N-ACTION", (_, caller) -> status(
        services.steps().changeState(request.sopInstanceUid(), request.information(), caller)));
  }

  Status requestCancel(ActionRequest request) {
    return asked(request.association(), "N-ACTION", (_, caller) -> status(
        services.steps().requestCancel(request.sopInstanceUid(),
            request.association().callingAe().strip(), request.information(), caller)));
  }

  Status subscribe(ActionRequest request) {
    return subscription(request, (target, caller) -> {
      var lock = request.information().string(Tags.DELETION_LOCK).flatMap(UpsDoor::lock);
      if (lock.isEmpty()) {
        return Outcome.of(request.information().contains(Tags.DELETION_LOCK)
            ? UpsStatus.INVALID_VALUE : UpsStatus.MISSING, Tags.DELETION_LOCK);
      }
      // Who is told by DIMSE must be known, to be called.
      return services.events().isDestination(target.ae(), target.facility().code())
          ? services.subscriptions().subscribe(
              target, lock.get(), keys(request.information()), caller)
          : Outcome.of(UpsStatus.UNKNOWN_RECEIVER, Tags.RECEIVING_AE);
    });
  }

  private static Optional<DeletionLock> lock(String term) {
    return switch (term) {
      case "TRUE" -> Optional.of(DeletionLock.HELD);
      case "FALSE" -> Optional.of(DeletionLock.NONE);
      default -> Optional.empty();
    };
  }

  private static Dataset keys(Dataset information) {
    return information.toBuilder()
        .remove(Tags.RECEIVING_AE).remove(Tags.DELETION_LOCK)
        .remove(Tags.SPECIFIC_CHARACTER_SET)
        .build();
  }

  Status unsubscribe(ActionRequest request) {
    return subscription(request, services.subscriptions()::unsubscribe);
  }

  Status suspend(ActionRequest request) {
    return subscription(request, services.subscriptions()::suspend);
  }

  private Status subscription(
      ActionRequest request, BiFunction<Target, Caller, Outcome> work) {
    return asked(request.association(), "N-ACTION", (grant, caller) -> status(
        request.information().string(Tags.RECEIVING_AE)
            .map(ae -> work.apply(
                new Target(grant.facility(), request.sopInstanceUid(), ae.strip()), caller))
            .orElseGet(() -> Outcome.of(UpsStatus.MISSING, Tags.RECEIVING_AE))));
  }

  Status find(FindRequest request, FindResponses out) {
    return asked(request.association(), "C-FIND", (grant, caller) -> {
      var found = services.search().find(request.identifier(), grant.access(), MATCHES_MAX);
      audit.recordRead(event(caller, OptionalInt.of(grant.facility().id()), "C-FIND",
          found.steps().size() + " workitems", "done"));
      var station = stations.of(request.association().callingAe());
      for (var step : found.steps()) {
        if (!out.pending(ReturnKeys.answer(request.identifier(), step, station))) {
          return Status.CANCEL;
        }
      }
      return found.isCut()
          ? Status.OUT_OF_RESOURCES.withComment("more matches than are given, ask for fewer")
          : Status.SUCCESS;
    });
  }

  private Status asked(
      AssociationInfo association, String action, BiFunction<Grant, Caller, Status> work) {
    var name = association.callingAe().strip() + "@"
        + association.remoteAddress().getAddress().getHostAddress();
    var grant = rule.dicom(association.callingAe(), association.remoteAddress().getAddress())
        .filter(one -> one.allows(Right.WORKLIST));
    if (grant.isEmpty()) {
      var nobody = new Caller("DICOM", name, Access.NONE);
      audit.recordRefusal(event(nobody, OptionalInt.empty(), action, "workitem",
          "%04X".formatted(Status.NOT_AUTHORIZED.code())));
      return Status.NOT_AUTHORIZED.withComment("this AE may not work with steps");
    }
    try {
      return work.apply(grant.get(), new Caller("DICOM", name, grant.get().access()));
    } catch (InvalidKeyException e) {
      return Status.DATASET_DOES_NOT_MATCH_SOP_CLASS
          .withComment(e.getMessage()).withOffending(e.tag());
    } catch (RecordsUnavailable e) {
      return action.equals("C-FIND")
          ? Status.OUT_OF_RESOURCES.withComment("the records can't be read now")
          : Status.PROCESSING_FAILURE.withComment("the records can't be written now");
    }
  }

  private static AuditRecord event(Caller caller, OptionalInt facilityId, String action,
      String target, String outcome) {
    return new AuditRecord(
        facilityId, caller.door(), caller.name(), action, target, outcome);
  }

  private static Status status(Outcome outcome) {
    if (outcome.status() == UpsStatus.SUCCESS) {
      return Status.SUCCESS;
    }
    var status = Status.of(outcome.status().code()).withComment(outcome.status().meaning());
    return outcome.offending().isEmpty()
        ? status : status.withOffending(outcome.offending().toArray(Tag[]::new));
  }
}
