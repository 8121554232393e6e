package vn.tia.hl7.receive;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.dicom.data.Bytes;
import vn.tia.hl7.mllp.MllpHandler;
import vn.tia.mapping.hl7.AckCode;
import vn.tia.mapping.hl7.AckMode;
import vn.tia.mapping.hl7.Acknowledgement;
import vn.tia.mapping.hl7.Fault;
import vn.tia.mapping.hl7.FaultCode;
import vn.tia.mapping.hl7.FaultException;
import vn.tia.mapping.hl7.FaultLocation;
import vn.tia.mapping.hl7.Hl7Message;
import vn.tia.mapping.hl7.MessageBatch;
import vn.tia.mapping.hl7.MessageContent;
import vn.tia.mapping.hl7.MessageHeader;
import vn.tia.mapping.hl7.OrderMessages;
import vn.tia.records.access.AccessRule;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facility;
import vn.tia.records.facilities.FacilityProfile;
import vn.tia.records.messages.InboundMessage;
import vn.tia.records.messages.JournalledMessage;
import vn.tia.records.messages.Messages;
import vn.tia.records.messages.Verdict;

/// Takes messages about orders and patients: the journal row, all that the message changes, the
/// outbox and the answer commit together, and only then is the answer sent.
///
/// Thread-safe. The same message again, on any connection, gets the same bytes as its answer and
/// has no second effect. A sender in enhanced mode is told that the message is kept (CA) and what
/// became of it (AA, AE) one after the other on his connection, each where he wants it.
public final class MessageReceiver implements MllpHandler {

  private static final Logger LOG = LoggerFactory.getLogger(MessageReceiver.class);

  private final Database database;
  private final AccessRule access;
  private final MessageEffects effects;
  private final Messages messages;
  private final Audit audit;
  private final ReceiveSettings settings;
  private final Clock clock;
  private final PatientLanes lanes = new PatientLanes();
  private final OrderGroups groups;
  private final List<TakenListener> listeners = new CopyOnWriteArrayList<>();

