package vn.tia.fhir.rest;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Endpoint;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;

/// A resource type of this server, and where its resources come from.
///
/// @param origin of a derived type: why it can't be written; empty where clients write it
public record ServedType(Class<? extends Resource> model, String origin) {

  private static final String ORDERED =
      "These come with the orders in the hospital's HL7 v2 messages; change them there.";

  /// All of them, in the order in which an exam makes them.
  public static final List<ServedType> ALL = List.of(
      new ServedType(Patient.class,
          "Patients come from the hospital's HL7 v2 messages; correct them there."),
      new ServedType(ServiceRequest.class, ""),
      new ServedType(ImagingStudy.class,
          "Studies are derived from the stored images; store or correct the images."),
      new ServedType(Endpoint.class, "Endpoints are those of this archive."),
      new ServedType(DiagnosticReport.class, ""),
      new ServedType(Observation.class, ""),
      new ServedType(Task.class, ORDERED),
      new ServedType(Encounter.class, ORDERED),
      new ServedType(Coverage.class, ORDERED),
      new ServedType(Practitioner.class, ORDERED),
      new ServedType(Organization.class, ORDERED),
      new ServedType(Appointment.class,
          "Appointments come from the hospital's HL7 v2 messages (SIU); change them there."));

  public static List<String> names() {
    return ALL.stream().map(ServedType::name).toList();
  }

  /// The type of that name, empty where it isn't served.
  public static Optional<ServedType> named(String name) {
    return ALL.stream().filter(type -> type.name().equals(name)).findFirst();
  }

  public String name() {
    return model.getSimpleName();
  }

  public boolean isWritable() {
    return origin.isEmpty();
  }
}
