package vn.tia.mapping.hl7;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.ServiceRequest;
import vn.tia.mapping.exam.DiagnosticSection;

/// Writes a FHIR report as `ORU^R01`.
///
/// OBX-3 of the parts follows LOINC; the Study Instance UID is an OBX `113014^DICOM Study^DCM` of
/// type HD, as IHE RAD TF-2 4.28 (Structured Report Export) has it.
public final class ReportMessages {

  private ReportMessages() {}

  /// The message that carries a report to a HIS.
  public static String toOruR01(ReportContent content, Envelope envelope) {
    return new MessageDraft(envelope, "ORU", "R01", "ORU_R01")
        .add(patient(content.patient(), envelope))
        .add(order(content, envelope))
        .add(request(content, envelope))
        .addAll(ReportObservations.segments(content, envelope.version()))
        .toString();
  }

  /// How a status of a report is said in OBR-25 (table 0123) and OBX-11 (table 0085).
  static String status(DiagnosticReport report) {
    DiagnosticReportStatus status = report.getStatus();
    return switch (status == null ? DiagnosticReportStatus.UNKNOWN : status) {
      case FINAL -> "F";
      case AMENDED, CORRECTED, APPENDED -> "C";
      case CANCELLED, ENTEREDINERROR -> "X";
      case REGISTERED, PARTIAL, PRELIMINARY, UNKNOWN, NULL -> "P";
    };
  }

  private static SegmentDraft patient(Patient patient, Envelope envelope) {
    String identifiers = patient.getIdentifier().stream()
        .map(identifier -> extended(identifier, envelope))
        .collect(Collectors.joining("~"));
    var pid = new SegmentDraft("PID").put(1, "1").raw(3, identifiers);
    patient.getName().stream().findFirst().ifPresent(name -> pid.raw(5, personName(name)));
    if (patient.hasBirthDate()) {
      pid.put(7, patient.getBirthDateElement().getValueAsString().replace("-", ""));
    }
    return patient.hasGender() ? pid.put(8, sex(patient.getGender())) : pid;
  }

  private static SegmentDraft order(ReportContent content, Envelope envelope) {
    var orc = new SegmentDraft("ORC").put(1, "RE");
    content.order().ifPresent(order -> numbers(orc, order, envelope));
    return orc;
  }

  private static SegmentDraft request(ReportContent content, Envelope envelope) {
    DiagnosticReport report = content.report();
    var obr = new SegmentDraft("OBR").put(1, "1");
    content.order().ifPresent(order -> {
      numbers(obr, order, envelope);
      identifier(order, "ACSN").ifPresent(id -> obr.put(18, id.getValue()));
    });
    obr.raw(4, ReportCodes.code(content.order().filter(ServiceRequest::hasCode)
        .map(ServiceRequest::getCode).orElseGet(report::getCode)));
    if (report.hasEffectiveDateTimeType()) {
      obr.put(7, envelope.time(report.getEffectiveDateTimeType().getValue().toInstant()));
    }
    obr.put(22, envelope.time(
        report.hasIssued() ? report.getIssued().toInstant() : envelope.at()));
    obr.put(24, section(report)).put(25, status(report));
    Stream.concat(report.getResultsInterpreter().stream(), report.getPerformer().stream())
        .filter(who -> who.hasDisplay())
        .findFirst()
        .ifPresent(who -> obr.raw(32, interpreter(who.getDisplay())));
    return obr;
  }

  private static String section(DiagnosticReport report) {
    return report.getCategory().stream()
        .flatMap(category -> category.getCoding().stream())
        .filter(coding -> DiagnosticSection.SYSTEM.equals(coding.getSystem()))
        .map(coding -> text(coding.getCode()))
        .filter(code -> DiagnosticSection.name(code).isPresent())
        .findFirst()
        .orElse(DiagnosticSection.RADIOLOGY);
  }

  /// NDL: the whole name stands for the family name, since a display can't be parted for sure.
  private static String interpreter(String display) {
    return "&" + Escapes.escape(display, Delimiters.STANDARD);
  }

  private static void numbers(SegmentDraft segment, ServiceRequest order, Envelope to) {
    identifier(order, "PLAC").ifPresent(id -> segment.raw(2, entity(id, to)));
    identifier(order, "FILL").ifPresent(id -> segment.raw(3, entity(id, to)));
  }

  private static Optional<Identifier> identifier(ServiceRequest order, String type) {
    return order.getIdentifier().stream()
        .filter(id -> id.getType().getCoding().stream()
            .anyMatch(coding -> type.equals(coding.getCode())))
        .findFirst();
  }

  /// EI: the value, and who gave it unless that is the facility itself.
  private static String entity(Identifier id, Envelope envelope) {
    if (envelope.systems().system().equals(id.getSystem())) {
      return SegmentDraft.composed(id.getValue());
    }
    List<String> authority = ReportCodes.authority(id.getSystem(), envelope.systems());
    return SegmentDraft.composed(
        id.getValue(), authority.get(0), authority.get(1), authority.get(2));
  }

  /// CX: value, authority, type.
  private static String extended(Identifier id, Envelope envelope) {
    String authority = ReportCodes.authority(id.getSystem(), envelope.systems()).stream()
        .map(part -> Escapes.escape(part, Delimiters.STANDARD))
        .collect(Collectors.joining("&"))
        .replaceFirst("&+$", "");
    String type = id.getType().getCodingFirstRep().hasCode()
        ? id.getType().getCodingFirstRep().getCode() : "MR";
    return SegmentDraft.composed(id.getValue()) + "^^^" + authority
        + "^" + SegmentDraft.composed(type);
  }

  /// XPN: family, given, middle, suffix, prefix, and `L` for the legal name.
  private static String personName(HumanName name) {
    String given = name.hasGiven() ? name.getGiven().getFirst().getValue() : "";
    String middle = name.getGiven().stream().skip(1)
        .map(part -> part.getValue()).collect(Collectors.joining(" "));
    boolean isText = !name.hasFamily() && !name.hasGiven();
    return SegmentDraft.composed(isText ? text(name.getText()) : text(name.getFamily()), given,
        middle, name.getSuffixAsSingleString(), name.getPrefixAsSingleString(), "", "L");
  }

  private static String sex(AdministrativeGender gender) {
    return switch (gender) {
      case MALE -> "M";
      case FEMALE -> "F";
      case OTHER -> "O";
      case UNKNOWN, NULL -> "U";
    };
  }

  // HAPI answers null for an absent text.
  private static String text(String value) {
    return value == null ? "" : value;
  }
}
