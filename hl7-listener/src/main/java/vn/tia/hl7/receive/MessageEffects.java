package vn.tia.hl7.receive;

import vn.tia.mapping.exam.ImagingOrder;
import vn.tia.mapping.exam.PatientLink;
import vn.tia.mapping.exam.Replacement;
import vn.tia.mapping.hl7.Fault;
import vn.tia.mapping.hl7.FaultCode;
import vn.tia.mapping.hl7.FaultException;
import vn.tia.mapping.hl7.FaultLocation;
import vn.tia.mapping.hl7.MessageContent;
import vn.tia.mapping.hl7.OrderMessages;
import vn.tia.mapping.hl7.PatientMessage;
import vn.tia.records.merges.PatientMerges;
import vn.tia.records.orders.OrderOutcome;
import vn.tia.records.orders.Orders;
import vn.tia.records.patients.LinkOutcome;
import vn.tia.records.patients.PatientLinks;
import vn.tia.records.patients.Patients;
import vn.tia.records.patients.ReplaceOutcome;

/// Does in the records what messages want done, in the receiver's transaction.
public final class MessageEffects {
  private final Orders orders;
  private final Patients patients;
  private final PatientMerges merges;
  private final PatientLinks links;

  public MessageEffects(
      Orders orders, Patients patients, PatientMerges merges, PatientLinks links) {
    this.orders = orders;
    this.patients = patients;
    this.merges = merges;
    this.links = links;
  }

  /// Does all that a message wants done.
  ///
  /// @throws FaultException if a part of it can't be done; what was done until then is to be undone
  void apply(int facilityId, MessageContent content, String sender) {
    switch (content) {
      case OrderMessages message ->
          message.orders().forEach(order -> apply(facilityId, order));
      case PatientMessage.Told(var patient, var _) -> patients.register(facilityId, patient);
      case PatientMessage.Replaced message ->
          message.replacements().forEach(one -> apply(facilityId, one, sender));
      case PatientMessage.Linked(var link, var _) -> apply(facilityId, link, sender);
    }
  }

  private void apply(int facilityId, ImagingOrder order) {
    var place = FaultLocation.of("ORC", 2);
    switch (orders.apply(facilityId, order)) {
      case OrderOutcome.Placed _, OrderOutcome.Changed _, OrderOutcome.Canceled _,
          OrderOutcome.Unchanged _ -> { }
      case OrderOutcome.UnknownOrder() -> throw new FaultException(
          Fault.error(FaultCode.UNKNOWN_KEY, place, "no order of this number is known"));
      case OrderOutcome.TooLate(var progress) -> throw new FaultException(
          Fault.error(FaultCode.INTERNAL, place,
              "the order can't be changed any more: its exam is " + progress));
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
