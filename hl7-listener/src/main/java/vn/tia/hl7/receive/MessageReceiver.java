package vn.tia.hl7.receive;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.dicom.data.Bytes;
import vn.tia.hl7.mllp.MllpHandler;
import vn.tia.mapping.hl7.Acknowledgement;
import vn.tia.mapping.hl7.Fault;
import vn.tia.mapping.hl7.FaultCode;
import vn.tia.mapping.hl7.FaultException;
import vn.tia.mapping.hl7.FaultLocation;
import vn.tia.mapping.hl7.Hl7Message;
import vn.tia.mapping.hl7.MessageContent;
import vn.tia.mapping.hl7.MessageHeader;
import vn.tia.records.access.AccessRule;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facility;
import vn.tia.records.facilities.FacilityProfile;
import vn.tia.records.messages.InboundMessage;
import vn.tia.records.messages.Messages;
import vn.tia.records.messages.Verdict;

/// Takes messages about orders and patients: the journal row, all that the message changes, the
/// outbox and the answer commit together, and only then is the answer sent.
///
/// Thread-safe. The same message again, on any connection, gets the same bytes as its answer and
/// has no second effect.
public final class MessageReceiver implements MllpHandler {

  private static final Logger LOG = LoggerFactory.getLogger(MessageReceiver.class);

  private final Database database;
  private final AccessRule access;
  private final MessageEffects effects;
  private final Messages messages;
  private final Audit audit;
  private final ReceiveSettings settings;
  private final Clock clock;
  private final List<TakenListener> listeners = new CopyOnWriteArrayList<>();

  public MessageReceiver(Database database, AccessRule access, MessageEffects effects, Audit audit,
      ReceiveSettings settings, Clock clock) {
    this.database = database;
    this.access = access;
    this.effects = effects;
    this.messages = new Messages(database);
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
  }

  /// Tells a listener of each message that is taken from now on.
  public void whenTaken(TakenListener listener) {
    listeners.add(listener);
  }

  @Override
  public Optional<byte[]> answer(byte[] message, InetSocketAddress remote) {
    return Optional.of(receive(message, remote));
  }

  /// The acknowledgement of a message.
  public byte[] receive(byte[] message, InetSocketAddress remote) {
    MessageHeader header;
    try {
      header = MessageHeader.read(message);
    } catch (FaultException e) {
      log(remote, "unreadable", e.fault());
      return refusal(MessageHeader.UNREADABLE, FacilityProfile.ZONE, e.fault());
    }
    try {
      return receive(message, header, remote);
    } catch (RuntimeException e) {
      // Nothing was committed, so this is never AA. No text: it may quote the message.
      LOG.error("HL7 message from {} not taken: {} at {}", remote, e.getClass().getName(),
          ours(e));
      return refusal(header, FacilityProfile.ZONE, Fault.reject(FaultCode.INTERNAL,
          "the message can't be taken now, send it again later"));
    }
  }

  private byte[] receive(byte[] message, MessageHeader header, InetSocketAddress remote) {
    var grant = access.hl7(header.sendingApplication(), header.sendingFacility());
    if (grant.isEmpty()) {
      var fault = Fault.reject(FaultCode.TABLE_VALUE_NOT_FOUND, FaultLocation.of("MSH", 3),
          "no facility is configured for this sender (MSH-3 and MSH-4)");
      record(OptionalInt.empty(), header, fault);
      log(remote, "refused", fault);
      return refusal(header, FacilityProfile.ZONE, fault);
    }
    Facility facility = grant.get().facility();
    var inbound = InboundMessage.of(facility.id(), sender(header), header.controlId(),
        HeaderCheck.kind(header), message, clock.instant());
    try {
      HeaderCheck.fault(header, settings.processingIds()).ifPresent(fault -> {
        throw new FaultException(fault);
      });
      return apply(inbound, header, facility);
    } catch (FaultException e) {
      log(remote, "failed", e.fault());
      return fail(inbound, header, facility, e.fault());
    }
  }

  private byte[] apply(InboundMessage inbound, MessageHeader header, Facility facility) {
    ReceiveSettings.Site site = settings.site(facility);
    byte[] content = inbound.content().toArray();
    // Read before the transaction: a bad message must not hold a connection.
    Hl7Message message = Hl7Message.read(content, header, site.read());
    MessageContent read = MessageContent.of(message, site.orders());
    return database.inTransaction(() -> {
      messages.lock(inbound);
      var before = messages.accepted(inbound);
      if (before.isPresent()) {
        return again(inbound, before.get().message(), before.get().verdict());
      }
      effects.apply(facility.id(), read, sender(header));
      var answer = acknowledgement(facility.zone(), Optional.empty()).to(header);
      String leftOut = read.leftOut().stream()
          .map(MessageReceiver::reason).collect(Collectors.joining("; "));
      long id = messages.write(inbound, new Verdict("AA", 0, leftOut, Bytes.wrap(answer)));
      listeners.forEach(listener -> listener.taken(id, inbound));
      record(OptionalInt.of(facility.id()), header, "AA");
      return answer;
    });
  }

  private static byte[] again(InboundMessage inbound, InboundMessage before, Verdict verdict) {
    if (!before.sha256().equals(inbound.sha256())) {
      throw new FaultException(Fault.error(FaultCode.DUPLICATE_KEY, FaultLocation.of("MSH", 10),
          "MSH-10 was used by this sender for another message"));
    }
    return verdict.answer().toArray();
  }

  private byte[] fail(
      InboundMessage inbound, MessageHeader header, Facility facility, Fault fault) {
    var ack = acknowledgement(facility.zone(), Optional.of(fault));
    byte[] answer = ack.to(header);
    database.inTransaction(() -> {
      messages.write(inbound, new Verdict(
          ack.code().code(), fault.code().number(), reason(fault), Bytes.wrap(answer)));
      record(OptionalInt.of(facility.id()), header, fault);
    });
    return answer;
  }

  private byte[] refusal(MessageHeader header, ZoneId zone, Fault fault) {
    return acknowledgement(zone, Optional.of(fault)).to(header);
  }

  private Acknowledgement acknowledgement(ZoneId zone, Optional<Fault> fault) {
    // ST of 20 characters is the shortest MSH-10 (version 2.3).
    String id = UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    return new Acknowledgement(id, clock.instant(), zone, fault);
  }

  private void record(OptionalInt facilityId, MessageHeader header, Fault fault) {
    record(facilityId, header, fault.answer().code() + " " + fault.code().number());
  }

  private void record(OptionalInt facilityId, MessageHeader header, String outcome) {
    audit.record(new AuditRecord(facilityId, "HL7", sender(header), HeaderCheck.kind(header),
        "MSH-10 " + header.controlId(), outcome));
  }

  private static String reason(Fault fault) {
    return fault.location().map(at -> at + ": ").orElse("") + fault.text();
  }

  private static String sender(MessageHeader header) {
    return header.sendingApplication() + "|" + header.sendingFacility();
  }

  private static String ours(RuntimeException problem) {
    return Stream.of(problem.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("vn.tia"))
        .findFirst()
        .map(StackTraceElement::toString)
        .orElse("an unknown place");
  }

  private static void log(InetSocketAddress remote, String what, Fault fault) {
    LOG.warn("HL7 message from {} {}: {} {}{}", remote, what, fault.answer().code(),
        fault.code().number(), fault.location().map(at -> " at " + at).orElse(""));
  }
}
