package vn.tia.bridge.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.forward.ForwardChannel;
import vn.tia.bridge.forward.Forwarding;
import vn.tia.bridge.forward.Route;
import vn.tia.bridge.remote.Bridge;
import vn.tia.bridge.retrieve.Destination;
import vn.tia.bridge.retrieve.OutgoingInstances;
import vn.tia.bridge.retrieve.Spool;
import vn.tia.bridge.store.Incoming;
import vn.tia.bridge.testkit.Samples;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.net.AssociationPolicy;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.ServerSettings;
import vn.tia.dicom.net.Status;
import vn.tia.dicom.net.StoreRequest;
import vn.tia.dicom.net.StoreService;
import vn.tia.records.testkit.ExampleOrders;
import vn.tia.records.audit.Audit;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.deliveries.DeliverySettings;
import vn.tia.records.deliveries.DeliveryWorker;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.studies.InstanceSelection;

/// An order of a CT for a patient whose earlier studies lie in another archive.
class PrefetchTest {
  private static final InstantSource IN_2026 = () -> Instant.parse("2026-06-01T00:00:00Z");
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir
  private Path directory;
  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private Bridge far;
  private AssociationServer workstation;

  @BeforeEach
  void open() throws Exception {
    far = Bridge.open(directory.resolve("far"));
    workstation = AssociationServer.start(ServerSettings.onLoopback(0, "WS"),
        AssociationPolicy.anyone(), List.of(new StoreService() {
          @Override
          public boolean serves(String sopClassUid) {
            return true;
          }

          @Override
          public Status store(StoreRequest request, InputStream in) throws java.io.IOException {
            in.readAllBytes();
            sent.add(request.sopInstanceUid());
            return Status.SUCCESS;
          }
        }));
    prior("2.25.11", "CT", "20250101", "HEAD");
    prior("2.25.12", "CT", "20240101", "HEAD");
    prior("2.25.13", "CT", "20230101", "CHEST");
    prior("2.25.14", "CT", "20101231", "HEAD");
    prior("2.25.15", "MR", "20250601", "HEAD");
  }

  @AfterEach
  void close() throws Exception {
    workstation.close();
    far.close();
  }

  @Test
  void fetchesTheNewestOfTheModalityOrderedWithinTheAge() throws Exception {
    var rule = rule(Set.of(), Set.of(), 2);
    try (var tia = Bridge.open(directory.resolve("tia"), far.asArchive());
        var _ = following(tia, rule)) {
      order(tia);
      until(() -> here(tia).size() == 2);
      assertThat(here(tia)).containsExactlyInAnyOrder("2.25.11", "2.25.12");
      until(() -> waiting(tia) == 0);
    }
  }

  @Test
  void fetchesByModalityAndBodyPart() throws Exception {
    try (var tia = Bridge.open(directory.resolve("tia"), far.asArchive());
        var _ = following(tia, rule(Set.of("MR", "CT"), Set.of("CHEST"), 5))) {
      order(tia);
      until(() -> here(tia).size() == 1);
      assertThat(here(tia)).containsExactly("2.25.13");
    }
  }

  @Test
  void sendsThemOnToAWorkstation() throws Exception {
    var route = Route.onDemand("prefetch heads", new Destination("WS", "127.0.0.1",
        workstation.port(), "A", Optional.empty()));
    try (var tia = Bridge.open(directory.resolve("tia"), far.asArchive());
        var _ = following(tia, new PrefetchRule("heads", tia.archive.records().first().code(),
            new PrefetchRule.Ordered(Set.of("CT"), Set.of()),
            new PrefetchRule.Prior(Set.of("MR"), Set.of(), 5, Duration.ofDays(3_650)),
            Optional.of(route)))) {
      order(tia);
      until(() -> sent.size() == 1);
      assertThat(sent).containsExactly("2.25.15.1.1");
    }
  }

  @Test
  void leavesOrdersAloneThatNoRuleIsFor() throws Exception {
    try (var tia = Bridge.open(directory.resolve("tia"), far.asArchive());
        var _ = following(tia, new PrefetchRule("mammo",
            tia.archive.records().first().code(),
            new PrefetchRule.Ordered(Set.of("MG"), Set.of()),
            new PrefetchRule.Prior(Set.of(), Set.of(), 5, Duration.ofDays(3_650)),
            Optional.empty()))) {
      order(tia);
      assertThat(tia.archive.records().count("delivery")).isZero();
    }
  }

