package vn.tia.mapping.dicom;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.ImagingStudy.ImagingStudySeriesComponent;
import org.hl7.fhir.r4.model.ImagingStudy.ImagingStudySeriesInstanceComponent;
import org.hl7.fhir.r4.model.ImagingStudy.ImagingStudyStatus;
import org.hl7.fhir.r4.model.Reference;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.dicom.StudyOverview.SeriesOverview;
import vn.tia.mapping.names.PersonNames;

/// Makes the FHIR ImagingStudy of a study (the "dicom" mapping of the R4 resource;
/// docs/mapping.md).
///
/// Two numbers of that mapping are misprinted in the specification: the accession number is
/// (0008,0050), not (0080,0050), and the content label (0070,0080), not (0007,0080).
public final class ImagingStudyMapping {

  private static final String DICOM_UID = "urn:dicom:uid";
  private static final String URI = "urn:ietf:rfc:3986";
  private static final String DCM = "http://dicom.nema.org/resources/ontology/DCM";
  private static final String ID_TYPE = "http://terminology.hl7.org/CodeSystem/v2-0203";

  /// FHIR wants a modality of each series; `OT` is DICOM's own word for any other.
  private static final String NO_MODALITY = "OT";

  private ImagingStudyMapping() {}

  public static ImagingStudy of(StudyOverview study) {
    var facts = study.facts();
    var fhir = new ImagingStudy();
    fhir.setId(study.id());
    fhir.addIdentifier().setSystem(DICOM_UID).setValue("urn:oid:" + facts.uid());
    accession(study).ifPresent(fhir::addIdentifier);
    fhir.setStatus(ImagingStudyStatus.AVAILABLE);
    modalities(study).forEach(code -> fhir.addModality(modality(code)));
    fhir.setSubject(new Reference("Patient/" + study.links().patient()));
    facts.started(study.zone()).map(ImagingStudyMapping::dateTime)
        .or(() -> facts.date().map(ImagingStudyMapping::day))
        .ifPresent(fhir::setStartedElement);
    study.links().serviceRequest()
        .ifPresent(id -> fhir.addBasedOn(new Reference("ServiceRequest/" + id)));
    facts.referrer().map(ImagingStudyMapping::person).ifPresent(fhir::setReferrer);
    study.links().endpoints()
        .forEach(endpoint -> fhir.addEndpoint(new Reference("Endpoint/" + endpoint)));
    fhir.setNumberOfSeries(study.series().size());
    fhir.setNumberOfInstances(
        study.series().stream().mapToInt(series -> series.instances().size()).sum());
    Levels.codes(facts.attributes(), Tags.PROCEDURE_CODE_SEQUENCE)
        .forEach(code -> fhir.addProcedureCode(concept(code)));
    facts.description().ifPresent(fhir::setDescription);
    study.series().forEach(series -> fhir.addSeries(series(series, study)));
    return fhir;
  }

  private static Optional<Identifier> accession(StudyOverview study) {
    return study.facts().accession().map(number -> {
      var identifier = new Identifier().setValue(number.value());
      study.accessionSystem().ifPresent(identifier::setSystem);
      identifier.setType(new CodeableConcept(new Coding(ID_TYPE, "ACSN", "Accession ID")));
      return identifier;
    });
  }

  /// (0008,0061) Modalities in Study never stands in an instance: it is what the series say.
  private static List<String> modalities(StudyOverview study) {
    return study.series().stream()
        .map(series -> series.facts().modality().orElse(NO_MODALITY))
        .distinct()
        .sorted()
        .toList();
  }

  private static ImagingStudySeriesComponent series(SeriesOverview series, StudyOverview study) {
    var facts = series.facts();
    var zone = study.facts().offset().map(ZoneId.class::cast).orElse(study.zone());
    var fhir = new ImagingStudySeriesComponent();
    fhir.setUid(facts.uid());
    facts.number().stream().filter(number -> number >= 0).forEach(fhir::setNumber);
    fhir.setModality(modality(facts.modality().orElse(NO_MODALITY)));
    facts.description().ifPresent(fhir::setDescription);
    fhir.setNumberOfInstances(series.instances().size());
    facts.bodyPart().map(BodyParts::coding).ifPresent(fhir::setBodySite);
    facts.laterality().map(BodyParts::laterality).ifPresent(fhir::setLaterality);
    facts.started(zone).map(ImagingStudyMapping::dateTime)
        .or(() -> facts.date().map(ImagingStudyMapping::day))
        .ifPresent(fhir::setStartedElement);
    facts.performer().map(ImagingStudyMapping::person)
        .ifPresent(person -> fhir.addPerformer().setActor(person));
    series.instances().forEach(instance -> fhir.addInstance(instance(instance)));
    return fhir;
  }

  private static ImagingStudySeriesInstanceComponent instance(InstanceFacts facts) {
    var fhir = new ImagingStudySeriesInstanceComponent();
    fhir.setUid(facts.sopInstanceUid());
    fhir.setSopClass(new Coding().setSystem(URI).setCode("urn:oid:" + facts.sopClassUid()));
    facts.number().stream().filter(number -> number >= 0).forEach(fhir::setNumber);
    facts.title().ifPresent(fhir::setTitle);
    return fhir;
  }

  private static Coding modality(String code) {
    return new Coding().setSystem(DCM).setCode(code);
  }

  private static Reference person(String personName) {
    return new Reference().setDisplay(PersonNames.toHumanName(personName).text());
  }

  private static CodeableConcept concept(Dataset code) {
    var coding = new Coding();
    code.string(Tags.CODE_VALUE).ifPresent(coding::setCode);
    code.string(Tags.CODING_SCHEME_DESIGNATOR).flatMap(CodeSystems::uri)
        .ifPresent(coding::setSystem);
    code.string(Tags.CODE_MEANING).ifPresent(coding::setDisplay);
    return new CodeableConcept(coding);
  }

  private static DateTimeType dateTime(ZonedDateTime time) {
    var precision =
        time.getNano() == 0 ? TemporalPrecisionEnum.SECOND : TemporalPrecisionEnum.MILLI;
    return new DateTimeType(
        Date.from(time.toInstant()), precision, TimeZone.getTimeZone(time.getOffset()));
  }

  private static DateTimeType day(LocalDate date) {
    return new DateTimeType(date.toString());
  }
}
