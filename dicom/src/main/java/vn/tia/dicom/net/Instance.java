package vn.tia.dicom.net;

/// What a C-STORE says of the instance it carries.
public record Instance(String sopClassUid, String sopInstanceUid, String transferSyntaxUid) {}
