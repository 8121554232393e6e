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
import vn.tia.dicom.net.NRequest;
import vn.tia.dicom.net.NResponse;
import vn.tia.dicom.net.SetService;
import vn.tia.dicom.net.Status;

/// The UPS Pull SCP: performers look for steps, claim them, and tell how far they are (PS3.4 table
/// CC.2-2).
public final class UpsPullService
    implements FindService, ActionService, SetService, NGetService {
  private final UpsDoor door;

  public UpsPullService(UpsDoor door) {
    this.door = door;
  }

  @Override public boolean serves(String sopClassUid) {
    return sopClassUid.equals(Uids.UNIFIED_PROCEDURE_STEP_PULL.value());
  }

  @Override public Status find(FindRequest request, FindResponses out) {
    return door.find(request, out);
  }

  @Override public NResponse act(ActionRequest request, EventReports reports) {
    return NResponse.of(request.actionTypeId() == UpsActions.CHANGE_STATE
        ? door.changeState(request) : Status.NO_SUCH_ACTION_TYPE);
  }

  @Override public NResponse set(NRequest request) {
    return door.set(request);
  }

  @Override public NResponse attributes(NGetRequest request) {
    return door.attributes(request);
  }
}
