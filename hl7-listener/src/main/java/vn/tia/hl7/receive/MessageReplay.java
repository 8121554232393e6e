package vn.tia.hl7.receive;

import java.time.Clock;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import vn.tia.dicom.data.Bytes;
import vn.tia.mapping.hl7.Acknowledgement;
import vn.tia.mapping.hl7.Fault;
import vn.tia.mapping.hl7.FaultException;
import vn.tia.mapping.hl7.Hl7Message;
import vn.tia.mapping.hl7.MessageContent;
import vn.tia.mapping.hl7.MessageHeader;
import vn.tia.records.access.Access;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.messages.InboundMessage;
import vn.tia.records.messages.JournalledMessage;
import vn.tia.records.messages.Messages;
import vn.tia.records.messages.Verdict;

/// Tries messages of the error queue once more, after somebody has put right what they failed at.
///
/// All that a message changes and its new verdict commit together, or nothing does. Its sender had
/// his answer long ago and gets no other.
public final class MessageReplay {

  private final Database database;
  private final Facilities facilities;
  private final MessageEffects effects;
  private final Messages messages;
  private final Audit audit;
  private final ReceiveSettings settings;
  private final Clock clock;
  private final CopyOnWriteArrayList<TakenListener> listeners = new CopyOnWriteArrayList<>();

  /// What it works on.
  public record Records(Database database, Facilities facilities, Messages messages, Audit audit) {}

  public MessageReplay(
      Records records, MessageEffects effects, ReceiveSettings settings, Clock clock) {
    this.database = records.database();
    this.facilities = records.facilities();
    this.messages = records.messages();
    this.audit = records.audit();
    this.effects = effects;
    this.settings = settings;
    this.clock = clock;
  }

  /// Tells a listener of each message that has its effect from now on.
  public void whenTaken(TakenListener listener) {
    listeners.add(listener);
  }

  /// Tries a failed message once more, in the words in which it came.
  ///
  /// @param operator who asks for it, for the audit trail
  public ReplayOutcome replay(long id, Access access, String operator) {
    var queued = failed(id, access);
    if (queued.isEmpty()) {
      return new ReplayOutcome.Unknown();
    }
    InboundMessage message = queued.get().message();
    Facility facility = facilities.byId(message.facilityId()).orElseThrow();
    try {
      var outcome = apply(id, message, facility, access);
      record(message, operator, outcome.getClass().getSimpleName());
      return outcome;
    } catch (FaultException e) {
      fail(id, message, facility, e.fault());
      record(message, operator, e.fault().answer().code() + " " + e.fault().code().number());
      return new ReplayOutcome.Failed(reason(e.fault()));
    }
  }

  private Optional<JournalledMessage> failed(long id, Access access) {
    return messages.find(id, access).filter(found -> !found.verdict().isAccepted());
  }

  private ReplayOutcome apply(
      long id, InboundMessage message, Facility facility, Access access) {
    byte[] bytes = message.content().toArray();
    MessageHeader header = MessageHeader.read(bytes);
    HeaderCheck.fault(header, settings.processingIds()).ifPresent(fault -> {
      throw new FaultException(fault);
    });
    ReceiveSettings.Site site = settings.site(facility);
    MessageContent read =
        MessageContent.of(Hl7Message.read(bytes, header, site.read()), site.orders());
    return database.inRepeatableTransaction(() -> {
      messages.lock(message);
      if (failed(id, access).isEmpty()) {
        return new ReplayOutcome.Unknown();
      }
      if (messages.accepted(message).isPresent()) {
        return new ReplayOutcome.Superseded();
      }
      effects.apply(facility, read, message.sender());
      messages.conclude(id, new Verdict("AA", 0, "replayed", answer(header, facility,
          Optional.empty())));
      listeners.forEach(listener -> listener.taken(id, message));
      return new ReplayOutcome.Done();
    });
  }

  private void fail(long id, InboundMessage message, Facility facility, Fault fault) {
    MessageHeader header = MessageHeader.read(message.content().toArray());
    database.inTransaction(() -> messages.conclude(id, new Verdict(fault.answer().code(),
        fault.code().number(), reason(fault), answer(header, facility, Optional.of(fault)))));
  }

  private Bytes answer(MessageHeader header, Facility facility, Optional<Fault> fault) {
    return Bytes.wrap(new Acknowledgement(
        header.controlId(), clock.instant(), facility.zone(), fault).to(header));
  }

  private void record(InboundMessage message, String operator, String outcome) {
    audit.record(new AuditRecord(OptionalInt.of(message.facilityId()), "HL7", operator,
        "replay " + message.kind(), "MSH-10 " + message.controlId(), outcome));
  }

  private static String reason(Fault fault) {
    return fault.location().map(at -> at + ": ").orElse("") + fault.text();
  }
}
