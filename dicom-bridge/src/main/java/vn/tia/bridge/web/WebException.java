package vn.tia.bridge.web;

/// Says why a request is refused, with its HTTP status; the text never repeats a value.
final class WebException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  private WebException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  static WebException badRequest(String message) {
    return new WebException(400, message);
  }

  /// The same for what is absent and for what the caller may not see.
  static WebException notFound() {
    return new WebException(404, "there is no such resource");
  }

  static WebException notAcceptable(String message) {
    return new WebException(406, message);
  }

  int status() {
    return status;
  }
}
