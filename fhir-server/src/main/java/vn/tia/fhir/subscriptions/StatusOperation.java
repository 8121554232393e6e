package vn.tia.fhir.subscriptions;

import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import vn.tia.fhir.operations.Operation;
import vn.tia.fhir.operations.OperationAnswer;
import vn.tia.fhir.operations.OperationCall;
import vn.tia.fhir.operations.OperationInfo;
import vn.tia.fhir.operations.OperationInfo.Effect;
import vn.tia.fhir.operations.OperationInfo.Level;
import vn.tia.fhir.subscriptions.Notifications.Kind;

/// `Subscription/$status`: how subscriptions fare.
record StatusOperation(SubscriptionChanges changes, Notifications notifications)
    implements Operation {
  private static final OperationInfo INFO = new OperationInfo("status",
      "http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition/"
          + "backport-subscription-status",
      "How subscriptions fare.", Effect.READS, Set.of(Level.TYPE, Level.INSTANCE),
      Set.of("Subscription"), List.of(
          OperationInfo.many("id", "id", "Which subscriptions; none: all that the caller sees."),
          OperationInfo.many("status", "code", "Those of these statuses only."),
          OperationInfo.out("return", "Bundle", "One status for each subscription.")));

  @Override
  public OperationInfo info() {
    return INFO;
  }

  @Override
  public OperationAnswer answer(OperationCall call) {
    var statuses = call.key().isPresent() ? List.<String>of() : call.input().texts("status");
    var bundle = new Bundle().setType(BundleType.SEARCHSET);
    new AskedSubscriptions(changes).of(call).stream()
        .filter(state -> statuses.isEmpty()
            || statuses.contains(Notifications.code(state.status())))
        .forEach(state -> changes.wanted(state).ifPresent(wanted -> {
          var entry = bundle.addEntry();
          var status = notifications.status(Kind.QUERY_STATUS, state, wanted);
          entry.setFullUrl("urn:uuid:" + status.getIdElement().getIdPart()).setResource(status);
          entry.getSearch().setMode(SearchEntryMode.MATCH);
        }));
    bundle.setTotal(bundle.getEntry().size());
    return OperationAnswer.of(bundle);
  }
}
