package vn.tia.mapping.hl7;

import java.util.List;

/// Prints the rules by which messages are read, as the tables of `docs/mapping.md`.
public final class MappingTable {

  private MappingTable() {}

  /// The tables, in Markdown.
  public static String markdown() {
    return "### Patient\n\n" + table(PatientRules.RULES)
        + "\n### Visit\n\n" + table(VisitRules.RULES)
        + "\n### Allergies\n\n" + table(ClinicalRules.ALLERGIES)
        + "\n### Diagnoses\n\n" + table(ClinicalRules.DIAGNOSES)
        + "\n### Replaced patient numbers\n\n" + table(ReplacedRules.RULES)
        + "\n### Order\n\n" + table(OrderRules.RULES)
        + "\n### Scheduled procedure steps\n\n" + table(StepRules.RULES)
        + "\n### Results and documents\n\n" + table(ResultRules.RULES)
        + "\n### Appointments\n\n" + table(AppointmentRules.RULES);
  }

  private static <S, T> String table(List<Rule<S, T>> rules) {
    var table = new StringBuilder("| HL7 v2 | Exam and DICOM | Unusable value |\n|---|---|---|\n");
    for (Rule<S, T> rule : rules) {
      String bad = switch (rule.whenBad()) {
        case REFUSE -> "AE 102";
        case LEAVE_OUT -> "left out, journalled";
      };
      table.append("| ").append(rule.source().replace(" | ", ", else "))
          .append(" | ").append(rule.target()).append(" | ").append(bad).append(" |\n");
    }
    return table.toString();
  }
}
