package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;

/// Says that the server can't answer now and soon will: HTTP 503 with Retry-After.
final class BusyException extends BaseServerResponseException {
  private static final long serialVersionUID = 1L;
  static final int RETRY_SECONDS = 5;

  BusyException(String message) {
    super(503, message);
    addResponseHeader("Retry-After", Integer.toString(RETRY_SECONDS));
  }
}
