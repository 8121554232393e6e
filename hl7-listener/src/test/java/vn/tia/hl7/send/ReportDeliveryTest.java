package vn.tia.hl7.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.hl7.mllp.MllpClientSettings;
import vn.tia.hl7.mllp.MllpHandler;
import vn.tia.hl7.mllp.MllpServer;
import vn.tia.hl7.mllp.MllpServerSettings;
import vn.tia.hl7.send.ReportDestination.OnError;
import vn.tia.mapping.hl7.Acknowledgement;
import vn.tia.mapping.hl7.Fault;
import vn.tia.mapping.hl7.FaultCode;
import vn.tia.mapping.hl7.FaultLocation;
import vn.tia.mapping.hl7.MessageHeader;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.deliveries.DeliverySettings;
import vn.tia.records.deliveries.DeliveryWorker;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.outbox.OutboxWorker;
import vn.tia.records.resources.Resources;
import vn.tia.records.testkit.TestDatabase;
import vn.tia.records.testkit.TestFacilities;

/// Reports from the records to a HIS that is another process's stand-in: a real MLLP server.
@Timeout(60)
class ReportDeliveryTest {

  private final Database database = TestDatabase.fresh();
  private final Facility facility = TestFacilities.first(database);
  private final Outbox outbox = new Outbox(database);
  private final Resources resources = new Resources(database, outbox, Clock.systemUTC());
  private final Deliveries deliveries = new Deliveries(database);
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final AtomicReference<Optional<Fault>> fault = new AtomicReference<>(Optional.empty());
  private int port;
  private OutboxWorker reader;
  private DeliveryWorker sender;

  @BeforeEach
  void start() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var his = new ReportDestination("his", facility.code(), "HIS", "BV01",
        MllpClientSettings.to("127.0.0.1", port), OnError.LAY_ASIDE);
    var reports = new ReportDelivery(
        new Facilities(database), resources, deliveries, List.of(his), Clock.systemUTC());
    reader = OutboxWorker.start(database, outbox, reports.consumer());
    sender = DeliveryWorker.start(database, deliveries,
        Map.of(ReportDelivery.KIND, new MllpDeliveryChannel(List.of(his))),
        new DeliverySettings(
            Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofDays(1), 2, 2));
  }

  @AfterEach
  void close() {
    reader.close();
    sender.close();
    database.close();
  }

  private MllpServer his() throws IOException {
    MllpHandler handler = (message, _) -> {
      received.add(new String(message, UTF_8));
      return Optional.of(new Acknowledgement("H1", java.time.Instant.now(), ZoneId.of("UTC"),
          fault.get()).to(MessageHeader.read(message)));
    };
    var settings = MllpServerSettings.onLoopback(0);
    return MllpServer.start(new MllpServerSettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), settings.connectionsMax(),
        settings.limits(), settings.closeTime(), settings.tls()), handler);
  }

  private DiagnosticReport report(DiagnosticReportStatus status) {
    var patient = new Patient();
    patient.addIdentifier().setSystem(facility.system()).setValue("0012345");
    patient.addName().setFamily("ĐẶNG").addGiven("HƯỜNG");
    String patientId = resources.put(facility.id(), patient).key().toString();
    return new DiagnosticReport().setStatus(status).setSubject(new Reference(patientId))
        .setCode(new CodeableConcept().addCoding(
            new Coding("http://loinc.org", "18748-4", "Diagnostic imaging study")))
        .setConclusion("Không thấy tổn thương.");
  }

  private static void until(BooleanSupplier done) throws InterruptedException {
    for (int i = 0; i < 300 && !done.getAsBoolean(); i++) {
      Thread.sleep(100);
    }
    assertThat(done.getAsBoolean()).as("what was waited for has happened").isTrue();
  }

  private int waiting() {
    return deliveries.waiting(Access.to(facility.id()), 10).size();
  }

  private int dead() {
    return deliveries.dead(Access.to(facility.id()), 10).size();
  }

  @Test
  void sendsAReportOnceTheHisIsBack() throws Exception {
    resources.put(facility.id(), report(DiagnosticReportStatus.FINAL));
    until(() -> deliveries.waiting(Access.to(facility.id()), 10).stream()
        .anyMatch(message -> message.attempts() > 0));

    try (var _ = his()) {
      until(() -> waiting() == 0);
    }

    assertThat(received).hasSize(1);
    assertThat(received.getFirst()).contains("|ORU^R01^ORU_R01|", "|HIS|BV01|",
        "0012345^^^BV01^MR", "ĐẶNG^HƯỜNG", "|RAD|F", "Không thấy tổn thương.");
    assertThat(dead()).isZero();
  }

  @Test
  void sendsACorrectionAfterTheReportAndNeverADraft() throws Exception {
    var report = report(DiagnosticReportStatus.PRELIMINARY);
    resources.put(facility.id(), report);
    resources.put(facility.id(), report.setStatus(DiagnosticReportStatus.FINAL));
    resources.put(facility.id(), report.setStatus(DiagnosticReportStatus.CORRECTED)
        .setConclusion("Có tràn dịch."));
    until(() -> waiting() == 2);

    try (var _ = his()) {
      until(() -> waiting() == 0);
    }

    assertThat(received).hasSize(2);
    assertThat(received.getFirst()).contains("|RAD|F", "Không thấy tổn thương.");
    assertThat(received.getLast()).contains("|RAD|C", "Có tràn dịch.");
  }

  @Test
  void laysARefusedReportAsideAndKeepsItForSomebody() throws Exception {
    fault.set(Optional.of(Fault.error(FaultCode.UNKNOWN_KEY, FaultLocation.of("PID", 3), "?")));
    try (var _ = his()) {
      resources.put(facility.id(), report(DiagnosticReportStatus.FINAL));
      until(() -> dead() == 1);
    }
    assertThat(deliveries.dead(Access.to(facility.id()), 10).getFirst().reason())
        .isEqualTo("AE 204");
  }

  @Test
  void sendsAgainWhatAFailingHisCouldNotTake() throws Exception {
    fault.set(Optional.of(Fault.reject(FaultCode.INTERNAL, "later")));
    try (var _ = his()) {
      resources.put(facility.id(), report(DiagnosticReportStatus.FINAL));
      until(() -> received.size() >= 2);
      assertThat(dead()).isZero();
      fault.set(Optional.empty());
      until(() -> waiting() == 0);
    }
    assertThat(received.stream().map(message -> message.split("\\|")[9]).distinct()).hasSize(1);
    assertThat(dead()).isZero();
  }
}
