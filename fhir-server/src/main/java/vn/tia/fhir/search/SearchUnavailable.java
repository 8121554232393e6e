package vn.tia.fhir.search;

/// Says that the index can't answer or take changes now, and that another try may succeed.
///
/// Its message names no patient and quotes no query, so that it may be shown and logged.
public class SearchUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SearchUnavailable(String message) {
    super(message);
  }

  public SearchUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
