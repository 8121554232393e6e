package vn.tia.mapping.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.PartialDate;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Sex;

/// Reads a FHIR R4 Patient as HL7 and DICOM know one: the way back of [PatientMapping].
public final class PatientReading {
  private final AuthoritySystems systems;

  public PatientReading(AuthoritySystems systems) {
    this.systems = systems;
  }

  /// The patient that a resource states.
  ///
  /// @throws IllegalArgumentException if a value can't be one of a patient, without quoting it
  public Patient toPatient(org.hl7.fhir.r4.model.Patient said) {
    return new Patient(
        said.getIdentifier().stream().filter(Identifier::hasValue).map(this::identifier).toList(),
        name(said), Optional.ofNullable(said.getBirthDateElement().getValueAsString())
            .map(PartialDate::parse),
        sex(said.getGender()),
        said.getAddress().stream().flatMap(one -> text(one).stream()).findFirst(),
        phones(said));
  }

  /// One resource of what a client wrote and of what the row says by now: the client's elements,
  /// but for those that another door has changed since.
  ///
  /// @param row the patient as the row says, and [PatientMapping]'s resource of it
  public org.hl7.fhir.r4.model.Patient over(org.hl7.fhir.r4.model.Patient written,
      Patient row, org.hl7.fhir.r4.model.Patient mapped) {
    var said = toPatient(written);
    var one = written.copy();
    one.setId(mapped.getIdElement().getIdPart());
    one.setIdentifier(identifiers(written, row, mapped));
    if (!said.name().equals(row.name())) {
      one.setName(mapped.getName());
    }
    if (!said.birthDate().equals(row.birthDate())) {
      one.setBirthDateElement(mapped.hasBirthDateElement() ? mapped.getBirthDateElement() : null);
    }
    if (said.sex() != row.sex()) {
      one.setGender(mapped.getGender());
    }
    if (!said.address().equals(row.address())) {
      one.setAddress(mapped.getAddress());
    }
    if (!said.phones().equals(row.phones())) {
      one.setTelecom(Stream.concat(
          written.getTelecom().stream().filter(point -> !isPhone(point)),
          mapped.getTelecom().stream()).toList());
    }
    return linked(one, written, mapped);
  }

  /// The client's identifiers as it wrote them, and those that came by other doors.
  private List<Identifier> identifiers(org.hl7.fhir.r4.model.Patient written, Patient row,
      org.hl7.fhir.r4.model.Patient mapped) {
    var own = row.identifiers().stream().map(this::key).collect(Collectors.toSet());
    var all = new ArrayList<>(written.getIdentifier().stream()
        .filter(one -> !one.hasValue() || own.contains(key(identifier(one)))).toList());
    var known = all.stream().filter(Identifier::hasValue).map(one -> key(identifier(one)))
        .collect(Collectors.toSet());
    mapped.getIdentifier().stream()
        .filter(one -> !known.contains(key(identifier(one)))).forEach(all::add);
    return all;
  }

  private static org.hl7.fhir.r4.model.Patient linked(org.hl7.fhir.r4.model.Patient one,
      org.hl7.fhir.r4.model.Patient written, org.hl7.fhir.r4.model.Patient mapped) {
    var links = new ArrayList<>(written.getLink().stream()
        .filter(link -> link.getType() == LinkType.REFER
            || link.getOther().getReferenceElement().getResourceType() != null
                && !link.getOther().getReferenceElement().getResourceType().equals("Patient"))
        .toList());
    links.addAll(mapped.getLink());
    one.setLink(links);
    var wasReplaced = written.getLink().stream()
        .anyMatch(link -> link.getType() == LinkType.REPLACEDBY);
    if (mapped.hasActive()) {
      one.setActive(mapped.getActive());
    } else if (wasReplaced) {
      one.setActiveElement(null);
    }
    return one;
  }

  private String key(PatientIdentifier identifier) {
    return systems.of(identifier) + "|" + identifier.value();
  }

  private PatientIdentifier identifier(Identifier said) {
    var authority = FhirCodes.toAuthority(said.getSystem(), systems);
    var type = said.getType().getCoding().stream()
        .filter(coding -> coding.hasCode() && FhirCodes.IDENTIFIER_TYPE.equals(coding.getSystem()))
        .map(coding -> coding.getCode()).findFirst()
        .or(() -> systems.shared().entrySet().stream()
            .filter(shared -> shared.getValue().equals(said.getSystem()))
            .map(Map.Entry::getKey).sorted().findFirst());
    return new PatientIdentifier(said.getValue(), authority, type.orElse(""));
  }

  private static HumanName name(org.hl7.fhir.r4.model.Patient said) {
    return said.getName().stream().filter(one -> one.getUse() == NameUse.OFFICIAL).findFirst()
        .or(() -> said.getName().stream().findFirst())
        .map(PatientReading::name).orElse(HumanName.UNKNOWN);
  }

  /// Given before middle, as [PatientMapping] writes it; a text alone is family, middle, given.
  private static HumanName name(org.hl7.fhir.r4.model.HumanName said) {
    var given = said.getGiven().stream().map(StringType::getValue).filter(one -> one != null)
        .toList();
    if (!said.hasFamily() && given.isEmpty() && said.hasText()) {
      var words = said.getText().strip().split("\\s+");
      return words.length == 1
          ? HumanName.of(words[0], "", "")
          : HumanName.of(words[0], String.join(" ",
              List.of(words).subList(1, words.length - 1)), words[words.length - 1]);
    }
    return new HumanName(Optional.ofNullable(said.getFamily()).orElse(""),
        String.join(" ", given.stream().skip(1).toList()),
        given.stream().findFirst().orElse(""),
        joined(said.getPrefix()), joined(said.getSuffix()));
  }

  private static String joined(List<StringType> parts) {
    return parts.stream().map(StringType::getValue).filter(one -> one != null)
        .collect(Collectors.joining(" "));
  }

  private static Sex sex(@Nullable AdministrativeGender gender) {
    return switch (gender) {
      case MALE -> Sex.MALE;
      case FEMALE -> Sex.FEMALE;
      case OTHER -> Sex.OTHER;
      case UNKNOWN, NULL -> Sex.UNKNOWN;
      case null -> Sex.UNKNOWN;
    };
  }

  private static Optional<String> text(Address said) {
    if (said.hasText()) {
      return Optional.of(said.getText());
    }
    Stream<@Nullable String> parts = Stream.concat(
        said.getLine().stream().map(StringType::getValue),
        Stream.of(said.getDistrict(), said.getCity(), said.getState(), said.getPostalCode(),
            said.getCountry()));
    return Optional.of(parts.filter(one -> one != null && !one.isBlank())
            .collect(Collectors.joining(", ")))
        .filter(text -> !text.isEmpty());
  }

  private static List<String> phones(org.hl7.fhir.r4.model.Patient said) {
    return said.getTelecom().stream().filter(PatientReading::isPhone)
        .map(ContactPoint::getValue).filter(one -> one != null).toList();
  }

  private static boolean isPhone(ContactPoint point) {
    return point.getSystem() == ContactPointSystem.PHONE;
  }
}
