package vn.tia.bridge.commit;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.bridge.retrieve.CheckedObjects;
import vn.tia.bridge.retrieve.Destination;
import vn.tia.bridge.retrieve.RetrieveSettings;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.EventReport;
import vn.tia.dicom.net.EventReports;
import vn.tia.dicom.net.NResponse;
import vn.tia.dicom.net.pdu.UserInformation.Role;
import vn.tia.records.access.Access;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.deliveries.Delivery;
import vn.tia.records.deliveries.DeliveryChannel;
import vn.tia.records.deliveries.DeliveryOutcome;
import vn.tia.records.deliveries.DeliveryOutcome.Delivered;
import vn.tia.records.deliveries.DeliveryOutcome.Rejected;
import vn.tia.records.deliveries.DeliveryOutcome.RetryLater;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.studies.Studies;

/// Tells a requestor what is committed: by N-EVENT-REPORT on the association of the request while
/// it lasts, then on one of its own to the destination that has the requestor's title.
public final class CommitmentChannel implements DeliveryChannel {
  private static final Logger LOG = LoggerFactory.getLogger(CommitmentChannel.class);
  private static final String MODEL = Uids.STORAGE_COMMITMENT_PUSH_MODEL.value();
  /// All are committed, some are not (PS3.4 table J.3-2).
  private static final int COMMITTED = 1;
  private static final int FAILURES_EXIST = 2;

  private final Commitments commitments;
  private final OpenRequests open;
  private final Facilities facilities;
  private final RetrieveSettings settings;
  private final Audit audit;

  /// What is stored, and for whom.
  public record Archive(Studies studies, CheckedObjects objects, Facilities facilities) {}

  public CommitmentChannel(
      Archive archive, OpenRequests open, RetrieveSettings settings, Audit audit) {
    this.commitments = new Commitments(archive.studies(), archive.objects());
    this.open = open;
    this.facilities = archive.facilities();
    this.settings = settings;
    this.audit = audit;
  }

  @Override
  public DeliveryOutcome send(Delivery delivery) {
    var request = CommitmentRequest.decode(delivery.payload());
    var association = open.take(delivery.destination(), request.transactionUid());
    var destination = destination(delivery);
    if (association.isEmpty() && destination.isEmpty()) {
      return new RetryLater("its association has ended, and no destination of its facility has"
          + " the AE title of the requestor");
    }
    try {
      var outcome = commitments.of(request, Access.to(delivery.facilityId()));
      var report = report(request, outcome);
      var told = association.flatMap(one -> onSame(one, report));
      if (told.isEmpty() && destination.isEmpty()) {
        return new RetryLater("its association has ended, and no destination has its AE title");
      }
      var answer = told.isPresent()
          ? told.get() : onOwn(destination.get(), request.retrieveAe(), report);
      return concluded(delivery, request, outcome, answer);
    } catch (IOException e) {
      return new RetryLater("the report could not be told: " + e.getMessage());
    }
  }

  private Optional<Destination> destination(Delivery delivery) {
    return settings.destination(delivery.destination()).filter(one ->
        facilities.byId(delivery.facilityId())
            .filter(facility -> facility.code().equals(one.facility())).isPresent());
  }

  private static Optional<NResponse> onSame(
      EventReports association, EventReport report) {
    try {
      return Optional.of(association.report(report));
    } catch (IOException e) {
      LOG.debug("the association of a request ended before its report: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static NResponse onOwn(Destination destination, String ownAe, EventReport report)
      throws IOException {
    var call = destination.call(ownAe).propose(MODEL).withRole(MODEL, Role.NO, Role.YES);
    try (var association = Association.open(call)) {
      return association.report(report);
    }
  }

  private DeliveryOutcome concluded(Delivery delivery, CommitmentRequest request,
      Commitments.Outcome outcome, NResponse answer) {
    var status = answer.status();
    if (!status.isSuccess() && !status.isWarning()) {
      return new Rejected("the requestor answered the report with %04X".formatted(status.code()));
    }
    audit.record(new AuditRecord(OptionalInt.of(delivery.facilityId()), "DICOM",
        delivery.destination(), "N-EVENT-REPORT",
        "storage commitment " + request.transactionUid(), "%d committed, %d not".formatted(
            outcome.committed().size(), outcome.failed().size())));
    return new Delivered();
  }

  private static EventReport report(CommitmentRequest request, Commitments.Outcome outcome) {
    var information = Dataset.builder()
        .put(Tags.TRANSACTION_UID, request.transactionUid())
        .put(Tags.RETRIEVE_AE_TITLE, request.retrieveAe());
    if (!outcome.committed().isEmpty()) {
      information.putItems(Tags.REFERENCED_SOP_SEQUENCE,
          outcome.committed().stream().map(CommitmentRequest.Item::dataset).toList());
    }
    if (!outcome.failed().isEmpty()) {
      information.putItems(Tags.FAILED_SOP_SEQUENCE, failed(request, outcome));
    }
    return new EventReport(MODEL, Uids.STORAGE_COMMITMENT_PUSH_MODEL_INSTANCE.value(),
        outcome.failed().isEmpty() ? COMMITTED : FAILURES_EXIST, information.build());
  }

  private static List<Dataset> failed(
      CommitmentRequest request, Commitments.Outcome outcome) {
    return request.items().stream()
        .filter(outcome.failed()::containsKey)
        .map(item -> item.dataset().toBuilder()
            .put(Tags.FAILURE_REASON, outcome.failed().get(item))
            .build())
        .toList();
  }
}
