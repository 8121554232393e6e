package vn.tia.bridge.availability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.objects.ObjectId;
import vn.tia.bridge.retrieve.Destination;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.AssociationPolicy;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.CreateService;
import vn.tia.dicom.net.NRequest;
import vn.tia.dicom.net.NResponse;
import vn.tia.dicom.net.ServerSettings;
import vn.tia.dicom.net.Status;
import vn.tia.records.audit.Audit;
import vn.tia.records.availability.DueNotices;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.deliveries.DeliverySettings;
import vn.tia.records.deliveries.DeliveryWorker;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.outbox.OutboxWorker;
import vn.tia.records.performed.PerformedSteps;
import vn.tia.records.studies.LateOrders;
import vn.tia.records.studies.StudyLinks;
import vn.tia.records.testkit.ExampleOrders;

class AvailabilityTest {
  private static final String CLASS = Uids.INSTANCE_AVAILABILITY_NOTIFICATION.value();
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private final Listener listener = new Listener();
  private TestArchive archive;
  private AssociationServer report;
  private Deliveries deliveries;
  private PerformedSteps steps;
  private AvailabilityNotices notices;
  private OutboxWorker following;
  private DeliveryWorker sending;
  private AvailabilityWorker working;

  /// A report manager that wants to know which studies can be read.
  private static final class Listener implements CreateService {
    private final BlockingQueue<NRequest> told = new LinkedBlockingQueue<>();
    private volatile Status answer = Status.SUCCESS;

    @Override public boolean serves(String sopClassUid) {
      return sopClassUid.equals(CLASS);
    }

    @Override public NResponse create(NRequest request) {
      told.add(request);
      return NResponse.of(answer);
    }
  }

  @BeforeEach void open() throws IOException {
    archive = TestArchive.open(directory.resolve("objects"));
    report = listen(0);
    var database = archive.records().database();
    var facilities = new Facilities(database);
    var outbox = new Outbox(database);
    deliveries = new Deliveries(database);
    steps = new PerformedSteps(database, archive.records().orders());
    var settings = new AvailabilitySettings(List.of(
        destination("REPORTS", archive.records().first().code()),
        destination("ELSEWHERE", archive.records().second().code())), "TIA", Duration.ZERO);
    notices = new AvailabilityNotices(new AvailabilityNotices.Records(database, outbox,
        new DueNotices(database), steps, archive.studies(), facilities, deliveries),
        archive.objects(), settings, InstantSource.system());
    archive.registry().whenStored(notices);
    steps.whenEnded(notices);
    var records = archive.records();
    var late = new LateOrders(database, facilities, records.orders(),
        new StudyLinks(facilities, records.patients(), records.orders()));
    records.orders().whenPlaced(late);
    late.whenAdopted(notices);
    following = OutboxWorker.start(database, outbox, notices.consumer());
    working = AvailabilityWorker.start(notices);
    sending = DeliveryWorker.start(database, deliveries,
        Map.of(AvailabilityNotices.KIND, new AvailabilityChannel(settings, new Audit(database))),
        new DeliverySettings(
            Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofDays(1), 4, 4));
  }

  private AssociationServer listen(int port) throws IOException {
    return AssociationServer.start(ServerSettings.onLoopback(port, "REPORTS"),
        AssociationPolicy.anyone(), List.of(listener));
  }

  private Destination destination(String title, String facility) {
    return new Destination(title, "127.0.0.1", report.port(), facility, Optional.empty());
  }

  @AfterEach void close() throws Exception {
    working.close();
    following.close();
    sending.close();
    report.close();
    archive.close();
  }

