package vn.tia.mapping.fhir;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.jspecify.annotations.Nullable;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.ImagingOrder;
import vn.tia.mapping.exam.OrderControl;
import vn.tia.mapping.exam.OrderNumbers;
import vn.tia.mapping.exam.OrderStatus;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientCondition;
import vn.tia.mapping.exam.Practitioner;
import vn.tia.mapping.exam.Priority;
import vn.tia.mapping.exam.Request;
import vn.tia.mapping.exam.RequestedProcedure;
import vn.tia.mapping.exam.ScheduledStep;
import vn.tia.mapping.exam.Visit;

/// Reads a FHIR R4 ServiceRequest as an order, field by field the way back of
/// [ServiceRequestMapping]; one request is one step.
///
/// The modality is the code of DICOM's own system in `orderDetail` or `category`, the station is a
/// `performer` of type Device by its AE title.
public final class ServiceRequestReading {
  private final AuthoritySystems systems;

  public ServiceRequestReading(AuthoritySystems systems) {
    this.systems = systems;
  }

  /// What a client wants done.
  ///
  /// @param control ORC-1 of the same order in HL7
  /// @param status ORC-5 of the same order in HL7
  public record Wanted(OrderControl control, Optional<OrderStatus> status) {}

  /// The order that a request states.
  ///
  /// @param numbers by which it is known; those of the request where they say more
  /// @throws IllegalArgumentException if a value can't be one of an exam, without quoting it
  public ImagingOrder toImagingOrder(
      ServiceRequest request, Patient patient, Wanted wanted, OrderNumbers numbers) {
    return new ImagingOrder(wanted.control(), wanted.status(), numbers, patient,
        PatientCondition.UNSAID, visit(request), request(request), procedure(request),
        List.of(step(request)));
  }

  /// The numbers that a request carries. One without a type is the placer's.
  public OrderNumbers numbers(ServiceRequest request) {
    return new OrderNumbers(
        identifier(request, "PLAC").or(() -> untyped(request)),
        identifier(request, "FILL"),
        Optional.of(request.getRequisition()).filter(Identifier::hasValue).map(this::assigned),
        identifier(request, "ACSN"),
        request.getIdentifier().stream()
            .filter(id -> FhirCodes.UID_SYSTEM.equals(id.getSystem()) && id.hasValue())
            .map(id -> id.getValue().replaceFirst("^urn:oid:", ""))
            .findFirst());
  }

  private Optional<AssignedId> identifier(ServiceRequest request, String type) {
    return request.getIdentifier().stream()
        .filter(Identifier::hasValue)
        .filter(id -> id.getType().getCoding().stream()
            .anyMatch(coding -> type.equals(coding.getCode())))
        .findFirst()
        .map(this::assigned);
  }

  private Optional<AssignedId> untyped(ServiceRequest request) {
    return request.getIdentifier().stream()
        .filter(id -> id.hasValue() && !id.getType().hasCoding()
            && !FhirCodes.UID_SYSTEM.equals(id.getSystem()))
        .findFirst()
        .map(this::assigned);
  }

  private AssignedId assigned(Identifier id) {
    return new AssignedId(id.getValue(), FhirCodes.toAuthority(id.getSystem(), systems));
  }

