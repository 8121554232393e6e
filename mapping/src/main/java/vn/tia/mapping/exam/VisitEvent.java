package vn.tia.mapping.exam;

import java.time.Instant;
import java.util.Optional;

/// What happened to a visit, as one message tells it.
///
/// @param visit how the visit stands after it; its number is known
/// @param recordedAt when it was entered, by which messages are put in order
/// @param occurredAt when it happened, where that is another time
/// @param endedAt when the patient left
/// @param priorLocation where the patient was before
public record VisitEvent(
    Change change,
    Visit visit,
    Optional<Instant> recordedAt,
    Optional<Instant> occurredAt,
    Optional<Instant> endedAt,
    Optional<String> priorLocation) {

  public VisitEvent {
    if (visit.admissionId().isEmpty()) {
      throw new IllegalArgumentException("a visit is known by its number");
    }
    priorLocation = Texts.line(priorLocation);
  }

  /// When it happened, as far as that is said.
  public Optional<Instant> at() {
    return occurredAt.or(() -> recordedAt);
  }

  /// What can happen to a visit (HL7 v2 table 0003).
  public enum Change {
    /// Expected (A05).
    PLANNED,
    /// There, and not yet in care (A04, A10).
    ARRIVED,
    /// In care (A01), also as another class of patient (A06, A07).
    ADMITTED,
    /// In another place (A02).
    MOVED,
    /// Back in the place from which the patient was moved by mistake (A12).
    MOVE_CANCELED,
    /// Described anew (A08).
    DESCRIBED,
    /// Over (A03).
    ENDED,
    /// Not over after all (A13).
    END_CANCELED,
    /// Never took place (A11, A38).
    CANCELED
  }
}
