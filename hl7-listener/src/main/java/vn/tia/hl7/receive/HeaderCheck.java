package vn.tia.hl7.receive;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import vn.tia.mapping.hl7.Fault;
import vn.tia.mapping.hl7.FaultCode;
import vn.tia.mapping.hl7.FaultLocation;
import vn.tia.mapping.hl7.MessageContent;
import vn.tia.mapping.hl7.MessageHeader;

/// Whether a header names a message that is taken here (HL7 v2 2.9.2, the checks of the receiver).
final class HeaderCheck {

  private static final Set<String> VERSIONS = Set.of(
      "2.3", "2.3.1", "2.4", "2.5", "2.5.1", "2.6", "2.7", "2.7.1", "2.8", "2.8.1", "2.8.2");

  private static final Set<String> TYPES = MessageContent.EVENTS.stream()
      .map(event -> event.substring(0, event.indexOf('^')))
      .collect(Collectors.toSet());

  private HeaderCheck() {}

  /// What is wrong with the header, if anything is.
  static Optional<Fault> fault(MessageHeader header, Set<String> processingIds) {
    if (!TYPES.contains(header.type())) {
      return refused(FaultCode.UNSUPPORTED_MESSAGE_TYPE, 9, "MSH-9 names none of "
          + sorted(TYPES));
    }
    if (!MessageContent.EVENTS.contains(kind(header))) {
      return refused(FaultCode.UNSUPPORTED_EVENT, 9, "MSH-9 names none of "
          + sorted(MessageContent.EVENTS));
    }
    if (!VERSIONS.contains(header.version())) {
      return refused(FaultCode.UNSUPPORTED_VERSION, 12, "MSH-12 names none of "
          + sorted(VERSIONS));
    }
    if (!processingIds.contains(header.processingId())) {
      return refused(FaultCode.UNSUPPORTED_PROCESSING_ID, 11, "MSH-11 names none of "
          + sorted(processingIds));
    }
    if (header.controlId().isEmpty()) {
      return refused(FaultCode.REQUIRED_FIELD_MISSING, 10, "MSH-10 is empty");
    }
    return Optional.empty();
  }

  /// Whether a message is itself an answer.
  static boolean isAcknowledgement(MessageHeader header) {
    return header.type().equals("ACK") || header.type().equals("MCF");
  }

  /// The message's kind as journal and logs name it.
  static String kind(MessageHeader header) {
    return header.type() + "^" + header.event();
  }

  private static Optional<Fault> refused(FaultCode code, int field, String text) {
    return Optional.of(Fault.reject(code, FaultLocation.of("MSH", field), text));
  }

  private static String sorted(Set<String> names) {
    return names.stream().sorted().collect(Collectors.joining(", "));
  }
}