  private NRequest next() throws InterruptedException {
    return Optional.ofNullable(listener.told.poll(LONG.toSeconds(), TimeUnit.SECONDS))
        .orElseThrow();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(10);
    }
  }

  private static Sample ct() throws IOException {
    return Samples.pydicom("CT_small.dcm");
  }

  private void order(Sample sample) {
    archive.records().orders().apply(archive.records().first().id(),
        ExampleOrders.headCt("P1").withStudyUid(sample.study()).order());
  }

  private int first() {
    return archive.records().first().id();
  }

  private void begin(String uid, Sample sample) {
    steps.create(first(), uid, Dataset.builder()
        .put(Tags.PERFORMED_PROCEDURE_STEP_STATUS, "IN PROGRESS")
        .putItems(Tags.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE, List.of(Dataset.builder()
            .put(Tags.STUDY_INSTANCE_UID, sample.study()).build()))
        .build());
  }

  private void end(String uid, Sample... samples) {
    steps.set(first(), uid, Dataset.builder()
        .put(Tags.PERFORMED_PROCEDURE_STEP_STATUS, "COMPLETED")
        .putItems(Tags.PERFORMED_SERIES_SEQUENCE, List.of(Dataset.builder()
            .putItems(Tags.REFERENCED_IMAGE_SEQUENCE, List.of(samples).stream()
                .map(one -> Dataset.builder()
                    .put(Tags.REFERENCED_SOP_INSTANCE_UID, one.uid()).build())
                .toList())
            .build()))
        .build());
  }

  @Test void tellsOfAStudyThatAnswersAnOrder() throws Exception {
    order(ct());
    archive.store(ct());

    var told = next();

    assertThat(told.association().callingAe()).isEqualTo("TIA");
    assertThat(told.attributes()).isEqualTo(Dataset.builder()
        .putEmpty(Tags.REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE)
        .put(Tags.STUDY_INSTANCE_UID, ct().study())
        .putItems(Tags.REFERENCED_SERIES_SEQUENCE, List.of(Dataset.builder()
            .put(Tags.SERIES_INSTANCE_UID, ct().series())
            .putItems(Tags.REFERENCED_SOP_SEQUENCE, List.of(Dataset.builder()
                .put(Tags.REFERENCED_SOP_CLASS_UID, Uids.CT_IMAGE_STORAGE.value())
                .put(Tags.REFERENCED_SOP_INSTANCE_UID, ct().uid())
                .put(Tags.INSTANCE_AVAILABILITY, "ONLINE")
                .put(Tags.RETRIEVE_AE_TITLE, "TIA")
                .build()))
            .build()))
        .build());
    await(() -> deliveries.waiting(archive.first(), 9).isEmpty());
    assertThat(archive.records().count("audit WHERE action = 'N-CREATE' AND outcome = 'done'"))
        .isEqualTo(1);
  }

  @Test void saysNothingOfWhatNobodyAskedFor() throws Exception {
    archive.store(ct());
    order(Samples.pydicom("MR_small.dcm"));
    archive.store(Samples.pydicom("MR_small.dcm"));

    assertThat(next().attributes().string(Tags.STUDY_INSTANCE_UID))
        .contains(Samples.pydicom("MR_small.dcm").study());
    assertThat(listener.told).isEmpty();
  }

  @Test void tellsOfAStudyThatIsOrderedAfterwards() throws Exception {
    archive.store(ct());
    await(() -> archive.records().count("availability_notice") == 0);
    order(ct());

    assertThat(next().attributes().string(Tags.STUDY_INSTANCE_UID)).contains(ct().study());
  }

  @Test void waitsUntilAllThatAStepNamesIsHere() throws Exception {
    var other = Samples.pydicom("MR_small.dcm");
    begin("1.2.99", ct());
    archive.store(ct());
    end("1.2.99", ct(), other);
    // Its own study has no step: it shows that the worker went past.
    order(other);
    var database = archive.records().database();
    await(() -> archive.records().count("availability_notice") == 0
        && database.jdbc().sql("SELECT count(*) FROM outbox o, outbox_consumer c WHERE"
            + " c.name = 'availability' AND (o.transaction, o.id) > (c.transaction, c.id)"
            + " AND o.topic = 'stored-availability'").query(Integer.class).single() == 0);
    assertThat(listener.told).isEmpty();
    assertThat(archive.records().count("delivery")).isZero();

    archive.store(other);
    database.jdbc().sql("UPDATE series SET study_id = (SELECT min(id) FROM study)").update();
    notices.changed(first(), ct().study());

    NRequest told;
    do {
      told = next();
    } while (!told.attributes().string(Tags.STUDY_INSTANCE_UID).equals(
        Optional.of(ct().study())));
    assertThat(told.attributes().items(Tags.REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE)
        .getFirst().string(Tags.REFERENCED_SOP_INSTANCE_UID)).contains("1.2.99");
    assertThat(told.attributes().items(Tags.REFERENCED_SERIES_SEQUENCE)).hasSize(2);
  }

  @Test void tellsTheSameNoticeUntilItIsTaken() throws Exception {
    int port = report.port();
    report.close();
    order(ct());
    archive.store(ct());
    await(() -> deliveries.waiting(archive.first(), 9).stream()
        .anyMatch(one -> one.attempts() > 0));
    listener.answer = Status.PROCESSING_FAILURE;
    report = listen(port);
    var refused = next();
    listener.answer = Status.SUCCESS;

    await(() -> deliveries.waiting(archive.first(), 9).isEmpty());

    assertThat(listener.told).allSatisfy(again ->
        assertThat(again.sopInstanceUid()).isEqualTo(refused.sopInstanceUid()));
    assertThat(deliveries.dead(archive.first(), 9)).isEmpty();
  }

  @Test void laysAsideWhatIsRefused() throws Exception {
    listener.answer = Status.MISSING_ATTRIBUTE;
    order(ct());
    archive.store(ct());

    await(() -> !deliveries.dead(archive.first(), 9).isEmpty());

    assertThat(deliveries.dead(archive.first(), 9).getFirst().reason())
        .isEqualTo("answered with 0120");
  }

  @Test void saysWhatIsGone() throws Exception {
    order(ct());
    archive.store(ct());
    assertThat(availability(next())).isEqualTo("ONLINE");
    var object = archive.records().database().jdbc().sql("SELECT object_id FROM instance")
        .query(String.class).single();
    archive.objects().delete(new ObjectId(object));

    notices.changed(first(), ct().study());
    assertThat(availability(next())).isEqualTo("UNAVAILABLE");

    var study = ct().study();
    archive.records().database().inTransaction(() -> notices.removing(first(), study));
    assertThat(availability(next())).isEqualTo("UNAVAILABLE");
  }

  private static String availability(NRequest told) {
    return told.attributes().items(Tags.REFERENCED_SERIES_SEQUENCE).getFirst()
        .items(Tags.REFERENCED_SOP_SEQUENCE).getFirst()
        .string(Tags.INSTANCE_AVAILABILITY).orElseThrow();
  }
}
