package vn.tia.bridge.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.store.StorageClasses;
import vn.tia.bridge.testkit.Damage;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.AssociationPolicy;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.NetworkLimits;
import vn.tia.dicom.net.Retrieval;
import vn.tia.dicom.net.ServerSettings;
import vn.tia.dicom.net.Status;
import vn.tia.dicom.net.StoreRequest;
import vn.tia.dicom.net.StoreService;
import vn.tia.dicom.net.SubOperationCounts;
import vn.tia.dicom.net.pdu.UserInformation.Role;
import vn.tia.records.audit.Audit;
import vn.tia.records.studies.InstanceSelection;

/// Queries and retrievals that end before all was sent (PS3.7 section 9.3.2.3).
class CancelTest {
  private static final String FIND =
      Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND.value();
  private static final String GET = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET.value();
  private static final String MOVE =
      Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_MOVE.value();
  private static final int INSTANCES = 12;
  private static final int FIRST = 3;

  @TempDir private Path directory;
  private final Waiting receiver = new Waiting();
  private final String study = Uid.random().value();
  private TestArchive archive;
  private AssociationServer workstation;
  private AssociationServer door;
  private Sample last;

  /// Takes some instances, and one more only when it may.
  private static final class Waiting implements StoreService {
    private final AtomicInteger taken = new AtomicInteger();
    private final CountDownLatch hasFirst = new CountDownLatch(FIRST);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);

    @Override public boolean serves(String sopClassUid) {
      return true;
    }

