package vn.tia.records.studies;

import java.util.Optional;
import vn.tia.mapping.dicom.PatientFacts;
import vn.tia.mapping.dicom.StudyFacts;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.Patient;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.orders.MatchedOrder;
import vn.tia.records.orders.Orders;
import vn.tia.records.orders.StudyKeys;
import vn.tia.records.patients.Patients;

/// Finds whom a new study belongs to: its patient and its order.
public final class StudyLinks {

  /// @param orderId empty where no order is known
  /// @param accessionSystem the URI of the giver of the accession number, empty without one
  record Links(long patientId, Optional<Long> orderId, Optional<String> accessionSystem) {}

  private final Facilities facilities;
  private final Patients patients;
  private final Orders orders;

  public StudyLinks(Facilities facilities, Patients patients, Orders orders) {
    this.facilities = facilities;
    this.patients = patients;
    this.orders = orders;
  }

  /// Links a study, and tells its order that images arrive.
  ///
  /// Without a Patient ID the study belongs to the patient of its order; without an order too, to a
  /// patient of its own, because a name alone would fuse strangers.
  Links link(NewInstance instance) {
    var study = instance.study();
    var patient = PatientFacts.of(instance.header().dataset());
    var order = orders.match(instance.facilityId(), keys(study));
    // The patient before the order, as orders and merges do: whoever waits, waits for one.
    long patientId = patientId(instance.facilityId(), patient, order);
    order.ifPresent(
        found -> orders.imagesArrived(instance.facilityId(), found.orderId()));
    var system = study.accession().map(
        number -> facility(instance.facilityId()).systems().of(number.authority()));
    return new Links(patientId, order.map(MatchedOrder::orderId), system);
  }

  private long patientId(int facilityId, Patient patient, Optional<MatchedOrder> order) {
    if (patient.identifiers().isEmpty() && order.isPresent()) {
      return patients.survivor(facilityId, order.get().patientId()).id();
    }
    return patients.findOrCreate(facilityId, patient).id();
  }

  static StudyKeys keys(StudyFacts study) {
    return new StudyKeys(
        study.accession().map(AssignedId::value),
        study.accession().map(AssignedId::authority).orElse(Authority.UNSAID),
        Optional.of(study.uid()),
        study.requestedProcedureId());
  }

  private Facility facility(int id) {
    return facilities.byId(id)
        .orElseThrow(() -> new IllegalArgumentException("there is no facility " + id));
  }
}
