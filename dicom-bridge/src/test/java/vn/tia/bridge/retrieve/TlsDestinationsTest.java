package vn.tia.bridge.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.Modalities;
import vn.tia.bridge.commit.CommitmentChannel;
import vn.tia.bridge.commit.CommitmentService;
import vn.tia.bridge.commit.OpenRequests;
import vn.tia.bridge.forward.ForwardChannel;
import vn.tia.bridge.forward.Forwarding;
import vn.tia.bridge.forward.Hours;
import vn.tia.bridge.forward.Route;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.bridge.testkit.TestIdentity;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.AssociationInfo;
import vn.tia.dicom.net.AssociationPolicy;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.EventReport;
import vn.tia.dicom.net.EventReportService;
import vn.tia.dicom.net.NResponse;
import vn.tia.dicom.net.RetrieveResult;
import vn.tia.dicom.net.ServerSettings;
import vn.tia.dicom.net.Status;
import vn.tia.dicom.net.Tls;
import vn.tia.records.audit.Audit;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.deliveries.DeliverySettings;
import vn.tia.records.deliveries.DeliveryWorker;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.outbox.OutboxWorker;
import vn.tia.records.studies.InstanceSelection;

/// Destinations that speak TLS and want our certificate, as we want theirs: DCMTK's `storescp` for
/// C-MOVE and routes, and a modality for the reports of storage commitment.
class TlsDestinationsTest {

  private static final String MOVE =
      Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_MOVE.value();
  private static final String COMMITMENT = "1.2.840.10008.1.20.1";

  @TempDir private Path directory;
  private TestArchive archive;
  private TestIdentity ours;
  private TestIdentity theirs;
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach void open() throws Exception {
    archive = TestArchive.open(directory.resolve("objects"));
    ours = TestIdentity.make(directory, "tia");
    theirs = TestIdentity.make(directory, "theirs");
  }

  @AfterEach void close() throws Exception {
    for (var process : processes) {
      process.destroy();
      process.waitFor(20, TimeUnit.SECONDS);
    }
    archive.close();
  }

