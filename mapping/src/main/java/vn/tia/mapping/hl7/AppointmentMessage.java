package vn.tia.mapping.hl7;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vn.tia.mapping.exam.ImagingAppointment;
import vn.tia.mapping.exam.ImagingAppointment.Change;

/// Takes `SIU` (HL7 v2 chapter 10) to the appointment that it tells.
public record AppointmentMessage(ImagingAppointment appointment, List<Fault> leftOut)
    implements MessageContent {

  private static final Map<String, Change> CHANGES = Map.of(
      "SIU^S12", Change.BOOKED, "SIU^S13", Change.MOVED, "SIU^S14", Change.CHANGED,
      "SIU^S15", Change.CANCELED, "SIU^S26", Change.NOT_KEPT);

  /// The messages that tell of appointments.
  public static final Set<String> EVENTS = CHANGES.keySet();

  public AppointmentMessage {
    leftOut = List.copyOf(leftOut);
  }

  /// Reads a message.
  ///
  /// @throws FaultException if it can't be used
  public static AppointmentMessage of(Hl7Message message, OrderSite site) {
    PatientDraft.require(message.first("PID"));
    if (message.first("SCH").isEmpty()) {
      throw new FaultException(Fault.error(FaultCode.REQUIRED_FIELD_MISSING,
          FaultLocation.of("SCH", 0), "SCH is missing"));
    }
    var leftOut = new ArrayList<Fault>();
    var draft = new AppointmentDraft();
    var source = new OrderSource(site, List.of(), message.segments());
    PatientRules.RULES.forEach(rule -> rule.apply(source, draft.patient, leftOut));
    AppointmentRules.RULES.forEach(rule -> rule.apply(source, draft, leftOut));
    var change = CHANGES.get(message.header().type() + "^" + message.header().event());
    try {
      return new AppointmentMessage(draft.toAppointment(change), leftOut);
    } catch (IllegalArgumentException e) {
      throw new FaultException(Fault.error(FaultCode.REQUIRED_FIELD_MISSING,
          FaultLocation.of("SCH", draft.start.isEmpty() ? 11 : 2), String.valueOf(e.getMessage())));
    }
  }
}
