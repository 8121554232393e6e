package vn.tia.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.io.DicomFile;

/// Windows and byte orders beside DCMTK; [DcmtkCorpusTest] has all other pictures.
class DcmtkRenderingTest {

  @TempDir
  private Path directory;

  @ParameterizedTest
  @CsvSource({"40, 400", "-600, 1500", "300.5, 1", "0, 2"})
  void windowsAsDcmtkDoes(double center, double width) throws Exception {
    Path file = Corpus.pydicom("CT_small.dcm");
    Picture ours;
    try (ImageFile image = ImageFile.open(file)) {
      ours = picture(image.render(0, Window.linear(center, width)));
    }

    Picture theirs =
        Pnm.render(file, directory, List.of("+Ww", "" + center, "" + width)).orElseThrow();
    assertThat(Pnm.difference(ours, theirs))
        .as("the greatest difference of a sample").isLessThanOrEqualTo(1);
  }

  // DCMTK turns 16-bit halves only, so that its picture of 32-bit big endian is another one.
  @Test
  void readsThirtyTwoBitsInEitherByteOrder() throws Exception {
    Picture little = ours(Corpus.pydicom("rtdose_1frame.dcm"));
    Path big = Corpus.pydicom("rtdose_expb_1frame.dcm");
    DicomFile whole = DicomFile.read(big);
    Bytes inMemory = Frames.of(whole.dataset(), whole.meta().syntax()).read(0);

    assertThat(ours(big)).isEqualTo(little);
    try (ImageFile image = ImageFile.open(big)) {
      assertThat(image.bytes(0)).isEqualTo(inMemory);
    }
  }

  private static Picture ours(Path file) throws IOException {
    try (ImageFile image = ImageFile.open(file)) {
      return picture(image.render(0));
    }
  }

  private static Picture picture(Rendered rendered) {
    assertThat(rendered).isInstanceOf(Rendered.Shown.class);
    return ((Rendered.Shown) rendered).picture();
  }
}
