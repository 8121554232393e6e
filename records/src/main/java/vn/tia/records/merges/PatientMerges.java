package vn.tia.records.merges;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.exam.Replacement;
import vn.tia.records.access.Access;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.database.Database;
import vn.tia.records.orders.Orders;
import vn.tia.records.patients.Merge;
import vn.tia.records.patients.Patients;
import vn.tia.records.patients.ReplaceOutcome;
import vn.tia.records.patients.Replacements;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.studies.CurrentPatient;
import vn.tia.records.studies.StudyOwners;
import vn.tia.records.workitems.Workitems;

/// Replaces patient numbers and moves what belongs to a merged patient, all in one transaction.
///
/// Orders take their steps and ServiceRequests along; open workitems name the survivor; an
/// ImagingStudy follows its study; any other resource about the patient gets a version about the
/// survivor. Whoever merged whom is audited by row ids.
public final class PatientMerges {
  /// Written from rows, which are moved themselves.
  private static final Set<String> DERIVED = Set.of("ServiceRequest", "Task", "ImagingStudy");

  private static final String STANDING = """
      SELECT m.id, m.facility_id, m.replaced_id, m.merged, old.fhir_id AS replaced,
        survivor.fhir_id AS survivor
      FROM patient_merge m JOIN patient old ON old.id = m.replaced_id
      JOIN patient survivor ON survivor.id = m.survivor_id
      WHERE m.undone IS NULL AND m.facility_id = ANY (:facilities)""";

  private final Database database;
  private final Patients patients;
  private final Replacements replacements;
  private final Orders orders;
  private final StudyOwners studies;
  private final Resources resources;
  private final Audit audit;
  private final FollowerRows followers;
  private final Workitems workitems;

  public PatientMerges(Database database, Patients patients, Replacements replacements,
      Orders orders, Resources resources) {
    this.database = database;
    this.patients = patients;
    this.replacements = replacements;
    this.orders = orders;
    this.studies = new StudyOwners(database);
    this.resources = resources;
    this.audit = new Audit(database);
    this.followers = new FollowerRows(database);
    this.workitems = new Workitems(database);
  }

  /// Who merges, for the audit trail: the door and who came through it.
  public record Caller(String door, String name) {}

  /// How many orders, studies and resources followed a merged patient.
  public int followers(Merge merge) {
    return followers.of(merge).size();
  }

  /// Does what a message says, or nothing.
  ///
  /// @param caller who says so, for the audit trail
  public ReplaceOutcome apply(int facilityId, Replacement said, String caller) {
    return apply(facilityId, said, new Caller("HL7", caller));
  }

  /// Does what somebody says, or nothing.
  public ReplaceOutcome apply(int facilityId, Replacement said, Caller caller) {
    return database.inTransaction(() -> {
      var outcome = replacements.apply(facilityId, said);
      if (outcome instanceof ReplaceOutcome.Done done) {
        done.merges().forEach(merge -> {
          follow(facilityId, merge);
          record(facilityId, caller, "merge", merge);
        });
      }
      return outcome;
    });
  }

  /// Undoes the merge of a patient, by their row id: what followed goes back with them.
  ///
  /// What came for the old number since then stays with the survivor, for a person to sort out.
  ///
  /// @return whether there was a merge to undo
  public boolean unmerge(int facilityId, long replacedId, String operator) {
    return unmerge(facilityId, replacedId, new Caller("HL7", operator));
  }

  private boolean unmerge(int facilityId, long replacedId, Caller operator) {
    return database.inTransaction(() -> {
      var undone = replacements.undo(facilityId, replacedId);
      undone.ifPresent(merge -> {
        giveBack(facilityId, merge);
        record(facilityId, operator, "unmerge", merge);
      });
      return undone.isPresent();
    });
  }

  /// The merges that stand, newest first.
  public List<StandingMerge> standing(Access access, int max) {
    return database.jdbc().sql(STANDING + " ORDER BY m.id DESC LIMIT :max")
        .param("facilities", access.array())
        .param("max", max)
        .query(PatientMerges::standing)
        .list();
  }

