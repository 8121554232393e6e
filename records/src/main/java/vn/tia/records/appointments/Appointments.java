package vn.tia.records.appointments;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Appointment;
import vn.tia.mapping.exam.ImagingAppointment;
import vn.tia.mapping.fhir.AppointmentMapping;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.orders.Orders;
import vn.tia.records.orders.StepSchedule;
import vn.tia.records.orders.StoredOrder;
import vn.tia.records.patients.Patients;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;

/// The appointments of each facility.
///
/// An appointment of a known order moves the steps that have not begun; its end puts them on hold,
/// since the exam is still wanted until the order itself is canceled.
public final class Appointments {
  private final Database database;
  private final Facilities facilities;
  private final Patients patients;
  private final Orders orders;
  private final Resources resources;

  public Appointments(Database database, Facilities facilities, Patients patients, Orders orders,
      Resources resources) {
    this.database = database;
    this.facilities = facilities;
    this.patients = patients;
    this.orders = orders;
    this.resources = resources;
  }

  /// Does what a message says of an appointment; the same again changes nothing.
  public AppointmentOutcome apply(int facilityId, ImagingAppointment said) {
    return database.inTransaction(() -> {
      var facility = facilities.byId(facilityId).orElseThrow();
      var id = id(facility, said);
      var known = read(facility, id);
      if (known.isEmpty() && said.change().isEnd()) {
        return new AppointmentOutcome.UnknownAppointment();
      }
      var order = orders.named(facilityId, said.order());
      var patient = patients.register(facilityId, said.patient());
      if (order.isPresent() && order.get().patientId() != patient.id()) {
        return new AppointmentOutcome.OtherPatient();
      }
      order.ifPresent(one -> orders.schedule(facilityId, one, schedule(said)));
      resources.put(facilityId, resource(facility, said, known, id, patient.fhirId(), order));
      return new AppointmentOutcome.Done();
    });
  }

  private static StepSchedule schedule(ImagingAppointment said) {
    return said.change().isEnd()
        ? new StepSchedule.Off()
        : new StepSchedule.At(said.start().orElseThrow(), said.location(), said.performers());
  }

  /// A message about the end may leave out what it ends: that stays as it was.
  private static Appointment resource(Facility facility, ImagingAppointment said,
      Optional<Appointment> known, String id, String patientId, Optional<StoredOrder> order) {
    if (said.change().isEnd() && said.start().isEmpty() && known.isPresent()) {
      return known.get().setStatus(AppointmentMapping.toStatus(said.change()));
    }
    return AppointmentMapping.toAppointment(
        id, said, patientId, order.map(StoredOrder::fhirId), facility.systems());
  }

  private Optional<Appointment> read(Facility facility, String id) {
    return resources
        .read(new ResourceKey("Appointment", id), Access.to(facility.id()))
        .filter(stored -> !stored.deleted())
        .map(stored -> stored.decode(Appointment.class));
  }

  /// The same for the same number of a facility: no row of its own has to remember it.
  private static String id(Facility facility, ImagingAppointment said) {
    var number = said.number();
    String name = "Appointment|" + facility.id() + "|"
        + facility.systems().of(number.authority()) + "|" + number.value();
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
