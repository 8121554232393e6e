package vn.tia.mapping.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.fuzz.Corpus;

class Hl7CorpusTest {
  @Test
  void takesItsSeedsFindsAndWhatReachedNewCode() throws Exception {
    var folder = Path.of(Objects.requireNonNull(getClass().getResource("/fuzz/hl7")).toURI());

    assertThat(Corpus.give(folder, Hl7Target::fuzzerTestOneInput)).isGreaterThan(100);
  }
}
