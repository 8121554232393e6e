package vn.tia.dicom.net;

/// How far a C-MOVE or C-GET has come, in sub-operations (PS3.7 sections 9.1.3.1 and 9.1.4.1).
///
/// @param warned completed with a warning, not counted in `completed`
public record SubOperationCounts(int remaining, int completed, int failed, int warned) {}
