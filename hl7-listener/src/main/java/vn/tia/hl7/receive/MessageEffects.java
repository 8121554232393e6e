package vn.tia.hl7.receive;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.mapping.exam.ImagingAppointment;
import vn.tia.mapping.exam.ImagingOrder;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.PatientLink;
import vn.tia.mapping.exam.Replacement;
import vn.tia.mapping.exam.Report;
import vn.tia.mapping.exam.VisitEvent;
import vn.tia.mapping.hl7.AppointmentMessage;
import vn.tia.mapping.hl7.Fault;
import vn.tia.mapping.hl7.FaultCode;
import vn.tia.mapping.hl7.FaultException;
import vn.tia.mapping.hl7.FaultLocation;
import vn.tia.mapping.hl7.MessageContent;
import vn.tia.mapping.hl7.OrderMessages;
import vn.tia.mapping.hl7.PatientAnswer;
import vn.tia.mapping.hl7.PatientMessage;
import vn.tia.mapping.hl7.PatientQuery;
import vn.tia.mapping.hl7.ResultMessage;
import vn.tia.records.appointments.AppointmentOutcome;
import vn.tia.records.appointments.Appointments;
import vn.tia.records.clinical.ClinicalRecords;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.merges.PatientMerges;
import vn.tia.records.orders.OrderOutcome;
import vn.tia.records.orders.Orders;
import vn.tia.records.orders.StoredOrder;
import vn.tia.records.patients.LinkOutcome;
import vn.tia.records.patients.PatientLinks;
import vn.tia.records.patients.Patients;
import vn.tia.records.patients.ReplaceOutcome;
import vn.tia.records.patients.Replacements;
import vn.tia.records.patients.StoredPatient;
import vn.tia.records.reports.ReportOutcome;
import vn.tia.records.reports.Reports;
import vn.tia.records.resources.Resources;
import vn.tia.records.visits.Visits;

/// Does in the records what messages want done, in the receiver's transaction.
public final class MessageEffects {
  private final Orders orders;
  private final Patients patients;
  private final PatientMerges merges;
  private final PatientLinks links;
  private final Reports reports;
  private final Appointments appointments;
  private final Visits visits;
  private final ClinicalRecords clinical;
  private final PatientQueries queries;

  /// What messages change.
  public record Records(Database database, Facilities facilities, Patients patients,
      Orders orders, Resources resources) {}

  public MessageEffects(Records records) {
    var database = records.database();
    var facilities = records.facilities();
    this.patients = records.patients();
    this.orders = records.orders();
    this.merges = new PatientMerges(database, patients,
        new Replacements(database, facilities, patients), orders, records.resources());
    this.links = new PatientLinks(database, facilities, patients);
    this.reports = new Reports(
        database, facilities, new Reports.Parts(patients, orders, records.resources()));
    this.appointments =
        new Appointments(database, facilities, patients, orders, records.resources());
    this.visits = new Visits(database, facilities, records.resources());
    this.clinical = new ClinicalRecords(database, facilities, records.resources());
    this.queries = new PatientQueries(patients);
  }

  /// Does all that a message wants done; a query has an answer of its own.
  ///
  /// @throws FaultException if a part of it can't be done; what was done until then is to be undone
  Optional<PatientAnswer> apply(Facility facility, MessageContent content, String sender) {
    if (content instanceof PatientQuery query) {
      return Optional.of(queries.answer(facility, query));
    }
    patients.lock(facility.id(), numbers(content));
    change(facility.id(), content, sender);
    return Optional.empty();
  }

  Orders orders() {
    return orders;
  }

  /// What orders of a facility lock, by which they may have to do with others.
  Set<String> lockNames(Facility facility, OrderMessages message) {
    return message.orders().stream()
        .flatMap(order -> orders.lockNames(facility.id(), order).stream())
        .collect(Collectors.toSet());
  }

  private void change(int facilityId, MessageContent content, String sender) {
    switch (content) {
      case PatientQuery _ -> { }
      case AppointmentMessage(var appointment, var _) -> apply(facilityId, appointment);
      case OrderMessages message -> apply(facilityId, message);
      case ResultMessage message ->
          message.reports().forEach(report -> apply(facilityId, report, sender));
      case PatientMessage.Told(var patient, var cleared, var visit, var facts, var _) -> {
        var stored = patients.register(facilityId, patient, cleared);
        visit.ifPresent(event -> apply(facilityId, event, stored));
        if (!facts.isEmpty()) {
          clinical.apply(facilityId, facts, stored.fhirId(), visit.map(VisitEvent::visit));
        }
      }
      case PatientMessage.Replaced message ->
          message.replacements().forEach(one -> apply(facilityId, one, sender));
      case PatientMessage.Linked(var link, var _) -> apply(facilityId, link, sender);
    }
  }

  /// Whom a message is about, so that who brought a message about them first is done first.
  private static List<PatientIdentifier> numbers(MessageContent content) {
    return switch (content) {
      case OrderMessages message -> message.orders().stream()
          .flatMap(order -> order.patient().identifiers().stream()).toList();
      case PatientQuery _ -> List.of();
      case AppointmentMessage(var appointment, var _) -> appointment.patient().identifiers();
      case ResultMessage message -> message.reports().stream()
          .flatMap(report -> report.patient().identifiers().stream()).toList();
      case PatientMessage.Told(var patient, var _, var _, var _, var _) -> patient.identifiers();
      case PatientMessage.Replaced message -> message.replacements().stream()
          .flatMap(one -> Stream.concat(
              one.by().identifiers().stream(), one.replaced().stream())).toList();
      case PatientMessage.Linked(var link, var _) -> Stream.of(link.one(), link.other())
          .flatMap(one -> one.identifiers().stream()).toList();
    };
  }

