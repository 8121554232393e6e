package vn.tia.fhir.subscriptions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import vn.tia.fhir.subscriptions.Notifications.Kind;
import vn.tia.fhir.subscriptions.RestHook.Message;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.deliveries.Delivery;
import vn.tia.records.deliveries.DeliveryChannel;
import vn.tia.records.deliveries.DeliveryOutcome;
import vn.tia.records.deliveries.DeliveryOutcome.Delivered;
import vn.tia.records.deliveries.DeliveryOutcome.Rejected;
import vn.tia.records.deliveries.DeliveryOutcome.RetryLater;
import vn.tia.records.subscriptions.SubscriptionEvent;
import vn.tia.records.subscriptions.SubscriptionState;
import vn.tia.records.subscriptions.SubscriptionStatus;

/// Sends what subscriptions are told by HTTP, and learns from it how they fare.
final class RestHookChannel implements DeliveryChannel {
  private final SubscriptionChanges changes;
  private final Notifications notifications;
  private final RestHook hook;
  private final SubscriptionSettings settings;
  private final Clock clock;

  RestHookChannel(SubscriptionChanges changes, Notifications notifications, RestHook hook,
      SubscriptionSettings settings, Clock clock) {
    this.changes = changes;
    this.notifications = notifications;
    this.hook = hook;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public DeliveryOutcome send(Delivery delivery) {
    var id = delivery.destination().replaceFirst("^Subscription/", "");
    var state = changes.rows().find(id)
        .filter(one -> one.status() != SubscriptionStatus.OFF);
    var wanted = state.flatMap(changes::wanted).filter(one -> one.target().isPresent());
    if (wanted.isEmpty()) {
      return new Rejected("the subscription is off");
    }
    var what = new String(delivery.payload().toArray(), StandardCharsets.US_ASCII);
    var message = message(what, state.get(), wanted.get());
    return message.isEmpty() ? new Rejected("the event is not kept any more")
        : send(message.get(), state.get());
  }

  private DeliveryOutcome send(Message message, SubscriptionState state) {
    try {
      int status = hook.send(message);
      if (status / 100 == 2) {
        changes.rows().told(state.id());
        if (state.status() != SubscriptionStatus.ACTIVE) {
          changes.become(state, SubscriptionStatus.ACTIVE, "");
        }
        return new Delivered();
      }
      if (status == 410) {
        changes.become(state, SubscriptionStatus.OFF, "the receiver is gone (HTTP 410)");
        return new Rejected("HTTP 410");
      }
      return failed(state, "the receiver answered HTTP " + status);
    } catch (IOException e) {
      return failed(state, String.valueOf(e.getMessage()));
    }
  }

  /// @param why for the client and for operators: it says nothing of where the endpoint leads
  private DeliveryOutcome failed(SubscriptionState state, String why) {
    changes.rows().failed(state.id());
    var now = changes.rows().find(state.id()).orElse(state);
    if (now.failingSince().filter(since ->
        since.plus(settings.offAfter()).isBefore(clock.instant())).isPresent()) {
      changes.become(now, SubscriptionStatus.OFF, why);
      return new Rejected("off after " + settings.offAfter() + ": " + why);
    }
    if (now.status() == SubscriptionStatus.REQUESTED
        || now.failures() >= settings.errorAfter()) {
      changes.become(now, SubscriptionStatus.ERROR, why);
    }
    return new RetryLater(why);
  }

  private Optional<Message> message(String what, SubscriptionState state, Wanted wanted) {
    return switch (what) {
      case "handshake" -> Optional.of(bundle(Kind.HANDSHAKE, state, wanted, List.of()));
      case "heartbeat" -> Optional.of(bundle(Kind.HEARTBEAT, state, wanted, List.of()));
      default -> changes.rows().events(state.id(), Long.parseLong(what), Long.parseLong(what), 1)
          .stream().findFirst().flatMap(event -> wanted.topic().isPresent()
              ? Optional.of(bundle(Kind.EVENT, at(state, event), wanted, List.of(event)))
              : plain(event, state, wanted));
    };
  }

  /// The state as it was at an event: its number is how many there were.
  private static SubscriptionState at(SubscriptionState state, SubscriptionEvent event) {
    return new SubscriptionState(state.id(), state.facilityId(), state.version(), state.status(),
        event.number(), state.failures(), state.failingSince());
  }

  private Message bundle(
      Kind kind, SubscriptionState state, Wanted wanted, List<SubscriptionEvent> events) {
    var mediaType = wanted.mediaType().orElseThrow();
    return new Message("POST", wanted.target().orElseThrow(), wanted.headers(), mediaType,
        Notifications.encoded(notifications.bundle(
            kind, state, wanted, events, wanted.content()), mediaType));
  }

  /// R4's own: a bare POST, or where a payload is wanted the resource by PUT under the endpoint
  /// (R4 subscription-channel-type, rest-hook).
  private Optional<Message> plain(
      SubscriptionEvent event, SubscriptionState state, Wanted wanted) {
    var target = wanted.target().orElseThrow();
    if (wanted.mediaType().isEmpty()) {
      return Optional.of(new Message("POST", target, wanted.headers(), "", new byte[0]));
    }
    var mediaType = wanted.mediaType().get();
    return notifications.version(event, state).map(version -> new Message(
        "PUT", target.at(event.resource()), wanted.headers(), mediaType,
        mediaType.endsWith("json") ? version.bytes()
            : Notifications.encoded(FhirJson.decode(version.json()), mediaType)));
  }
}
