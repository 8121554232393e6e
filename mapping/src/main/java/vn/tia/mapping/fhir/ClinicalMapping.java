package vn.tia.mapping.fhir;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.AllergyIntolerance.AllergyIntoleranceCategory;
import org.hl7.fhir.r4.model.AllergyIntolerance.AllergyIntoleranceCriticality;
import org.hl7.fhir.r4.model.AllergyIntolerance.AllergyIntoleranceSeverity;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Reference;
import vn.tia.mapping.exam.Allergy;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.exam.Diagnosis;
import vn.tia.mapping.exam.Diagnosis.Certainty;
import vn.tia.mapping.exam.Visit;

/// Maps a patient's allergies and diagnoses to FHIR R4 AllergyIntolerance and Condition.
///
/// By the HL7 v2-to-FHIR guide, AL1 and DG1; their ids are made of the patient's and of what they
/// are known by, so that the next message about the same one changes it.
public final class ClinicalMapping {
  private static final String TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/";
  private static final String CLINICAL = TERMINOLOGY + "allergyintolerance-clinical";

  private final AuthoritySystems systems;
  private final ZoneId zone;

  /// @param zone the zone in which the facility tells the time
  public ClinicalMapping(AuthoritySystems systems, ZoneId zone) {
    this.systems = systems;
    this.zone = zone;
  }

  /// An allergy that the patient has.
  public AllergyIntolerance toAllergy(Allergy allergy, String patientId) {
    var resource = new AllergyIntolerance();
    resource.setId(StableId.of("AllergyIntolerance", systems, patientId, allergy.key()));
    resource.setClinicalStatus(concept(CLINICAL, "active"));
    allergy.kind().ifPresent(kind -> kind(resource, kind));
    resource.setCode(concept(allergy.codes(), allergy.words()));
    resource.setPatient(new Reference("Patient/" + patientId));
    allergy.severity().ifPresent(severity -> resource.setCriticality(criticality(severity)));
    allergy.since().ifPresent(date -> resource.setOnset(new DateTimeType(date.toString())));
    if (!allergy.reactions().isEmpty()) {
      var reaction = resource.addReaction();
      allergy.reactions().forEach(
          text -> reaction.addManifestation(new CodeableConcept().setText(text)));
      allergy.severity().flatMap(ClinicalMapping::severity).ifPresent(reaction::setSeverity);
    }
    return resource;
  }

  /// An allergy that the hospital no longer lists: kept, and inactive.
  public AllergyIntolerance toInactive(AllergyIntolerance known) {
    return known.copy().setClinicalStatus(concept(CLINICAL, "inactive"));
  }

  /// A diagnosis of a patient, in a visit where it was made in one.
  public Condition toCondition(Diagnosis diagnosis, String patientId, Optional<Visit> visit) {
    var encounter = visit.flatMap(one -> OrderResources.encounterId(one, systems));
    var resource = new Condition();
    resource.setId(StableId.of(
        "Condition", systems, patientId, encounter.orElse(""), diagnosis.key()));
    diagnosis.number().ifPresent(number -> resource.addIdentifier()
        .setSystem(systems.of(number.authority())).setValue(number.value()));
    resource.setVerificationStatus(concept(
        TERMINOLOGY + "condition-ver-status", certainty(diagnosis.certainty())));
    resource.addCategory(concept(TERMINOLOGY + "condition-category", "encounter-diagnosis"));
    resource.setCode(concept(diagnosis.codes(), diagnosis.words()));
    resource.setSubject(new Reference("Patient/" + patientId));
    encounter.ifPresent(id -> resource.setEncounter(new Reference("Encounter/" + id)));
    diagnosis.since().ifPresent(at -> resource.setOnset(toDateTime(at)));
    diagnosis.recordedAt().ifPresent(at -> resource.setRecordedDateElement(toDateTime(at)));
    diagnosis.by().ifPresent(person -> resource.setAsserter(People.toLogical(person, systems)));
    return resource;
  }

  private CodeableConcept concept(List<Coded> codes, Optional<String> words) {
    var concept = new CodeableConcept();
    codes.forEach(code -> concept.addCoding(FhirCodes.toCoding(code, systems)));
    words.ifPresent(concept::setText);
    return concept;
  }

  private static CodeableConcept concept(String system, String code) {
    return new CodeableConcept().addCoding(new Coding().setSystem(system).setCode(code));
  }

  private static void kind(AllergyIntolerance resource, Allergy.Kind kind) {
    switch (kind) {
      case MEDICATION -> resource.addCategory(AllergyIntoleranceCategory.MEDICATION);
      case FOOD -> resource.addCategory(AllergyIntoleranceCategory.FOOD);
      case ENVIRONMENT -> resource.addCategory(AllergyIntoleranceCategory.ENVIRONMENT);
      case OTHER -> { }
    }
  }

  private static AllergyIntoleranceCriticality criticality(Allergy.Severity severity) {
    return switch (severity) {
      case SEVERE -> AllergyIntoleranceCriticality.HIGH;
      case MODERATE, MILD -> AllergyIntoleranceCriticality.LOW;
      case UNKNOWN -> AllergyIntoleranceCriticality.UNABLETOASSESS;
    };
  }

  private static Optional<AllergyIntoleranceSeverity> severity(Allergy.Severity severity) {
    return switch (severity) {
      case SEVERE -> Optional.of(AllergyIntoleranceSeverity.SEVERE);
      case MODERATE -> Optional.of(AllergyIntoleranceSeverity.MODERATE);
      case MILD -> Optional.of(AllergyIntoleranceSeverity.MILD);
      case UNKNOWN -> Optional.empty();
    };
  }

  private static String certainty(Certainty certainty) {
    return switch (certainty) {
      case PROVISIONAL -> "provisional";
      case CONFIRMED -> "confirmed";
      case RETRACTED -> "entered-in-error";
    };
  }

  private DateTimeType toDateTime(Instant instant) {
    return new DateTimeType(
        Date.from(instant), TemporalPrecisionEnum.SECOND, TimeZone.getTimeZone(zone));
  }
}
