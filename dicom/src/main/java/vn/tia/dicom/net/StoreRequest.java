package vn.tia.dicom.net;

/// One C-STORE request. The UIDs are as the peer sent them, without padding: not yet trusted.
public record StoreRequest(
    AssociationInfo association,
    String sopClassUid,
    String sopInstanceUid,
    String transferSyntaxUid) {}
