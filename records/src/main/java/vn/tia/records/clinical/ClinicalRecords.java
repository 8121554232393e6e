package vn.tia.records.clinical;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.mapping.exam.ClinicalFacts;
import vn.tia.mapping.exam.ClinicalFacts.Listed;
import vn.tia.mapping.exam.Visit;
import vn.tia.mapping.fhir.ClinicalMapping;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.resources.Current;
import vn.tia.records.resources.Resources;

/// The allergies and diagnoses that each facility's messages tell of its patients.
///
/// An allergy is never removed: one that a hospital's list no longer has becomes inactive. What
/// clients wrote by FHIR is theirs and is not touched.
public final class ClinicalRecords {
  private final Database database;
  private final Facilities facilities;
  private final Resources resources;

  public ClinicalRecords(Database database, Facilities facilities, Resources resources) {
    this.database = database;
    this.facilities = facilities;
    this.resources = resources;
  }

  /// Does what a message says of a patient's health; the same again changes nothing.
  ///
  /// @param patientId of the Patient resource
  /// @param visit in which the diagnoses were made
  public void apply(
      int facilityId, ClinicalFacts facts, String patientId, Optional<Visit> visit) {
    database.inTransaction(() -> {
      var facility = facilities.byId(facilityId).orElseThrow();
      var mapping = new ClinicalMapping(facility.systems(), facility.zone());
      var allergies = facts.allergies().stream()
          .map(one -> mapping.toAllergy(one, patientId)).toList();
      if (facts.listed() == Listed.ALL) {
        unlisted(facilityId, patientId, allergies)
            .forEach(one -> resources.put(facilityId, mapping.toInactive(one)));
      }
      allergies.forEach(one -> put(facilityId, one));
      facts.diagnoses().stream()
          .map(one -> mapping.toCondition(one, patientId, visit))
          .forEach(one -> put(facilityId, one));
    });
  }

  private void put(int facilityId, Resource told) {
    resources.put(facilityId, told, (written, _) -> written);
  }

  /// What messages told of before, and this one doesn't list.
  private List<AllergyIntolerance> unlisted(
      int facilityId, String patientId, List<AllergyIntolerance> listed) {
    Set<String> ids = listed.stream().map(one -> one.getIdElement().getIdPart())
        .collect(Collectors.toSet());
    var others = resources.about(facilityId, "Patient/" + patientId, Set.of()).stream()
        .filter(key -> key.type().equals("AllergyIntolerance") && !ids.contains(key.id()))
        .toList();
    return resources.lock(others).values().stream()
        .filter(one -> one.isThere() && !one.byClient())
        .map(Current::resource)
        .map(one -> one.decode(AllergyIntolerance.class))
        .toList();
  }
}
