package vn.tia.mapping.hl7;

import static vn.tia.mapping.hl7.Rule.strict;

import java.util.List;

/// The table that takes the MRG segment to the numbers that those of PID-3 replace.
final class ReplacedRules {

  static final List<Rule<OrderSource, PatientDraft>> RULES = List.of(
      strict("MRG-1", "replacement.replaced",
          (in, out) -> out.replaced = in.segment("MRG")
              .map(mrg -> Hl7Types.patientIdentifiers(mrg, 1)).orElse(List.of())));

  private ReplacedRules() {}
}
