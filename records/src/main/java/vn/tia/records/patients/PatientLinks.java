package vn.tia.records.patients;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientLink;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;

/// Links records of one person that stay apart, and parts them again.
///
/// Nothing moves: each FHIR Patient says `see-also` of the other. A link to a record that is merged
/// later leads on through its `replaced-by`.
public final class PatientLinks {
  private final Database database;
  private final Facilities facilities;
  private final Patients patients;
  private final LinkRows rows;
  private final Audit audit;

  public PatientLinks(Database database, Facilities facilities, Patients patients) {
    this.database = database;
    this.facilities = facilities;
    this.patients = patients;
    this.rows = new LinkRows(database);
    this.audit = new Audit(database);
  }

  /// Does what is said, or nothing. Patients who are to be linked are made where nobody spoke of
  /// them yet.
  ///
  /// @param caller who says so, for the audit trail
  public LinkOutcome apply(int facilityId, PatientLink said, String caller) {
    return database.inTransaction(() -> {
      var own = facilities.byId(facilityId).orElseThrow();
      var numbers = Stream.of(said.one(), said.other())
          .flatMap(one -> one.identifiers().stream()).toList();
      if (facilities.all().stream().anyMatch(
          other -> NumberDomain.isOther(own, other, numbers))) {
        return new LinkOutcome.ForeignNumber();
      }
      return switch (said.kind()) {
        case LINK -> link(facilityId, said, caller);
        case UNLINK -> unlink(facilityId, said, caller);
      };
    });
  }

  private LinkOutcome link(int facilityId, PatientLink said, String caller) {
    var known = find(facilityId, said.one());
    if (known.isPresent() && known.equals(find(facilityId, said.other()))) {
      return new LinkOutcome.OneRecord();
    }
    var one = patients.register(facilityId, said.one()).id();
    var other = patients.register(facilityId, said.other()).id();
    if (one == other) {
      return new LinkOutcome.OneRecord();
    }
    if (rows.link(facilityId, one, other)) {
      publish(facilityId, caller, "link", List.of(one, other));
    }
    return new LinkOutcome.Done();
  }

  private LinkOutcome unlink(int facilityId, PatientLink said, String caller) {
    var one = find(facilityId, said.one());
    var other = find(facilityId, said.other());
    if (one.isEmpty() || other.isEmpty()) {
      return new LinkOutcome.UnknownPatient();
    }
    if (one.equals(other)) {
      return new LinkOutcome.OneRecord();
    }
    if (rows.unlink(one.get(), other.get())) {
      publish(facilityId, caller, "unlink", List.of(one.get(), other.get()));
    }
    return new LinkOutcome.Done();
  }

  private Optional<Long> find(int facilityId, Patient said) {
    return Replacements.deciding(said.identifiers()).stream()
        .flatMap(one -> patients.byIdentifier(facilityId, one).stream())
        .map(StoredPatient::id)
        .findFirst();
  }

  private void publish(int facilityId, String caller, String action, List<Long> pair) {
    pair.forEach(patients::publish);
    audit.record(new AuditRecord(OptionalInt.of(facilityId), "HL7", caller, action,
        "patient row " + pair.getFirst() + " and row " + pair.getLast(), "done"));
  }
}
