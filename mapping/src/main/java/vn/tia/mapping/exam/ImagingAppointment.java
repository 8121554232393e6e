package vn.tia.mapping.exam;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// When and where an exam is to take place, as one message states it.
///
/// @param placer the number that who asked for it gave (SCH-1)
/// @param filler the number that who made it gave (SCH-2)
/// @param order the order that it is for
/// @param start empty where a cancellation doesn't repeat it
/// @param end the start, where no length is said
/// @param services what is to be done
/// @param reason why it was made, moved or canceled
/// @param location where
/// @param performers who
public record ImagingAppointment(
    Change change,
    Optional<AssignedId> placer,
    Optional<AssignedId> filler,
    OrderNumbers order,
    Patient patient,
    Optional<Instant> start,
    Optional<Instant> end,
    List<Coded> services,
    Optional<String> reason,
    Optional<String> location,
    List<Practitioner> performers) {

  /// What became of it.
  public enum Change {
    BOOKED, MOVED, CHANGED, CANCELED, NOT_KEPT;

    /// Whether the patient is not to be expected any more.
    public boolean isEnd() {
      return switch (this) {
        case CANCELED, NOT_KEPT -> true;
        case BOOKED, MOVED, CHANGED -> false;
      };
    }
  }

  public ImagingAppointment {
    services = List.copyOf(services);
    reason = Texts.line(reason);
    location = Texts.line(location);
    performers = List.copyOf(performers);
    if (placer.isEmpty() && filler.isEmpty()) {
      throw new IllegalArgumentException("an appointment needs a placer or a filler number");
    }
    if (start.isEmpty() && !change.isEnd()) {
      throw new IllegalArgumentException("an appointment needs a start");
    }
    if (start.isPresent() && end.isPresent() && end.get().isBefore(start.get())) {
      throw new IllegalArgumentException("an appointment ends before it starts");
    }
  }

  /// The number by which messages about it name it: the filler's is best, since he made it.
  public AssignedId number() {
    return filler.or(() -> placer).orElseThrow();
  }
}
