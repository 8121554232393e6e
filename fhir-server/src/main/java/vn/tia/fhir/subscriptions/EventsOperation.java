package vn.tia.fhir.subscriptions;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.tia.fhir.operations.Operation;
import vn.tia.fhir.operations.OperationAnswer;
import vn.tia.fhir.operations.OperationCall;
import vn.tia.fhir.operations.OperationInfo;
import vn.tia.fhir.operations.OperationInfo.Effect;
import vn.tia.fhir.operations.OperationInfo.Level;
import vn.tia.fhir.subscriptions.Notifications.Kind;
import vn.tia.fhir.subscriptions.Wanted.Content;

/// `Subscription/[id]/$events`: the events that a subscriber has missed.
record EventsOperation(SubscriptionChanges changes, Notifications notifications)
    implements Operation {
  /// One answer; the rest is asked for from the next number.
  private static final int EVENTS_MAX = 500;

  private static final OperationInfo INFO = new OperationInfo("events",
      "http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition/"
          + "backport-subscription-events",
      "Events of a subscription, " + EVENTS_MAX + " at most.", Effect.READS,
      Set.of(Level.INSTANCE), Set.of("Subscription"), List.of(
          OperationInfo.in("eventsSinceNumber", "string", "The first event."),
          OperationInfo.in("eventsUntilNumber", "string", "The last event."),
          OperationInfo.in("content", "code",
              "empty, id-only or full-resource; never more than the subscription has."),
          OperationInfo.out("return", "Bundle", "A notification with these events.")));

  @Override
  public OperationInfo info() {
    return INFO;
  }

  @Override
  public OperationAnswer answer(OperationCall call) {
    var state = new AskedSubscriptions(changes).one(call);
    var wanted = changes.wanted(state).orElseThrow(() ->
        new ResourceNotFoundException("there is no such Subscription here"));
    var events = changes.rows().events(state.id(), number(call, "eventsSinceNumber", 1),
        number(call, "eventsUntilNumber", Long.MAX_VALUE), EVENTS_MAX);
    return OperationAnswer.of(notifications.bundle(
        Kind.QUERY_EVENT, state, wanted, events, content(call, wanted)));
  }

  /// What the caller prefers, but no more than was subscribed to.
  private static Content content(OperationCall call, Wanted wanted) {
    var most = wanted.topic().isPresent() ? wanted.content()
        : wanted.mediaType().isPresent() ? Content.FULL_RESOURCE : Content.ID_ONLY;
    return call.input().text("content").flatMap(code -> {
      var asked = Content.of(code);
      if (asked.isEmpty()) {
        throw new InvalidRequestException("content is empty, id-only or full-resource");
      }
      return asked;
    }).filter(asked -> asked.compareTo(most) < 0).orElse(most);
  }

  private static long number(OperationCall call, String name, long otherwise) {
    return call.input().text(name).map(text -> {
      if (!text.matches("\\d{1,18}")) {
        throw new InvalidRequestException(name + " is a whole number");
      }
      return Long.parseLong(text);
    }).or(() -> Optional.of(otherwise)).get();
  }
}
