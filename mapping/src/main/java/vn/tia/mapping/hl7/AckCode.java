package vn.tia.mapping.hl7;

import java.util.Optional;
import java.util.stream.Stream;

/// How a message was answered (HL7 table 0008, original mode).
public enum AckCode {
  ACCEPT("AA"),
  ERROR("AE"),
  REJECT("AR");

  private final String code;

  AckCode(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }

  /// The answer with a code of table 0008; the commit codes CA, CE and CR count as their twins.
  public static Optional<AckCode> of(String code) {
    String application = code.replaceFirst("^C", "A");
    return Stream.of(values()).filter(ack -> ack.code.equals(application)).findFirst();
  }
}
