package vn.tia.mapping.hl7;

import java.time.Instant;
import java.util.Optional;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Practitioner;
import vn.tia.mapping.exam.Visit;
import vn.tia.mapping.exam.VisitEvent;

/// A visit and what happened to it, while the rules fill them in.
final class VisitDraft {

  Optional<AssignedId> number = Optional.empty();
  Optional<String> patientClass = Optional.empty();
  Optional<String> location = Optional.empty();
  Optional<String> priorLocation = Optional.empty();
  Optional<Practitioner> attending = Optional.empty();
  Optional<Practitioner> referring = Optional.empty();
  Optional<Instant> admittedAt = Optional.empty();
  Optional<Instant> endedAt = Optional.empty();
  Optional<Instant> recordedAt = Optional.empty();
  Optional<Instant> occurredAt = Optional.empty();

  /// Empty where the visit has no number: nothing could be told of it later.
  Optional<VisitEvent> toEvent(VisitEvent.Change change) {
    return number.map(_ -> new VisitEvent(change,
        new Visit(number, admittedAt, patientClass, Optional.empty(), Optional.empty(), location,
            referring, attending),
        recordedAt, occurredAt, endedAt, priorLocation));
  }
}
