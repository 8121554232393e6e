package vn.tia.fhir.operations.patients;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.tia.fhir.operations.OperationInput;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.Clause.RangeMatch;
import vn.tia.fhir.search.IndexValue.Period;
import vn.tia.fhir.search.extract.PartialDate;

/// The care that `$everything` is asked for, by `start` and `end`: what has a date of care outside
/// is left out, what has none stays.
record CareDates(Optional<Instant> from, Optional<Instant> to) {
  /// Where each type says when care was given.
  private static final Map<String, String> PARAMETERS = Map.ofEntries(
      Map.entry("Appointment", "date"),
      Map.entry("Condition", "onset-date"),
      Map.entry("DiagnosticReport", "date"),
      Map.entry("DocumentReference", "date"),
      Map.entry("Encounter", "date"),
      Map.entry("ImagingStudy", "started"),
      Map.entry("Media", "created"),
      Map.entry("Observation", "date"),
      Map.entry("ServiceRequest", "authored"),
      Map.entry("Specimen", "collected"),
      Map.entry("Task", "period"));

  // Before and after all that is recorded.
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  static CareDates of(OperationInput input, ZoneId zone) {
    return new CareDates(
        input.text("start").map(text -> period("start", text, zone).from()),
        input.text("end").map(text -> period("end", text, zone).to()));
  }

  private static Period period(
      String name, String text, ZoneId zone) {
    return PartialDate.period(text, zone).orElseThrow(() ->
        new InvalidRequestException(name + " is a date"));
  }

  /// Holds for the resources of a type that the dates leave in.
  List<Clause> clauses(String type) {
    var parameter = Optional.ofNullable(PARAMETERS.get(type));
    if (parameter.isEmpty() || from.isEmpty() && to.isEmpty()) {
      return List.of();
    }
    return List.of(new Clause.Or(List.of(new Clause.Missing(parameter.get()),
        new Clause.Period(parameter.get(), RangeMatch.OVERLAPS,
            from.orElse(FIRST), to.orElse(LAST)))));
  }
}
