package vn.tia.records.database;

/// Says why a PostgreSQL server can't hold the records, in one sentence for the operator.
public final class UnfitServerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnfitServerException(String message) {
    super(message);
  }
}
