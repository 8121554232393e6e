package vn.tia.dicom.net;

import vn.tia.dicom.data.Dataset;

/// One C-FIND request with its identifier: the keys to match and to return.
public record FindRequest(AssociationInfo association, String sopClassUid, Dataset identifier) {}
