package vn.tia.mapping.hl7;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.exam.ImagingAppointment;
import vn.tia.mapping.exam.OrderNumbers;
import vn.tia.mapping.exam.Practitioner;

/// An appointment while the rules fill it in; never leaves this package.
final class AppointmentDraft {
  Optional<AssignedId> placer = Optional.empty();
  Optional<AssignedId> filler = Optional.empty();
  Optional<AssignedId> placerOrder = Optional.empty();
  Optional<AssignedId> fillerOrder = Optional.empty();
  final PatientDraft patient = new PatientDraft();
  Optional<Instant> start = Optional.empty();
  Optional<Instant> end = Optional.empty();
  List<Coded> services = List.of();
  Optional<String> reason = Optional.empty();
  Optional<String> location = Optional.empty();
  List<Practitioner> performers = List.of();

  ImagingAppointment toAppointment(ImagingAppointment.Change change) {
    var order = new OrderNumbers(
        placerOrder, fillerOrder, Optional.empty(), Optional.empty(), Optional.empty());
    return new ImagingAppointment(change, placer, filler, order, patient.toPatient(), start,
        end.or(() -> start), services, reason, location, performers);
  }
}
