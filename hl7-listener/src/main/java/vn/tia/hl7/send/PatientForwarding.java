package vn.tia.hl7.send;

import java.util.Optional;
import java.util.stream.Stream;
import vn.tia.hl7.send.Postbox.Posting;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.Replacement;
import vn.tia.mapping.hl7.Envelope;
import vn.tia.mapping.hl7.ForwardedMessages;
import vn.tia.mapping.hl7.Hl7Message;
import vn.tia.mapping.hl7.MessageContent;
import vn.tia.mapping.hl7.MessageHeader;
import vn.tia.mapping.hl7.PatientMessage;
import vn.tia.mapping.hl7.SentKind;
import vn.tia.records.access.Access;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.messages.InboundMessage;
import vn.tia.records.messages.Messages;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.outbox.OutboxEntry;
import vn.tia.records.patients.Patients;
import vn.tia.records.patients.StoredPatient;

/// Forwards what one system told of patients to the others of its facility, but never back to
/// who told it.
public final class PatientForwarding {

  static final String TOPIC = "hl7-adt";

  private final Facilities facilities;
  private final Patients patients;
  private final Messages messages;
  private final Outbox outbox;
  private final Postbox postbox;
  private final Reading reading;

  PatientForwarding(OutgoingMessages.Records records, Postbox postbox, Reading reading) {
    this.facilities = records.facilities();
    this.patients = records.patients();
    this.messages = records.messages();
    this.outbox = records.outbox();
    this.postbox = postbox;
    this.reading = reading;
  }

  /// Notes a message that had its effect, inside the transaction of that effect.
  ///
  /// @param id of the message in the journal
  public void taken(long id, InboundMessage message) {
    Facility facility = facilities.byId(message.facilityId()).orElseThrow();
    if (message.kind().startsWith("ADT^") && postbox.isWanted(facility.code(), SentKind.ADT)) {
      outbox.append(TOPIC, Long.toString(id), facility.id());
    }
  }

  void queue(Facility facility, OutboxEntry entry) {
    messages.find(Long.parseLong(entry.key()), Access.to(facility.id())).ifPresent(journalled -> {
      byte[] bytes = journalled.message().content().toArray();
      var message = Hl7Message.read(bytes, MessageHeader.read(bytes), reading.read(facility));
      postbox.post(new Posting(facility, lane(facility, message), "adt/" + entry.key(),
          (kind, envelope) -> kind == SentKind.ADT && !isSender(message.header(), envelope)
              ? Optional.of(ForwardedMessages.toAdt(message, envelope)) : Optional.empty()));
    });
  }

  private static boolean isSender(MessageHeader header, Envelope envelope) {
    var parties = envelope.parties();
    return header.sendingApplication().equals(parties.receivingApplication())
        && header.sendingFacility().equals(parties.receivingFacility());
  }

  /// The patient of whom the message speaks, so that a report can't arrive before its patient.
  private String lane(Facility facility, Hl7Message message) {
    return MessageContent.of(message, reading.site(facility)) instanceof PatientMessage told
        ? said(told).flatMap(patient -> patient.identifiers().stream())
            .flatMap(id -> patients.byIdentifier(facility.id(), id).stream())
            .map(StoredPatient::fhirId)
            .map(id -> "Patient/" + id)
            .findFirst()
            .orElse("patients of " + facility.code())
        : "patients of " + facility.code();
  }

  private static Stream<Patient> said(PatientMessage message) {
    return switch (message) {
      case PatientMessage.Told(var patient, var _, var _, var _, var _) -> Stream.of(patient);
      case PatientMessage.Replaced(var all, var _) -> all.stream().map(Replacement::by);
      case PatientMessage.Linked(var link, var _) -> Stream.of(link.one(), link.other());
    };
  }
}
