package vn.tia.records.orders;

import java.util.Optional;
import vn.tia.mapping.exam.StepStatus;

/// Which way the steps of an order go when the order goes one way.
final class StepMoves {
  private StepMoves() {}

  /// Where a step in a state goes; empty where it stays as it is.
  static Optional<StepStatus> move(Intent intent, StepStatus from) {
    return Optional.of(target(intent, from)).filter(to -> to != from);
  }

  /// Whether a performed state may follow. A step that was discontinued may be performed again; one
  /// that is completed stays so although a second series of it is discontinued.
  static boolean follows(StepStatus from, StepStatus to) {
    return from == StepStatus.DISCONTINUED
        ? to == StepStatus.STARTED || to == StepStatus.COMPLETED
        : !from.isFinal();
  }

  private static StepStatus target(Intent intent, StepStatus from) {
    if (from.isFinal()) {
      return from;
    }
    return switch (intent) {
      case START -> StepStatus.STARTED;
      case COMPLETE -> StepStatus.COMPLETED;
      case CANCEL, SUPERSEDE -> StepStatus.CANCELED;
      case DISCONTINUE -> StepStatus.DISCONTINUED;
      case HOLD -> from == StepStatus.STARTED ? from : StepStatus.ON_HOLD;
      case CHANGE, RESUME -> from == StepStatus.ON_HOLD ? StepStatus.SCHEDULED : from;
      case PLACE, NOTHING -> from;
    };
  }
}
