package vn.tia.mapping.hl7;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.StringType;

/// The OBX segments of a report: one for each paragraph, value and code, numbered from 1.
final class ReportObservations {

  private static final String STUDY = "113014^DICOM Study^DCM";
  private static final String CONCLUSION = "19005-8^Radiology Imaging study [Impression]^LN";

  private final List<SegmentDraft> segments = new ArrayList<>();
  private final String status;
  private final String codedType;

  private ReportObservations(String status, Hl7Version version) {
    this.status = status;
    this.codedType = version.codedType();
  }

  static List<SegmentDraft> segments(ReportContent content, Hl7Version version) {
    var report = content.report();
    var observations = new ReportObservations(ReportMessages.status(report), version);
    studyUid(content).ifPresent(uid -> observations.add("HD", STUDY, SegmentDraft.composed(uid)));
    content.results().forEach(observations::add);
    String code = ReportCodes.code(report.getCode());
    report.getPresentedForm().forEach(form -> observations.add(code, form));
    if (report.hasConclusion()) {
      observations.paragraphs(CONCLUSION, report.getConclusion());
    }
    report.getConclusionCode().forEach(
        concept -> observations.add(observations.codedType, CONCLUSION, ReportCodes.code(concept)));
    return observations.segments;
  }

  private static Optional<String> studyUid(ReportContent content) {
    return content.studyUid().or(() -> content.order().stream()
        .map(ServiceRequest::getIdentifier)
        .flatMap(List::stream)
        .filter(id -> "urn:dicom:uid".equals(id.getSystem()))
        .map(id -> id.getValue().replaceFirst("^urn:oid:", ""))
        .findFirst());
  }

  private static boolean isText(Attachment form) {
    return form.hasData() && form.hasContentType()
        && form.getContentType().startsWith("text/plain");
  }

  /// Text by paragraphs; anything else, a PDF above all, whole: as data, else by its address.
  private void add(String code, Attachment form) {
    if (isText(form)) {
      paragraphs(code, new String(form.getData(), UTF_8));
      return;
    }
    String[] type = form.hasContentType()
        ? form.getContentType().split("/", 2) : new String[] {"application", "octet-stream"};
    String subtype = type.length > 1 ? type[1] : "";
    if (form.hasData()) {
      // ED (2.A.24): nothing of Base64 needs an escape.
      add("ED", code, SegmentDraft.composed("", type[0], subtype, "Base64") + "^"
          + Base64.getEncoder().encodeToString(form.getData()));
    } else if (form.hasUrl()) {
      add("RP", code, SegmentDraft.composed(form.getUrl(), "", type[0], subtype));
    }
  }

  private void add(Observation observation) {
    String code = ReportCodes.code(observation.getCode());
    switch (observation.getValue()) {
      case StringType text -> paragraphs(code, text.getValue());
      case CodeableConcept concept -> add(codedType, code, ReportCodes.code(concept));
      case Quantity quantity when quantity.hasValue() -> {
        add("NM", code, quantity.getValue().toPlainString());
        if (quantity.hasUnit()) {
          segments.getLast().put(6, quantity.getUnit());
        }
      }
      case null, default -> { }
    }
  }

  /// A HIS prints each OBX as a paragraph; blank lines between them are not sent.
  private void paragraphs(String code, String text) {
    text.lines().map(String::strip).filter(line -> !line.isEmpty())
        .forEach(line -> add("TX", code, SegmentDraft.composed(line)));
  }

  private void add(String type, String code, String value) {
    segments.add(new SegmentDraft("OBX")
        .put(1, String.valueOf(segments.size() + 1))
        .put(2, type)
        .raw(3, code)
        .put(4, "")
        .raw(5, value)
        .put(11, status));
  }
}
