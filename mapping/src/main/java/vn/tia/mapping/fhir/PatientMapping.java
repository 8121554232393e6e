package vn.tia.mapping.fhir;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Patient.PatientLinkComponent;
import org.hl7.fhir.r4.model.Reference;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Sex;

/// Maps a patient to a FHIR R4 Patient, as the HL7 v2-to-FHIR guide maps PID.
public final class PatientMapping {
  private PatientMapping() {}

  /// How a patient stands to others, by the ids of their Patients.
  ///
  /// @param replacedBy who stands in the patient's place, where somebody does
  /// @param replaces in whose place the patient stands
  /// @param seeAlso other records of the same person
  /// @param formerIdentifiers numbers by which the patient was known
  public record Links(
      Optional<String> replacedBy, List<String> replaces, List<String> seeAlso,
      List<PatientIdentifier> formerIdentifiers) {
    public Links {
      replaces = List.copyOf(replaces);
      seeAlso = List.copyOf(seeAlso);
      formerIdentifiers = List.copyOf(formerIdentifiers);
    }
  }

  /// The resource of a patient and their links to others (FHIR R4 8.1.3, 8.1.4).
  public static org.hl7.fhir.r4.model.Patient toPatient(
      String id, Patient patient, Links links, AuthoritySystems systems) {
    var resource = toPatient(id, patient, systems);
    links.formerIdentifiers().forEach(one -> resource.addIdentifier(
        toIdentifier(one, systems).setUse(IdentifierUse.OLD)));
    links.replacedBy().ifPresent(other -> resource.setActive(false)
        .addLink(link(other, LinkType.REPLACEDBY)));
    links.replaces().forEach(other -> resource.addLink(link(other, LinkType.REPLACES)));
    links.seeAlso().forEach(other -> resource.addLink(link(other, LinkType.SEEALSO)));
    return resource;
  }

  private static PatientLinkComponent link(String other, LinkType type) {
    return new PatientLinkComponent()
        .setOther(new Reference("Patient/" + other)).setType(type);
  }

  /// The resource of a patient under an id that stays theirs.
  public static org.hl7.fhir.r4.model.Patient toPatient(
      String id, Patient patient, AuthoritySystems systems) {
    var resource = new org.hl7.fhir.r4.model.Patient();
    resource.setId(id);
    patient.identifiers().forEach(one -> resource.addIdentifier(toIdentifier(one, systems)));
    if (!patient.name().isUnknown()) {
      resource.addName(toName(patient.name()));
    }
    resource.setGender(toGender(patient.sex()));
    patient.birthDate().ifPresent(date ->
        resource.setBirthDateElement(new DateType(date.toString())));
    patient.address().ifPresent(text -> resource.addAddress().setText(text));
    patient.phones().forEach(phone ->
        resource.addTelecom().setSystem(ContactPointSystem.PHONE).setValue(phone));
    return resource;
  }

  private static Identifier toIdentifier(PatientIdentifier identifier, AuthoritySystems systems) {
    var result = new Identifier()
        .setType(FhirCodes.identifierType(identifier.typeCode()))
        .setSystem(systems.of(identifier))
        .setValue(identifier.value());
    return switch (identifier.typeCode()) {
      case PatientIdentifier.TEMPORARY -> result.setUse(IdentifierUse.TEMP);
      case PatientIdentifier.NATIONAL_ID -> result.setUse(IdentifierUse.OFFICIAL);
      default -> result.setUse(IdentifierUse.USUAL);
    };
  }

  /// Given before middle, as XPN.2 and XPN.3 are mapped; the text in the order it is said.
  static org.hl7.fhir.r4.model.HumanName toName(HumanName name) {
    var result = new org.hl7.fhir.r4.model.HumanName().setText(name.text());
    if (!name.family().isEmpty()) {
      result.setFamily(name.family());
    }
    Stream.of(name.given(), name.middle())
        .filter(part -> !part.isEmpty())
        .forEach(result::addGiven);
    if (!name.prefix().isEmpty()) {
      result.addPrefix(name.prefix());
    }
    if (!name.suffix().isEmpty()) {
      result.addSuffix(name.suffix());
    }
    return result.setUse(NameUse.OFFICIAL);
  }

  private static AdministrativeGender toGender(Sex sex) {
    return switch (sex) {
      case MALE -> AdministrativeGender.MALE;
      case FEMALE -> AdministrativeGender.FEMALE;
      case OTHER -> AdministrativeGender.OTHER;
      case UNKNOWN -> AdministrativeGender.UNKNOWN;
    };
  }
}
