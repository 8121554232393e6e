package vn.tia.mapping.exam;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// What whoever positions the patient must know: weight, alerts, allergies, pregnancy.
///
/// @param weightKg kilograms, more than 0 and at most 1,000
/// @param heightM metres, more than 0 and at most 3
public record PatientCondition(
    Optional<BigDecimal> weightKg,
    Optional<BigDecimal> heightM,
    List<String> medicalAlerts,
    List<String> allergies,
    Optional<Pregnancy> pregnancy,
    Optional<String> specialNeeds,
    Optional<String> state,
    Optional<String> comments) {

  /// Nothing is known.
  public static final PatientCondition UNSAID = new PatientCondition(Optional.empty(),
      Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty(),
      Optional.empty(), Optional.empty());

  public PatientCondition {
    weightKg.ifPresent(kg -> check("a weight in kilograms", kg, 1_000));
    heightM.ifPresent(metres -> check("a height in metres", metres, 3));
    medicalAlerts = Texts.lines(medicalAlerts);
    allergies = Texts.lines(allergies);
    specialNeeds = Texts.line(specialNeeds);
    state = Texts.line(state);
    comments = Texts.note(comments);
  }

  private static void check(String what, BigDecimal value, int most) {
    if (value.signum() <= 0 || value.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw new IllegalArgumentException(what + " must be more than 0 and at most " + most);
    }
  }
}