  /// What can't be fetched now waits in the records, and comes when the archive is back.
  @Test
  void triesAgainWhileTheArchiveIsAway() throws Exception {
    try (var tia = Bridge.open(directory.resolve("tia"), far.asArchive());
        var _ = following(tia, rule(Set.of(), Set.of(), 1))) {
      int port = far.door.port();
      far.door.close();
      order(tia);
      until(() -> attempts(tia) > 0);
      assertThat(here(tia)).isEmpty();
      assertThat(waiting(tia)).isOne();

      try (var _ = far.serveAgain(port)) {
        until(() -> here(tia).size() == 1);
        assertThat(here(tia)).containsExactly("2.25.11");
      }
    }
  }

  private static PrefetchRule rule(Set<String> modalities, Set<String> parts, int count) {
    return new PrefetchRule("priors", "A", new PrefetchRule.Ordered(Set.of(), Set.of()),
        new PrefetchRule.Prior(modalities, parts, count, Duration.ofDays(3_650)),
        Optional.empty());
  }

  private DeliveryWorker following(Bridge tia, PrefetchRule given) throws Exception {
    var records = tia.archive.records();
    var rule = new PrefetchRule(given.name(), records.first().code(), given.ordered(),
        given.prior(), given.to());
    var deliveries = new Deliveries(records.database());
    var facilities = new Facilities(records.database());
    var selection = new InstanceSelection(records.database(), records.patients());
    records.orders().whenPlaced(new Prefetching(List.of(rule), facilities, deliveries));
    var channel = new PrefetchChannel(List.of(rule), new PrefetchChannel.Records(
        records.database(), records.orders(), records.patients(), tia.archive.search(), selection,
        deliveries), tia.studies, IN_2026);
    var forward = new ForwardChannel(new ForwardChannel.Archive(selection,
        new OutgoingInstances(tia.archive.checked(),
            new Spool(directory.resolve("forward"))), facilities),
        new ForwardChannel.Queue(records.database(), deliveries),
        new ForwardChannel.Caller("TIA", rule.to().stream().toList(), InstantSource.system()),
        new Audit(records.database()));
    return DeliveryWorker.start(records.database(), deliveries,
        Map.of(Prefetching.KIND, channel, Forwarding.KIND, forward), DeliverySettings.DEFAULT);
  }

  private static void order(Bridge tia) {
    tia.archive.records().orders().apply(tia.archive.records().first().id(),
        ExampleOrders.headCt("P1").withAccession("A1").order());
  }

  private void prior(String study, String modality, String date, String part) throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    var uid = study + ".1.1";
    var dataset = sample.dataset().toBuilder()
        .put(Tags.STUDY_INSTANCE_UID, study).put(Tags.SERIES_INSTANCE_UID, study + ".1")
        .put(Tags.SOP_INSTANCE_UID, uid).put(Tags.PATIENT_ID, "0012345").put(Tags.STUDY_DATE, date)
        .put(Tags.MODALITY, modality).put(Tags.BODY_PART_EXAMINED, part).build();
    far.archive.intake().store(
        new Incoming(far.archive.records().first().id(), "CT1", sample.syntax().uid().value(),
            Optional.of(new Incoming.Announced(sample.instance().sopClassUid(), uid))),
        new ByteArrayInputStream(DatasetWriter.toBytes(dataset, sample.syntax()).toArray()));
  }

  private static List<String> here(Bridge tia) {
    return tia.archive.records().database().jdbc().sql("""
            SELECT t.study_instance_uid FROM study t JOIN cached_study c ON c.study_id = t.id
            WHERE c.complete""")
        .query(String.class).list();
  }

  private static int waiting(Bridge tia) {
    return tia.archive.records().database().jdbc()
        .sql("SELECT count(*) FROM delivery WHERE state = 'WAITING'")
        .query(Integer.class).single();
  }

  private static int attempts(Bridge tia) {
    return tia.archive.records().database().jdbc()
        .sql("SELECT coalesce(max(attempts), 0) FROM delivery")
        .query(Integer.class).single();
  }

  private static void until(java.util.function.BooleanSupplier condition) throws Exception {
    var end = Instant.now().plus(LIMIT);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(20);
    }
  }
}
