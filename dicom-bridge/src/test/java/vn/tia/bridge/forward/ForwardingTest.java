package vn.tia.bridge.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.retrieve.Destination;
import vn.tia.bridge.retrieve.OutgoingInstances;
import vn.tia.bridge.retrieve.Spool;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.AssociationPolicy;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.ServerSettings;
import vn.tia.dicom.net.Status;
import vn.tia.dicom.net.StoreRequest;
import vn.tia.dicom.net.StoreService;
import vn.tia.records.audit.Audit;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.deliveries.DeliverySettings;
import vn.tia.records.deliveries.DeliveryWorker;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.outbox.OutboxWorker;
import vn.tia.records.studies.InstanceSelection;

class ForwardingTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private final Receiver receiver = new Receiver();
  private TestArchive archive;
  private AssociationServer other;
  private Deliveries deliveries;
  private Optional<OutboxWorker> following = Optional.empty();
  private Optional<DeliveryWorker> sending = Optional.empty();

  /// The archive that instances go on to.
  private static final class Receiver implements StoreService {
    private final BlockingQueue<String> uids = new LinkedBlockingQueue<>();
    private volatile String refusedClass = "";

    @Override public boolean serves(String sopClassUid) {
      return !sopClassUid.equals(refusedClass);
    }

    @Override public Status store(StoreRequest request, InputStream in) throws IOException {
      in.readAllBytes();
      uids.add(request.sopInstanceUid());
      return Status.SUCCESS;
    }
  }

  @BeforeEach void open() throws IOException {
    archive = TestArchive.open(directory.resolve("objects"));
    other = receive(0);
    deliveries = new Deliveries(archive.records().database());
  }

  private AssociationServer receive(int port) throws IOException {
    return AssociationServer.start(ServerSettings.onLoopback(port, "FAR"),
        AssociationPolicy.anyone(), List.of(receiver));
  }

  private Route route(String name, Set<String> sources, Set<String> modalities, String hours,
      String... conditions) {
    var destination = new Destination(
        "FAR", "127.0.0.1", other.port(), archive.records().first().code(), Optional.empty());
    return new Route(name, destination, sources, modalities, Optional.empty(),
        Hours.parse(hours), Route.conditions(List.of(conditions)));
  }

  private void start(InstantSource clock, Route... routes) throws IOException {
    var records = archive.records();
    var database = records.database();
    var outbox = new Outbox(database);
    var selection = new InstanceSelection(database, records.patients());
    var facilities = new Facilities(database);
    var forwarding = new Forwarding(new Forwarding.Records(
        outbox, selection, archive.studies(), facilities, deliveries), List.of(routes));
    if (following.isEmpty()) {
      archive.registry().whenStored(forwarding);
    }
    sending.ifPresent(DeliveryWorker::close);
    following = Optional.of(OutboxWorker.start(database, outbox, forwarding.consumer()));
    var channel = new ForwardChannel(
        new ForwardChannel.Archive(selection, new OutgoingInstances(
            archive.checked(), new Spool(directory.resolve("outgoing"))),
            facilities),
        new ForwardChannel.Queue(database, deliveries),
        new ForwardChannel.Caller("TIA", List.of(routes), clock), new Audit(database));
    sending = Optional.of(DeliveryWorker.start(database, deliveries,
        Map.of(Forwarding.KIND, channel), new DeliverySettings(
            Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofDays(1), 4, 4)));
  }

  @AfterEach void close() throws Exception {
    following.ifPresent(OutboxWorker::close);
    sending.ifPresent(DeliveryWorker::close);
    other.close();
    archive.close();
  }

  private String next() throws InterruptedException {
    return Optional.ofNullable(receiver.uids.poll(LONG.toSeconds(), TimeUnit.SECONDS))
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

  private static Sample mr() throws IOException {
    return Samples.pydicom("MR_small.dcm");
  }

  @Test void sendsOnWhatARouteTakesAndNothingElse() throws Exception {
    start(InstantSource.system(),
        route("tomography", Set.of("CT1"), Set.of("CT"), "", "Manufacturer=GE*"),
        route("other source", Set.of("CT9"), Set.of(), ""),
        route("other maker", Set.of(), Set.of(), "", "Manufacturer!=*"),
        route("other class", Set.of(), Set.of("MG"), ""));

    archive.store(mr(), ct());

    assertThat(next()).isEqualTo(ct().uid());
    await(() -> deliveries.waiting(archive.first(), 9).isEmpty());
    assertThat(receiver.uids).isEmpty();
    assertThat(deliveries.dead(archive.first(), 9)).isEmpty();
  }

  @Test void waitsForADestinationThatIsAwayAndSendsOnce() throws Exception {
    start(InstantSource.system(), route("all", Set.of(), Set.of(), ""));
    int port = other.port();
    other.close();

    archive.store(ct());
    await(() -> deliveries.waiting(archive.first(), 9).stream()
        .anyMatch(one -> one.attempts() > 0));
    other = receive(port);

    assertThat(next()).isEqualTo(ct().uid());
    await(() -> deliveries.waiting(archive.first(), 9).isEmpty());
    assertThat(receiver.uids).isEmpty();
  }

  @Test void keepsWhatIsNotTakenAndSendsTheRestOnlyOnce() throws Exception {
    receiver.refusedClass = Uids.MR_IMAGE_STORAGE.value();
    var database = archive.records().database();
    start(InstantSource.system(), route("all", Set.of(), Set.of(), ""));
    following.orElseThrow().close();
    archive.store(ct(), mr());
    // Both in one study, so in one list.
    database.jdbc().sql("UPDATE series SET study_id = (SELECT min(id) FROM study)").update();
    start(InstantSource.system(), route("all", Set.of(), Set.of(), ""));

    assertThat(next()).isEqualTo(ct().uid());
    await(() -> deliveries.waiting(archive.first(), 9).stream()
        .anyMatch(one -> one.attempts() > 1));
    assertThat(receiver.uids).isEmpty();

    receiver.refusedClass = "";
    assertThat(next()).isEqualTo(mr().uid());
  }

  @Test void sendsInItsHoursOnly() throws Exception {
    var noon = Instant.parse("2026-11-25T05:00:00Z");
    start(InstantSource.fixed(noon), route("at night", Set.of(), Set.of(), "22:00-06:00"),
        route("by day", Set.of(), Set.of("MR"), "07:00-17:00"));

    archive.store(ct(), mr());

    assertThat(next()).isEqualTo(mr().uid());
    await(() -> deliveries.waiting(archive.first(), 9).size() == 2);
    assertThat(deliveries.waiting(archive.first(), 9)).allSatisfy(one -> {
      assertThat(one.delivery().remark()).contains("at night");
      assertThat(one.attempts()).isZero();
    });
  }

  @Test void takesWhatArrivesInItsHoursOnly() throws Exception {
    var zone = java.time.ZoneId.of("Asia/Ho_Chi_Minh");
    var now = java.time.LocalTime.now(zone);
    var around = Optional.of(new Hours(now.minusHours(1), now.plusHours(1)));
    var later = Optional.of(new Hours(now.plusHours(2), now.plusHours(4)));
    start(InstantSource.system(), arriving("now", "CT", around), arriving("later", "MR", later));

    archive.store(mr(), ct());

    assertThat(next()).isEqualTo(ct().uid());
    await(() -> deliveries.waiting(archive.first(), 9).isEmpty());
    assertThat(receiver.uids).isEmpty();
  }

  private Route arriving(String name, String modality, Optional<Hours> arrival) {
    var plain = route(name, Set.of(), Set.of(modality), "");
    return new Route(name, plain.destination(), plain.sources(), plain.modalities(), arrival,
        Optional.empty(), List.of());
  }

  @Test void neverSendsBackToWhereItCameFrom() throws Exception {
    var database = archive.records().database();
    start(InstantSource.system(), route("all", Set.of(), Set.of(), ""));
    following.orElseThrow().close();
    archive.store(ct());
    database.jdbc().sql("UPDATE outbox SET key = split_part(key, ' ', 1) || ' FAR'"
        + " WHERE topic = 'stored'").update();
    start(InstantSource.system(), route("all", Set.of(), Set.of(), ""));

    archive.store(mr());

    assertThat(next()).isEqualTo(mr().uid());
    await(() -> deliveries.waiting(archive.first(), 9).isEmpty());
    assertThat(receiver.uids).isEmpty();
  }

  @Test void refusesConditionsThatAreNone() {
    for (var text : List.of("=x", "Modality", "NoSuchKeyword=1")) {
      assertThatIllegalArgumentException().isThrownBy(() -> Route.conditions(List.of(text)));
    }
  }
}
