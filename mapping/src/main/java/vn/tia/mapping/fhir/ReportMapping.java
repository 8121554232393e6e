package vn.tia.mapping.fhir;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.UUID;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.exam.DiagnosticSection;
import vn.tia.mapping.exam.Finding;
import vn.tia.mapping.exam.Report;
import vn.tia.mapping.exam.ReportDocument;
import vn.tia.mapping.exam.ReportStatus;

/// Maps a received report to a FHIR R4 DiagnosticReport and its Observations, as the HL7
/// v2-to-FHIR guide maps OBR and OBX.
public final class ReportMapping {
  private static final String INTERPRETATION =
      "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";

  private final AuthoritySystems systems;
  private final ZoneId zone;

  /// What a report belongs to, by the ids of the resources.
  ///
  /// @param id of the DiagnosticReport
  /// @param source who sent it, `meta.source`
  public record Place(String id, String patientId, Optional<String> serviceRequestId,
      Optional<String> imagingStudyId, String source) {}

  /// @param zone the zone in which the facility tells the time
  public ReportMapping(AuthoritySystems systems, ZoneId zone) {
    this.systems = systems;
    this.zone = zone;
  }

  /// The report; its results are those of [#toObservations].
  public DiagnosticReport toDiagnosticReport(Report report, Place place) {
    var resource = new DiagnosticReport();
    resource.setId(place.id());
    resource.getMeta().setSource(place.source());
    report.document().ifPresent(id -> resource.addIdentifier(toDocument(id)));
    report.numbers().filler().ifPresent(id ->
        resource.addIdentifier(FhirCodes.toIdentifier(id, "FILL", systems)));
    place.serviceRequestId().ifPresent(id ->
        resource.addBasedOn(new Reference("ServiceRequest/" + id)));
    place.imagingStudyId().ifPresent(id ->
        resource.addImagingStudy(new Reference("ImagingStudy/" + id)));
    resource.setStatus(toStatus(report.status()));
    resource.addCategory(new CodeableConcept().addCoding(section(report)));
    resource.setCode(toConcept(report.codes(), report.title()));
    resource.setSubject(new Reference("Patient/" + place.patientId()));
    report.observedAt().ifPresent(at -> resource.setEffective(toDateTime(at)));
    report.issuedAt().ifPresent(at -> resource.setIssued(Date.from(at)));
    report.interpreters().forEach(person ->
        resource.addResultsInterpreter(People.toReference(person, systems)));
    observationIds(report, place).forEach(id ->
        resource.addResult(new Reference("Observation/" + id)));
    report.documents().forEach(document -> resource.addPresentedForm(toAttachment(document)));
    report.conclusion().ifPresent(resource::setConclusion);
    report.conclusionCodes().forEach(code ->
        resource.addConclusionCode(FhirCodes.toConcept(code, systems)));
    return resource;
  }

  /// A DICOM document has its UID for a number, which nobody gave out.
  private Identifier toDocument(AssignedId id) {
    var identifier = FhirCodes.toIdentifier(id, "FILL", systems);
    return FhirCodes.UID_SYSTEM.equals(identifier.getSystem())
        ? identifier.setType(null) : identifier;
  }

  private static Coding section(Report report) {
    var code = report.section().orElse(DiagnosticSection.RADIOLOGY);
    return new Coding(
        DiagnosticSection.SYSTEM, code, DiagnosticSection.name(code).orElse(code));
  }

  /// One Observation for each finding, in their order.
  public List<Observation> toObservations(Report report, Place place) {
    var ids = observationIds(report, place);
    var all = new ArrayList<Observation>();
    for (int i = 0; i < ids.size(); i++) {
      all.add(toObservation(ids.get(i), report, report.findings().get(i), place));
    }
    return all;
  }

  /// The same finding keeps its id from version to version: made of the report's, its codes and
  /// how often they came before.
  private static List<String> observationIds(Report report, Place place) {
    Map<String, Integer> seen = new HashMap<>();
    return report.findings().stream().map(finding -> {
      String key = place.id() + "|" + finding.codes().stream().map(Coded::code).toList() + "|"
          + finding.name().orElse("") + "|" + finding.subId().orElse("");
      String name = key + "|" + seen.merge(key, 1, Integer::sum);
      return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }).toList();
  }

