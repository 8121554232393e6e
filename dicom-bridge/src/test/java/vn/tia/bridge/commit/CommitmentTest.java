package vn.tia.bridge.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.retrieve.Destination;
import vn.tia.bridge.retrieve.RetrieveSettings;
import vn.tia.bridge.store.Incoming;
import vn.tia.bridge.store.StoreOutcome;
import vn.tia.bridge.testkit.Damage;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.AssociationInfo;
import vn.tia.dicom.net.AssociationPolicy;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.EventReport;
import vn.tia.dicom.net.EventReportService;
import vn.tia.dicom.net.NResponse;
import vn.tia.dicom.net.ServerSettings;
import vn.tia.dicom.net.Status;
import vn.tia.records.audit.Audit;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.deliveries.DeliverySettings;
import vn.tia.records.deliveries.DeliveryWorker;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.studies.CachedStudies;

class CommitmentTest {
  private static final String MODEL = Uids.STORAGE_COMMITMENT_PUSH_MODEL.value();
  private static final String INSTANCE = Uids.STORAGE_COMMITMENT_PUSH_MODEL_INSTANCE.value();
  private static final String CT = Uids.CT_IMAGE_STORAGE.value();

  @TempDir private Path directory;
  private final Requestor requestor = new Requestor();
  private TestArchive archive;
  private AssociationServer modality;
  private AssociationServer door;
  private Deliveries deliveries;
  private DeliveryWorker worker;

  /// Hears reports, and answers them with a status.
  private static final class Requestor implements EventReportService {
    private final BlockingQueue<EventReport> reports = new LinkedBlockingQueue<>();
    private volatile Status answer = Status.SUCCESS;

    @Override public boolean serves(String sopClassUid) {
      return sopClassUid.equals(MODEL);
    }

    @Override public NResponse report(AssociationInfo association, EventReport report) {
      reports.add(report);
      return NResponse.of(answer);
    }

    EventReport next() throws InterruptedException {
      return Optional.ofNullable(reports.poll(30, TimeUnit.SECONDS)).orElseThrow();
    }
  }

  @BeforeEach void open() throws IOException {
    archive = TestArchive.open(directory.resolve("objects"));
    modality = AssociationServer.start(
        ServerSettings.onLoopback(0, "CT1"), AssociationPolicy.anyone(), List.of(requestor));
    deliveries = new Deliveries(archive.records().database());
    var open = new OpenRequests();
    var records = archive.records();
    door = AssociationServer.start(ServerSettings.onLoopback(0, "TIA"), AssociationPolicy.anyone(),
        List.of(new CommitmentService(archive.access(),
            new CommitmentService.Queue(records.database(), deliveries), open,
            new Audit(records.database()))));
    worker = work(open);
  }

  private DeliveryWorker work(OpenRequests open) {
    var records = archive.records();
    var destination = new Destination(
        "CT1", "127.0.0.1", modality.port(), records.first().code(), Optional.empty());
    var channel = new CommitmentChannel(
        new CommitmentChannel.Archive(archive.studies(), archive.checked(),
            new Facilities(records.database())),
        open, new RetrieveSettings(List.of(destination), 100), new Audit(records.database()));
    return DeliveryWorker.start(records.database(), deliveries,
        Map.of(CommitmentService.KIND, channel),
        new DeliverySettings(Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofDays(1), 4,
            4));
  }

  @AfterEach void close() throws Exception {
    worker.close();
    door.close();
    modality.close();
    archive.close();
  }

  private static Dataset item(String sopClass, String uid) {
    return Dataset.builder().put(Tags.REFERENCED_SOP_CLASS_UID, sopClass)
        .put(Tags.REFERENCED_SOP_INSTANCE_UID, uid).build();
  }

  private static Dataset item(Sample sample) {
    return item(sample.instance().sopClassUid(), sample.uid());
  }

  private static Dataset request(String transaction, Dataset... items) {
    return Dataset.builder().put(Tags.TRANSACTION_UID, transaction)
        .putItems(Tags.REFERENCED_SOP_SEQUENCE, List.of(items)).build();
  }

