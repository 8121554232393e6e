package vn.tia.mapping.dicom;

import java.util.Optional;
import java.util.function.Supplier;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Authority;

/// Reads who gave an identifier out (PS3.3 section 10.14, the HL7v2 Hierarchic Designator macro).
final class Authorities {

  private Authorities() {}

  /// The accession number with its issuer (0008,0051), empty where there is none.
  static Optional<AssignedId> accession(Dataset dataset) {
    var authority = dataset.items(Tags.ISSUER_OF_ACCESSION_NUMBER_SEQUENCE).stream()
        .map(item -> of(item.string(Tags.LOCAL_NAMESPACE_ENTITY_ID), item))
        .findFirst()
        .orElse(Authority.UNSAID);
    return dataset.string(Tags.ACCESSION_NUMBER)
        .flatMap(number -> wellFormed(() -> new AssignedId(number, authority)));
  }

  /// The issuer of the patient ID: (0010,0021) with the qualifiers (0010,0024).
  static Authority ofPatientId(Dataset dataset) {
    var qualifiers = dataset.items(Tags.ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE).stream()
        .findFirst()
        .orElse(Dataset.EMPTY);
    return of(dataset.string(Tags.ISSUER_OF_PATIENT_ID), qualifiers);
  }

  /// An identifier, empty where the text is too long or has nothing printable.
  static <T> Optional<T> wellFormed(Supplier<T> identifier) {
    try {
      return Optional.of(identifier.get());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Authority of(Optional<String> namespace, Dataset item) {
    return wellFormed(() -> new Authority(
        namespace,
        item.string(Tags.UNIVERSAL_ENTITY_ID),
        item.string(Tags.UNIVERSAL_ENTITY_ID_TYPE))).orElse(Authority.UNSAID);
  }
}
