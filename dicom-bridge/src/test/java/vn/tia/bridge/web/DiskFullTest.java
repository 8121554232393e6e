package vn.tia.bridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.retrieve.Spool;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.bridge.testkit.WebServer;
import vn.tia.bridge.web.stow.StowController;
import vn.tia.bridge.web.stow.StowSettings;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.Instance;
import vn.tia.records.studies.InstancePath;

/// A disk that fills up under the archive: a file system of 2 MB in memory, where root may mount
/// one; else the test is skipped.
class DiskFullTest {
  private static final int OUT_OF_RESOURCES = 0xA700;

  @TempDir
  private Path directory;

  private Path disk;
  private TestArchive archive;
  private WebServer web;

  @BeforeEach
  void open() throws Exception {
    disk = Files.createDirectory(directory.resolve("disk"));
    Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()),
        "no file system can be mounted here");
    archive = TestArchive.open(disk);
    var facility = OptionalInt.of(archive.records().first().id());
    web = WebServer.start(directory.resolve("web"), new StowController(archive.intake(),
        new Spool(directory.resolve("spool")), _ -> facility, StowSettings.DEFAULT));
  }

  @AfterEach
  void close() throws Exception {
    if (web != null) {
      web.close();
      archive.close();
      run("umount", disk.toString());
    }
  }

  @Test
  void isRefusedCleanlyReadOnAndEndsByItself() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    var ballast = Files.write(disk.resolve("ballast"), new byte[1 << 20]);
    List<String> stored = new ArrayList<>();
    int code = 0;
    for (int i = 0; code == 0 && i < 100; i++) {
      var uid = "1.2.3." + i;
      code = store(sample, uid);
      if (code == 0) {
        stored.add(uid);
      }
    }

    assertThat(code).isEqualTo(OUT_OF_RESOURCES);
    assertThat(stored).hasSizeGreaterThan(10);
    var refused = post(sample, "1.2.4.1");
    assertThat(refused).isEqualTo("503, Retry-After 60");
    assertThat(archive.records().count("instance")).isEqualTo(stored.size());
    assertThat(disk.resolve("incoming")).isEmptyDirectory();
    for (var uid : stored) {
      var found = archive.studies().instances(
          InstancePath.instance(sample.study(), sample.series(), uid), archive.first());
      archive.checked().check(found.getFirst().bytes());
    }

    Files.delete(ballast);
    assertThat(store(sample, "1.2.5.1")).isZero();
    assertThat(post(sample, "1.2.5.2")).isEqualTo("200, Retry-After none");
  }

  private int store(Sample sample, String uid) throws IOException {
    var instance = new Instance(
        sample.instance().sopClassUid(), uid, sample.syntax().uid().value());
    try (var association = Association.open(ClientSettings.toLoopback(archive.port(), "CT1", "TIA")
        .propose(instance.sopClassUid(), List.of(instance.transferSyntaxUid())))) {
      return association.store(instance, new ByteArrayInputStream(DatasetWriter.toBytes(
          sample.dataset().toBuilder().put(Tags.SOP_INSTANCE_UID, uid).build(),
          sample.syntax()).toArray())).code();
    }
  }

  private String post(Sample sample, String uid) throws Exception {
    var file = new ByteArrayOutputStream();
    DicomFile.of(sample.dataset().toBuilder().put(Tags.SOP_INSTANCE_UID, uid).build(),
        sample.syntax()).write(file);
    var answer = web.post("/studies", "application/dicom", file.toByteArray());
    return answer.statusCode() + ", Retry-After "
        + answer.headers().firstValue("Retry-After").orElse("none");
  }

  private static boolean run(String... command) throws Exception {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }
}
