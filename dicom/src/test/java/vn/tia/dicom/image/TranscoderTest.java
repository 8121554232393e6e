package vn.tia.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Edit;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.image.ffmpeg.FfmpegDecoders;
import vn.tia.dicom.io.DatasetReader;
import vn.tia.dicom.io.DicomFile;

class TranscoderTest {
  private static final TransferSyntax JPEG_LS = TransferSyntax.of(Uids.JPEGLS_LOSSLESS);
  private static final TransferSyntax JPEG_2000 = TransferSyntax.of(Uids.JPEG2000_LOSSLESS);
  private static final TransferSyntax RLE = TransferSyntax.RLE_LOSSLESS;
  private static final TransferSyntax JPEG = TransferSyntax.JPEG_BASELINE_8_BIT;
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  @TempDir
  private Path directory;

  private Path transcoded(Path from, TransferSyntax target) throws IOException {
    return transcoded(from, Transcoding.to(target));
  }

  private Path transcoded(Path from, Transcoding wanted) throws IOException {
    Path file = directory.resolve("to-" + wanted.target().uid().value() + ".dcm");
    try (OutputStream out = Files.newOutputStream(file)) {
      Transcoder.writeFile(from, wanted, out);
    }
    return file;
  }

  private static void assertSame(Path one, Path other) throws IOException {
    try (ImageFile image = ImageFile.open(one); ImageFile second = ImageFile.open(other)) {
      assertThat(image.frameCount()).isEqualTo(second.frameCount());
      for (int frame = 0; frame < image.frameCount(); frame++) {
        assertThat(CorpusCodecsTest.samples(image, frame).toArray())
            .isEqualTo(CorpusCodecsTest.samples(second, frame).toArray());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "CT_small.dcm", "MR_small.dcm", "MR_small_bigendian.dcm", "MR_small_implicit.dcm",
    "SC_rgb_rle_16bit_2frame.dcm", "SC_rgb_small_odd.dcm", "SC_rgb_jpeg_gdcm.dcm",
    "MR_small_jpeg_ls_lossless.dcm", "JPGExtended.dcm", "image_dfl.dcm", "MR_small_RLE.dcm",
    "SC_rgb_jpeg_dcmd.dcm", "MR_small_jp2klossless.dcm", "J2K_pixelrep_mismatch.dcm",
  })
  void losesNothingThroughEveryLosslessSyntax(String name) throws Exception {
    Path original = Corpus.pydicom(name);
    boolean hasNative = FfmpegDecoders.obstacle().isEmpty();
    assumeTrue(hasNative || !name.contains("2k") && !name.contains("2K"));
    Path packed = transcoded(original, JPEG_LS);
    assertSame(original, packed);
    Path run = transcoded(packed, RLE);
    assertSame(original, run);
    Path wavelets = hasNative ? transcoded(run, JPEG_2000) : run;
    assertSame(original, wavelets);
    Path big = transcoded(wavelets, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
    assertSame(original, big);
    Path deflated = transcoded(big, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
    assertSame(original, deflated);
    assertSame(original, transcoded(deflated, JPEG_LS));
  }

  /// Other toolkits find in our files the samples that the original has.
  @ParameterizedTest
  @CsvSource({
    "CT_small.dcm, dcmdjpls, jpeg-ls", "MR_small.dcm, dcmdjpls, jpeg-ls",
    "SC_rgb_jpeg_dcmd.dcm, dcmdjpls, jpeg-ls", "SC_rgb_small_odd.dcm, dcmdjpls, jpeg-ls",
    "MR_small.dcm, gdcmconv --raw, jpeg-ls", "SC_rgb_jpeg_dcmd.dcm, gdcmconv --raw, jpeg-ls",
    "CT_small.dcm, gdcmconv --raw, jpeg2000", "MR_small.dcm, gdcmconv --raw, jpeg2000",
    "SC_rgb_jpeg_dcmd.dcm, gdcmconv --raw, jpeg2000",
    "JPGExtended.dcm, gdcmconv --raw, jpeg2000", "JPGExtended.dcm, dcmdjpls, jpeg-ls",
    "SC_rgb_rle_2frame.dcm, dcmdjpls, jpeg-ls", "SC_rgb_rle_2frame.dcm, gdcmconv --raw, jpeg2000",
    "SC_rgb_rle_2frame.dcm, dcmdrle, rle", "MR_small.dcm, dcmdrle, rle",
  })
  void writesWhatOtherToolkitsRead(String name, String command, String target) throws Exception {
    assumeTrue(!target.equals("jpeg2000") || FfmpegDecoders.obstacle().isEmpty());
    Path original = Corpus.pydicom(name);
    Path ours = transcoded(original, switch (target) {
      case "jpeg-ls" -> JPEG_LS;
      case "jpeg2000" -> JPEG_2000;
      default -> RLE;
    });
    Path theirs = directory.resolve("theirs.dcm");
    List<String> line = new ArrayList<>(List.of(command.split(" ")));
    line.addAll(List.of(ours.toString(), theirs.toString()));

    assertThat(Corpus.run(line.toArray(String[]::new))).isZero();
    assertSame(original, theirs);
  }

  @Test
  void describesPixelsAsTheyAreNow() throws Exception {
    assumeTrue(FfmpegDecoders.obstacle().isEmpty());
    Dataset packed =
        DicomFile.read(transcoded(Corpus.pydicom("SC_rgb_jpeg_dcmd.dcm"), JPEG_2000)).dataset();
    assertThat(packed.string(Tags.PHOTOMETRIC_INTERPRETATION)).contains("YBR_RCT");
    assertThat(packed.contains(Tags.LOSSY_IMAGE_COMPRESSION)).isFalse();

    Dataset plain =
        DicomFile.read(transcoded(Corpus.pydicom("GDCMJ2K_TextGBR.dcm"), EXPLICIT)).dataset();
    assertThat(plain.string(Tags.PHOTOMETRIC_INTERPRETATION)).contains("RGB");
    assertThat(plain.integer(Tags.PLANAR_CONFIGURATION)).hasValue(0);
  }

  @Test
  void saysWhatLossyCompressionLost() throws Exception {
    Path original = Corpus.pydicom("SC_rgb_jpeg_dcmd.dcm");
    Path lossy = transcoded(original, Transcoding.to(JPEG).withQuality(75));
    Dataset dataset = DicomFile.read(lossy).dataset();

    assertThat(dataset.string(Tags.LOSSY_IMAGE_COMPRESSION)).contains("01");
    assertThat(dataset.strings(Tags.LOSSY_IMAGE_COMPRESSION_METHOD)).endsWith("ISO_10918_1");
    assertThat(dataset.decimal(Tags.LOSSY_IMAGE_COMPRESSION_RATIO).orElseThrow())
        .isBetween(5.0, 200.0);
    assertThat(dataset.string(Tags.PHOTOMETRIC_INTERPRETATION)).contains("YBR_FULL_422");
    assertThat(Corpus.run("dcmdjpeg", lossy.toString(), directory.resolve("p.dcm").toString()))
        .isZero();
  }

  @Test
  void appliesEditsAndKeepsWhatStandsBehindThePixels() throws Exception {
    Dataset original = DicomFile.read(Corpus.pydicom("CT_small.dcm")).dataset();
    Tag creator = Tag.of(0x7FE1, 0x0010);
    Dataset longer = original.toBuilder()
        .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
        .put(new Element(creator, Vr.LO, new Value.Text(List.of("ÉCHO"))))
        .put(new Element(Tag.of(0x7FE1, 0x1001), Vr.OB, new Value.Binary(Bytes.hex("0102"))))
        .build();
    Path file = directory.resolve("longer.dcm");
    DicomFile.of(longer, EXPLICIT).write(file);
    Edit edit = new Edit.Put(
        new Element(Tags.PATIENT_ID, Vr.LO, new Value.Text(List.of("COERCED"))));
    var out = new ByteArrayOutputStream();

    Transcoder.writeDataset(file, Transcoding.to(JPEG_LS).with(List.of(edit)), out);

    Dataset written =
        new DatasetReader(new ByteArrayInputStream(out.toByteArray()), JPEG_LS).read();
    assertThat(written.string(Tags.PATIENT_ID)).contains("COERCED");
    assertThat(written.string(creator)).contains("ÉCHO");
    assertThat(written.bytes(Tag.of(0x7FE1, 0x1001))).contains(Bytes.hex("0102"));
    assertThat(written.elements().map(Element::tag)).containsExactlyElementsOf(
        longer.elements().map(Element::tag).filter(tag -> !tag.isGroupLength()).toList());
  }

  @Test
  void copiesCompressedPixelsOfTheSameSyntaxByteForByte() throws Exception {
    Path original = Corpus.pydicom("JPEG2000.dcm");
    Path copy = transcoded(original, TransferSyntax.of(Uids.JPEG2000));

    assertThat(DicomFile.read(copy).dataset().get(Tags.PIXEL_DATA))
        .isEqualTo(DicomFile.read(original).dataset().get(Tags.PIXEL_DATA));
  }

  @Test
  void givesSingleFramesInOtherForms() throws Exception {
    try (ImageFile image = ImageFile.open(Corpus.pydicom("SC_rgb_rle_2frame.dcm"))) {
      Bytes plain = Transcoder.frame(image, 1, Transcoding.to(EXPLICIT));
      Bytes packed = Transcoder.frame(image, 1, Transcoding.to(JPEG_LS));

      assertThat(plain.length()).isEqualTo(100 * 100 * 3);
      assertThat(((Decoded.Pixels) FrameDecoder.decode(packed, image.layout(), JPEG_LS))
          .samples().toBytes(PixelLayout.Planes.TOGETHER)).isEqualTo(plain);
    }
  }

  @Test
  void keepsFloatingPointPixelsUncompressed() throws Exception {
    Dataset real = PixelLayoutTest.gray(1, 2)
        .put(new Element(Tags.FLOAT_PIXEL_DATA, Vr.OF,
            new Value.Binary(Bytes.hex("0000803F 000000C0"))))
        .build();
    Path file = directory.resolve("real.dcm");
    DicomFile.of(real, EXPLICIT).write(file);

    Path big = transcoded(file, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
    assertThat(DicomFile.read(big).dataset().bytes(Tags.FLOAT_PIXEL_DATA))
        .isEqualTo(real.bytes(Tags.FLOAT_PIXEL_DATA));
    assertThatThrownBy(() -> transcoded(file, RLE))
        .hasMessage("floating point pixels have no other form than their own");
  }

  @Test
  void saysWhatCanNotBe() {
    Path report = Corpus.pydicom("test-SR.dcm");
    Path deep = Corpus.pydicom("SC_rgb_rle_32bit.dcm");
    Path signed = Corpus.pydicom("MR_small.dcm");

    assertThatThrownBy(() -> transcoded(report, JPEG_LS))
        .hasMessage("there is no (7FE0,0010) to be packed");
    assertThatThrownBy(() -> transcoded(deep, JPEG_LS))
        .hasMessage("JPEG-LS has up to 16 bits, got 32");
    assertThatThrownBy(() -> transcoded(signed, JPEG))
        .hasMessage("baseline JPEG has up to 8 bits, got 16");
    assertThatThrownBy(() -> transcoded(signed, TransferSyntax.of(Uids.HTJ2K_LOSSLESS)))
        .hasMessageStartingWith("this toolkit doesn't write High-Throughput JPEG 2000");
  }

  // 200 MB of frames through a process that has 40.
  @Test
  void holdsNoMoreThanAFrame() throws Exception {
    Dataset head = PixelLayoutTest.gray(1000, 1000).put(Tags.NUMBER_OF_FRAMES, 100)
        .put(Tags.BITS_STORED, 16).put(Tags.HIGH_BIT, 15).put(Tags.PIXEL_REPRESENTATION, 0)
        .build();
    Path file = directory.resolve("long.dcm");
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      var out = new ByteArrayOutputStream();
      DicomFile.of(head, EXPLICIT).write(out);
      new PixelElementWriter(out, EXPLICIT).begin(Tags.PIXEL_DATA, Vr.OW, 200_000_000L);
      sparse.write(out.toByteArray());
      sparse.setLength(out.size() + 200_000_000L);
    }
    Path packed = directory.resolve("packed.dcm");
    String classes = place(Transcoder.class) + ":" + place(OneTranscoding.class);

    int ended = Corpus.run(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx40m", "-XX:+UseSerialGC", "-cp", classes, OneTranscoding.class.getName(),
        file.toString(), packed.toString());

    assertThat(ended).isZero();
    try (ImageFile image = ImageFile.open(packed)) {
      assertThat(image.frameCount()).isEqualTo(100);
      assertThat(image.bytes(99).length()).isLessThan(40_000);
    }
  }

  private static Path place(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
