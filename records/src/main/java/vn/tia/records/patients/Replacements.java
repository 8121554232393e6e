package vn.tia.records.patients;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Replacement;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.patients.LinkRows.Use;
import vn.tia.records.patients.PatientRows.Found;
import vn.tia.records.patients.ReplaceOutcome.AlreadyReplaced;
import vn.tia.records.patients.ReplaceOutcome.Done;
import vn.tia.records.patients.ReplaceOutcome.ForeignNumber;
import vn.tia.records.patients.ReplaceOutcome.Loop;
import vn.tia.records.patients.ReplaceOutcome.SameNumbers;
import vn.tia.records.patients.ReplaceOutcome.TakenNumber;

/// Merges patients and gives them other numbers: from then on the old numbers lead to the patient.
///
/// A merged row stays as it is, marked with whose place it gave up; its numbers find the survivor.
/// An old number that nobody has leads to the patient all the same: its images may still come.
/// What belongs to the patients is moved by `vn.tia.records.merges`.
public final class Replacements {
  /// A replacement with what its numbers find.
  private record Case(int facilityId, AuthoritySystems systems, Replacement said,
      List<PatientIdentifier> old, Map<IdentifierKey, Found> found) {

    Optional<Found> find(PatientIdentifier one) {
      return Optional.ofNullable(found.get(IdentifierKey.of(one, systems)));
    }

    /// Whom the new numbers find, by one in use before one that is not.
    Optional<Found> target() {
      var all = deciding(said.by().identifiers()).stream()
          .flatMap(one -> find(one).stream()).toList();
      return all.stream().filter(Found::isCurrent).findFirst()
          .or(() -> all.stream().findFirst());
    }

    List<Found> replaced() {
      return old.stream().flatMap(one -> find(one).stream()).toList();
    }
  }

  private final Database database;
  private final Facilities facilities;
  private final Patients patients;
  private final PatientRows rows;
  private final LinkRows links;

  public Replacements(Database database, Facilities facilities, Patients patients) {
    this.database = database;
    this.facilities = facilities;
    this.patients = patients;
    this.rows = new PatientRows(database);
    this.links = new LinkRows(database);
  }

  /// Does what is said, or nothing.
  public ReplaceOutcome apply(int facilityId, Replacement said) {
    return database.inTransaction(() -> {
      var facility = facilities.byId(facilityId).orElseThrow();
      if (facilities.all().stream().anyMatch(other -> NumberDomain.isOther(
          facility, other, both(said)))) {
        return new ForeignNumber();
      }
      var systems = facility.systems();
      var kept = keys(said.by().identifiers(), systems);
      var old = deciding(said.replaced()).stream()
          .filter(one -> !kept.contains(IdentifierKey.of(one, systems)))
          .toList();
      if (old.isEmpty()) {
        return new SameNumbers();
      }
      var one = new Case(facilityId, systems, said, old, find(facilityId, said, systems));
      return switch (said.kind()) {
        case MERGE -> merge(one);
        case RENUMBER -> renumber(one);
      };
    });
  }

  /// Takes back the merge of a patient, where one stands: their numbers find them again.
  ///
  /// What came under the old number since the merge stays with the survivor: nobody knows better.
  public Optional<Merge> undo(int facilityId, long replacedId) {
    return database.inTransaction(() -> {
      var merge = links.active(facilityId, replacedId);
      merge.ifPresent(one -> {
        rows.lock(facilityId, links.leadingTo(links.chain(replacedId).getLast()));
        rows.lockRow(replacedId);
        links.undo(one);
        patients.publish(one.replacedId());
        patients.publish(one.survivorId());
        links.chain(one.survivorId()).stream().skip(1).forEach(patients::publish);
      });
      return merge;
    });
  }

  /// The numbers that say who is meant: those of the facility, and others only where there is none.
  static List<PatientIdentifier> deciding(List<PatientIdentifier> all) {
    var local = all.stream().filter(PatientIdentifier::isLocal).toList();
    return local.isEmpty() ? all : local;
  }

