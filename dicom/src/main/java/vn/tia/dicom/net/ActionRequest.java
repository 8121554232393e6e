package vn.tia.dicom.net;

import vn.tia.dicom.data.Dataset;

/// One N-ACTION request. The UIDs are as the peer sent them.
public record ActionRequest(
    AssociationInfo association,
    String sopClassUid,
    String sopInstanceUid,
    int actionTypeId,
    Dataset information) {}
