package vn.tia.dicom.net.pdu;

/// The answer to one proposed presentation context (PS3.8 section 9.3.3.2). The transfer syntax has
/// a meaning only where the context was accepted.
public record ContextResult(int id, int result, String transferSyntax) {
  public static final int ACCEPTANCE = 0;
  public static final int USER_REJECTION = 1;
  public static final int NO_REASON = 2;
  public static final int ABSTRACT_SYNTAX_NOT_SUPPORTED = 3;
  public static final int TRANSFER_SYNTAXES_NOT_SUPPORTED = 4;

  public boolean isAccepted() {
    return result == ACCEPTANCE;
  }
}
