package vn.tia.dicom.net;

import java.util.Optional;
import vn.tia.dicom.data.Tags;

/// Why an instance is sent: with which priority, and for whose C-MOVE (PS3.7 section 9.1.1.1).
record Cause(int priority, Optional<MoveOriginator> originator) {
  private static final int MEDIUM = 0;

  /// Because we want to.
  static final Cause OURSELVES = new Cause(MEDIUM, Optional.empty());

  /// For this C-GET, which goes with its priority (PS3.7 section 9.1.3.1.5).
  static Cause get(Command request) {
    return new Cause(request.priority(), Optional.empty());
  }

  /// For this C-MOVE of a calling AE, which goes with its priority (PS3.7 section 9.1.4.1.5).
  static Cause move(Command request, String callingAe) {
    var originator = new MoveOriginator(callingAe, request.messageId());
    return new Cause(request.priority(), Optional.of(originator));
  }

  /// The same request, with what it says of this.
  Command onto(Command request) {
    Command ranked = request.with(Tags.PRIORITY, priority);
    return originator
        .map(
            o ->
                ranked
                    .with(Tags.MOVE_ORIGINATOR_APPLICATION_ENTITY_TITLE, o.ae())
                    .with(Tags.MOVE_ORIGINATOR_MESSAGE_ID, o.messageId()))
        .orElse(ranked);
  }
}
