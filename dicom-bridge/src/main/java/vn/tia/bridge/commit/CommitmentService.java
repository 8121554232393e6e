package vn.tia.bridge.commit;

import java.util.OptionalInt;
import java.util.UUID;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.ActionRequest;
import vn.tia.dicom.net.ActionService;
import vn.tia.dicom.net.EventReports;
import vn.tia.dicom.net.NResponse;
import vn.tia.dicom.net.Status;
import vn.tia.records.access.AccessRule;
import vn.tia.records.access.Grant;
import vn.tia.records.access.Right;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.database.Database;
import vn.tia.records.database.RecordsUnavailable;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.deliveries.Delivery;
import vn.tia.records.deliveries.DeliveryState;

/// The storage commitment SCP: a request that is answered with success is in the queue, and its
/// report will come, whatever happens to the association or to this process.
public final class CommitmentService implements ActionService {
  /// Deliveries that are reports on storage commitment.
  public static final String KIND = "STORAGE COMMITMENT";

  /// Duplicate transaction UID (PS3.3 section C.14.1.1).
  static final int DUPLICATE_TRANSACTION_UID = 0x0131;
  static final int REQUEST = 1;
  static final int ITEMS_MAX = 20_000;

  private final AccessRule rule;
  private final Queue queue;
  private final OpenRequests open;
  private final Audit audit;

  /// Where requests wait.
  public record Queue(Database database, Deliveries deliveries) {}

  public CommitmentService(AccessRule rule, Queue queue, OpenRequests open, Audit audit) {
    this.rule = rule;
    this.queue = queue;
    this.open = open;
    this.audit = audit;
  }

  @Override
  public boolean serves(String sopClassUid) {
    return sopClassUid.equals(Uids.STORAGE_COMMITMENT_PUSH_MODEL.value());
  }

  @Override
  public NResponse act(ActionRequest request, EventReports reports) {
    var caller = request.association();
    var grant = rule.dicom(caller.callingAe(), caller.remoteAddress().getAddress())
        .filter(one -> one.allows(Right.STORE));
    if (grant.isEmpty()) {
      audit.recordRefusal(event(request, OptionalInt.empty(), Status.NOT_AUTHORIZED));
      return NResponse.of(
          Status.NOT_AUTHORIZED.withComment("this AE may not ask for storage commitment"));
    }
    try {
      return NResponse.of(taken(request, grant.get(), reports));
    } catch (RecordsUnavailable e) {
      return NResponse.of(
          Status.PROCESSING_FAILURE.withComment("the records can't be written now"));
    }
  }

  private Status taken(ActionRequest request, Grant grant, EventReports reports) {
    var status = refusal(request);
    if (status.isSuccess()) {
      var wanted = CommitmentRequest.read(
          request.information(), request.association().calledAe().strip());
      var ae = request.association().callingAe().strip();
      // Before the commit, which wakes who looks for it.
      open.add(ae, wanted.transactionUid(), reports);
      try {
        queue.database().inTransaction(() -> enqueue(ae, wanted, grant));
      } catch (RecordsUnavailable e) {
        open.take(ae, wanted.transactionUid());
        throw e;
      }
    }
    audit.record(event(request, OptionalInt.of(grant.facility().id()), status));
    return status;
  }

  private static Status refusal(ActionRequest request) {
    if (!request.sopInstanceUid().equals(Uids.STORAGE_COMMITMENT_PUSH_MODEL_INSTANCE.value())) {
      return Status.NO_SUCH_SOP_INSTANCE.withComment("not the instance of the push model");
    }
    if (request.actionTypeId() != REQUEST) {
      return Status.NO_SUCH_ACTION_TYPE;
    }
    return CommitmentRequest.flaw(request.information(), ITEMS_MAX).orElse(Status.SUCCESS);
  }

  /// The same request once more is reported on once more; another one under its transaction UID
  /// fails as a whole.
  private void enqueue(String ae, CommitmentRequest wanted, Grant grant) {
    var first = delivery(ae, wanted, grant, wanted.transactionUid());
    var known = queue.deliveries().find(queue.deliveries().enqueue(first), grant.access());
    var again = wanted.transactionUid() + "/" + UUID.randomUUID();
    if (known.filter(one -> one.delivery().payload().equals(first.payload())).isEmpty()) {
      queue.deliveries().enqueue(
          delivery(ae, wanted.failing(DUPLICATE_TRANSACTION_UID), grant, again));
    } else if (known.get().state() != DeliveryState.WAITING) {
      queue.deliveries().enqueue(delivery(ae, wanted, grant, again));
    }
  }

  private static Delivery delivery(
      String ae, CommitmentRequest wanted, Grant grant, String dedupeKey) {
    return new Delivery(grant.facility().id(), ae, KIND, wanted.encode(), wanted.transactionUid(),
        dedupeKey, wanted.items().size() + " instances");
  }

  private static AuditRecord event(
      ActionRequest request, OptionalInt facilityId, Status status) {
    var caller = request.association();
    var transaction = request.information().string(Tags.TRANSACTION_UID)
        .filter(Uid::isWellFormed).orElse("no UID");
    return new AuditRecord(facilityId, "DICOM",
        caller.callingAe() + "@" + caller.remoteAddress().getAddress().getHostAddress(),
        "N-ACTION", "storage commitment " + transaction,
        status.isSuccess() ? "taken" : "%04X".formatted(status.code()));
  }
}
