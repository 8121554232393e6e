package vn.tia.dicom.net;

/// A presentation context that both sides agreed on.
public record AcceptedContext(int id, String abstractSyntax, String transferSyntax) {}
