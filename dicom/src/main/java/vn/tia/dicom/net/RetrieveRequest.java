package vn.tia.dicom.net;

import vn.tia.dicom.data.Dataset;

/// One C-GET or C-MOVE request with its identifier: what is to be sent.
public record RetrieveRequest(
    AssociationInfo association, String sopClassUid, Dataset identifier) {}