  private static List<PatientIdentifier> both(Replacement said) {
    return Stream.concat(said.by().identifiers().stream(), said.replaced().stream()).toList();
  }

  /// Whom the numbers find, once nobody else decides about any number of theirs.
  private Map<IdentifierKey, Found> find(
      int facilityId, Replacement said, AuthoritySystems systems) {
    var keys = keys(both(said), systems);
    rows.lock(facilityId, List.copyOf(keys));
    rows.find(facilityId, List.copyOf(keys)).values().stream().map(Found::id).distinct().sorted()
        .forEach(id -> rows.lock(facilityId, links.leadingTo(id)));
    return rows.find(facilityId, List.copyOf(keys));
  }

  private static Set<IdentifierKey> keys(List<PatientIdentifier> all, AuthoritySystems systems) {
    var keys = new HashSet<IdentifierKey>();
    all.forEach(one -> keys.add(IdentifierKey.of(one, systems)));
    return keys;
  }

  private ReplaceOutcome merge(Case one) {
    var target = one.target();
    for (var replaced : one.replaced()) {
      if (target.filter(found -> isLoop(found, replaced)).isPresent()) {
        return new Loop();
      }
      var isElsewhere = target.isEmpty() || target.get().id() != replaced.id();
      if (isElsewhere && !replaced.isCurrent()) {
        return new AlreadyReplaced();
      }
    }
    var patient = patients.register(one.facilityId(), one.said().by());
    var merges = one.replaced().stream()
        .map(Found::id).distinct().sorted()
        .filter(id -> id != patient.id())
        .map(id -> merge(id, patient.id()))
        .toList();
    return done(one, patient, merges);
  }

  private Merge merge(long replacedId, long survivorId) {
    var survivor = rows.lockRow(survivorId);
    var replaced = rows.lockRow(replacedId);
    var merge = new Merge(links.replace(replaced, survivor), replacedId, survivorId);
    patients.publish(replacedId);
    return merge;
  }

  /// Whether the new number gave up its place for the old one.
  private boolean isLoop(Found target, Found replaced) {
    return target.ownerId() == replaced.ownerId()
        ? target.isRetired() && !replaced.isRetired()
        : links.chain(target.ownerId()).contains(replaced.ownerId());
  }

  private ReplaceOutcome renumber(Case one) {
    var target = one.target();
    var ids = one.replaced().stream().map(Found::id).distinct().toList();
    if (ids.size() > 1
        || target.isPresent() && ids.stream().anyMatch(id -> id != target.get().id())) {
      return new TakenNumber();
    }
    if (target.filter(Found::isMerged).isPresent()) {
      return new Loop();
    }
    if (target.isPresent()) {
      one.said().by().identifiers().forEach(number -> links.setRetired(
          target.get().id(), IdentifierKey.of(number, one.systems()), Use.CURRENT));
      return done(one, patients.register(one.facilityId(), one.said().by()), List.of());
    }
    if (one.replaced().stream().anyMatch(found -> !found.isCurrent())) {
      return new AlreadyReplaced();
    }
    var patient = ids.isEmpty()
        ? patients.register(one.facilityId(), one.said().by())
        : patients.update(ids.getFirst(), one.said().by());
    return done(one, patient, List.of());
  }

  /// Takes the old numbers out of use that were the patient's own or nobody's.
  private Done done(Case one, StoredPatient patient, List<Merge> merges) {
    var row = rows.lockRow(patient.id());
    var retired = new ArrayList<PatientIdentifier>();
    for (var number : one.old()) {
      var found = one.find(number);
      if (found.isEmpty()) {
        rows.addIdentifier(row, number, one.systems());
      }
      if (found.isEmpty() || found.get().ownerId() == patient.id()) {
        links.setRetired(patient.id(), IdentifierKey.of(number, one.systems()), Use.RETIRED);
        retired.add(number);
      }
    }
    if (!retired.isEmpty() || !merges.isEmpty()) {
      patients.publish(patient.id());
    }
    return new Done(patients.byIds(List.of(patient.id())).get(patient.id()), merges);
  }
}