  /// DCMTK's receiver, which shows a certificate and takes connections with ours alone.
  private int storescp(TestIdentity shown) throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/storescp")), "DCMTK's storescp is not installed");
    int port = freePort();
    var builder = new ProcessBuilder("storescp", "+tls", shown.key().toString(),
        shown.certificate().toString(), "+cf", ours.certificate().toString(), "-rc", "-aet", "WS",
        "-od", Files.createDirectories(directory.resolve("received")).toString(),
        Integer.toString(port)).redirectErrorStream(true)
        .redirectOutput(directory.resolve("storescp.log").toFile());
    builder.environment().put("TCP_NODELAY", "1");
    processes.add(builder.start());
    awaitListening(port);
    return port;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitListening(int port) throws Exception {
    for (int i = 0; i < 300; i++) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException _) {
        Thread.sleep(100);
      }
    }
  }

  private Destination destination(String ae, int port) throws Exception {
    return new Destination(ae, "127.0.0.1", port, archive.records().first().code(),
        Optional.of(new Tls(ours.trusting(theirs), Tls.PeerCertificate.NOT_WANTED)));
  }

  private InstanceSelection selection() {
    return new InstanceSelection(archive.records().database(), archive.records().patients());
  }

  private OutgoingInstances outgoing() throws IOException {
    return new OutgoingInstances(archive.checked(), new Spool(directory.resolve("outgoing")));
  }

  private RetrieveResult move(Destination destination, Sample sample) throws IOException {
    var retrieval = new InstanceRetrieval(archive.access(), selection(), outgoing(),
        new Audit(archive.records().database()), new RetrieveSettings(List.of(destination), 9));
    try (var door = Modalities.serve(new CMoveService(retrieval));
        var association = Association.open(
            ClientSettings.toLoopback(door.port(), "VIEWER", "TIA").propose(MOVE))) {
      return association.move(MOVE, Dataset.builder()
          .put(Tags.QUERY_RETRIEVE_LEVEL, "STUDY")
          .put(Tags.STUDY_INSTANCE_UID, sample.study()).build(), "WS").result();
    }
  }

  private List<Path> received() throws IOException {
    try (var files = Files.list(directory.resolve("received"))) {
      return files.toList();
    }
  }

  private void awaitReceived(Sample sample) throws Exception {
    for (int i = 0; i < 3_000 && received().isEmpty(); i++) {
      Thread.sleep(10);
    }
    for (int i = 0; i < 3_000; i++) {
      try {
        assertReceived(sample);
        return;
      } catch (IOException | AssertionError e) {
        // It is still being written.
        Thread.sleep(10);
      }
    }
    assertReceived(sample);
  }

  /// DCMTK leaves trailing padding out.
  private void assertReceived(Sample sample) throws IOException {
    var dataset = DicomFile.read(received().getFirst()).dataset();
    assertThat(dataset.string(Tags.SOP_INSTANCE_UID)).contains(sample.uid());
    assertThat(dataset.bytes(Tags.PIXEL_DATA)).isEqualTo(sample.dataset().bytes(Tags.PIXEL_DATA));
  }

  @Test void movesToStorescpOverTls() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    archive.store(ct);

    var result = move(destination("WS", storescp(theirs)), ct);

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    awaitReceived(ct);
  }

  @Test void sendsNothingToWhoShowsAnotherCertificate() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    archive.store(ct);

    var result = move(destination("WS",
        storescp(TestIdentity.make(directory, "stranger"))), ct);

    assertThat(result.status().code()).isEqualTo(0xA702);
    assertThat(result.failedUids()).containsExactly(ct.uid());
    assertThat(received()).isEmpty();
  }

  @Test void forwardsOverTls() throws Exception {
    var records = archive.records();
    var deliveries = new Deliveries(records.database());
    var outbox = new Outbox(records.database());
    var facilities = new Facilities(records.database());
    var routes = List.of(new Route("all", destination("WS", storescp(theirs)), Set.of(), Set.of(),
        Optional.empty(), Hours.parse(""), Route.conditions(List.of())));
    var forwarding = new Forwarding(new Forwarding.Records(
        outbox, selection(), archive.studies(), facilities, deliveries), routes);
    archive.registry().whenStored(forwarding);
    var channel = new ForwardChannel(
        new ForwardChannel.Archive(selection(), outgoing(), facilities),
        new ForwardChannel.Queue(records.database(), deliveries),
        new ForwardChannel.Caller("TIA", routes, InstantSource.system()),
        new Audit(records.database()));
    try (var _ = OutboxWorker.start(records.database(), outbox, forwarding.consumer());
        var _ = DeliveryWorker.start(records.database(), deliveries,
            Map.of(Forwarding.KIND, channel), fast())) {
      var ct = Samples.pydicom("CT_small.dcm");
      archive.store(ct);

      awaitReceived(ct);
    }
  }

  private static DeliverySettings fast() {
    return new DeliverySettings(
        Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofDays(1), 4, 4);
  }

  /// A modality that hears of what is committed.
  private static final class Requestor implements EventReportService {
    private final LinkedBlockingQueue<EventReport> reports = new LinkedBlockingQueue<>();

    @Override public boolean serves(String sopClassUid) {
      return sopClassUid.equals(COMMITMENT);
    }

    @Override public NResponse report(AssociationInfo association, EventReport report) {
      reports.add(report);
      return NResponse.of(Status.SUCCESS);
    }
  }

  @Test void reportsACommitmentOverTls() throws Exception {
    var records = archive.records();
    var requestor = new Requestor();
    var deliveries = new Deliveries(records.database());
    var open = new OpenRequests();
    var ct = Samples.pydicom("CT_small.dcm");
    archive.store(ct);
    try (var modality = AssociationServer.start(ServerSettings.onLoopback(0, "CT1")
            .withTls(new Tls(theirs.trusting(ours), Tls.PeerCertificate.REQUIRED)),
            AssociationPolicy.anyone(), List.of(requestor));
        var door = Modalities.serve(new CommitmentService(archive.access(),
            new CommitmentService.Queue(records.database(), deliveries), open,
            new Audit(records.database())));
        var _ = DeliveryWorker.start(records.database(), deliveries,
            Map.of(CommitmentService.KIND, new CommitmentChannel(
                new CommitmentChannel.Archive(archive.studies(), archive.checked(),
                    new Facilities(records.database())),
                open, new RetrieveSettings(List.of(destination("CT1", modality.port())), 100),
                new Audit(records.database()))), fast())) {
      try (var association = Association.open(
          ClientSettings.toLoopback(door.port(), "CT1", "TIA").propose(COMMITMENT))) {
        association.act(COMMITMENT, "1.2.840.10008.1.20.1.1", 1, Dataset.builder()
            .put(Tags.TRANSACTION_UID, "2.25.77")
            .putItems(Tags.REFERENCED_SOP_SEQUENCE, List.of(Dataset.builder()
                .put(Tags.REFERENCED_SOP_CLASS_UID, ct.instance().sopClassUid())
                .put(Tags.REFERENCED_SOP_INSTANCE_UID, ct.uid()).build())).build());
      }

      var report = requestor.reports.poll(30, TimeUnit.SECONDS);

      assertThat(report).isNotNull();
      assertThat(report.eventTypeId()).isEqualTo(1);
      assertThat(report.information().string(Tags.TRANSACTION_UID)).contains("2.25.77");
    }
  }
}
