package vn.tia.bridge.worklist;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.AssociationInfo;
import vn.tia.dicom.net.FindRequest;
import vn.tia.dicom.net.FindResponses;
import vn.tia.dicom.net.FindService;
import vn.tia.dicom.net.QueryOptions;
import vn.tia.dicom.net.QueryOptions.Option;
import vn.tia.dicom.net.Status;
import vn.tia.records.access.AccessRule;
import vn.tia.records.access.Grant;
import vn.tia.records.access.Right;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.database.RecordsUnavailable;
import vn.tia.records.worklist.Worklist;
import vn.tia.records.worklist.WorklistKey;
import vn.tia.records.worklist.WorklistKey.Field;

/// The Modality Worklist SCP: each modality sees the steps of its own facility (PS3.4 annex K).
public final class WorklistService implements FindService {
  private static final QueryOptions OPTIONS = QueryOptions.of(
      Option.RELATIONAL_QUERIES, Option.DATE_TIME_MATCHING, Option.FUZZY_PERSON_NAMES);

  private final AccessRule rule;
  private final Worklist worklist;
  private final Audit audit;
  private final WorklistSettings settings;

  public WorklistService(
      AccessRule rule, Worklist worklist, Audit audit, WorklistSettings settings) {
    this.rule = rule;
    this.worklist = worklist;
    this.audit = audit;
    this.settings = settings;
  }

  @Override public boolean serves(String sopClassUid) {
    return sopClassUid.equals(Uids.MODALITY_WORKLIST_INFORMATION_MODEL_FIND.value());
  }

  /// Names are always matched fuzzily, dates with their times (PS3.4 section K.5).
  @Override public Optional<Bytes> negotiate(String sopClassUid, Bytes proposed) {
    return Optional.of(OPTIONS.answer(proposed));
  }

  @Override public Status find(FindRequest request, FindResponses out) {
    var caller = request.association();
    var grant = rule.dicom(caller.callingAe(), caller.remoteAddress().getAddress())
        .filter(one -> one.allows(Right.WORKLIST));
    if (grant.isEmpty()) {
      var refusal = Status.NOT_AUTHORIZED.withComment("this AE may not ask for the worklist");
      audit.recordRefusal(event(
          caller, OptionalInt.empty(), "worklist", "%04X".formatted(refusal.code())));
      return refusal;
    }
    try {
      return answer(request, grant.get(), out);
    } catch (InvalidKeyException e) {
      return Status.DATASET_DOES_NOT_MATCH_SOP_CLASS
          .withComment(e.getMessage())
          .withOffending(e.tag());
    } catch (RecordsUnavailable e) {
      return Status.OUT_OF_RESOURCES.withComment("the records can't be read now");
    }
  }

  private Status answer(FindRequest request, Grant grant, FindResponses out) {
    var keys = WorklistIdentifier.keys(request.identifier());
    var callingAe = request.association().callingAe();
    var wanted = Stream.concat(keys.stream(), settings.filters().of(callingAe).stream()).toList();
    var page = worklist.find(grant.access(), wanted, settings.matchesMax());
    record(request.association(), grant, page.items().size());
    var pending = WorklistIdentifier.hasUnmatched(request.identifier())
        ? Status.PENDING_WITHOUT_OPTIONAL_KEYS : Status.PENDING;
    for (var item : page.items()) {
      var answer = new WorklistAnswer(
          item, station(keys, callingAe), settings.stations().of(callingAe));
      if (!out.withNext(pending, answer.to(request.identifier()))) {
        return Status.CANCEL;
      }
    }
    return page.isCut()
        ? Status.OUT_OF_RESOURCES.withComment("more than " + settings.matchesMax()
            + " matches, ask for fewer")
        : Status.SUCCESS;
  }

  private void record(AssociationInfo caller, Grant grant, int matches) {
    audit.recordRead(event(caller, OptionalInt.of(grant.facility().id()),
        "worklist, " + matches + " steps", "done"));
  }

  private static AuditRecord event(
      AssociationInfo caller, OptionalInt facilityId, String target, String outcome) {
    return new AuditRecord(facilityId, "DICOM", caller.callingAe() + "@"
        + caller.remoteAddress().getAddress().getHostAddress(), "C-FIND", target, outcome);
  }

  /// The station of a step that names none: the one asked for, else the one that asks.
  private static String station(List<WorklistKey> keys, String callingAe) {
    return keys.stream()
        .filter(key -> key instanceof WorklistKey.Text(Field field, _)
            && field == Field.STATION_AE)
        .flatMap(key -> ((WorklistKey.Text) key).anyOf().stream())
        .map(pattern -> pattern.value())
        .filter(value -> !value.contains("*") && !value.contains("?"))
        .findFirst()
        .orElse(callingAe);
  }
}