  private Visit visit(ServiceRequest request) {
    Optional<AssignedId> admission = Optional.of(request.getEncounter().getIdentifier())
        .filter(Identifier::hasValue).map(this::assigned);
    return new Visit(admission, Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private Request request(ServiceRequest request) {
    return new Request(practitioner(request.getRequester()), Optional.empty(), List.of(),
        instant(request.getAuthoredOn()), Optional.empty(), Optional.empty());
  }

  private RequestedProcedure procedure(ServiceRequest request) {
    var reasons = request.getReasonCode().stream()
        .flatMap(reason -> reason.getCoding().stream()).filter(Coding::hasCode)
        .map(this::coded).toList();
    var reasonText = request.getReasonCode().stream()
        .filter(CodeableConcept::hasText).map(CodeableConcept::getText).findFirst();
    return new RequestedProcedure(Optional.empty(), codes(request.getCode()),
        words(request.getCode()), notes(request), reasons, reasonText,
        priority(request.getPriority()), Optional.empty(), Optional.empty());
  }

  private ScheduledStep step(ServiceRequest request) {
    List<Coded> details = request.getOrderDetail().stream()
        .flatMap(detail -> codes(detail).stream()).toList();
    List<Coded> protocol = details.stream().filter(code -> !isModality(code)).toList();
    var modality = Stream.concat(details.stream(),
            request.getCategory().stream().flatMap(category -> codes(category).stream()))
        .filter(ServiceRequestReading::isModality).map(Coded::code).findFirst();
    return new ScheduledStep(Optional.empty(), words(request.getCode()), modality,
        stations(request), List.of(),
        request.getLocationCode().stream().flatMap(place -> words(place).stream()).findFirst(),
        start(request), protocol.isEmpty() ? codes(request.getCode()) : protocol,
        request.getPerformer().stream().filter(one -> !isDevice(one))
            .flatMap(one -> practitioner(one).stream()).toList(),
        Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static boolean isModality(Coded code) {
    return code.scheme().filter(FhirCodes.DICOM_NAME::equals).isPresent()
        && code.code().matches("[A-Z0-9_ ]{1,16}") && !code.code().matches("\\d+");
  }

  private static List<String> stations(ServiceRequest request) {
    return request.getPerformer().stream()
        .filter(ServiceRequestReading::isDevice)
        .map(device -> device.getIdentifier().getValue())
        .filter(title -> title != null && title.matches("[ -~&&[^\\\\]]{1,16}"))
        .toList();
  }

  private static boolean isDevice(Reference performer) {
    return "Device".equals(performer.getType());
  }

  private static Optional<Instant> start(ServiceRequest request) {
    if (request.hasOccurrenceDateTimeType()) {
      return instant(request.getOccurrenceDateTimeType().getValue());
    }
    return request.hasOccurrencePeriod()
        ? instant(request.getOccurrencePeriod().getStart()) : Optional.empty();
  }

  // HAPI answers null for an absent time.
  private static Optional<Instant> instant(@Nullable Date time) {
    return Optional.ofNullable(time).map(Date::toInstant);
  }

  private static Optional<String> notes(ServiceRequest request) {
    return Optional.of(request.getNote().stream().filter(Annotation::hasText)
            .map(Annotation::getText).toList())
        .filter(notes -> !notes.isEmpty())
        .map(notes -> String.join("\n", notes));
  }

  /// By number and by a display, which can't be parted for sure: it stands for the family name.
  private Optional<Practitioner> practitioner(Reference reference) {
    Optional<AssignedId> id = Optional.of(reference.getIdentifier())
        .filter(Identifier::hasValue).map(this::assigned);
    var name = reference.hasDisplay()
        ? HumanName.of(reference.getDisplay(), "", "") : HumanName.UNKNOWN;
    return id.isEmpty() && name.isUnknown()
        ? Optional.empty() : Optional.of(new Practitioner(id, name));
  }

  private List<Coded> codes(CodeableConcept concept) {
    return concept.getCoding().stream().filter(Coding::hasCode).map(this::coded).toList();
  }

  private Coded coded(Coding coding) {
    return new Coded(coding.getCode(), Optional.ofNullable(coding.getDisplay()),
        Optional.ofNullable(coding.getSystem()).map(uri -> FhirCodes.toScheme(uri, systems)));
  }

  private static Optional<String> words(CodeableConcept concept) {
    return Optional.ofNullable(concept.getText()).or(() -> concept.getCoding().stream()
        .filter(Coding::hasDisplay).map(Coding::getDisplay).findFirst());
  }

  private static Priority priority(@Nullable ServiceRequestPriority one) {
    return switch (one) {
      case STAT -> Priority.STAT;
      case ASAP -> Priority.HIGH;
      case URGENT -> Priority.MEDIUM;
      case ROUTINE, NULL -> Priority.ROUTINE;
      case null -> Priority.ROUTINE;
    };
  }
}
