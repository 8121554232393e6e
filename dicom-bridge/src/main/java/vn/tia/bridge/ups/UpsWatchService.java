package vn.tia.bridge.ups;

import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.ActionRequest;
import vn.tia.dicom.net.ActionService;
import vn.tia.dicom.net.EventReports;
import vn.tia.dicom.net.FindRequest;
import vn.tia.dicom.net.FindResponses;
import vn.tia.dicom.net.FindService;
import vn.tia.dicom.net.NGetRequest;
import vn.tia.dicom.net.NGetService;
import vn.tia.dicom.net.NResponse;
import vn.tia.dicom.net.Status;

/// The UPS Watch SCP: others look for steps, and have themselves told of them (PS3.4 table CC.2-3).
public final class UpsWatchService implements FindService, ActionService, NGetService {
  private final UpsDoor door;

  public UpsWatchService(UpsDoor door) {
    this.door = door;
  }

  @Override public boolean serves(String sopClassUid) {
    return sopClassUid.equals(Uids.UNIFIED_PROCEDURE_STEP_WATCH.value());
  }

  @Override public Status find(FindRequest request, FindResponses out) {
    return door.find(request, out);
  }

  @Override public NResponse act(ActionRequest request, EventReports reports) {
    return NResponse.of(switch (request.actionTypeId()) {
      case UpsActions.REQUEST_CANCEL -> door.requestCancel(request);
      case UpsActions.SUBSCRIBE -> door.subscribe(request);
      case UpsActions.UNSUBSCRIBE -> door.unsubscribe(request);
      case UpsActions.SUSPEND -> door.suspend(request);
      default -> Status.NO_SUCH_ACTION_TYPE;
    });
  }

  @Override public NResponse attributes(NGetRequest request) {
    return door.attributes(request);
  }
}
