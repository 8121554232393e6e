package vn.tia.records.appointments;

/// What became of a message about an appointment. All but the first changed nothing.
public sealed interface AppointmentOutcome {
  /// The appointment is as was said.
  record Done() implements AppointmentOutcome {}

  /// The order that it names is another patient's.
  record OtherPatient() implements AppointmentOutcome {}

  /// What is to end is not known.
  record UnknownAppointment() implements AppointmentOutcome {}
}
