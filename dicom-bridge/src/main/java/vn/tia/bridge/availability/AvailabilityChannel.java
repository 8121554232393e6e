package vn.tia.bridge.availability;

import java.io.IOException;
import java.util.OptionalInt;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.Status;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.deliveries.Delivery;
import vn.tia.records.deliveries.DeliveryChannel;
import vn.tia.records.deliveries.DeliveryOutcome;
import vn.tia.records.deliveries.DeliveryOutcome.Delivered;
import vn.tia.records.deliveries.DeliveryOutcome.Rejected;
import vn.tia.records.deliveries.DeliveryOutcome.RetryLater;

/// Tells a destination by N-CREATE which instances it can have (PS3.4 section R.3.2.1).
public final class AvailabilityChannel implements DeliveryChannel {
  private static final String CLASS = Uids.INSTANCE_AVAILABILITY_NOTIFICATION.value();

  private final AvailabilitySettings settings;
  private final Audit audit;

  public AvailabilityChannel(AvailabilitySettings settings, Audit audit) {
    this.settings = settings;
    this.audit = audit;
  }

  @Override
  public DeliveryOutcome send(Delivery delivery) {
    var destination = settings.destinations().stream()
        .filter(one -> one.aeTitle().equals(delivery.destination()))
        .findFirst();
    if (destination.isEmpty()) {
      return new Rejected("the settings don't have " + delivery.destination() + " told any more");
    }
    var call = destination.get().call(settings.retrieveAe()).propose(CLASS);
    try (var association = Association.open(call)) {
      var status = association.create(CLASS, delivery.dedupeKey(),
          AvailabilityNotice.decode(delivery.payload())).status();
      return concluded(delivery, status);
    } catch (IOException e) {
      return new RetryLater("the notice could not be told: " + e.getMessage());
    }
  }

  /// A duplicate was taken before, when its answer was lost.
  private DeliveryOutcome concluded(Delivery delivery, Status status) {
    int code = status.code();
    if (!status.isSuccess() && !status.isWarning()
        && code != Status.DUPLICATE_SOP_INSTANCE.code()) {
      var why = "answered with %04X".formatted(code);
      return code == Status.PROCESSING_FAILURE.code() || code == Status.RESOURCE_LIMITATION.code()
          ? new RetryLater(why) : new Rejected(why);
    }
    audit.record(new AuditRecord(OptionalInt.of(delivery.facilityId()), "DICOM",
        delivery.destination(), "N-CREATE", "availability of " + delivery.orderingKey(), "done"));
    return new Delivered();
  }
}
