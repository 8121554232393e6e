package vn.tia.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.image.ffmpeg.FfmpegDecoders;
import vn.tia.dicom.io.DicomFile;

/// Every compressed file of the corpora, decoded by us and by another toolkit: the same to the
/// last bit where nothing was lost, within one step of a sample where the coding is lossy.
class CorpusCodecsTest {
  private static final int FRAMES = 2;

  @TempDir
  private Path directory;

  /// Files whose pixel data is compressed and meant to be decoded.
  static List<Path> compressed() {
    List<Path> files = new ArrayList<>(Corpus.all().stream()
        .filter(file -> coding(file) != PixelCoding.NATIVE && coding(file) != PixelCoding.VIDEO)
        // Bytes of a delimiter were written over its size: GDCM and OpenJPEG refuse it too.
        .filter(file -> !file.toString().contains("embedded-sequence-delimiter"))
        .toList());
    files.removeIf(file -> coding(file) == PixelCoding.UNKNOWN);
    return files;
  }

  private static PixelCoding coding(Path file) {
    try (ImageFile image = ImageFile.open(file)) {
      return PixelCoding.of(image.syntax());
    } catch (IOException noImage) {
      return PixelCoding.UNKNOWN;
    }
  }

  @ParameterizedTest
  @MethodSource("compressed")
  void decodesAsOtherToolkitsDo(Path file) throws Exception {
    Path plain = directory.resolve("plain.dcm");
    try (ImageFile image = ImageFile.open(file)) {
      assumeTrue(!image.syntax().name().contains("High-Throughput"),
          "no installed toolkit decodes high throughput JPEG 2000");
      PixelCoding coding = PixelCoding.of(image.syntax());
      assumeTrue(coding != PixelCoding.JPEG_2000 || FfmpegDecoders.obstacle().isEmpty());
      assertThat(Corpus.run(decoder(coding, file, plain))).as("the other toolkit").isZero();
      int tolerance = PixelCoding.isLossless(image.syntax()) ? 0 : 1;
      try (ImageFile other = ImageFile.open(plain)) {
        for (int frame = 0; frame < Math.min(FRAMES, image.frameCount()); frame++) {
          assertThat(greatestDifference(image, other, frame)).as("frame %d", frame)
              .isLessThanOrEqualTo(tolerance);
        }
      }
    }
  }

  private static String[] decoder(PixelCoding coding, Path file, Path plain) {
    Stream<String> command = switch (coding) {
      case JPEG -> Stream.of("dcmdjpeg", "+cn");
      case JPEG_LS -> Stream.of("dcmdjpls");
      case RUN_LENGTH -> Stream.of("dcmdrle");
      case JPEG_2000 -> Stream.of("gdcmconv", "--raw");
      case NATIVE, VIDEO, UNKNOWN -> throw new IllegalArgumentException(coding.toString());
    };
    return Stream.concat(command, Stream.of(file.toString(), plain.toString()))
        .toArray(String[]::new);
  }

  static int greatestDifference(ImageFile image, ImageFile other, int frame) throws IOException {
    Samples ours = samples(image, frame);
    Samples theirs = samples(other, frame);
    assertThat(ours.photometric()).isEqualTo(theirs.photometric());
    assertThat(ours.count()).isEqualTo(theirs.count());
    int greatest = 0;
    for (int i = 0; i < ours.count(); i++) {
      greatest = Math.max(greatest, Math.abs(ours.at(i) - theirs.at(i)));
    }
    return greatest;
  }

  static Samples samples(ImageFile image, int frame) throws IOException {
    return switch (image.decode(frame)) {
      case Decoded.Pixels(var samples) -> samples;
      case Decoded other -> throw new AssertionError(other.toString());
    };
  }

  // GDCM's JPEG 2000 library knows high throughput, though GDCM doesn't know its names.
  @Test
  void decodesHighThroughputAsOpenJpegDoes() throws Exception {
    Path high = shared("HTJ2KLossless_08_RGB.dcm");
    assumeTrue(FfmpegDecoders.obstacle().isEmpty());
    Dataset renamed = DicomFile.read(high).dataset().toBuilder()
        .put(Tags.PHOTOMETRIC_INTERPRETATION, "YBR_RCT").build();
    Path packed = directory.resolve("packed.dcm");
    DicomFile.of(renamed, TransferSyntax.of(Uids.JPEG2000_LOSSLESS)).write(packed);
    Path plain = directory.resolve("plain.dcm");
    assertThat(Corpus.run("gdcmconv", "--raw", packed.toString(), plain.toString())).isZero();

    try (ImageFile image = ImageFile.open(high); ImageFile other = ImageFile.open(plain)) {
      assertThat(greatestDifference(image, other, 0)).isZero();
    }
  }

