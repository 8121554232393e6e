package vn.tia.records.outbox;

/// A place in the outbox: everything up to and with it was seen.
///
/// @param transaction the PostgreSQL transaction (xid8) of the last entry seen
/// @param id the entry's number; it orders the entries of one transaction
public record Cursor(long transaction, long id) implements Comparable<Cursor> {
  public static final Cursor START = new Cursor(0, 0);

  /// Reads what [#toString] wrote.
  ///
  /// @throws IllegalArgumentException if the text is not a cursor
  public static Cursor parse(String text) {
    var slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("an outbox cursor is transaction/id, got: " + text);
    }
    return new Cursor(
        Long.parseLong(text.substring(0, slash)), Long.parseLong(text.substring(slash + 1)));
  }

  @Override
  public int compareTo(Cursor other) {
    var order = Long.compare(transaction, other.transaction);
    return order != 0 ? order : Long.compare(id, other.id);
  }

  /// The cursor as text, for readers that keep it elsewhere, as the search index does.
  @Override
  public String toString() {
    return transaction + "/" + id;
  }
}
