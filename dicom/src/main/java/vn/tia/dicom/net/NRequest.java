package vn.tia.dicom.net;

import vn.tia.dicom.data.Dataset;

/// One N-CREATE or N-SET request. An N-CREATE without instance UID is given a new one by the
/// server (PS3.7 section 10.1.5.1.4), so it is always present.
public record NRequest(
    AssociationInfo association, String sopClassUid, String sopInstanceUid, Dataset attributes) {}
