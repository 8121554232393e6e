package vn.tia.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.io.DicomFile;

/// Our pictures beside those of DCMTK's `dcmj2pnm`, sample by sample.
class DcmtkRenderingTest {

  @TempDir
  private Path directory;

  @ParameterizedTest
  @CsvSource({
    "CT_small.dcm, +Wm",
    "MR_small.dcm, +Wi 1",
    "MR_small_RLE.dcm, +Wi 1",
    "MR_small_bigendian.dcm, +Wi 1",
    "MR_small_implicit.dcm, +Wi 1",
    "image_dfl.dcm, +Wm",
    "rtdose_1frame.dcm, +Wm",
    "rtdose_rle_1frame.dcm, +Wm",
    "SC_rgb_rle.dcm, -W",
    "SC_rgb_rle_16bit.dcm, -W",
    "SC_rgb_small_odd.dcm, -W",
    "SC_ybr_full_422_uncompressed.dcm, -W",
  })
  void rendersAsDcmtkDoes(String name, String options) throws Exception {
    Path file = Corpus.pydicom(name);

    assertThat(differences(ours(file), dcmtk(file, options)))
        .as("the greatest difference of a sample").isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"40, 400", "-600, 1500", "300.5, 1", "0, 2"})
  void windowsAsDcmtkDoes(double center, double width) throws Exception {
    Path file = Corpus.pydicom("CT_small.dcm");
    Picture ours;
    try (ImageFile image = ImageFile.open(file)) {
      ours = picture(image.render(0, Window.linear(center, width)));
    }

    assertThat(differences(ours, dcmtk(file, "+Ww %s %s".formatted(center, width))))
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

  // Both decoders round the cosine transform and the colours in their own way.
  @ParameterizedTest
  @CsvSource({
    "SC_rgb_dcmtk_+eb+cr.dcm",
    "SC_rgb_dcmtk_+eb+cy+np.dcm",
    "SC_rgb_dcmtk_+eb+cy+n1.dcm",
    "SC_rgb_dcmtk_+eb+cy+n2.dcm",
    "SC_rgb_dcmtk_+eb+cy+s2.dcm",
    "SC_rgb_dcmtk_+eb+cy+s4.dcm",
    "SC_rgb_jpeg_dcmtk.dcm",
    "SC_rgb_jpeg_lossy_gdcm.dcm",
    "SC_rgb_small_odd_jpeg.dcm",
  })
  void decodesJpegInTheSameColours(String name) throws Exception {
    Path file = Corpus.pydicom(name);

    assertThat(differences(ours(file), dcmtk(file, "-W")))
        .as("the greatest difference of a sample").isLessThanOrEqualTo(4);
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

  private Picture dcmtk(Path file, String options) throws Exception {
    Path out = directory.resolve("dcmtk.pnm");
    List<String> command = new ArrayList<>(List.of("dcmj2pnm"));
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of(file.toString(), out.toString()));
    assertThat(Corpus.run(command.toArray(String[]::new))).isZero();
    return pnm(Bytes.wrap(Files.readAllBytes(out)));
  }

  /// Reads the raw forms of portable any map: P5 is grey, P6 red, green and blue.
  private static Picture pnm(Bytes file) {
    String head = new String(
        file.slice(0, Math.min(60, file.length())).toArray(), StandardCharsets.ISO_8859_1);
    String[] words = head.split("\\s+", 5);
    int columns = Integer.parseInt(words[1]);
    int rows = Integer.parseInt(words[2]);
    Picture.Color color = words[0].equals("P5") ? Picture.Color.GRAY : Picture.Color.RGB;
    int length = columns * rows * color.samples();
    return new Picture(columns, rows, color, file.slice(file.length() - length, length));
  }

  private static int differences(Picture ours, Picture theirs) {
    assertThat(ours.columns()).isEqualTo(theirs.columns());
    assertThat(ours.rows()).isEqualTo(theirs.rows());
    assertThat(ours.color()).isEqualTo(theirs.color());
    int most = 0;
    for (int i = 0; i < ours.samples().length(); i++) {
      int difference = (ours.samples().at(i) & 0xFF) - (theirs.samples().at(i) & 0xFF);
      most = Math.max(most, Math.abs(difference));
    }
    return most;
  }
}
