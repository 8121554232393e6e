package vn.tia.fhir.subscriptions;

import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UrlType;
import vn.tia.fhir.operations.Operation;
import vn.tia.fhir.operations.OperationAnswer;
import vn.tia.fhir.operations.OperationCall;
import vn.tia.fhir.operations.OperationInfo;
import vn.tia.fhir.operations.OperationInfo.Effect;
import vn.tia.fhir.operations.OperationInfo.Level;
import vn.tia.records.subscriptions.SubscriptionState;
import vn.tia.records.subscriptions.SubscriptionStatus;

/// `Subscription/$get-ws-binding-token`: what a websocket is bound by.
///
/// @param socket the address of the websocket
record TokenOperation(SubscriptionChanges changes, BindingTokens tokens, Supplier<String> socket,
    Clock clock) implements Operation {
  private static final OperationInfo INFO = new OperationInfo("get-ws-binding-token",
      "http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition/"
          + "backport-subscription-get-ws-binding-token",
      "A token that binds a websocket to subscriptions.", Effect.READS,
      Set.of(Level.TYPE, Level.INSTANCE), Set.of("Subscription"), List.of(
          OperationInfo.many("id", "id", "Which subscriptions; none: all that the caller sees."),
          OperationInfo.out("token", "string", "What is sent behind bind-with-token."),
          OperationInfo.out("expiration", "dateTime", "Until when the token is good."),
          OperationInfo.out("subscription", "string", "What it is good for."),
          OperationInfo.out("websocket-url", "url", "Where to connect.")));

  @Override
  public OperationInfo info() {
    return INFO;
  }

  @Override
  public OperationAnswer answer(OperationCall call) {
    var bound = new AskedSubscriptions(changes).of(call).stream()
        .filter(state -> state.status() != SubscriptionStatus.OFF)
        .filter(state -> changes.wanted(state)
            .filter(wanted -> wanted.target().isEmpty()).isPresent())
        .map(SubscriptionState::id).toList();
    if (bound.isEmpty()) {
      throw new UnprocessableEntityException(
          "none of these subscriptions is told by websocket, or it is off");
    }
    var answer = new Parameters();
    answer.addParameter().setName("token").setValue(new StringType(tokens.give(bound)));
    answer.addParameter().setName("expiration").setValue(
        new DateTimeType(Date.from(clock.instant().plus(BindingTokens.VALID))));
    bound.forEach(id -> answer.addParameter().setName("subscription")
        .setValue(new StringType(id)));
    answer.addParameter().setName("websocket-url").setValue(new UrlType(socket.get()));
    return OperationAnswer.of(answer);
  }
}
