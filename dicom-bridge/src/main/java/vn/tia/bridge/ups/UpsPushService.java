package vn.tia.bridge.ups;

import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.ActionRequest;
import vn.tia.dicom.net.ActionService;
import vn.tia.dicom.net.CreateService;
import vn.tia.dicom.net.EventReports;
import vn.tia.dicom.net.NGetRequest;
import vn.tia.dicom.net.NGetService;
import vn.tia.dicom.net.NRequest;
import vn.tia.dicom.net.NResponse;
import vn.tia.dicom.net.Status;

/// The UPS Push SCP: others create steps, and ask that they be canceled (PS3.4 table CC.2-1).
public final class UpsPushService implements CreateService, ActionService, NGetService {
  private final UpsDoor door;

  public UpsPushService(UpsDoor door) {
    this.door = door;
  }

  @Override public boolean serves(String sopClassUid) {
    return sopClassUid.equals(Uids.UNIFIED_PROCEDURE_STEP_PUSH.value());
  }

  @Override public NResponse create(NRequest request) {
    return door.create(request);
  }

  @Override public NResponse act(ActionRequest request, EventReports reports) {
    return NResponse.of(request.actionTypeId() == UpsActions.REQUEST_CANCEL
        ? door.requestCancel(request) : Status.NO_SUCH_ACTION_TYPE);
  }

  @Override public NResponse attributes(NGetRequest request) {
    return door.attributes(request);
  }
}
