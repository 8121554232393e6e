package vn.tia.bridge.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.objects.ObjectStore;
import vn.tia.bridge.objects.ObjectStoreException;
import vn.tia.bridge.retrieve.CheckedObjects;
import vn.tia.bridge.retrieve.Spool;
import vn.tia.bridge.s3.S3ObjectStoreSettings.Addressing;
import vn.tia.bridge.s3.S3ObjectStoreSettings.Bucket;
import vn.tia.bridge.s3.S3ObjectStoreSettings.Limits;
import vn.tia.bridge.s3.S3ObjectStoreSettings.Login;
import vn.tia.bridge.s3.S3ObjectStoreSettings.Patience;
import vn.tia.bridge.store.Incoming;
import vn.tia.bridge.store.InstanceIntake;
import vn.tia.bridge.store.OrphanSweeper;
import vn.tia.bridge.store.Scrubber;
import vn.tia.bridge.store.StoreOutcome;
import vn.tia.bridge.testkit.S3Server;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.bridge.testkit.WebServer;
import vn.tia.bridge.web.stow.StowController;
import vn.tia.bridge.web.stow.StowSettings;
import vn.tia.bridge.web.wado.FramesController;
import vn.tia.bridge.web.wado.WadoController;
import vn.tia.bridge.web.wado.WadoParts;
import vn.tia.dicom.io.ReadLimits;
import vn.tia.dicom.net.Status;
import vn.tia.records.studies.InstanceSelection;
import vn.tia.records.studies.Scrub;
import vn.tia.records.studies.StoredInstance;
import vn.tia.records.studies.SweepMark;

/// The archive over a bucket whose server goes and comes back.
class S3AwayTest {
  @TempDir
  private Path directory;

  @Test
  void storesNothingWhileTheServerIsAwayAndLosesNothing() throws Exception {
    try (var server = S3Server.start(directory);
        var archive = TestArchive.open(directory.resolve("files"));
        var objects = objects(server)) {
      var intake = new InstanceIntake(objects, archive.registrar(), ReadLimits.DEFAULT);
      var checked = new CheckedObjects(objects, (_, _) -> {});
      var scrub = new Scrub(archive.records().database());
      var scrubber = new Scrubber(checked, scrub);
      var sweeper = new OrphanSweeper(objects, archive.studies(),
          new SweepMark(archive.records().database()),
          () -> Instant.now().plus(Duration.ofDays(2)));
      assertThat(store(archive, intake, "CT_small.dcm")).isInstanceOf(StoreOutcome.Stored.class);
      var stored = instance(archive, "CT_small.dcm");

      server.stop();
      var refused = store(archive, intake, "MR_small.dcm");
      assertThat(refused)
          .isEqualTo(new StoreOutcome.Unavailable("the object store is unavailable"));
      assertThat(refused.status().code()).isEqualTo(Status.OUT_OF_RESOURCES.code());
      assertThatThrownBy(() -> checked.check(stored.bytes()))
          .isInstanceOf(ObjectStoreException.Unavailable.class);
      assertThat(scrubber.run(1 << 20)).isTrue();
      assertThat(scrub.damagedCount()).isZero();

      server.startAgain();
      assertThat(store(archive, intake, "MR_small.dcm")).isInstanceOf(StoreOutcome.Stored.class);
      assertThat(scrubber.run(1 << 20)).isFalse();
      assertThat(scrub.damagedCount()).isZero();
      try (var upload = objects.begin()) {
        upload.write(new byte[10], 0, 10);
        upload.seal();
      }
      assertThat(sweeper.run()).isEqualTo(1);
      checked.check(stored.bytes());
      checked.check(instance(archive, "MR_small.dcm").bytes());
    }
  }

  @Test
  void answers503ByHttpWhileTheServerIsAway() throws Exception {
    try (var server = S3Server.start(directory);
        var archive = TestArchive.open(directory.resolve("files"));
        var objects = objects(server)) {
      var intake = new InstanceIntake(objects, archive.registrar(), ReadLimits.DEFAULT);
      var parts = new WadoParts(archive.studies(),
          new InstanceSelection(archive.records().database(), archive.records().patients()),
          new CheckedObjects(objects, (_, _) -> {}), new Spool(directory.resolve("out")),
          _ -> archive.first());
      try (var web = WebServer.start(directory.resolve("web"),
          new StowController(intake, new Spool(directory.resolve("in")),
              _ -> OptionalInt.of(archive.records().first().id()), StowSettings.DEFAULT),
          new WadoController(parts), new FramesController(parts))) {
        var ct = Samples.pydicom("CT_small.dcm");
        var frame = "/studies/" + ct.study() + "/series/" + ct.series() + "/instances/" + ct.uid()
            + "/frames/1";
        assertThat(stow(web, "CT_small.dcm")).isEqualTo(200);
        assertThat(web.get(frame, "*/*").statusCode()).isEqualTo(200);

        server.stop();
        assertThat(stow(web, "MR_small.dcm")).isEqualTo(503);
        assertThat(web.get("/studies/" + ct.study(), "*/*").statusCode()).isEqualTo(503);
        assertThat(archive.records().count("instance")).isEqualTo(1);

        server.startAgain();
        assertThat(stow(web, "MR_small.dcm")).isEqualTo(200);
        assertThat(web.get("/studies/" + ct.study(), "*/*").statusCode()).isEqualTo(200);
      }
    }
  }

  private static int stow(WebServer web, String name) throws Exception {
    return web.post("/studies", "application/dicom",
        Files.readAllBytes(Samples.pydicom(name).file())).statusCode();
  }

  private StoreOutcome store(TestArchive archive, InstanceIntake intake, String name)
      throws Exception {
    var sample = Samples.pydicom(name);
    return intake.store(new Incoming(archive.records().first().id(), "CT1",
        sample.instance().transferSyntaxUid(), Optional.empty()),
        new ByteArrayInputStream(sample.bytes()));
  }

  private static StoredInstance instance(TestArchive archive, String name) throws IOException {
    return archive.studies().byUids(
        java.util.List.of(Samples.pydicom(name).instance().sopInstanceUid()),
        archive.first()).getFirst();
  }

  private ObjectStore objects(S3Server server) throws IOException {
    return new S3ObjectStore(new S3ObjectStoreSettings(
        new Bucket(Optional.of(server.endpoint()), "us-east-1", "tia", "tia/", Addressing.PATH),
        new Login.Key("key", "secret"), directory.resolve("spool"),
        new Limits(1 << 28, 0, 5 << 20), Patience.DEFAULT), InstantSource.system());
  }
}
