package vn.tia.fhir.rest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Endpoint;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Media;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationDefinition;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.SearchParameter;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Specimen;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.ValueSet;

/// A resource type of this server, who writes its resources, and where the others come from.
///
/// @param origin why resources of the records can't be written by clients; empty where there are
///     none
public record ServedType(Class<? extends Resource> model, Writer writer, String origin) {

  /// Who writes the resources of a type. The records are what HL7 v2 messages, images and settings
  /// made; what they own is changed there.
  public enum Writer {
    /// Clients write all of them.
    CLIENT,
    /// Clients, as the order behind it, which HL7 and the worklist share.
    ORDER,
    /// Clients write those that clients made, the records those that they made.
    WHO_MADE_IT,
    /// The records write all of them.
    RECORDS
  }

  private static final String ORDERED =
      "It came with an order in the hospital's HL7 v2 messages; change it there.";

  private static final String TOLD =
      "The hospital's HL7 v2 messages told of it (ADT, orders); change it there.";

  /// All of them: first those of an exam, in the order in which it makes them.
  public static final List<ServedType> ALL = List.of(
      client(Patient.class),
      new ServedType(ServiceRequest.class, Writer.ORDER, ""),
      new ServedType(ImagingStudy.class, Writer.RECORDS,
          "Studies are derived from the stored images; store or correct the images."),
      made(Endpoint.class, "It is an endpoint of this archive, made of its settings."),
      client(DiagnosticReport.class),
      client(Observation.class),
      made(Task.class, ORDERED),
      made(Encounter.class, ORDERED),
      made(Coverage.class, ORDERED),
      made(Practitioner.class, ORDERED),
      made(Organization.class, ORDERED),
      made(Appointment.class,
          "It came in the hospital's HL7 v2 messages (SIU); change it there."),
      client(PractitionerRole.class),
      client(Location.class),
      client(Media.class),
      client(DocumentReference.class),
      client(Binary.class),
      client(Device.class),
      client(Specimen.class),
      made(Condition.class, TOLD),
      made(AllergyIntolerance.class, TOLD),
      client(Provenance.class),
      client(AuditEvent.class),
      client(ListResource.class),
      client(Group.class),
      client(Subscription.class),
      client(SearchParameter.class),
      client(StructureDefinition.class),
      client(ValueSet.class),
      client(CodeSystem.class),
      client(ConceptMap.class),
      client(OperationDefinition.class));

  private static final Map<String, ServedType> BY_NAME = ALL.stream()
      .collect(Collectors.toUnmodifiableMap(ServedType::name, Function.identity()));

  private static ServedType client(Class<? extends Resource> model) {
    return new ServedType(model, Writer.CLIENT, "");
  }

  private static ServedType made(Class<? extends Resource> model, String origin) {
    return new ServedType(model, Writer.WHO_MADE_IT, origin);
  }

  public static List<String> names() {
    return ALL.stream().map(ServedType::name).toList();
  }

  /// The type of that name, empty where it isn't served.
  public static Optional<ServedType> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /// The name that FHIR gives the type: `List`, where Java's model says `ListResource`.
  public String name() {
    return model == ListResource.class ? "List" : model.getSimpleName();
  }

  /// Whether clients may create resources of this type.
  public boolean isWritable() {
    return writer != Writer.RECORDS;
  }

  /// Whether clients may delete them: an order is revoked instead.
  public boolean isDeletable() {
    return isWritable() && writer != Writer.ORDER;
  }
}
