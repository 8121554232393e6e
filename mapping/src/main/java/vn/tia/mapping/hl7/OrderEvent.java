package vn.tia.mapping.hl7;

import java.util.Optional;
import vn.tia.mapping.exam.OrderStatus;
import vn.tia.mapping.hl7.ScheduleMessages.Change;

/// What happens to an order that others hear of.
public enum OrderEvent {
  /// It stands on the worklist, with all its numbers.
  SCHEDULED(OrderStatus.SCHEDULED, "S"),
  /// It begins at another time.
  MOVED(OrderStatus.SCHEDULED, "S"),
  /// Another station, room, procedure or number.
  MODIFIED(OrderStatus.SCHEDULED, "S"),
  HELD(OrderStatus.ON_HOLD, "S"),
  RESUMED(OrderStatus.SCHEDULED, "S"),
  /// An MPPS or the first image says so.
  STARTED(OrderStatus.IN_PROCESS, "I"),
  /// All images are there.
  PERFORMED(OrderStatus.COMPLETED, "R"),
  /// A final report is there.
  REPORTED(OrderStatus.COMPLETED, "F"),
  DISCONTINUED(OrderStatus.DISCONTINUED, "X"),
  CANCELED(OrderStatus.CANCELED, "X");

  private final OrderStatus status;
  private final String result;

  OrderEvent(OrderStatus status, String result) {
    this.status = status;
    this.result = result;
  }

  /// ORC-5.
  OrderStatus status() {
    return status;
  }

  /// OBR-25 (table 0123).
  String result() {
    return result;
  }

  /// The message that tells of it, empty where messages of that kind don't.
  public Optional<String> message(SentKind kind, OrderNotice notice, Envelope envelope) {
    return switch (kind) {
      case ORM_O01 -> changesStatus()
          ? Optional.of(OrderNotices.toOrmO01(notice, envelope)) : Optional.empty();
      case OMG_O19 -> changesStatus()
          ? Optional.of(OrderNotices.toOmgO19(notice, envelope)) : Optional.empty();
      case OMI_O23 -> givesNumbers() && !notice.steps().isEmpty()
          ? Optional.of(OrderNotices.toOmiO23(notice, envelope)) : Optional.empty();
      case SIU -> change().map(change -> ScheduleMessages.toSiu(change, notice, envelope));
      case ORU_R01, ADT -> Optional.empty();
    };
  }

  private boolean changesStatus() {
    return this != MOVED && this != MODIFIED;
  }

  private boolean givesNumbers() {
    return this == SCHEDULED || this == MOVED || this == MODIFIED;
  }

  private Optional<Change> change() {
    return switch (this) {
      case SCHEDULED -> Optional.of(Change.BOOKED);
      case MOVED -> Optional.of(Change.MOVED);
      case MODIFIED -> Optional.of(Change.MODIFIED);
      case CANCELED -> Optional.of(Change.CANCELED);
      case HELD, RESUMED, STARTED, PERFORMED, REPORTED, DISCONTINUED -> Optional.empty();
    };
  }
}
