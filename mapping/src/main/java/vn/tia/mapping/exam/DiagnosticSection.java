package vn.tia.mapping.exam;

import java.util.Map;
import java.util.Optional;

/// Who makes a diagnosis: HL7 table 0074, in OBR-24 and DiagnosticReport.category.
public final class DiagnosticSection {
  /// Where nothing is said.
  public static final String RADIOLOGY = "RAD";

  /// The system of the table in FHIR.
  public static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/v2-0074";

  private static final Map<String, String> NAMES = Map.ofEntries(
      Map.entry("AU", "Audiology"), Map.entry("BG", "Blood Gases"),
      Map.entry("BLB", "Blood Bank"), Map.entry("CG", "Cytogenetics"),
      Map.entry("CH", "Chemistry"), Map.entry("CP", "Cytopathology"),
      Map.entry("CT", "CAT Scan"), Map.entry("CTH", "Cardiac Catheterization"),
      Map.entry("CUS", "Cardiac Ultrasound"), Map.entry("EC", "Electrocardiac"),
      Map.entry("EN", "Electroneuro"), Map.entry("GE", "Genetics"),
      Map.entry("HM", "Hematology"), Map.entry("ICU", "Bedside ICU Monitoring"),
      Map.entry("IMM", "Immunology"), Map.entry("LAB", "Laboratory"),
      Map.entry("MB", "Microbiology"), Map.entry("MCB", "Mycobacteriology"),
      Map.entry("MYC", "Mycology"), Map.entry("NMR", "Nuclear Magnetic Resonance"),
      Map.entry("NMS", "Nuclear Medicine Scan"), Map.entry("NRS", "Nursing Service Measures"),
      Map.entry("OSL", "Outside Lab"), Map.entry("OT", "Occupational Therapy"),
      Map.entry("OTH", "Other"), Map.entry("OUS", "OB Ultrasound"),
      Map.entry("PF", "Pulmonary Function"), Map.entry("PHR", "Pharmacy"),
      Map.entry("PHY", "Physician"), Map.entry("PT", "Physical Therapy"),
      Map.entry(RADIOLOGY, "Radiology"), Map.entry("RC", "Respiratory Care"),
      Map.entry("RT", "Radiation Therapy"), Map.entry("RUS", "Radiology Ultrasound"),
      Map.entry("RX", "Radiograph"), Map.entry("SP", "Surgical Pathology"),
      Map.entry("SR", "Serology"), Map.entry("TX", "Toxicology"),
      Map.entry("VR", "Virology"), Map.entry("VUS", "Vascular Ultrasound"),
      Map.entry("XRC", "Cineradiograph"));

  private DiagnosticSection() {}

  /// What a code of the table means; empty where the table doesn't have it.
  public static Optional<String> name(String code) {
    return Optional.ofNullable(NAMES.get(code));
  }
}
