package vn.tia.mapping.hl7;

/// Which answers a sender wants (HL7 v2.5.1 2.9.2 original, 2.9.3 enhanced mode).
public sealed interface AckMode {

  /// One answer, which says what became of the message.
  record Original() implements AckMode {}

  /// An answer that the message is kept, and one that says what became of it.
  ///
  /// @param commit MSH-15
  /// @param application MSH-16
  record Enhanced(AckCondition commit, AckCondition application) implements AckMode {}

  /// The mode that a header asks for: enhanced where MSH-15 or MSH-16 has a value.
  static AckMode of(MessageHeader header) {
    String commit = said(header, 15);
    String application = said(header, 16);
    return commit.isEmpty() && application.isEmpty()
        ? new Original()
        : new Enhanced(AckCondition.of(commit), AckCondition.of(application));
  }

  private static String said(MessageHeader header, int field) {
    String code = header.component(field, 1);
    return code.equals("\"\"") ? "" : code;
  }
}
