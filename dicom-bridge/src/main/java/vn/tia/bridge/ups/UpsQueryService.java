package vn.tia.bridge.ups;

import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.FindRequest;
import vn.tia.dicom.net.FindResponses;
import vn.tia.dicom.net.FindService;
import vn.tia.dicom.net.Status;

/// The UPS Query SCP: others look for steps, and do no more (PS3.4 table CC.2-5).
public final class UpsQueryService implements FindService {
  private final UpsDoor door;

  public UpsQueryService(UpsDoor door) {
    this.door = door;
  }

  @Override public boolean serves(String sopClassUid) {
    return sopClassUid.equals(Uids.UNIFIED_PROCEDURE_STEP_QUERY.value());
  }

  @Override public Status find(FindRequest request, FindResponses out) {
    return door.find(request, out);
  }
}
