package vn.tia.mapping.hl7;

import java.util.Optional;

/// One thing that is wrong with a message, and what it means for the message.
///
/// @param location where, if one place can be named
/// @param text a sentence with facts and without patient data
public record Fault(
    AckCode answer, FaultCode code, Optional<FaultLocation> location, String text) {

  /// The message can't be applied as it is: the sender must correct it.
  public static Fault error(FaultCode code, FaultLocation location, String text) {
    return new Fault(AckCode.ERROR, code, Optional.of(location), text);
  }

  /// The message is refused for its header, or because it can't be taken now.
  public static Fault reject(FaultCode code, String text) {
    return new Fault(AckCode.REJECT, code, Optional.empty(), text);
  }

  /// The message is refused for a field of its header.
  public static Fault reject(FaultCode code, FaultLocation location, String text) {
    return new Fault(AckCode.REJECT, code, Optional.of(location), text);
  }
}