  /// Where an order stands as its message wants it, what that says of the patient's health is told.
  private void apply(int facilityId, OrderMessages message) {
    var standing = message.orders().stream()
        .flatMap(order -> apply(facilityId, order).stream()).toList();
    if (message.facts().isEmpty() || standing.isEmpty()) {
      return;
    }
    var order = standing.getLast();
    var patient = patients.byIds(List.of(order.patientId())).get(order.patientId());
    clinical.apply(facilityId, message.facts(), patient.fhirId(),
        Optional.of(order.content().visit()));
  }

  /// The order, unless it was canceled.
  private Optional<StoredOrder> apply(int facilityId, ImagingOrder order) {
    var place = FaultLocation.of("ORC", 2);
    return switch (orders.apply(facilityId, order)) {
      case OrderOutcome.Placed(var placed) -> Optional.of(placed);
      case OrderOutcome.Changed(var changed) -> Optional.of(changed);
      case OrderOutcome.Unchanged(var known) -> Optional.of(known);
      case OrderOutcome.Canceled _, OrderOutcome.NotNeeded() -> Optional.empty();
      case OrderOutcome.UnknownOrder() -> throw new FaultException(
          Fault.error(FaultCode.UNKNOWN_KEY, place, "no order of this number is known"));
      case OrderOutcome.TooLate(var progress) -> throw new FaultException(
          Fault.error(FaultCode.INTERNAL, place,
              "the order can't be changed any more: its exam is " + progress));
    };
  }

  private void apply(int facilityId, ImagingAppointment appointment) {
    switch (appointments.apply(facilityId, appointment)) {
      case AppointmentOutcome.Done() -> { }
      case AppointmentOutcome.OtherPatient() -> throw refused(FaultCode.UNKNOWN_KEY, "PID", 3,
          "the order of this number is for another patient than PID-3");
      case AppointmentOutcome.UnknownAppointment() -> throw refused(FaultCode.UNKNOWN_KEY, "SCH", 2,
          "no appointment of this number is known");
    }
  }

  private void apply(int facilityId, VisitEvent event, StoredPatient patient) {
    if (visits.apply(facilityId, event, patient) == Visits.Outcome.OTHER_PATIENT) {
      throw refused(FaultCode.UNKNOWN_KEY, "PV1", 19,
          "the visit of this number is that of another patient than PID-3");
    }
  }

  private void apply(int facilityId, Report report, String sender) {
    switch (reports.apply(facilityId, report, sender)) {
      case ReportOutcome.Kept _ -> { }
      case ReportOutcome.OtherPatient() -> throw refused(FaultCode.UNKNOWN_KEY, "PID", 3,
          "the order of this number is for another patient than PID-3");
      case ReportOutcome.UnknownReport() -> throw refused(FaultCode.UNKNOWN_KEY, "TXA", 12,
          "no report of this number is known");
      case ReportOutcome.AlreadySigned(var status) -> throw refused(FaultCode.INTERNAL, "OBR", 25,
          "the report can't be made a draft again: it is " + status);
    }
  }

  private void apply(int facilityId, Replacement replacement, String sender) {
    switch (merges.apply(facilityId, replacement, sender)) {
      case ReplaceOutcome.Done _ -> { }
      case ReplaceOutcome.SameNumbers() -> throw refused(FaultCode.INTERNAL, "MRG", 1,
          "MRG-1 holds the numbers of PID-3: a patient can't replace themselves");
      case ReplaceOutcome.Loop() -> throw refused(FaultCode.INTERNAL, "PID", 3,
          "the patient of PID-3 was replaced by that of MRG-1 before: this would be a loop");
      case ReplaceOutcome.AlreadyReplaced() -> throw refused(FaultCode.UNKNOWN_KEY, "MRG", 1,
          "the number in MRG-1 is out of use: it leads to another patient already");
      case ReplaceOutcome.ForeignNumber() -> throw refused(FaultCode.UNKNOWN_KEY, "MRG", 1,
          "PID-3 or MRG-1 holds a number that another facility gives out");
      case ReplaceOutcome.TakenNumber() -> throw refused(FaultCode.DUPLICATE_KEY, "PID", 3,
          "the numbers in PID-3 and MRG-1 are those of different patients: that needs a merge");
    }
  }

  private void apply(int facilityId, PatientLink link, String sender) {
    switch (links.apply(facilityId, link, sender)) {
      case LinkOutcome.Done _ -> { }
      case LinkOutcome.OneRecord() -> throw refused(FaultCode.INTERNAL, "PID", 3,
          "both PID-3 hold numbers of one patient: there is nothing to link or part");
      case LinkOutcome.UnknownPatient() -> throw refused(FaultCode.UNKNOWN_KEY, "PID", 3,
          "a number in PID-3 is nobody's");
      case LinkOutcome.ForeignNumber() -> throw refused(FaultCode.UNKNOWN_KEY, "PID", 3,
          "PID-3 holds a number that another facility gives out");
    }
  }

  private static FaultException refused(
      FaultCode code, String segment, int field, String text) {
    return new FaultException(Fault.error(code, FaultLocation.of(segment, field), text));
  }
}
