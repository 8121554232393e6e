package vn.tia.dicom.net;

import vn.tia.dicom.data.Dataset;

/// What an N-EVENT-REPORT tells of a managed instance (PS3.7 section 10.1.1).
public record EventReport(
    String sopClassUid, String sopInstanceUid, int eventTypeId, Dataset information) {}
