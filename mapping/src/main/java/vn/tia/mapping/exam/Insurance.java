package vn.tia.mapping.exam;

import java.time.LocalDate;
import java.util.Optional;

/// Who pays: in Vietnam most often the state's health insurance, by the number on the BHYT card.
///
/// @param number of the card or policy (IN1-36, IN1-49)
/// @param plan what is insured, IN1-2
/// @param payer who pays, IN1-4
/// @param payerId his number, IN1-3
/// @param from IN1-12
/// @param until IN1-13
public record Insurance(
    AssignedId number,
    Optional<Coded> plan,
    Optional<String> payer,
    Optional<AssignedId> payerId,
    Optional<LocalDate> from,
    Optional<LocalDate> until) {
  public Insurance {
    payer = Texts.line(payer);
  }
}
