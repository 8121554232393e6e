package vn.tia.bridge.ups;

import java.io.IOException;
import vn.tia.bridge.retrieve.RetrieveSettings;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.EventReport;
import vn.tia.dicom.net.pdu.UserInformation.Role;
import vn.tia.records.deliveries.Delivery;
import vn.tia.records.deliveries.DeliveryChannel;
import vn.tia.records.deliveries.DeliveryOutcome;
import vn.tia.records.deliveries.DeliveryOutcome.Delivered;
import vn.tia.records.deliveries.DeliveryOutcome.Rejected;
import vn.tia.records.deliveries.DeliveryOutcome.RetryLater;

/// Tells a subscriber of a step by N-EVENT-REPORT, on an association of the class UPS Event (PS3.4
/// section CC.2.4).
public final class UpsEventChannel implements DeliveryChannel {
  private static final String EVENT = Uids.UNIFIED_PROCEDURE_STEP_EVENT.value();
  private static final String PUSH = Uids.UNIFIED_PROCEDURE_STEP_PUSH.value();

  private final RetrieveSettings destinations;
  private final String ownAe;

  public UpsEventChannel(RetrieveSettings destinations, String ownAe) {
    this.destinations = destinations;
    this.ownAe = ownAe;
  }

  @Override
  public DeliveryOutcome send(Delivery delivery) {
    var destination = destinations.destination(delivery.destination());
    if (destination.isEmpty()) {
      return new Rejected("the settings don't have the destination "
          + delivery.destination() + " any more");
    }
    var event = UpsEventMessage.decode(delivery.payload());
    var call = destination.get().call(ownAe).propose(EVENT).withRole(EVENT, Role.NO, Role.YES);
    try (var association = Association.open(call)) {
      var status = association.report(new EventReport(
          PUSH, event.workitem(), event.type(), event.information())).status();
      return status.isSuccess() || status.isWarning() ? new Delivered()
          : new Rejected("answered with %04X".formatted(status.code()));
    } catch (IOException e) {
      return new RetryLater("the event could not be told: " + e.getMessage());
    }
  }
}
