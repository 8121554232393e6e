package vn.tia.dicom.image.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.image.PixelDataException;

class JpegLsTest {

  /// The example of ITU-T T.87 annex H.3: 4 x 4 samples of 8 bits, coded by hand there.
  private static final String EXAMPLE = """
      FFD8
      FFF7 000B 08 0004 0004 01 011100
      FFDA 0008 01 0100 00 00 00
      C000006C 80208E01 C0000057 4000006E E6000001 BC180000 05D80000 9160
      FFD9
      """;

  private static final int[] EXAMPLE_SAMPLES = {
    0, 0, 90, 74, 68, 50, 43, 205, 64, 145, 145, 145, 100, 145, 145, 145,
  };

  @Test
  void decodesTheExampleOfTheStandard() throws Exception {
    Raster raster = JpegLsDecoder.decode(Bytes.hex(EXAMPLE), new Raster.Extent(4, 4, 1));

    assertThat(raster.samples()).containsExactly(EXAMPLE_SAMPLES);
  }

  @Test
  void encodesTheExampleOfTheStandard() {
    Raster raster = new Raster(new Raster.Extent(4, 4, 1), 8, EXAMPLE_SAMPLES);

    assertThat(JpegLsEncoder.encode(raster)).isEqualTo(Bytes.hex(EXAMPLE));
  }

  static IntStream seeds() {
    return IntStream.range(0, 150);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void bringsBackWhatItEncodes(int seed) throws Exception {
    Raster raster = RandomRasters.of(new Random(seed));

    Raster decoded = JpegLsDecoder.decode(JpegLsEncoder.encode(raster), raster.extent());

    assertThat(decoded.bits()).isEqualTo(raster.bits());
    assertThat(decoded.samples()).isEqualTo(raster.samples());
  }

  @ParameterizedTest
  @CsvSource({
    "FFD7, a JPEG stream starts with FFD8",
    "FFD8FFD9, the JPEG-LS stream has no frame header before its scan",
    "FFD8FFF7000B080004000401011100FFD9, the JPEG-LS stream lacks the scan of a component",
    "FFD8FFF7000B08FFFFFFFF01011100, "
        + "the JPEG-LS frame has 65535 x 65535 pixels of 1 samples",
    "FFD8FFF7000B080004000401011100FFDA0008010100000000C0FFD9, "
        + "the JPEG-LS scan ends before its last sample",
  })
  void saysWhatIsBroken(String stream, String message) {
    assertThatThrownBy(() ->
        JpegLsDecoder.decode(Bytes.hex(stream), new Raster.Extent(4, 4, 1)))
        .isInstanceOf(PixelDataException.class).hasMessageStartingWith(message);
  }
}