  public MessageReceiver(Database database, AccessRule access, MessageEffects effects, Audit audit,
      ReceiveSettings settings, Clock clock) {
    this.database = database;
    this.access = access;
    this.effects = effects;
    this.messages = new Messages(database);
    this.groups = new OrderGroups(database, messages, effects.orders());
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

  @Override
  public Optional<List<byte[]>> answers(byte[] message, InetSocketAddress remote) {
    return Optional.of(MessageBatch.is(message)
        ? List.of(batch(message, remote))
        : take(message, remote).answers());
  }

  @Override
  public void broken(InetSocketAddress remote, String why) {
    audit.recordRefusal(new AuditRecord(OptionalInt.empty(), "HL7",
        remote.getAddress().getHostAddress(), "connection", "MLLP", why));
  }

  /// What became of a message, as its sender is told in original mode.
  public byte[] receive(byte[] message, InetSocketAddress remote) {
    return take(message, remote).application().toArray();
  }

  /// Takes each message of a batch, and answers them in a batch.
  private byte[] batch(byte[] block, InetSocketAddress remote) {
    try {
      var batch = MessageBatch.read(block);
      var answers = batch.parts().stream()
          .flatMap(part -> part.messages().stream())
          .map(message -> take(message.toArray(), remote).answers())
          .toList();
      return batch.answer(answers, clock.instant(), FacilityProfile.ZONE);
    } catch (FaultException e) {
      return unreadable(remote, e.fault()).application().toArray();
    }
  }

  private Taken take(byte[] message, InetSocketAddress remote) {
    MessageHeader header;
    try {
      header = MessageHeader.read(message);
    } catch (FaultException e) {
      return unreadable(remote, e.fault());
    }
    if (HeaderCheck.isAcknowledgement(header)) {
      // An answer to an answer would go on for ever.
      LOG.info("HL7 acknowledgement from {} passed over: it answers nothing of ours", remote);
      return Taken.unanswered(header);
    }
    try {
      return take(message, header, remote);
    } catch (RuntimeException e) {
      // Nothing was committed, so this is never AA. No text: it may quote the message.
      LOG.error("HL7 message from {} not taken: {} at {}", remote, e.getClass().getName(),
          ours(e));
      return refusal(header, FacilityProfile.ZONE, Fault.reject(FaultCode.INTERNAL,
          "the message can't be taken now, send it again later"));
    }
  }

  private Taken unreadable(InetSocketAddress remote, Fault fault) {
    log(remote, "unreadable", fault);
    audit.recordRefusal(new AuditRecord(OptionalInt.empty(), "HL7",
        remote.getAddress().getHostAddress(), "message", "unreadable",
        fault.answer().code() + " " + fault.code().number()));
    return refusal(MessageHeader.UNREADABLE, FacilityProfile.ZONE, fault);
  }

  private Taken take(byte[] message, MessageHeader header, InetSocketAddress remote) {
    var grant = access.hl7(header.sendingApplication(), header.sendingFacility());
    if (grant.isEmpty()) {
      var fault = Fault.reject(FaultCode.TABLE_VALUE_NOT_FOUND, FaultLocation.of("MSH", 3),
          "no facility is configured for this sender (MSH-3 and MSH-4)");
      record(OptionalInt.empty(), header, fault);
      log(remote, "refused", fault);
      return refusal(header, FacilityProfile.ZONE, fault);
    }
    Facility facility = grant.get().facility();
    return lanes.inTurn(facility.code(), message, () -> take(message, header, remote, facility));
  }

  private Taken take(
      byte[] message, MessageHeader header, InetSocketAddress remote, Facility facility) {
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

  private Taken apply(InboundMessage inbound, MessageHeader header, Facility facility) {
    ReceiveSettings.Site site = settings.site(facility);
    byte[] content = inbound.content().toArray();
    // Read before the transaction: a bad message must not hold a connection.
    Hl7Message message = Hl7Message.read(content, header, site.read());
    MessageContent read = MessageContent.of(message, site.orders());
    Supplier<Taken> effect = () -> done(inbound, header, facility, read);
    return together(inbound, facility, read, effect)
        .orElseGet(() -> database.inRepeatableTransaction(effect));
  }

  /// An order that was written with others; empty for anything else, and where it must go alone.
  private Optional<Taken> together(InboundMessage inbound, Facility facility, MessageContent read,
      Supplier<Taken> effect) {
    if (!(read instanceof OrderMessages message)) {
      return Optional.empty();
    }
    var names = new HashSet<>(effects.lockNames(facility, message));
    names.add(Messages.lockName(inbound));
    return groups.take(new OrderGroups.Member(
        facility.id(), inbound, message.orders(), names, effect));
  }

  /// All that a message does, in the running transaction.
  private Taken done(InboundMessage inbound, MessageHeader header, Facility facility,
      MessageContent read) {
    messages.lock(inbound);
    var before = messages.accepted(inbound);
    if (before.isPresent()) {
      return again(header, facility, inbound, before.get());
    }
    var asked = effects.apply(facility, read, sender(header));
    var ack = acknowledgement(facility.zone(), Optional.empty());
    byte[] answer = asked.map(found -> found.to(header, ack)).orElseGet(() -> ack.to(header));
    String leftOut = read.leftOut().stream()
        .map(MessageReceiver::reason).collect(Collectors.joining("; "));
    long id = messages.write(inbound, new Verdict("AA", 0, leftOut, Bytes.wrap(answer)));
    listeners.forEach(listener -> listener.taken(id, inbound));
    record(OptionalInt.of(facility.id()), header, "AA");
    return new Taken(header, mode(header, facility), kept(facility, inbound), Optional.empty(),
        Bytes.wrap(answer));
  }

  private Taken again(MessageHeader header, Facility facility, InboundMessage inbound,
      JournalledMessage before) {
    if (!before.message().sha256().equals(inbound.sha256())) {
      throw new FaultException(Fault.error(FaultCode.DUPLICATE_KEY, FaultLocation.of("MSH", 10),
          "MSH-10 was used by this sender for another message"));
    }
    return new Taken(header, mode(header, facility), kept(facility, before.message()),
        Optional.empty(), before.verdict().answer());
  }

  private Taken fail(
      InboundMessage inbound, MessageHeader header, Facility facility, Fault fault) {
    var ack = acknowledgement(facility.zone(), Optional.of(fault));
    byte[] answer = ack.to(header);
    database.inTransaction(() -> {
      messages.write(inbound, new Verdict(
          ack.code().code(), fault.code().number(), reason(fault), Bytes.wrap(answer)));
      record(OptionalInt.of(facility.id()), header, fault);
    });
    // What its sender must correct is kept all the same; what is refused by its header is not.
    var commit = fault.answer() == AckCode.REJECT ? ack : kept(facility, inbound);
    return new Taken(header, mode(header, facility), commit, Optional.of(fault),
        Bytes.wrap(answer));
  }

  private AckMode mode(MessageHeader header, Facility facility) {
    return switch (settings.site(facility).read().acknowledgement()) {
      case AS_ASKED -> AckMode.of(header);
      case ORIGINAL -> new AckMode.Original();
    };
  }

  /// That a message is kept: the same bytes however often it comes.
  private static Acknowledgement kept(Facility facility, InboundMessage inbound) {
    return new Acknowledgement(inbound.sha256().toHex().substring(0, 20),
        inbound.received(), facility.zone(), Optional.empty());
  }

  private Taken refusal(MessageHeader header, ZoneId zone, Fault fault) {
    var ack = acknowledgement(zone, Optional.of(fault));
    return new Taken(header, AckMode.of(header), ack, Optional.of(fault),
        Bytes.wrap(ack.to(header)));
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
