package vn.tia.dicom.net.pdu;

/// A-RELEASE-RP (PS3.8 section 9.3.7).
public record ReleaseResponse() implements Pdu {}
