package vn.tia.fhir.rest;

import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.ImagingStudy.ImagingStudyStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;

/// The resources of an exam, as small as they can be.
final class Examples {
  private Examples() {}

  static Patient patient(String number, String family, String... given) {
    var patient = new Patient();
    patient.addIdentifier().setSystem("urn:oid:1.2.840.99999.1").setValue(number);
    var name = patient.addName().setFamily(family);
    List.of(given).forEach(name::addGiven);
    return patient;
  }

  static ImagingStudy study(String patient, String accession, String modality, String started) {
    var study = new ImagingStudy().setStatus(ImagingStudyStatus.AVAILABLE)
        .setSubject(new Reference(patient))
        .setStartedElement(new DateTimeType(started));
    study.addIdentifier(new Identifier().setSystem("urn:ris").setValue(accession).setType(
        new CodeableConcept(new Coding(
            "http://terminology.hl7.org/CodeSystem/v2-0203", "ACSN", null))));
    study.addSeries().setUid("1.2.3." + accession.length()).setModality(
        new Coding("http://dicom.nema.org/resources/ontology/DCM", modality, null));
    return study;
  }

  static DiagnosticReport report(String patient) {
    var report = new DiagnosticReport().setStatus(DiagnosticReportStatus.FINAL)
        .setCode(code("18748-4"))
        .setSubject(new Reference(patient))
        .setIssued(new Date());
    report.setConclusion("Không thấy tổn thương.");
    return report;
  }

  static Observation observation(String patient) {
    return new Observation().setStatus(ObservationStatus.FINAL)
        .setCode(code("73568-4")).setSubject(new Reference(patient));
  }

  private static CodeableConcept code(String loinc) {
    return new CodeableConcept(new Coding("http://loinc.org", loinc, null));
  }
}
