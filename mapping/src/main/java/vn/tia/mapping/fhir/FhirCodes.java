package vn.tia.mapping.fhir;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.jspecify.annotations.Nullable;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.exam.Coded;

/// Codes and identifiers of an exam as FHIR data types, with their systems.
final class FhirCodes {
  static final String IDENTIFIER_TYPE = "http://terminology.hl7.org/CodeSystem/v2-0203";
  static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
  static final String DICOM_NAME = "DCM";
  static final String UID_SYSTEM = "urn:dicom:uid";
  static final String SNOMED_CT = "http://snomed.info/sct";

  private static final Pattern URI = Pattern.compile("(urn|https?):.+");

  /// HL7 table 0396 and PS3.16 table 8-1 names of schemes that have a URI.
  private static final Map<String, String> SYSTEMS = Map.ofEntries(
      Map.entry("DCM", DICOM),
      Map.entry("LN", "http://loinc.org"),
      Map.entry("SCT", SNOMED_CT),
      Map.entry("SNM", SNOMED_CT),
      Map.entry("SRT", "http://snomed.info/srt"),
      Map.entry("I10", "http://hl7.org/fhir/sid/icd-10"),
      Map.entry("ICD10", "http://hl7.org/fhir/sid/icd-10"),
      Map.entry("I10C", "http://hl7.org/fhir/sid/icd-10-cm"),
      Map.entry("RADLEX", "http://radlex.org"),
      Map.entry("CPT4", "http://www.ama-assn.org/go/cpt"),
      Map.entry("C4", "http://www.ama-assn.org/go/cpt"));

  private FhirCodes() {}

  /// The code; a scheme without a URI of its own is named within the facility.
  static Coding toCoding(Coded coded, AuthoritySystems systems) {
    var coding = new Coding().setCode(coded.code());
    coded.display().ifPresent(coding::setDisplay);
    coded.scheme().ifPresent(scheme -> coding.setSystem(toSystem(scheme, systems)));
    return coding;
  }

  static CodeableConcept toConcept(Coded coded, AuthoritySystems systems) {
    return new CodeableConcept().addCoding(toCoding(coded, systems));
  }

  /// An identifier with its type of HL7 table 0203: `PLAC`, `FILL`, `ACSN` …
  static Identifier toIdentifier(AssignedId id, String type, AuthoritySystems systems) {
    return new Identifier()
        .setType(identifierType(type))
        .setSystem(systems.of(id.authority()))
        .setValue(id.value());
  }

  static CodeableConcept identifierType(String code) {
    return new CodeableConcept().addCoding(new Coding().setSystem(IDENTIFIER_TYPE).setCode(code));
  }

  /// Who gave an identifier of a system: what [AuthoritySystems] made of it, undone.
  static Authority toAuthority(@Nullable String system, AuthoritySystems systems) {
    if (system == null || system.isBlank() || system.equals(systems.system())) {
      return Authority.UNSAID;
    }
    var local = "urn:tia:authority:" + systems.facilityCode() + ":";
    if (system.startsWith(local)) {
      return Authority.ofNamespace(system.substring(local.length()));
    }
    return system.startsWith("urn:oid:")
        ? Authority.ofOid(system.substring("urn:oid:".length())) : Authority.ofUri(system);
  }

  /// How a coding scheme is named in HL7 v2 and DICOM; its URI where it has no such name.
  static String toScheme(String system, AuthoritySystems systems) {
    var local = "urn:tia:codes:" + systems.facilityCode() + ":";
    return system.startsWith(local)
        ? system.substring(local.length())
        : SYSTEMS.entrySet().stream().filter(entry -> entry.getValue().equals(system))
            .map(Map.Entry::getKey).sorted().findFirst().orElse(system);
  }

  private static String toSystem(String scheme, AuthoritySystems systems) {
    if (URI.matcher(scheme).matches()) {
      return scheme;
    }
    var known = SYSTEMS.get(scheme.toUpperCase(Locale.ROOT));
    return known != null
        ? known
        : "urn:tia:codes:" + systems.facilityCode() + ":" + scheme.replace(' ', '_');
  }
}
