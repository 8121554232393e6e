package vn.tia.mapping.dicom;

import java.util.Map;
import java.util.Optional;

/// The URIs of the coding schemes that DICOM names by a designator (PS3.16 table 8-1).
public final class CodeSystems {

  private static final Map<String, String> URIS = Map.of(
      "DCM", "http://dicom.nema.org/resources/ontology/DCM",
      "SCT", "http://snomed.info/sct",
      "SRT", "http://snomed.info/srt",
      "LN", "http://loinc.org",
      "UCUM", "http://unitsofmeasure.org",
      "RADLEX", "http://radlex.org",
      "ICD10", "http://hl7.org/fhir/sid/icd-10",
      "I10", "http://hl7.org/fhir/sid/icd-10",
      "C4", "http://www.ama-assn.org/go/cpt");

  private CodeSystems() {}

  public static Optional<String> uri(String designator) {
    return Optional.ofNullable(URIS.get(designator));
  }
}
