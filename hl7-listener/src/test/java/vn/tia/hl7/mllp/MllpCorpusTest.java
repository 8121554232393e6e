package vn.tia.hl7.mllp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.fuzz.Corpus;

class MllpCorpusTest {
  @Test
  void takesItsSeedsFindsAndWhatReachedNewCode() throws Exception {
    var folder = Path.of(Objects.requireNonNull(getClass().getResource("/fuzz/mllp")).toURI());

    assertThat(Corpus.give(folder, MllpTarget::fuzzerTestOneInput)).isGreaterThan(50);
  }
}
