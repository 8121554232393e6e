package vn.tia.mapping.exam;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a message tells of a patient's health beside the exam: AL1 and DG1 of HL7 v2.
public record ClinicalFacts(Listed listed, List<Allergy> allergies, List<Diagnosis> diagnoses) {
  /// A message that tells nothing of it.
  public static final ClinicalFacts NONE =
      new ClinicalFacts(Listed.THESE, List.of(), List.of());

  /// Which allergies a message lists.
  public enum Listed {
    /// All that the sender knows: one that isn't among them is no more.
    ALL,
    /// Some: of others it says nothing.
    THESE
  }

  public ClinicalFacts {
    allergies = List.copyOf(allergies);
    diagnoses = List.copyOf(diagnoses);
  }

  public boolean isEmpty() {
    return listed == Listed.THESE && allergies.isEmpty() && diagnoses.isEmpty();
  }

  /// The code with its scheme, else the words, whatever their letter case.
  static String key(List<Coded> codes, Optional<String> words) {
    return codes.stream().findFirst()
        .map(code -> code.scheme().orElse("") + "|" + code.code())
        .orElseGet(() -> words.orElseThrow().toLowerCase(Locale.ROOT));
  }
}
