package vn.tia.dicom.net.pdu;

/// A protocol data unit of the upper layer (PS3.8 section 9.3).
public sealed interface Pdu
    permits AssociateRequest,
        AssociateAccept,
        AssociateReject,
        DataTransfer,
        ReleaseRequest,
        ReleaseResponse,
        Abort {}