  private Observation toObservation(String id, Report report, Finding finding, Place place) {
    var resource = new Observation();
    resource.setId(id);
    resource.getMeta().setSource(place.source());
    resource.setStatus(toObservationStatus(finding.status()));
    resource.addCategory(new CodeableConcept().addCoding(new Coding(
        "http://terminology.hl7.org/CodeSystem/observation-category", "imaging", "Imaging")));
    resource.setCode(toConcept(finding.codes(), finding.name()));
    resource.setSubject(new Reference("Patient/" + place.patientId()));
    place.serviceRequestId().ifPresent(request ->
        resource.addBasedOn(new Reference("ServiceRequest/" + request)));
    report.observedAt().ifPresent(at -> resource.setEffective(toDateTime(at)));
    report.issuedAt().ifPresent(at -> resource.setIssued(Date.from(at)));
    resource.setValue(toValue(finding.value()));
    finding.interpretation().forEach(code ->
        resource.addInterpretation(toInterpretation(code)));
    finding.range().ifPresent(text -> resource.addReferenceRange().setText(text));
    return resource;
  }

  private Type toValue(Finding.Value value) {
    return switch (value) {
      case Finding.Words(String text) -> new StringType(text);
      case Finding.Amount(var number, var unit) -> {
        var quantity = new Quantity().setValue(number);
        unit.ifPresent(one -> {
          quantity.setUnit(one.display().orElse(one.code()));
          if (one.scheme().filter("UCUM"::equalsIgnoreCase).isPresent()) {
            quantity.setSystem("http://unitsofmeasure.org").setCode(one.code());
          }
        });
        yield quantity;
      }
      case Finding.Codes(var codes) -> toConcept(codes, Optional.empty());
      case Finding.Moment(var at) -> toDateTime(at);
    };
  }

  private CodeableConcept toInterpretation(Coded code) {
    boolean isTable = code.scheme().map(scheme -> scheme.equals("HL70078")).orElse(true);
    if (!isTable) {
      return FhirCodes.toConcept(code, systems);
    }
    var coding = new Coding().setSystem(INTERPRETATION).setCode(code.code());
    code.display().ifPresent(coding::setDisplay);
    return new CodeableConcept().addCoding(coding);
  }

  private CodeableConcept toConcept(List<Coded> codes, Optional<String> text) {
    var concept = new CodeableConcept();
    codes.forEach(code -> concept.addCoding(FhirCodes.toCoding(code, systems)));
    text.ifPresent(concept::setText);
    return concept;
  }

  private static Attachment toAttachment(ReportDocument document) {
    var attachment = new Attachment().setContentType(document.contentType());
    document.base64().ifPresent(data ->
        attachment.setDataElement(new Base64BinaryType(data)));
    document.url().ifPresent(attachment::setUrl);
    document.title().ifPresent(attachment::setTitle);
    return attachment;
  }

  private DateTimeType toDateTime(Instant instant) {
    return new DateTimeType(
        Date.from(instant), TemporalPrecisionEnum.SECOND, TimeZone.getTimeZone(zone));
  }

  /// The status of a report as FHIR says it.
  public static DiagnosticReportStatus toStatus(ReportStatus status) {
    return switch (status) {
      case REGISTERED -> DiagnosticReportStatus.REGISTERED;
      case PARTIAL -> DiagnosticReportStatus.PARTIAL;
      case PRELIMINARY -> DiagnosticReportStatus.PRELIMINARY;
      case FINAL -> DiagnosticReportStatus.FINAL;
      case AMENDED -> DiagnosticReportStatus.AMENDED;
      case CORRECTED -> DiagnosticReportStatus.CORRECTED;
      case CANCELED -> DiagnosticReportStatus.CANCELLED;
      case WITHDRAWN -> DiagnosticReportStatus.ENTEREDINERROR;
    };
  }

  private static ObservationStatus toObservationStatus(ReportStatus status) {
    return switch (status) {
      case REGISTERED -> ObservationStatus.REGISTERED;
      case PARTIAL, PRELIMINARY -> ObservationStatus.PRELIMINARY;
      case FINAL -> ObservationStatus.FINAL;
      case AMENDED -> ObservationStatus.AMENDED;
      case CORRECTED -> ObservationStatus.CORRECTED;
      case CANCELED -> ObservationStatus.CANCELLED;
      case WITHDRAWN -> ObservationStatus.ENTEREDINERROR;
    };
  }
}
