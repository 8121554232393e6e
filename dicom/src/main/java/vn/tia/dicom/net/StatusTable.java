package vn.tia.dicom.net;

import java.util.List;
import java.util.Optional;

/// The statuses that a service answers with, and what they mean there.
///
/// @param clause where the standard lists them
/// @param rows the codes with a meaning of their own; the first that fits counts
/// @param general the statuses that all services of the kind share, empty for these themselves
public record StatusTable(String clause, List<Row> rows, Optional<StatusTable> general) {

  /// One line of a table: the codes that equal `code` where `mask` has bits.
  public record Row(int code, int mask, StatusClass statusClass, String meaning) {

    boolean fits(int status) {
      return (status & mask) == code;
    }
  }

  /// What every service may answer.
  public static final StatusTable GENERAL =
      new StatusTable(
          "PS3.7 annex C",
          List.of(
              new Row(0x0000, 0xFFFF, StatusClass.SUCCESS, "success"),
              warning(0x0001, "done with a warning"),
              failure(0x0105, "no such attribute"),
              failure(0x0106, "invalid attribute value"),
              warning(0x0107, "attribute list error"),
              failure(0x0110, "processing failure"),
              failure(0x0111, "the instance exists already"),
              failure(0x0112, "there is no such instance"),
              failure(0x0113, "no such event type"),
              failure(0x0114, "no such argument"),
              failure(0x0115, "invalid argument value"),
              warning(0x0116, "attribute value out of range"),
              failure(0x0117, "invalid instance UID"),
              failure(0x0118, "no such SOP class"),
              failure(0x0119, "the instance is of another SOP class"),
              failure(0x0120, "an attribute is missing"),
              failure(0x0121, "an attribute has no value"),
              failure(0x0122, "the SOP class is not supported"),
              failure(0x0123, "no such action type"),
              failure(0x0124, "not authorized"),
              failure(0x0210, "the message id is in use"),
              failure(0x0211, "unrecognized operation"),
              failure(0x0212, "mistyped argument"),
              failure(0x0213, "resource limitation"),
              new Row(0xFE00, 0xFFFF, StatusClass.CANCEL, "cancelled"),
              new Row(0xFF00, 0xFFFE, StatusClass.PENDING, "more to come")),
          Optional.empty());

  public static final StatusTable STORE =
      service(
          "PS3.4 table B.2-1",
          failures(0xA700, 0xFF00, "refused, out of resources"),
          failures(0xA900, 0xFF00, "the data set does not match its SOP class"),
          failures(0xC000, 0xF000, "the data set can't be understood"),
          warning(0xB000, "stored, elements were coerced"),
          warning(0xB006, "stored, elements were discarded"),
          warning(0xB007, "stored, though the data set does not match its SOP class"));

  public static final StatusTable FIND =
      service(
          "PS3.4 table C.4-1",
          failure(0xA700, "refused, out of resources"),
          failure(0xA900, "the identifier does not match the SOP class"),
          failures(0xC000, 0xF000, "the query can't be processed"),
          pending(0xFF00, "a match"),
          pending(0xFF01, "a match, some optional keys were not supported"));

  public static final StatusTable MOVE =
      service(
          "PS3.4 table C.4-2",
          failure(0xA701, "refused, the matches can't be counted"),
          failure(0xA702, "refused, no instance could be sent"),
          failure(0xA801, "refused, the destination is unknown"),
          failure(0xA900, "the identifier does not match the SOP class"),
          failures(0xC000, 0xF000, "the retrieval can't be processed"),
          warning(0xB000, "done, but some instances failed"),
          pending(0xFF00, "instances are being sent"));

  public static final StatusTable GET =
      service(
          "PS3.4 table C.4-3",
          failure(0xA701, "refused, the matches can't be counted"),
          failure(0xA702, "refused, no instance could be sent"),
          failure(0xA900, "the identifier does not match the SOP class"),
          failures(0xC000, 0xF000, "the retrieval can't be processed"),
          warning(0xB000, "done, but some instances failed"),
          pending(0xFF00, "instances are being sent"));

  public static final StatusTable WORKLIST =
      service(
          "PS3.4 table K.4-1",
          failure(0xA700, "refused, out of resources"),
          failure(0xA900, "the identifier does not match the SOP class"),
          failures(0xC000, 0xF000, "the query can't be processed"),
          pending(0xFF00, "a match"),
          pending(0xFF01, "a match, some optional keys were not supported"));

  public static final StatusTable PERFORMED_STEP =
      service(
          "PS3.4 section F.7.2.2.2",
          failure(0x0110, "refused, the step has ended or the change is not allowed"));

  public static final StatusTable COMMITMENT = service("PS3.4 section J.3.2.2");

  public StatusTable {
    rows = List.copyOf(rows);
  }

  /// The line for a status, empty where the service doesn't define it.
  public Optional<Row> find(Status status) {
    return rows.stream()
        .filter(row -> row.fits(status.code()))
        .findFirst()
        .or(() -> general.flatMap(table -> table.find(status)));
  }

  private static Row failure(int code, String meaning) {
    return new Row(code, 0xFFFF, StatusClass.FAILURE, meaning);
  }

  private static Row failures(int code, int mask, String meaning) {
    return new Row(code, mask, StatusClass.FAILURE, meaning);
  }

  private static Row warning(int code, String meaning) {
    return new Row(code, 0xFFFF, StatusClass.WARNING, meaning);
  }

  private static Row pending(int code, String meaning) {
    return new Row(code, 0xFFFF, StatusClass.PENDING, meaning);
  }

  private static StatusTable service(String clause, Row... rows) {
    return new StatusTable(clause, List.of(rows), Optional.of(GENERAL));
  }
}
