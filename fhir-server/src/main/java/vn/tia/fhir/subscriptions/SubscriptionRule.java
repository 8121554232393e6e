package vn.tia.fhir.subscriptions;

import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;
import vn.tia.fhir.rest.ServedType;
import vn.tia.fhir.rest.WriteRule;
import vn.tia.records.resources.StoredResource;

/// What a Subscription must keep to be written: that it can be served, and leads nowhere where
/// nothing may be sent. Its status is the server's, but that a client may turn it off.
public final class SubscriptionRule implements WriteRule {
  private final Criteria criteria;
  private final RestHook hook;

  SubscriptionRule(Criteria criteria, RestHook hook) {
    this.criteria = criteria;
    this.hook = hook;
  }

  @Override
  public void check(int facilityId, Resource resource, Optional<StoredResource> before) {
    if (!(resource instanceof Subscription subscription)) {
      return;
    }
    try {
      var wanted = Wanted.of(subscription);
      if (ServedType.named(wanted.type()).isEmpty() || wanted.type().equals("Subscription")) {
        throw new BadSubscriptionException(
            "criteria names a type of resources that can't be watched here");
      }
      wanted.queries().forEach(query -> criteria.clause(wanted.type(), query));
      wanted.target().flatMap(hook::flaw).ifPresent(why -> {
        throw new BadSubscriptionException("channel.endpoint: " + why);
      });
    } catch (BadSubscriptionException e) {
      throw new UnprocessableEntityException("Subscription." + e.getMessage());
    }
    if (subscription.getStatus() != SubscriptionStatus.OFF) {
      subscription.setStatus(SubscriptionStatus.REQUESTED);
    }
    subscription.setError(null);
  }
}
