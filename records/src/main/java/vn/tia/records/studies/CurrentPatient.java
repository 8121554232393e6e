package vn.tia.records.studies;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Edit;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Vr;
import vn.tia.mapping.exam.PartialDate;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Sex;
import vn.tia.mapping.names.NameKey;
import vn.tia.mapping.names.PersonNames;

/// The patient as the records know them now: a HIS may have corrected what the images say.
public final class CurrentPatient {

  private CurrentPatient() {}

  /// What was sent, with the patient of now.
  public static Dataset over(Dataset sent, Patient patient) {
    var attributes = sent.toBuilder();
    name(sent, patient, attributes);
    patient.birthDate().flatMap(PartialDate::date).ifPresent(date -> attributes.put(
        Tags.PATIENT_BIRTH_DATE, date.toString().replace("-", "")));
    sex(patient.sex()).ifPresent(code -> attributes.put(Tags.PATIENT_SEX, code));
    number(sent, patient).ifPresent(id -> attributes.put(Tags.PATIENT_ID, id.value()));
    return attributes.build();
  }

  /// What has to change in the images of a study for them to say who the patient is. A name in
  /// another spelling stays: only another name, number, birth date or sex is corrected.
  ///
  /// @param sent what they say
  static List<Edit> corrections(Dataset sent, Patient patient) {
    List<Edit> edits = new ArrayList<>();
    var name = PersonNames.toPn(patient.name());
    if (!name.isEmpty() && !isSame(sent.string(Tags.PATIENT_NAME).orElse(""), patient)) {
      edits.add(text(Tags.PATIENT_NAME, Vr.PN, name));
    }
    number(sent, patient).ifPresent(id -> {
      edits.add(text(Tags.PATIENT_ID, Vr.LO, id.value()));
      // The issuer that was sent is that of the other number.
      edits.add(new Edit.Remove(Tags.ISSUER_OF_PATIENT_ID));
      edits.add(new Edit.Remove(Tags.ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE));
    });
    patient.birthDate().flatMap(PartialDate::date)
        .map(date -> date.toString().replace("-", ""))
        .filter(date -> !sent.string(Tags.PATIENT_BIRTH_DATE).equals(Optional.of(date)))
        .ifPresent(date -> edits.add(text(Tags.PATIENT_BIRTH_DATE, Vr.DA, date)));
    sex(patient.sex())
        .filter(code -> !sent.string(Tags.PATIENT_SEX).equals(Optional.of(code)))
        .ifPresent(code -> edits.add(text(Tags.PATIENT_SEX, Vr.CS, code)));
    return edits;
  }

  private static Edit text(Tag tag, Vr vr, String value) {
    return new Edit.Put(Element.of(tag, vr, List.of(value)));
  }

  /// The code of PS3.3 C.7.1.1; what the records don't know stays as the image says.
  private static Optional<String> sex(Sex sex) {
    return switch (sex) {
      case MALE -> Optional.of("M");
      case FEMALE -> Optional.of("F");
      case OTHER -> Optional.of("O");
      case UNKNOWN -> Optional.empty();
    };
  }

  /// The number to answer with instead of the sent one: that was replaced, or there was none.
  private static Optional<PatientIdentifier> number(Dataset sent, Patient patient) {
    var said = sent.string(Tags.PATIENT_ID);
    var isCurrent = patient.identifiers().stream()
        .anyMatch(one -> said.filter(one.value()::equals).isPresent());
    return isCurrent ? Optional.empty() : patient.mainIdentifier();
  }

  /// The sent name stays where it is the same name: it may have an ideographic writing besides.
  private static void name(Dataset sent, Patient patient, DatasetBuilder attributes) {
    var known = PersonNames.toPn(patient.name());
    var said = sent.string(Tags.PATIENT_NAME).orElse("");
    if (!known.isEmpty() && !(said.contains("=") && isSame(said, patient))) {
      attributes.put(Tags.PATIENT_NAME, known);
    }
  }

  /// Whether it is the patient's name, but for accents, case and the order of words.
  private static boolean isSame(String said, Patient patient) {
    return NameKey.of(PersonNames.toHumanName(said).text())
        .equals(NameKey.of(patient.name().text()));
  }
}
