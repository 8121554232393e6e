package vn.tia.bridge.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.testkit.Damage;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.records.studies.Scrub;

class ScrubberTest {

  @TempDir private Path directory;

  @Test
  void findsADamagedObjectAndForgetsItOnceItIsRestored() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    var mr = Samples.pydicom("MR_small.dcm");
    try (var archive = TestArchive.open(directory)) {
      archive.store(ct, mr);
      var scrub = new Scrub(archive.records().database());
      var scrubber = new Scrubber(archive.checked(), scrub);

      assertThat(scrubber.run(Long.MAX_VALUE)).isFalse();
      assertThat(scrub.damagedCount()).isZero();

      Damage.flipOneBit(archive, directory, ct);
      scrubber.run(Long.MAX_VALUE);
      assertThat(scrub.damagedCount()).isEqualTo(1);

      Damage.flipOneBit(archive, directory, ct);
      scrubber.run(Long.MAX_VALUE);
      assertThat(scrub.damagedCount()).isZero();
    }
  }

  @Test
  void goesOnWhereItStoppedAlsoAfterARestart() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    var mr = Samples.pydicom("MR_small.dcm");
    try (var archive = TestArchive.open(directory)) {
      archive.store(ct, mr);
      Damage.flipOneBit(archive, directory, mr);
      var scrub = new Scrub(archive.records().database());

      assertThat(new Scrubber(archive.checked(), scrub).run(1)).isTrue();
      assertThat(scrub.damagedCount()).isZero();

      assertThat(new Scrubber(archive.checked(), scrub).run(1)).isTrue();
      assertThat(scrub.damagedCount()).isEqualTo(1);
      assertThat(new Scrubber(archive.checked(), scrub).run(1)).isFalse();
    }
  }
}
