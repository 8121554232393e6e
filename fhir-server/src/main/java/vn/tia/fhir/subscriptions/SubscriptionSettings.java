package vn.tia.fhir.subscriptions;

import java.time.Duration;
import java.util.List;

/// How subscriptions are told.
///
/// @param allowedNetworks private networks that may be sent to; none: only the public internet
/// @param plain whether endpoints may be plain http
/// @param connectTimeout for a connection; 5 s
/// @param answerTimeout for a whole exchange, however slowly the receiver speaks; 20 s
/// @param errorAfter failures in a row until the status is `error`; 5: a restart is no error
/// @param offAfter how long a receiver may fail until the status is `off`; 3 days: longer than a
///     weekend
/// @param keepEvents how long events can be asked for again; 30 days
public record SubscriptionSettings(List<String> allowedNetworks, Plain plain,
    Duration connectTimeout, Duration answerTimeout, int errorAfter, Duration offAfter,
    Duration keepEvents) {

  /// Where messages may go without TLS: they hold patient data.
  public enum Plain {
    /// Only into the allowed networks.
    ALLOWED_NETWORKS,
    ANYWHERE
  }

  public static final SubscriptionSettings DEFAULT = new SubscriptionSettings(List.of(),
      Plain.ALLOWED_NETWORKS, Duration.ofSeconds(5), Duration.ofSeconds(20), 5,
      Duration.ofDays(3), Duration.ofDays(30));

  public SubscriptionSettings {
    allowedNetworks = List.copyOf(allowedNetworks);
  }

  /// The same, but for what sites set.
  public SubscriptionSettings with(List<String> networks, Plain where, Duration off) {
    return new SubscriptionSettings(networks, where, connectTimeout, answerTimeout, errorAfter,
        off, keepEvents);
  }
}
