package vn.tia.bridge.retrieve;

import java.util.Optional;
import java.util.OptionalInt;
import vn.tia.bridge.query.InformationModel;
import vn.tia.bridge.query.InvalidIdentifierException;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.net.AssociationInfo;
import vn.tia.dicom.net.QueryOptions;
import vn.tia.dicom.net.QueryOptions.Option;
import vn.tia.dicom.net.RetrieveRequest;
import vn.tia.dicom.net.SentInstances;
import vn.tia.dicom.net.Status;
import vn.tia.records.access.AccessRule;
import vn.tia.records.access.Grant;
import vn.tia.records.access.Right;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.database.RecordsUnavailable;
import vn.tia.records.studies.InstanceSelection;

/// What C-MOVE and C-GET have in common: who may have which instances.
public final class InstanceRetrieval {
  private static final QueryOptions OPTIONS = QueryOptions.of(Option.RELATIONAL_QUERIES);

  private final AccessRule rule;
  private final InstanceSelection selection;
  private final OutgoingInstances outgoing;
  private final Audit audit;
  private final RetrieveSettings settings;

  private volatile Bringing bringing = Bringing.NOTHING;

  public InstanceRetrieval(AccessRule rule, InstanceSelection selection,
      OutgoingInstances outgoing, Audit audit, RetrieveSettings settings) {
    this.rule = rule;
    this.selection = selection;
    this.outgoing = outgoing;
    this.audit = audit;
    this.settings = settings;
  }

  /// Has what lies elsewhere brought here before it is sent.
  public void bringBy(Bringing bringing) {
    this.bringing = bringing;
  }

  /// What a request comes to.
  sealed interface Answer {
    record Refused(Status status) implements Answer {}

    record Found(SentInstances instances) implements Answer {}
  }

  RetrieveSettings settings() {
    return settings;
  }

  /// The answer to an extended negotiation: relational retrieval, no conversion of frames.
  static Bytes negotiate(Bytes proposed) {
    return OPTIONS.answer(proposed);
  }

  /// The caller's right to retrieve, audited where there is none.
  Optional<Grant> grant(AssociationInfo caller, String action) {
    var grant = rule.dicom(caller.callingAe(), caller.remoteAddress().getAddress())
        .filter(one -> one.allows(Right.RETRIEVE));
    if (grant.isEmpty()) {
      refused(caller, OptionalInt.empty(), action, Status.NOT_AUTHORIZED);
    }
    return grant;
  }

  /// Audits a refusal.
  void refused(AssociationInfo caller, OptionalInt facilityId, String action, Status status) {
    audit.recordRefusal(
        event(caller, facilityId, action, "instances", "%04X".formatted(status.code())));
  }

  /// Finds what is asked for.
  Answer find(RetrieveRequest request, InformationModel model, Grant grant, String action) {
    try {
      var identifier = RetrieveIdentifier.read(request.identifier(), model, options(request));
      var isBrought = bringing.bring(request.association(), identifier.keys(), grant.access());
      if (!isBrought) {
        return new Answer.Refused(Status.SUB_OPERATIONS_NOT_PERFORMED.withComment(
            "it lies in an archive that doesn't give it now"));
      }
      var ids = selection.ids(
          identifier.keys(), grant.access(), settings.instancesMax() + 1);
      if (ids.size() > settings.instancesMax()) {
        return new Answer.Refused(Status.MATCHES_NOT_COUNTED.withComment(
            "more than " + settings.instancesMax() + " instances, ask for fewer"));
      }
      audit.recordRead(event(
          request.association(), OptionalInt.of(grant.facility().id()), action,
          identifier.level() + " level, " + ids.size() + " instances", "begun"));
      return new Answer.Found(new SelectedInstances(selection, outgoing, ids));
    } catch (InvalidIdentifierException e) {
      return new Answer.Refused(e.status());
    } catch (RecordsUnavailable e) {
      return new Answer.Refused(Status.SUB_OPERATIONS_NOT_PERFORMED.withComment(
          "the records can't be read now"));
    }
  }

  private static QueryOptions options(RetrieveRequest request) {
    return request.association().agreement().extended(request.sopClassUid())
        .map(QueryOptions::of)
        .orElse(QueryOptions.of());
  }

  private static AuditRecord event(AssociationInfo caller, OptionalInt facilityId,
      String action, String target, String outcome) {
    return new AuditRecord(facilityId, "DICOM", caller.callingAe() + "@"
        + caller.remoteAddress().getAddress().getHostAddress(), action, target, outcome);
  }
}
