package vn.tia.bridge.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.records.studies.InstancePath;
import vn.tia.records.studies.SweepMark;

class OrphanSweeperTest {

  @TempDir
  private Path directory;

  @Test
  void removesWhatACrashLeftAndKeepsWhatHasARow() throws Exception {
    try (var archive = TestArchive.open(directory)) {
      var sample = Samples.pydicom("CT_small.dcm");
      archive.intake().store(new Incoming(archive.records().first().id(), "CT1",
          sample.syntax().uid().value(), Optional.of(new Incoming.Announced(
              sample.instance().sopClassUid(), sample.uid()))),
          new ByteArrayInputStream(sample.bytes()));
      try (var crashed = archive.objects().begin()) {
        crashed.writeAll(new ByteArrayInputStream(sample.bytes()));
        crashed.seal();
      }
      var mark = new SweepMark(archive.records().database());
      var tomorrow = Instant.now().plus(Duration.ofHours(25));
      var sweeper = new OrphanSweeper(
          archive.objects(), archive.studies(), mark, () -> tomorrow);

      assertThat(sweeper.run()).isEqualTo(1);
      assertThat(sweeper.run()).isZero();

      assertThat(archive.studies().instances(InstancePath.study(sample.study()), archive.first()))
          .hasSize(1);
      assertThat(mark.read()).isAfter(Instant.now());
    }
  }
}
