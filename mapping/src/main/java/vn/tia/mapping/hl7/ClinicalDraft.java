package vn.tia.mapping.hl7;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.tia.mapping.exam.Allergy;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.exam.Diagnosis;
import vn.tia.mapping.exam.Diagnosis.Certainty;
import vn.tia.mapping.exam.PartialDate;
import vn.tia.mapping.exam.Practitioner;

/// An allergy or a diagnosis while the rules fill it in; never leaves this package.
final class ClinicalDraft {

  private ClinicalDraft() {}

  static final class AllergyDraft {
    List<Coded> codes = List.of();
    Optional<String> words = Optional.empty();
    Optional<Allergy.Kind> kind = Optional.empty();
    Optional<Allergy.Severity> severity = Optional.empty();
    List<String> reactions = List.of();
    Optional<PartialDate> since = Optional.empty();

    /// Empty where it says against nothing.
    Optional<Allergy> toAllergy() {
      return codes.isEmpty() && words.isEmpty()
          ? Optional.empty()
          : Optional.of(new Allergy(codes, words, kind, severity, reactions, since));
    }
  }

  static final class DiagnosisDraft {
    Optional<AssignedId> number = Optional.empty();
    List<Coded> codes = List.of();
    Optional<String> words = Optional.empty();
    Certainty certainty = Certainty.PROVISIONAL;
    Optional<Instant> since = Optional.empty();
    Optional<Instant> recordedAt = Optional.empty();
    Optional<Practitioner> by = Optional.empty();

    /// Empty where it says nothing that a patient could have.
    Optional<Diagnosis> toDiagnosis() {
      return codes.isEmpty() && words.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Diagnosis(number, codes, words, certainty, since, recordedAt, by));
    }
  }
}
