package vn.tia.mapping.fhir;

import java.util.Date;
import java.util.Optional;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Appointment.ParticipationStatus;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Reference;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.exam.ImagingAppointment;

/// Maps an appointment to a FHIR R4 Appointment, as the HL7 v2-to-FHIR guide maps SCH, AIS, AIL and
/// AIP.
public final class AppointmentMapping {
  private AppointmentMapping() {}

  /// The resource of an appointment.
  ///
  /// @param id of the Appointment
  /// @param patientId of the Patient
  /// @param serviceRequestId of the order that it is for
  public static Appointment toAppointment(String id, ImagingAppointment said, String patientId,
      Optional<String> serviceRequestId, AuthoritySystems systems) {
    var resource = new Appointment();
    resource.setId(id);
    said.placer().ifPresent(number ->
        resource.addIdentifier(FhirCodes.toIdentifier(number, "PLAC", systems)));
    said.filler().ifPresent(number ->
        resource.addIdentifier(FhirCodes.toIdentifier(number, "FILL", systems)));
    resource.setStatus(toStatus(said.change()));
    said.services().forEach(code ->
        resource.addServiceType(FhirCodes.toConcept(code, systems)));
    said.reason().ifPresent(text ->
        resource.addReasonCode(new CodeableConcept().setText(text)));
    said.start().ifPresent(at -> resource.setStart(Date.from(at)));
    said.end().ifPresent(at -> resource.setEnd(Date.from(at)));
    serviceRequestId.ifPresent(request ->
        resource.addBasedOn(new Reference("ServiceRequest/" + request)));
    participant(resource, new Reference("Patient/" + patientId));
    said.performers().forEach(person ->
        participant(resource, People.toReference(person, systems)));
    said.location().ifPresent(text -> participant(
        resource, new Reference().setType("Location").setDisplay(text)));
    return resource;
  }

  private static void participant(Appointment resource, Reference actor) {
    resource.addParticipant().setActor(actor).setStatus(ParticipationStatus.ACCEPTED);
  }

  /// The status after a change.
  public static AppointmentStatus toStatus(ImagingAppointment.Change change) {
    return switch (change) {
      case BOOKED, MOVED, CHANGED -> AppointmentStatus.BOOKED;
      case CANCELED -> AppointmentStatus.CANCELLED;
      case NOT_KEPT -> AppointmentStatus.NOSHOW;
    };
  }
}
