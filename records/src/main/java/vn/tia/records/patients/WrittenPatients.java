package vn.tia.records.patients;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Patient.PatientLinkComponent;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.fhir.PatientMapping;
import vn.tia.mapping.fhir.PatientReading;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.patients.PatientRows.Row;
import vn.tia.records.resources.Change;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;

/// Patients as clients write them by FHIR: the same rows that HL7 messages and images write, so
/// that every door knows one patient.
///
/// What a row has no place for is kept in the resource, and stays there when HL7 changes the rest.
/// Each call is a part of the caller's transaction.
public final class WrittenPatients {
  private final Database database;
  private final Facilities facilities;
  private final Resources resources;
  private final PatientRows rows;
  private final LinkRows links;

  public WrittenPatients(Database database, Facilities facilities, Resources resources) {
    this.database = database;
    this.facilities = facilities;
    this.resources = resources;
    this.rows = new PatientRows(database);
    this.links = new LinkRows(database);
  }

  /// Writes a patient under the id that the resource carries, new or not: the patient is then what
  /// the resource says, numbers included.
  ///
  /// @throws IllegalArgumentException if a value can't be one of a patient, without quoting it
  public WriteOutcome write(int facilityId, org.hl7.fhir.r4.model.Patient resource) {
    database.requireTransaction();
    var systems = facilities.byId(facilityId).orElseThrow().systems();
    var said = new PatientReading(systems).toPatient(resource);
    var known = rows.idOf(facilityId, resource.getIdElement().getIdPart());
    var local = IdentifierKey.local(said, systems);
    var shared = IdentifierKey.shared(said, systems);
    rows.lock(facilityId, Stream.concat(local.stream(), shared.stream()).toList());
    var row = known.map(rows::lockRow);
    if (row.filter(one -> !one.fhirId().equals(resource.getIdElement().getIdPart())).isPresent()) {
      return new WriteOutcome.Merged();
    }
    // A number shared beyond the facility parts nobody whom own numbers tell apart.
    if (finds(facilityId, local, row)
        || local.isEmpty() && finds(facilityId, shared, row)) {
      return new WriteOutcome.NumberTaken();
    }
    var written = row.map(one -> replaced(one, said, systems))
        .orElseGet(() -> inserted(facilityId, resource, said, systems));
    return new WriteOutcome.Written(put(written, resource, systems));
  }

  private boolean finds(int facilityId, List<IdentifierKey> keys, Optional<Row> row) {
    return rows.find(facilityId, keys).values().stream()
        .anyMatch(found -> row.map(one -> one.id() != found.id()).orElse(true));
  }

  private Row inserted(int facilityId, Resource resource, Patient said, AuthoritySystems systems) {
    var patient = said.identifiers().isEmpty() ? Patients.withTemporaryNumber(said) : said;
    var row = rows.insert(
        facilityId, resource.getIdElement().getIdPart(), Origin.REGISTERED, patient);
    addIdentifiers(row, patient, systems);
    return row;
  }

  private Row replaced(Row known, Patient said, AuthoritySystems systems) {
    var patient = said.identifiers().isEmpty()
        ? new Patient(known.patient().identifiers(), said.name(), said.birthDate(), said.sex(),
            said.address(), said.phones())
        : said;
    var row = rows.update(known, Origin.REGISTERED, patient);
    var kept = new HashSet<IdentifierKey>();
    patient.identifiers().forEach(one -> kept.add(IdentifierKey.of(one, systems)));
    known.patient().identifiers().stream()
        .map(one -> IdentifierKey.of(one, systems))
        .filter(key -> !kept.contains(key))
        .forEach(key -> rows.removeIdentifier(row, key));
    addIdentifiers(row, patient, systems);
    return row;
  }

  /// Adds each number once: a client may repeat one.
  private void addIdentifiers(Row row, Patient patient, AuthoritySystems systems) {
    var seen = new HashSet<IdentifierKey>();
    patient.identifiers().stream().filter(one -> seen.add(IdentifierKey.of(one, systems)))
        .forEach(one -> rows.addIdentifier(row, one, systems));
  }

  private StoredResource put(
      Row row, org.hl7.fhir.r4.model.Patient resource, AuthoritySystems systems) {
    var mapped = PatientMapping.toPatient(
        row.fhirId(), row.patient(), links.of(row.id()), systems);
    var whole = new PatientReading(systems).over(resource, row.patient(), mapped);
    whole.setMeta(resource.getMeta());
    requireLinks(resource, whole);
    var key = new ResourceKey("Patient", row.fhirId());
    var current = Optional.ofNullable(resources.lock(List.of(key)).get(key));
    return resources.change(List.of(
        new Change.Put(row.facilityId(), whole, current, true))).getFirst();
  }

  /// Refuses a link between patients that the rows don't have, rather than dropping it.
  private static void requireLinks(org.hl7.fhir.r4.model.Patient said,
      org.hl7.fhir.r4.model.Patient kept) {
    var links = kept.getLink().stream().map(WrittenPatients::link).toList();
    if (!said.getLink().stream().map(WrittenPatients::link).allMatch(links::contains)) {
      throw new IllegalArgumentException("Patient.link: whose records are of one person is said by"
          + " $merge and by HL7 (A24, A40), not by writing a Patient");
    }
  }

  private static String link(PatientLinkComponent link) {
    return link.getType() + " " + link.getOther().getReferenceElement().toUnqualifiedVersionless();
  }

  /// How the resource of a row is put over the one that a client wrote.
  static BinaryOperator<Resource> over(Row row, AuthoritySystems systems) {
    return (written, mapped) -> {
      var one = new PatientReading(systems).over((org.hl7.fhir.r4.model.Patient) written,
          row.patient(), (org.hl7.fhir.r4.model.Patient) mapped);
      one.setMeta(written.getMeta());
      return one;
    };
  }

  /// Deletes a patient whom nothing holds on to, the numbers too.
  public WriteOutcome delete(int facilityId, String fhirId) {
    database.requireTransaction();
    var key = new ResourceKey("Patient", fhirId);
    var row = rows.idOf(facilityId, fhirId).map(rows::lockRow);
    if (row.isPresent() && !row.get().fhirId().equals(fhirId)) {
      return new WriteOutcome.Merged();
    }
    if (row.filter(one -> rows.isHeld(one.id())
        || resources.isSubject(facilityId, key.toString())).isPresent()) {
      return new WriteOutcome.InUse();
    }
    row.ifPresent(one -> rows.delete(one.id()));
    var current = resources.lock(List.of(key)).get(key);
    if (current == null) {
      throw new IllegalStateException("a patient is deleted whose resource was never there");
    }
    return new WriteOutcome.Written(
        resources.change(List.of(new Change.Delete(current))).getFirst());
  }
}
