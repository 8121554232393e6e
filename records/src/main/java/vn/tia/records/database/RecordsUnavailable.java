package vn.tia.records.database;

import org.springframework.dao.DataAccessResourceFailureException;

/// Says that the records can't be read or written now: the database is down, full or starting.
///
/// Nothing was acknowledged. A door answers it in its own words: HL7 `AR 207`, DIMSE `A700`,
/// HTTP `503`.
public final class RecordsUnavailable extends DataAccessResourceFailureException {
  private static final long serialVersionUID = 1;

  RecordsUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
