package vn.tia.bridge.web;

/// Says why a request is refused, with its HTTP status; the text never repeats a value.
public final class WebException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  private WebException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  public static WebException badRequest(String message) {
    return new WebException(400, message);
  }

  /// The same for what is absent and for what the caller may not see.
  public static WebException notFound() {
    return new WebException(404, "there is no such resource");
  }

  public static WebException notAcceptable(String message) {
    return new WebException(406, message);
  }

  public static WebException forbidden(String message) {
    return new WebException(403, message);
  }

  /// What is asked doesn't fit how the resource stands.
  public static WebException conflict(String message) {
    return new WebException(409, message);
  }

  public static WebException timeout() {
    return new WebException(408, "the request came too slowly");
  }

  public static WebException tooLarge(String message) {
    return new WebException(413, message);
  }

  public static WebException rangeNotSatisfiable() {
    return new WebException(416, "the range lies behind the end");
  }

  public static WebException unsupported(String message) {
    return new WebException(415, message);
  }

  public int status() {
    return status;
  }
}
