package vn.tia.records.orders;

import vn.tia.mapping.exam.ImagingOrder;
import vn.tia.mapping.exam.OrderControl;
import vn.tia.mapping.exam.OrderStatus;

/// What a message wants done with an order, read from its control and its status together.
enum Intent {
  PLACE, CHANGE, SUPERSEDE, START, COMPLETE, CANCEL, DISCONTINUE, HOLD, RESUME, NOTHING;

  static Intent of(ImagingOrder order) {
    return switch (order.control()) {
      case NEW, REPLACEMENT, CHILD -> PLACE;
      case PARENT -> SUPERSEDE;
      case RELEASE -> RESUME;
      case CHANGE, REPLACE -> order.status().map(Intent::changed).orElse(CHANGE);
      case CANCEL, REPLACED -> CANCEL;
      case DISCONTINUE -> DISCONTINUE;
      case HOLD -> HOLD;
      case STATUS_CHANGED -> order.status().map(Intent::reported).orElse(NOTHING);
    };
  }

  /// [OrderControl#CHANGE] may also carry the end of the order.
  private static Intent changed(OrderStatus status) {
    return switch (status) {
      case COMPLETED -> COMPLETE;
      case CANCELED -> CANCEL;
      case DISCONTINUED -> DISCONTINUE;
      case ON_HOLD -> HOLD;
      case SCHEDULED, IN_PROCESS, PARTLY_DONE, REPLACED, ERROR -> CHANGE;
    };
  }

  private static Intent reported(OrderStatus status) {
    return switch (status) {
      case SCHEDULED -> RESUME;
      case IN_PROCESS -> START;
      case PARTLY_DONE, COMPLETED -> COMPLETE;
      case CANCELED -> CANCEL;
      case DISCONTINUED -> DISCONTINUE;
      case ON_HOLD -> HOLD;
      case REPLACED, ERROR -> NOTHING;
    };
  }
}