    @Override public Status store(StoreRequest request, InputStream in) throws IOException {
      in.readAllBytes();
      hasFirst.countDown();
      if (taken.get() >= FIRST) {
        await(mayGoOn);
      }
      taken.incrementAndGet();
      return Status.SUCCESS;
    }
  }

  @BeforeEach void open() throws IOException {
    archive = TestArchive.open(directory.resolve("objects"));
    workstation = AssociationServer.start(ServerSettings.onLoopback(0, "WS"),
        AssociationPolicy.anyone(), List.of(receiver));
    var records = archive.records();
    var retrieval = new InstanceRetrieval(archive.access(),
        new InstanceSelection(records.database(), records.patients()),
        new OutgoingInstances(archive.checked(), new Spool(directory.resolve("outgoing"))),
        new Audit(records.database()), new RetrieveSettings(List.of(new Destination("WS",
            "127.0.0.1", workstation.port(), records.first().code(), Optional.empty())), 100));
    // A second operation at once: the C-ECHO behind a cancelled C-MOVE.
    door = AssociationServer.start(
        ServerSettings.onLoopback(0, "TIA")
            .withLimits(NetworkLimits.DEFAULT.withOperationsMax(2)),
        AssociationPolicy.anyone(), List.of(new CMoveService(retrieval),
            new CGetService(retrieval, StorageClasses.REGISTERED_AND_UNKNOWN)));
    var slice = Samples.pydicom("CT_small.dcm").dataset();
    for (int i = 1; i <= INSTANCES; i++) {
      store(slice.toBuilder().put(Tags.INSTANCE_NUMBER, i).build());
    }
  }

  private void store(Dataset slice) throws IOException {
    var dataset = slice.toBuilder()
        .put(Tags.STUDY_INSTANCE_UID, study)
        .put(Tags.SOP_INSTANCE_UID, Uid.random().value()).build();
    var syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    last = new Sample(
        directory, dataset, syntax, DatasetWriter.toBytes(dataset, syntax).toArray());
    archive.store(last);
  }

  @AfterEach void close() throws Exception {
    receiver.mayGoOn.countDown();
    door.close();
    workstation.close();
    archive.close();
  }

  @Test void endsACancelledGetAfterTheInstanceUnderWay() throws Exception {
    try (var association = Association.open(getting(), receiver)) {
      Retrieval retrieval = association.get(GET, whole());
      await(receiver.hasFirst);
      // It stands in the stream before the answer to the instance that waits.
      retrieval.cancel();
      receiver.mayGoOn.countDown();
      var result = retrieval.result();

      assertThat(result.status()).isEqualTo(Status.CANCEL);
      assertThat(result.counts().remaining()).isPositive();
      assertThat(result.counts()).isEqualTo(new SubOperationCounts(
          INSTANCES - receiver.taken.get(), receiver.taken.get(), 0, 0));
      assertThat(association.get(GET, image(last)).result().counts())
          .isEqualTo(new SubOperationCounts(0, 1, 0, 0));
    }
  }

  @Test void endsACancelledMoveAfterTheInstanceUnderWay() throws Exception {
    try (var association = Association.open(
        ClientSettings.toLoopback(door.port(), "VIEWER", "TIA").propose(MOVE)
            .propose(Uids.VERIFICATION.value()).withOperationsWindow(2, 1))) {
      Retrieval retrieval = association.move(MOVE, whole(), "WS");
      await(receiver.hasFirst);
      retrieval.cancel();
      // What answers this has read the cancel before.
      assertThat(association.echo()).isEqualTo(Status.SUCCESS);
      receiver.mayGoOn.countDown();
      var result = retrieval.result();

      assertThat(result.status()).isEqualTo(Status.CANCEL);
      assertThat(result.counts().remaining()).isPositive();
      assertThat(result.counts()).isEqualTo(new SubOperationCounts(
          INSTANCES - receiver.taken.get(), receiver.taken.get(), 0, 0));
    }
  }

  @Test void countsAndNamesWhatADamagedObjectLeavesOutOfAGet() throws Exception {
    receiver.mayGoOn.countDown();
    Damage.flipOneBit(archive, directory.resolve("objects"), last);

    try (var association = Association.open(getting(), receiver)) {
      var result = association.get(GET, whole()).result();

      assertThat(result.status().code()).isEqualTo(0xB000);
      assertThat(result.counts()).isEqualTo(new SubOperationCounts(0, INSTANCES - 1, 1, 0));
      assertThat(result.failedUids()).containsExactly(last.uid());
    }
  }

  @Test void endsACancelledQueryLongBeforeItsLastMatch() throws Exception {
    // More than the network and both sides hold on the way.
    int copies = 4_000;
    store(last.dataset().toBuilder().put(Tags.IMAGE_COMMENTS, "x".repeat(10_000)).build());
    archive.records().database().jdbc().sql("""
            INSERT INTO instance (facility_id, series_id, sop_instance_uid, sop_class_uid,
              transfer_syntax_uid, frames, object_id, bytes, sha256, dataset_offset, header, bulk,
              source)
            SELECT facility_id, series_id, '2.25.' || n, sop_class_uid, transfer_syntax_uid, frames,
              'copy' || n, bytes, sha256, dataset_offset, header, bulk, source
            FROM instance, generate_series(1, ?) AS n WHERE sop_instance_uid = ?""")
        .params(copies, last.uid()).update();

    try (var association = Association.open(
        ClientSettings.toLoopback(archive.port(), "VIEWER", "TIA").propose(FIND))) {
      var matches = association.find(FIND, Dataset.builder()
          .put(Tags.QUERY_RETRIEVE_LEVEL, "IMAGE").put(Tags.STUDY_INSTANCE_UID, study)
          .put(Tags.SERIES_INSTANCE_UID, last.series()).putEmpty(Tags.SOP_INSTANCE_UID)
          .putEmpty(Tags.IMAGE_COMMENTS).build());
      assertThat(matches.next()).isPresent();
      matches.cancel();
      var rest = matches.all();

      assertThat(matches.status()).contains(Status.CANCEL);
      assertThat(rest).hasSizeLessThan(copies);
      assertThat(association.find(FIND, image(last)).all()).hasSize(1);
    }
  }

  private ClientSettings getting() {
    var ct = last.instance().sopClassUid();
    return ClientSettings.toLoopback(door.port(), "VIEWER", "TIA").propose(GET)
        .propose(ct).withRole(ct, Role.NO, Role.YES);
  }

  private Dataset whole() {
    return Dataset.builder().put(Tags.QUERY_RETRIEVE_LEVEL, "STUDY")
        .put(Tags.STUDY_INSTANCE_UID, study).build();
  }

  private Dataset image(Sample sample) {
    return Dataset.builder().put(Tags.QUERY_RETRIEVE_LEVEL, "IMAGE")
        .put(Tags.STUDY_INSTANCE_UID, study).put(Tags.SERIES_INSTANCE_UID, sample.series())
        .put(Tags.SOP_INSTANCE_UID, sample.uid()).build();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
