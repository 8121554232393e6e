package vn.tia.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;

class JpegTest {

  private static Decoded decode(int rows, int columns, String stream) throws Exception {
    Dataset dataset = PixelLayoutTest.gray(rows, columns)
        .put(Tags.BITS_ALLOCATED, 8).put(Tags.BITS_STORED, 8).put(Tags.HIGH_BIT, 7)
        .put(Tags.PIXEL_REPRESENTATION, 0)
        .build();
    return FrameDecoder.decode(
        Bytes.hex(stream), PixelLayout.of(dataset), TransferSyntax.JPEG_BASELINE_8_BIT);
  }

  // Row 6 of the bad inputs, in its compressed form.
  @Test
  void takesNoMemoryForPixelsThatTheStreamCanNotHold() {
    String stream = """
        FFD8
        FFC0 000B 08 4000 4000 01 011100      # baseline, 8 bits, 16384 x 16384, one component
        FFDA 0008 01 0100 003F00
        FFD9
        """;

    assertThatThrownBy(() -> decode(16_384, 16_384, stream))
        .isInstanceOf(PixelDataException.class)
        .hasMessage("27 bytes of JPEG can't hold 268435456 pixels");
  }

  @Test
  void refusesAStreamOfAnotherSize() {
    assertThatThrownBy(() -> decode(2, 2, "FFD8 FFC0 000B 08 4000 0002 01 011100"))
        .hasMessage("the JPEG frame has 16384 x 2 pixels of 1 samples, the object 2 x 2 of 1");
  }

  @ParameterizedTest
  @CsvSource({
    "'', a JPEG stream starts with FFD8",
    "FFD7FFC0, a JPEG stream starts with FFD8",
    "FFD800000000, byte 2 of the JPEG stream is no marker",
    "FFD8FFC0, the JPEG stream has no frame header",
    "FFD8FFC00000, the JPEG stream has no frame header",
    "FFD8FFE0FFFF00, the JPEG stream has no frame header",
    "FFD8FFC0000B0800020002010111, the JPEG stream has no frame header",
    "FFD8FFC0000B080002000201011100FFD9, the JPEG stream is broken: IIOException",
  })
  void saysWhatIsBroken(String stream, String message) {
    assertThatThrownBy(() -> decode(2, 2, stream))
        .isInstanceOf(PixelDataException.class).hasMessage(message);
  }

  @Test
  void saysThatItHasNoDecoderForArithmeticCodes() throws Exception {
    assertThat(decode(2, 2, "FFD8 FFC9 000B 08 0002 0002 01 011100"))
        .isEqualTo(new Decoded.Undecodable(TransferSyntax.JPEG_BASELINE_8_BIT,
            "there is no decoder for JPEG process 9 with 8 bits"));
  }

  @Test
  void refusesMoreBitsThanTheObjectHasRoomFor() {
    assertThatThrownBy(() -> decode(2, 2, "FFD8 FFC1 000B 0C 0002 0002 01 011100"))
        .isInstanceOf(PixelDataException.class)
        .hasMessage("JPEG of 12 bits doesn't fit into 8 bits allocated");
  }
}
