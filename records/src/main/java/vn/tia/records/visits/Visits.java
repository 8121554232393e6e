package vn.tia.records.visits;

import java.util.List;
import org.hl7.fhir.r4.model.Encounter;
import vn.tia.mapping.exam.VisitEvent;
import vn.tia.mapping.fhir.VisitMapping;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.patients.StoredPatient;
import vn.tia.records.resources.Current;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;

/// The visits of each facility's patients.
public final class Visits {
  private final Database database;
  private final Facilities facilities;
  private final Resources resources;

  /// How it went.
  public enum Outcome {
    DONE,
    /// The number is that of another patient's visit: nothing was changed.
    OTHER_PATIENT
  }

  public Visits(Database database, Facilities facilities, Resources resources) {
    this.database = database;
    this.facilities = facilities;
    this.resources = resources;
  }

  /// Does what a message says of a visit; the same again changes nothing.
  public Outcome apply(int facilityId, VisitEvent event, StoredPatient patient) {
    return database.inTransaction(() -> {
      var facility = facilities.byId(facilityId).orElseThrow();
      var mapping = new VisitMapping(facility.systems(), facility.name(), facility.zone());
      var key = new ResourceKey("Encounter", mapping.id(event));
      var known = resources.lock(List.of(key)).values().stream().filter(Current::isThere)
          .map(found -> found.resource().decode(Encounter.class)).findFirst();
      if (known.filter(one -> !isOf(one, patient)).isPresent()) {
        return Outcome.OTHER_PATIENT;
      }
      resources.put(facilityId, known.map(one -> mapping.next(one, event))
          .orElseGet(() -> mapping.first(event, patient.fhirId())));
      return Outcome.DONE;
    });
  }

  private static boolean isOf(Encounter visit, StoredPatient patient) {
    return visit.getSubject().getReference().equals("Patient/" + patient.fhirId());
  }
}