  /// Undoes a merge by its own row id; false where none stands that is to be seen.
  public boolean undo(long mergeId, Access access, Caller operator) {
    return database.jdbc().sql(STANDING + " AND m.id = :id")
        .param("facilities", access.array())
        .param("id", mergeId)
        .query(PatientMerges::standing)
        .optional()
        .filter(one -> unmerge(one.facilityId(), one.replacedId(), operator))
        .isPresent();
  }

  private static StandingMerge standing(ResultSet row, int number) throws SQLException {
    return new StandingMerge(row.getLong("id"), row.getInt("facility_id"),
        row.getLong("replaced_id"), row.getString("replaced"), row.getString("survivor"),
        row.getTimestamp("merged").toInstant());
  }

  private void follow(int facilityId, Merge merge) {
    var orderIds = orders.ofPatient(facilityId, merge.replacedId());
    var studyIds = studies.ofPatient(facilityId, merge.replacedId());
    var about = resources.about(facilityId, reference(merge.replacedId()), DERIVED);
    followers.add(merge, facilityId, Follower.Kind.ORDER, keys(orderIds));
    followers.add(merge, facilityId, Follower.Kind.STUDY, keys(studyIds));
    followers.add(merge, facilityId, Follower.Kind.RESOURCE, keys(about));
    followers.add(merge, facilityId, Follower.Kind.WORKITEM,
        keys(workitems.openOf(facilityId, merge.replacedId())));
    move(facilityId, followers.of(merge), merge.survivorId());
  }

  private void giveBack(int facilityId, Merge merge) {
    var survivor = patients.survivor(facilityId, merge.survivorId()).id();
    var orderIds = keys(orders.ofPatient(facilityId, survivor));
    var studyIds = keys(studies.ofPatient(facilityId, survivor));
    var about = keys(resources.about(facilityId, reference(survivor), DERIVED));
    var steps = keys(workitems.openOf(facilityId, survivor));
    // An order that was given to yet another patient since then stays there.
    var back = followers.of(merge).stream()
        .filter(one -> switch (one.kind()) {
          case ORDER -> orderIds.contains(one.key());
          case STUDY -> studyIds.contains(one.key());
          case RESOURCE -> about.contains(one.key());
          case WORKITEM -> steps.contains(one.key());
        })
        .toList();
    followers.forget(merge, back);
    move(facilityId, back, merge.replacedId());
  }

  private void move(int facilityId, List<Follower> all, long patientId) {
    orders.assign(facilityId, ids(all, Follower.Kind.ORDER), patientId);
    studies.assign(facilityId, ids(all, Follower.Kind.STUDY), patientId);
    var patient = patients.byIds(List.of(patientId)).get(patientId).patient();
    workitems.change(ids(all, Follower.Kind.WORKITEM), step -> CurrentPatient.over(
        step.toBuilder().remove(Tags.PATIENT_ID).remove(Tags.ISSUER_OF_PATIENT_ID)
            .remove(Tags.ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE).build(), patient));
    var subject = reference(patientId);
    all.stream()
        .filter(one -> one.kind() == Follower.Kind.RESOURCE)
        .forEach(one -> resources.changeSubject(
            facilityId, ResourceKey.parse(one.key()), subject));
  }

  private static List<Long> ids(List<Follower> all, Follower.Kind kind) {
    return all.stream()
        .filter(one -> one.kind() == kind)
        .map(one -> Long.valueOf(one.key()))
        .toList();
  }

  private static List<String> keys(List<?> all) {
    return all.stream().map(Object::toString).toList();
  }

  private String reference(long patientId) {
    return "Patient/" + patients.byIds(List.of(patientId)).get(patientId).fhirId();
  }

  private void record(int facilityId, Caller caller, String action, Merge merge) {
    audit.record(new AuditRecord(OptionalInt.of(facilityId), caller.door(), caller.name(), action,
        "patient row " + merge.replacedId() + " into row " + merge.survivorId(), "done"));
  }
}
