package vn.tia.fhir.subscriptions;

/// Says why a Subscription can't be served; its client must change it.
public final class BadSubscriptionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadSubscriptionException(String message) {
    super(message);
  }
}