  private static Path shared(String name) {
    List<Path> found =
        Corpus.all().stream().filter(file -> file.getFileName().toString().equals(name)).toList();
    assumeTrue(!found.isEmpty(), name + " is not there");
    return found.getFirst();
  }

  /// What the tools make of uncompressed files, we make back.
  @ParameterizedTest
  @CsvSource({
    "CT_small.dcm, dcmcjpeg +e1", "MR_small.dcm, dcmcjpeg +el", "MR_small.dcm, dcmcjpls",
    "MR_small.dcm, dcmcjpeg +el +sv 2", "MR_small.dcm, dcmcjpeg +el +sv 3",
    "MR_small.dcm, dcmcjpeg +el +sv 4", "MR_small.dcm, dcmcjpeg +el +sv 5",
    "MR_small.dcm, dcmcjpeg +el +sv 6", "MR_small.dcm, dcmcjpeg +el +sv 7",
    "CT_small.dcm, dcmcjpls", "CT_small.dcm, dcmcrle", "CT_small.dcm, gdcmconv --j2k",
    "MR_small.dcm, gdcmconv --j2k", "MR_small.dcm, gdcmconv --jpegls",
    "MR_small.dcm, gdcmconv --jpeg", "MR_small.dcm, gdcmconv --rle",
    "SC_rgb_jpeg_dcmd.dcm, dcmcjpeg +e1", "SC_rgb_jpeg_dcmd.dcm, dcmcjpls",
    "SC_rgb_jpeg_dcmd.dcm, dcmcjpls +il", "SC_rgb_jpeg_dcmd.dcm, dcmcjpls +is",
    "SC_rgb_jpeg_dcmd.dcm, dcmcjpls +in",
    "SC_rgb_jpeg_dcmd.dcm, gdcmconv --j2k", "SC_rgb_jpeg_dcmd.dcm, gdcmconv --jpegls",
    "SC_rgb_jpeg_dcmd.dcm, gdcmconv --jpeg", "SC_rgb_small_odd.dcm, dcmcjpls",
  })
  void bringsBackWhatToolsCompress(String name, String command) throws Exception {
    Path original = Corpus.pydicom(name);
    Path packed = directory.resolve("packed.dcm");
    assumeTrue(!command.contains("j2k") || FfmpegDecoders.obstacle().isEmpty());
    int ended = Corpus.run(Stream.concat(Stream.of(command.split(" ")),
        Stream.of(original.toString(), packed.toString())).toArray(String[]::new));

    assertThat(ended).isZero();
    try (ImageFile image = ImageFile.open(packed); ImageFile other = ImageFile.open(original)) {
      assertThat(PixelCoding.isLossless(image.syntax())).isTrue();
      assertThat(greatestDifference(image, other, 0)).isZero();
    }
  }

  // Two decoders may round otherwise: a step of the 12 bits, two of the 8.
  @ParameterizedTest
  @CsvSource({
    "MR_small.dcm, dcmcjpeg +ee +q 90, 1", "SC_rgb_jpeg_dcmd.dcm, dcmcjpeg +eb +q 90, 2",
    "SC_rgb_jpeg_dcmd.dcm, dcmcjpeg +ep, 2", "SC_rgb_jpeg_dcmd.dcm, dcmcjpls +en +md 3, 0",
  })
  void decodesLossyFramesAsDcmtkDoes(String name, String command, int tolerance)
      throws Exception {
    Path packed = directory.resolve("packed.dcm");
    Path plain = directory.resolve("plain.dcm");
    assertThat(Corpus.run(Stream.concat(Stream.of(command.split(" ")),
        Stream.of(Corpus.pydicom(name).toString(), packed.toString())).toArray(String[]::new)))
        .isZero();
    String decoder = command.startsWith("dcmcjpls") ? "dcmdjpls" : "dcmdjpeg";
    List<String> options = decoder.equals("dcmdjpeg") ? List.of("+cn") : List.of();
    assertThat(Corpus.run(Stream.of(Stream.of(decoder), options.stream(),
        Stream.of(packed.toString(), plain.toString())).flatMap(each -> each)
        .toArray(String[]::new))).isZero();

    try (ImageFile image = ImageFile.open(packed); ImageFile other = ImageFile.open(plain)) {
      assertThat(greatestDifference(image, other, 0)).isLessThanOrEqualTo(tolerance);
    }
  }
}
