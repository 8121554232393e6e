package vn.tia.fhir.subscriptions;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The tokens by which a websocket is bound to subscriptions that its client may see.
///
/// They live for some minutes in the memory of the node that gave them.
final class BindingTokens {
  static final Duration VALID = Duration.ofMinutes(10);
  private static final int TOKENS_MAX = 10_000;

  private final Map<String, Grant> grants = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final Clock clock;

  BindingTokens(Clock clock) {
    this.clock = clock;
  }

  /// What a token is good for.
  record Grant(List<String> subscriptions, Instant until) {}

  /// A new token, as text.
  String give(List<String> subscriptions) {
    var now = clock.instant();
    grants.values().removeIf(grant -> grant.until().isBefore(now));
    if (grants.size() >= TOKENS_MAX) {
      throw new IllegalStateException("too many binding tokens are in use");
    }
    var bytes = new byte[32];
    random.nextBytes(bytes);
    var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    grants.put(token, new Grant(List.copyOf(subscriptions), now.plus(VALID)));
    return token;
  }

  /// The subscriptions of a token; none where it is unknown or too old.
  List<String> subscriptions(String token) {
    var grant = grants.get(token);
    return grant == null || grant.until().isBefore(clock.instant())
        ? List.of() : grant.subscriptions();
  }
}
