package vn.tia.hl7.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Reference;
import vn.tia.hl7.mllp.MllpClientSettings;
import vn.tia.hl7.receive.MessageEffects;
import vn.tia.hl7.receive.MessageReceiver;
import vn.tia.hl7.receive.ReceiveSettings;
import vn.tia.hl7.send.Hl7Destination.OnError;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.hl7.Dialect;
import vn.tia.mapping.hl7.Envelope;
import vn.tia.mapping.hl7.OrderSite;
import vn.tia.mapping.hl7.ReadSettings;
import vn.tia.mapping.hl7.SentKind;
import vn.tia.records.access.Access;
import vn.tia.records.access.AccessRule;
import vn.tia.records.access.FacilitySettings;
import vn.tia.records.access.Hl7Sender;
import vn.tia.records.audit.Audit;
import vn.tia.records.database.Database;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.deliveries.DeliverySettings;
import vn.tia.records.deliveries.DeliveryWorker;
import vn.tia.records.deliveries.QueuedDelivery;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.facilities.FacilityProfile;
import vn.tia.records.messages.Messages;
import vn.tia.records.orders.OrderSettings;
import vn.tia.records.orders.Orders;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.outbox.OutboxWorker;
import vn.tia.records.patients.Patients;
import vn.tia.records.resources.Resources;
import vn.tia.records.testkit.ExampleOrders;
import vn.tia.records.testkit.TestDatabase;

/// All that sends, on a database of its own, with a receiver door for messages to forward.
final class Sender implements AutoCloseable {

  private static final InetSocketAddress HIS =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  final Database database = TestDatabase.fresh();
  final Facilities facilities = new Facilities(database);
  final Outbox outbox = new Outbox(database);
  final Resources resources = new Resources(database, outbox, Clock.systemUTC());
  final Patients patients = new Patients(database, facilities, resources);
  final Orders orders = new Orders(database, facilities, patients, resources,
      OrderSettings.DEFAULT, Clock.systemUTC());
  final Deliveries deliveries;
  final Facility facility;
  private final MessageReceiver receiver;
  private final OutboxWorker reader;
  private final DeliveryWorker worker;

  Sender(Hl7Destination... destinations) {
    this(InstantSource.system(), new DeliverySettings(
        Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofDays(1), 4, 2), destinations);
  }

  Sender(InstantSource clock, DeliverySettings settings, Hl7Destination... destinations) {
    deliveries = new Deliveries(database, clock);
    var access = AccessRule.of(facilities, List.of(new FacilitySettings("BV01", "BV01", "BV01",
        "urn:oid:1.2.840.99999.1", FacilityProfile.ZONE, List.of(),
        List.of(Hl7Sender.of("HIS|BV01")))));
    facility = facilities.byCode("BV01").orElseThrow();
    var effects = new MessageEffects(new MessageEffects.Records(
        database, facilities, patients, orders, resources));
    receiver = new MessageReceiver(database, access, effects, new Audit(database),
        ReceiveSettings.DEFAULT, Clock.systemUTC());
    var all = List.of(destinations);
    var outgoing = new OutgoingMessages(new OutgoingMessages.Records(facilities, resources, orders,
        patients, new Messages(database), outbox), deliveries, all, BY_THE_BOOK,
        Clock.systemUTC());
    orders.whenPlaced(outgoing.orders());
    orders.whenChanged(outgoing.orders());
    receiver.whenTaken(outgoing.patients()::taken);
    reader = OutboxWorker.start(database, outbox, outgoing.consumer());
    worker = DeliveryWorker.start(database, deliveries,
        Map.of(OutgoingMessages.KIND, new MllpDeliveryChannel(all)), settings);
  }

  private static final Reading BY_THE_BOOK = new Reading() {
    @Override
    public ReadSettings read(Facility facility) {
      return ReadSettings.DEFAULT;
    }

    @Override
    public OrderSite site(Facility facility) {
      return OrderSite.standard(facility.zone());
    }
  };

  static Hl7Destination to(String name, int port, Dialect dialect, SentKind... kinds) {
    return new Hl7Destination(name, "BV01", Set.of(kinds),
        new Envelope.Parties("TIA", "BV01", name.toUpperCase(java.util.Locale.ROOT), "BV01"),
        dialect, MllpClientSettings.to("127.0.0.1", port), OnError.LAY_ASIDE);
  }

  static Hl7Destination to(String name, int port, SentKind... kinds) {
    return to(name, port, Dialect.DEFAULT, kinds);
  }

  /// A message from the HIS; its answer.
  String receive(String... segments) {
    byte[] message = String.join("\r", segments).getBytes(UTF_8);
    return new String(receiver.receive(message, HIS), UTF_8);
  }

  /// The FHIR id of a patient with a number, made where there is none.
  String patient(String number) {
    return patients.register(facility.id(),
        ExampleOrders.patient(number, HumanName.of("ĐẶNG", "THỊ", "HƯỜNG"))).fhirId();
  }

  String patientOf(String number) {
    return patients.byIdentifier(facility.id(), PatientIdentifier.local(number)).orElseThrow()
        .fhirId();
  }

  DiagnosticReport report(String patientId, String conclusion) {
    return new DiagnosticReport().setStatus(DiagnosticReportStatus.FINAL)
        .setSubject(new Reference("Patient/" + patientId))
        .setCode(new CodeableConcept().addCoding(
            new Coding("http://loinc.org", "18748-4", "Diagnostic imaging study")))
        .setConclusion(conclusion);
  }

  void put(DiagnosticReport report) {
    resources.put(facility.id(), report);
  }

  List<QueuedDelivery> waiting() {
    return deliveries.waiting(Access.to(facility.id()), 1000);
  }

  List<QueuedDelivery> dead() {
    return deliveries.dead(Access.to(facility.id()), 1000);
  }

  int queued() {
    return database.jdbc().sql("SELECT count(*) FROM delivery").query(Integer.class).single();
  }

  static void until(BooleanSupplier done) throws InterruptedException {
    for (int i = 0; i < 600 && !done.getAsBoolean(); i++) {
      Thread.sleep(50);
    }
    assertThat(done.getAsBoolean()).as("what was waited for has happened").isTrue();
  }

  /// Waits until all that happened until now was looked at.
  void untilRead() throws InterruptedException {
    // What has committed before this lies below it, whatever else is running.
    String end = database.jdbc().sql("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
        .query(String.class).single();
    until(() -> database.jdbc().sql("SELECT NOT EXISTS (SELECT 1 FROM outbox o, outbox_consumer c"
            + " WHERE (o.transaction, o.id) > (c.transaction, c.id)"
            + " AND o.transaction < ?::text::xid8)")
        .param(end).query(Boolean.class).single());
  }

  static List<String> fields(List<String> messages, String segment, int field) {
    return messages.stream().flatMap(message -> Stream.of(message.split("\r")))
        .filter(line -> line.startsWith(segment + "|"))
        .map(line -> line.split("\\|", -1))
        .map(parts -> field < parts.length ? parts[field] : "").toList();
  }

  @Override
  public void close() {
    reader.close();
    worker.close();
    database.close();
  }
}
