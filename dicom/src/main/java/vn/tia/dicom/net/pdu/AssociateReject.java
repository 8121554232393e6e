package vn.tia.dicom.net.pdu;

/// A-ASSOCIATE-RJ (PS3.8 section 9.3.4).
public record AssociateReject(int result, int source, int reason) implements Pdu {}
