package vn.tia.records.patients;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientCriteria;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.fhir.PatientMapping;
import vn.tia.records.database.Database;
import vn.tia.records.database.TableRows;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.patients.PatientRows.Found;
import vn.tia.records.patients.PatientRows.Row;
import vn.tia.records.resources.Resources;

/// The patients of each facility, one row per person that the facility tells apart.
///
/// A patient is found by a number of the facility's own (value and authority). A number that is
/// valid beyond it, such as the national id, finds a patient only where nothing local speaks
/// against it, and never one of another facility: the same person in two hospitals stays two rows.
/// Every change writes the FHIR Patient in the same transaction; no change writes nothing.
public final class Patients {
  /// The rows of patients, for those that must be written behind them.
  public static final TableRows ROWS = PatientRows.ROWS;

  /// Letters of a temporary number: none that are misread for digits, and never a digit, so that it
  /// can't look like a national id of 12 digits.
  private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Database database;
  private final Facilities facilities;
  private final Resources resources;
  private final PatientRows rows;
  private final LinkRows links;
  private final KnownPatients known = new KnownPatients(this::byIds);

  public Patients(Database database, Facilities facilities, Resources resources) {
    this.database = database;
    this.facilities = facilities;
    this.resources = resources;
    this.rows = new PatientRows(database);
    this.links = new LinkRows(database);
  }

  /// The patient whom an image names, made where nobody spoke of them yet.
  ///
  /// An image never changes what a HIS said; it fills the gaps of a patient known only by images.
  /// A patient without any number is a new one at each call, under a temporary number.
  public StoredPatient findOrCreate(int facilityId, Patient seen) {
    return database.inTransaction(() -> apply(facilityId, Origin.SEEN, seen));
  }

  /// The patient whom a HIS names, made or brought up to date as it says.
  ///
  /// What the message leaves out stays as it was, and no number is ever taken away.
  public StoredPatient register(int facilityId, Patient said) {
    return register(facilityId, said, Set.of());
  }

  /// The same, where the HIS also takes values back.
  ///
  /// @param cleared the names of these values, such as `patient.address`
  public StoredPatient register(int facilityId, Patient said, Set<String> cleared) {
    return database.inTransaction(() -> {
      var registered = apply(facilityId, Origin.REGISTERED, said);
      var without = Demographics.without(registered.patient(), said, cleared);
      return without.equals(registered.patient())
          ? registered
          : publish(rows.update(rows.lockRow(registered.id()), Origin.REGISTERED, without),
              facility(facilityId).systems());
    });
  }

  /// Keeps other transactions from deciding about the patient with these numbers, until this ends.
  ///
  /// For work that locks more than the patient: whoever locks the patient first never waits for one
  /// who waits for him.
  public void lock(int facilityId, Patient patient) {
    lock(facilityId, patient.identifiers());
  }

  /// Keeps other transactions from deciding about the patients with these numbers, until this ends.
  ///
  /// All in one order: two messages about the same patients never wait for each other.
  public void lock(int facilityId, Collection<PatientIdentifier> numbers) {
    database.lock(lockNames(facilityId, numbers));
  }

  /// What [lock] locks for numbers of a facility.
  public List<String> lockNames(int facilityId, Collection<PatientIdentifier> numbers) {
    var systems = facility(facilityId).systems();
    return numbers.stream()
        .map(one -> PatientRows.lockName(facilityId, IdentifierKey.of(one, systems)))
        .distinct()
        .toList();
  }

  /// Reads ahead, without waiting, who these patients are, by facility; for a transaction that has
  /// locked their numbers, and registers each once.
  public void foresee(Map<Integer, List<Patient>> said) {
    rows.foresee(said.entrySet().stream()
        .flatMap(entry -> entry.getValue().stream()
            .flatMap(one -> keys(one, facility(entry.getKey()).systems()).stream())
            .map(key -> new PatientsAhead.Wanted(entry.getKey(), key)))
        .distinct()
        .toList());
  }

  private static List<IdentifierKey> keys(Patient said, AuthoritySystems systems) {
    return Stream.concat(IdentifierKey.local(said, systems).stream(),
        IdentifierKey.shared(said, systems).stream()).toList();
  }

  /// The patients with these row ids.
  public Map<Long, StoredPatient> byIds(Collection<Long> ids) {
    return rows.read(ids).values().stream()
        .collect(Collectors.toMap(Row::id, Row::stored));
  }

  /// Those that were read lately, for who reads the same ones over and over.
  public KnownPatients known() {
    return known;
  }

  /// The patient of a facility behind a FHIR Patient.
  public Optional<StoredPatient> byFhirId(int facilityId, String fhirId) {
    return rows.idOf(facilityId, fhirId).map(id -> byIds(List.of(id)).get(id));
  }

  /// Whoever stands in the place of a patient now, most often the patient, until the transaction
  /// ends: what is written for them meanwhile can't miss a merge.
  public StoredPatient survivor(int facilityId, long id) {
    database.requireTransaction();
    rows.lock(facilityId, links.leadingTo(id));
    return rows.lockRow(id).stored();
  }

  /// The patient of a facility whom a number finds.
  public Optional<StoredPatient> byIdentifier(int facilityId, PatientIdentifier identifier) {
    var key = IdentifierKey.of(identifier, facility(facilityId).systems());
    return Optional.ofNullable(rows.find(facilityId, List.of(key)).get(key))
        .map(found -> byIds(List.of(found.id())).get(found.id()));
  }