  private Status ask(String ae, Dataset information) throws IOException {
    return ask(ae, INSTANCE, 1, information);
  }

  /// Asks, and leaves at once.
  private Status ask(String ae, String instance, int action, Dataset information)
      throws IOException {
    try (var association = Association.open(
        ClientSettings.toLoopback(door.port(), ae, "TIA").propose(MODEL))) {
      return association.act(MODEL, instance, action, information).status();
    }
  }

  @Test void reportsOnTheAssociationOfTheRequest() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    archive.store(ct);
    modality.close();
    var transaction = Uid.random().value();
    try (var association = Association.open(
        ClientSettings.toLoopback(door.port(), "CT1", "TIA").propose(MODEL), requestor)) {
      assertThat(association.act(MODEL, INSTANCE, 1, request(transaction, item(ct))).status())
          .isEqualTo(Status.SUCCESS);

      var report = requestor.next();
      assertThat(report.eventTypeId()).isEqualTo(1);
      assertThat(report.information().string(Tags.TRANSACTION_UID)).contains(transaction);
      assertThat(report.information().string(Tags.RETRIEVE_AE_TITLE)).contains("TIA");
      assertThat(report.information().items(Tags.REFERENCED_SOP_SEQUENCE))
          .containsExactly(item(ct));
    }
  }

  @Test void callsARequestorThatHasLeft() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    archive.store(ct);

    assertThat(ask("CT1", request("2.25.1", item(ct)))).isEqualTo(Status.SUCCESS);

    assertThat(requestor.next().eventTypeId()).isEqualTo(1);
  }

  @Test void saysOfEachInstanceWhyItIsNotCommitted() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    var mr = Samples.pydicom("MR_small.dcm");
    archive.store(ct, mr);
    Damage.flipOneBit(archive, directory.resolve("objects"), mr);

    ask("CT1", request("2.25.2", item(ct), item(mr), item(CT, "2.25.77"), item(CT, mr.uid())));

    var report = requestor.next();
    assertThat(report.eventTypeId()).isEqualTo(2);
    assertThat(report.information().items(Tags.REFERENCED_SOP_SEQUENCE))
        .containsExactly(item(ct));
    assertThat(report.information().items(Tags.FAILED_SOP_SEQUENCE))
        .extracting(one -> one.string(Tags.REFERENCED_SOP_INSTANCE_UID).orElseThrow(),
            one -> one.integer(Tags.FAILURE_REASON).orElseThrow())
        .containsExactly(tuple(mr.uid(), 0x0110), tuple("2.25.77", 0x0112),
            tuple(mr.uid(), 0x0119));
  }

  /// A copy of another archive's study may be evicted: only its original is committed.
  @Test void doesNotCommitACopyBeforeItsOriginalIsStored() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    archive.registry().expectCopies();
    var copied = archive.intake().store(new Incoming(archive.records().first().id(),
            CachedStudies.source("FAR"), ct.syntax().uid().value(), Optional.empty()),
        new ByteArrayInputStream(ct.bytes()));
    assertThat(copied).isEqualTo(new StoreOutcome.Stored());

    ask("CT1", request("2.25.4", item(ct)));
    assertThat(requestor.next().information().items(Tags.FAILED_SOP_SEQUENCE))
        .extracting(one -> one.integer(Tags.FAILURE_REASON).orElseThrow())
        .containsExactly(0x0112);

    archive.store(ct);
    ask("CT1", request("2.25.5", item(ct)));
    assertThat(requestor.next().eventTypeId()).isEqualTo(1);
  }

  @Test void doesNotCommitWhatAnotherHospitalHolds() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    archive.store(ct);
    try (var association = Association.open(
        ClientSettings.toLoopback(door.port(), "MR2", "TIA").propose(MODEL), requestor)) {
      association.act(MODEL, INSTANCE, 1, request("2.25.3", item(ct)));

      assertThat(requestor.next().information().items(Tags.FAILED_SOP_SEQUENCE))
          .extracting(one -> one.integer(Tags.FAILURE_REASON).orElseThrow())
          .containsExactly(0x0112);
    }
  }

  @Test void answersARepeatedRequestAgainAndFailsAnotherUnderItsTransaction() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    archive.store(ct);
    ask("CT1", request("2.25.4", item(ct)));
    assertThat(requestor.next().eventTypeId()).isEqualTo(1);
    awaitQuiet();

    ask("CT1", request("2.25.4", item(ct)));
    assertThat(requestor.next().eventTypeId()).isEqualTo(1);

    ask("CT1", request("2.25.4", item(ct), item(CT, "2.25.78")));
    assertThat(requestor.next().information().items(Tags.FAILED_SOP_SEQUENCE))
        .extracting(one -> one.integer(Tags.FAILURE_REASON).orElseThrow())
        .containsExactly(0x0131, 0x0131);
  }

  private void awaitQuiet() throws InterruptedException {
    for (int i = 0; i < 3000 && !deliveries.waiting(archive.first(), 1).isEmpty(); i++) {
      Thread.sleep(10);
    }
    assertThat(deliveries.waiting(archive.first(), 1)).isEmpty();
  }

  @Test void tellsItAfterARestartOnceTheRequestorIsThere() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    archive.store(ct);
    int port = modality.port();
    worker.close();
    modality.close();
    ask("CT1", request("2.25.5", item(ct)));

    worker = work(new OpenRequests());
    for (int i = 0; i < 3000 && deliveries.waiting(archive.first(), 1).stream()
        .noneMatch(one -> one.attempts() > 0); i++) {
      Thread.sleep(10);
    }
    modality = AssociationServer.start(
        ServerSettings.onLoopback(port, "CT1"), AssociationPolicy.anyone(), List.of(requestor));

    assertThat(requestor.next().information().string(Tags.TRANSACTION_UID)).contains("2.25.5");
  }

  @Test void keepsAReportThatTheRequestorRefusesForSomebodyToLookAt() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    archive.store(ct);
    requestor.answer = Status.NO_SUCH_SOP_INSTANCE;

    ask("CT1", request("2.25.6", item(ct)));
    requestor.next();

    awaitQuiet();
    assertThat(deliveries.dead(archive.first(), 9)).singleElement()
        .satisfies(one -> assertThat(one.reason()).contains("0112"));
  }

  @Test void refusesWhatIsNoRequest() throws Exception {
    var many = new ArrayList<Dataset>();
    for (int i = 1; i <= CommitmentService.ITEMS_MAX + 1; i++) {
      many.add(item(CT, "2.25." + i));
    }
    assertThat(ask("CT1", request("2.25.7")).code()).isEqualTo(0x0120);
    assertThat(ask("CT1", Dataset.builder()
        .putItems(Tags.REFERENCED_SOP_SEQUENCE, List.of(item(CT, "2.25.1"))).build()).code())
        .isEqualTo(0x0120);
    assertThat(ask("CT1", request("x", item(CT, "2.25.1"))).code()).isEqualTo(0x0115);
    assertThat(ask("CT1", request("2.25.7", Dataset.EMPTY)).code()).isEqualTo(0x0115);
    assertThat(ask("CT1", request("2.25.7", many.toArray(Dataset[]::new))).code())
        .isEqualTo(0x0213);
    assertThat(ask("CT1", "2.25.9", 1, request("2.25.7", item(CT, "2.25.1"))).code())
        .isEqualTo(0x0112);
    assertThat(ask("CT1", INSTANCE, 2, request("2.25.7", item(CT, "2.25.1"))).code())
        .isEqualTo(0x0123);
    assertThat(ask("READER", request("2.25.7", item(CT, "2.25.1"))).code()).isEqualTo(0x0124);
    assertThat(deliveries.waiting(archive.first(), 9)).isEmpty();
    assertThat(requestor.reports).isEmpty();
  }
}
