package vn.tia.bridge.remote;

import vn.tia.bridge.remote.RemoteStudies.Brought;
import vn.tia.bridge.retrieve.Bringing;
import vn.tia.dicom.net.AssociationInfo;
import vn.tia.records.access.Access;
import vn.tia.records.studies.InstanceSelection.Keys;

/// Brings what a C-MOVE or C-GET names from other archives: its studies, or all of its patient.
public record RemoteBringing(RemoteStudies remotes) implements Bringing {

  @Override
  public boolean bring(AssociationInfo caller, Keys keys, Access access) {
    if (Forwarded.is(caller)) {
      return true;
    }
    if (!keys.studies().isEmpty()) {
      return remotes.bring(keys.studies(), access) == Brought.DONE;
    }
    // Of a patient's studies, those of archives that answer are sent; which others there are, can't
    // be told.
    keys.patientId().ifPresent(id -> remotes.bringPatient(id, access));
    return true;
  }
}