  /// The patients of a facility that match, merged ones left out, after a row id, in the order of
  /// these.
  public List<StoredPatient> search(
      int facilityId, PatientCriteria criteria, OptionalLong after, int max) {
    var ids = new PatientSearch(database, facility(facilityId)).find(criteria, after, max);
    var found = byIds(ids);
    return ids.stream().map(found::get).toList();
  }

  private StoredPatient apply(int facilityId, Origin origin, Patient said) {
    var systems = facility(facilityId).systems();
    var local = IdentifierKey.local(said, systems);
    var shared = IdentifierKey.shared(said, systems);
    var keys = keys(said, systems);
    rows.lock(facilityId, keys);
    var found = rows.find(facilityId, keys);
    return current(local, found)
        .map(one -> change(rows.lockRow(one.id()), origin, fresh(said, found, systems), systems))
        .or(() -> local.stream().filter(found::containsKey).findFirst()
            .map(key -> outdated(rows.lockRow(found.get(key).id()), said, found, systems)))
        .or(() -> byShared(shared, found, local.isEmpty())
            .map(known -> change(known, origin, fresh(said, found, systems), systems)))
        .orElseGet(() -> create(facilityId, origin, said, systems));
  }

  private static Optional<Found> current(
      List<IdentifierKey> keys, Map<IdentifierKey, Found> found) {
    return keys.stream().flatMap(key -> Optional.ofNullable(found.get(key)).stream())
        .filter(Found::isCurrent).findFirst();
  }

  /// Who speaks of a patient by a number that is not theirs any more may describe an earlier state:
  /// gaps are filled, nothing is overwritten, as if an image said it.
  private StoredPatient outdated(
      Row known, Patient said, Map<IdentifierKey, Found> found, AuthoritySystems systems) {
    return change(known, Origin.SEEN, fresh(said, found, systems), systems);
  }

  /// What was said, without the numbers that are not used any more. One that is valid beyond the
  /// facility stays in use when the record that it came with is merged.
  private static Patient fresh(
      Patient said, Map<IdentifierKey, Found> found, AuthoritySystems systems) {
    var current = said.identifiers().stream()
        .filter(one -> Optional.ofNullable(found.get(IdentifierKey.of(one, systems)))
            .map(known -> known.isCurrent() || known.isMerged() && !one.isLocal())
            .orElse(true))
        .toList();
    return new Patient(current, said.name(), said.birthDate(), said.sex(), said.address(),
        said.phones());
  }

  /// The patient whom a shared number finds, unless both sides have own numbers that differ: then
  /// the facility tells them apart, and so do we.
  private Optional<Row> byShared(
      List<IdentifierKey> shared, Map<IdentifierKey, Found> found, boolean nothingLocal) {
    return shared.stream().filter(found::containsKey).findFirst()
        .map(key -> rows.lockRow(found.get(key).id()))
        .filter(row -> nothingLocal
            || row.patient().identifiers().stream().noneMatch(PatientIdentifier::isLocal));
  }

  private StoredPatient create(
      int facilityId, Origin origin, Patient said, AuthoritySystems systems) {
    var patient = said.identifiers().isEmpty() ? withTemporaryNumber(said) : said;
    var row = rows.insert(facilityId, UUID.randomUUID().toString(), origin, patient);
    Set<IdentifierKey> given = new HashSet<>();
    patient.identifiers().stream()
        .filter(one -> given.add(IdentifierKey.of(one, systems)))
        .forEach(one -> rows.addIdentifier(row, one, systems));
    // Nobody is linked to who was not there before.
    resources.add(facilityId, PatientMapping.toPatient(row.fhirId(), patient, systems));
    return row.stored();
  }

  private StoredPatient change(
      Row known, Origin origin, Patient said, AuthoritySystems systems) {
    if (origin == Origin.SEEN && known.origin() == Origin.REGISTERED) {
      return known.stored();
    }
    var patient = origin == Origin.REGISTERED
        ? Demographics.updated(known.patient(), said, systems)
        : Demographics.filled(known.patient(), said, systems);
    if (patient.equals(known.patient()) && origin == known.origin()) {
      return known.stored();
    }
    var row = rows.update(known, origin, patient);
    patient.identifiers().stream()
        .skip(known.patient().identifiers().size())
        .forEach(one -> rows.addIdentifier(row, one, systems));
    return publish(row, systems);
  }

  private StoredPatient publish(Row row, AuthoritySystems systems) {
    resources.put(row.facilityId(), PatientMapping.toPatient(
        row.fhirId(), row.patient(), links.of(row.id()), systems),
        WrittenPatients.over(row, systems));
    return row.stored();
  }

  /// A known patient, brought up to date as a HIS says.
  StoredPatient update(long id, Patient said) {
    var row = rows.lockRow(id);
    return change(row, Origin.REGISTERED, said, facility(row.facilityId()).systems());
  }

  /// Writes the FHIR Patient of a row anew, merged or not.
  void publish(long id) {
    var row = rows.read(List.of(id)).get(id);
    publish(row, facility(row.facilityId()).systems());
  }

  private Facility facility(int facilityId) {
    return facilities.byId(facilityId)
        .orElseThrow(() -> new IllegalArgumentException("there is no facility " + facilityId));
  }

  static Patient withTemporaryNumber(Patient said) {
    var letters = RANDOM.ints(12, 0, LETTERS.length())
        .mapToObj(index -> LETTERS.substring(index, index + 1))
        .collect(Collectors.joining("", "TEMP-", ""));
    var number = new PatientIdentifier(letters, Authority.UNSAID, PatientIdentifier.TEMPORARY);
    return new Patient(List.of(number), said.name(), said.birthDate(), said.sex(), said.address(),
        said.phones());
  }
}
