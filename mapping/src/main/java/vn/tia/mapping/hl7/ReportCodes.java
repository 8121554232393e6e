package vn.tia.mapping.hl7;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import vn.tia.mapping.exam.AuthoritySystems;

/// Codes and authorities of FHIR as HL7 v2 names them.
final class ReportCodes {

  /// Table 0396, for the systems that an imaging report uses.
  private static final Map<String, String> SCHEMES = Map.of(
      "http://loinc.org", "LN",
      "http://snomed.info/sct", "SCT",
      "http://dicom.nema.org/resources/ontology/DCM", "DCM",
      "http://hl7.org/fhir/sid/icd-10", "I10",
      "http://radlex.org", "RADLEX",
      "http://www.ama-assn.org/go/cpt", "C4");

  private ReportCodes() {}

  /// CE: the first two codes, or the text alone.
  static String code(CodeableConcept concept) {
    String written = concept.getCoding().stream().limit(2)
        .map(coding -> part(coding, concept.getText()))
        .collect(Collectors.joining("^"));
    return written.isEmpty() ? SegmentDraft.composed("", orEmpty(concept.getText())) : written;
  }

  private static String part(Coding coding, String text) {
    String words = coding.hasDisplay() ? coding.getDisplay() : orEmpty(text);
    return List.of(orEmpty(coding.getCode()), words, scheme(coding.getSystem())).stream()
        .map(value -> Escapes.escape(value, Delimiters.STANDARD))
        .collect(Collectors.joining("^"));
  }

  private static String scheme(String system) {
    String local = orEmpty(system);
    return Optional.ofNullable(SCHEMES.get(local))
        .orElseGet(() -> local.substring(local.lastIndexOf(':') + 1));
  }

  /// HD: name space, universal id, its type; what [AuthoritySystems] made of one, undone.
  static List<String> authority(String system, AuthoritySystems systems) {
    String uri = orEmpty(system);
    if (uri.equals(systems.system())) {
      return List.of(systems.namespace(), "", "");
    }
    String local = "urn:tia:authority:" + systems.facilityCode() + ":";
    if (uri.startsWith(local)) {
      return List.of(uri.substring(local.length()), "", "");
    }
    if (uri.startsWith("urn:oid:")) {
      return List.of("", uri.substring("urn:oid:".length()), "ISO");
    }
    return uri.isEmpty() ? List.of("", "", "") : List.of("", uri, "URI");
  }

  private static String orEmpty(String value) {
    return value == null ? "" : value;
  }
}
