package vn.tia.dicom.net;

/// Who asked for the C-MOVE that a C-STORE is a sub-operation of, and in which of its messages
/// (PS3.7 section 9.1.1.1).
public record MoveOriginator(String ae, int messageId) {}
