package vn.tia.fhir.rest.query;

/// Says why a search can't be answered; the client must change it (HTTP 400).
public final class BadSearchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadSearchException(String message) {
    super(message);
  }
}
