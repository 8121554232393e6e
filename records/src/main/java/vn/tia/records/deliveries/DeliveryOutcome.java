package vn.tia.records.deliveries;

import java.time.Instant;

/// How one attempt ended. The reasons are for operators: no patient data in them.
public sealed interface DeliveryOutcome {
  /// The receiver took it (HL7 `AA`, HTTP 2xx).
  record Delivered() implements DeliveryOutcome {}

  /// The receiver was not there or not able: the same message may succeed later.
  record RetryLater(String why) implements DeliveryOutcome {}

  /// It is not to be sent before a time, which is no failure.
  record NotBefore(Instant time) implements DeliveryOutcome {}

  /// The receiver refused this message for good (HL7 `AR`, `AE`): sending it again won't help.
  record Rejected(String why) implements DeliveryOutcome {}
}
