package vn.tia.records.studies;

/// Says that a matching key has a value of another kind; it never repeats the value.
public final class InvalidKeyException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidKeyException(String message) {
    super(message);
  }
}
