package vn.tia.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

class PixelLayoutTest {

  static DatasetBuilder gray(int rows, int columns) {
    return Dataset.builder()
        .put(Tags.SAMPLES_PER_PIXEL, 1)
        .put(Tags.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
        .put(Tags.ROWS, rows)
        .put(Tags.COLUMNS, columns)
        .put(Tags.BITS_ALLOCATED, 16)
        .put(Tags.BITS_STORED, 12)
        .put(Tags.HIGH_BIT, 11)
        .put(Tags.PIXEL_REPRESENTATION, 1);
  }

  @Test
  void readsTheImagePixelModule() throws Exception {
    assertThat(PixelLayout.of(gray(3, 5).build())).isEqualTo(new PixelLayout(
        new PixelLayout.Size(3, 5, 1), new SampleFormat(16, 12, 11, SampleFormat.Sign.SIGNED),
        Photometric.MONOCHROME2, PixelLayout.Planes.TOGETHER));
  }

  // Row 6 of the bad inputs: 65535 x 65535 pixels in 2^31 - 1 frames, and hardly any pixel data.
  @Test
  void refusesFramesBeyondTheLimitBeforeTheyTakeMemory() {
    Dataset huge = gray(65_535, 65_535)
        .put(Tags.NUMBER_OF_FRAMES, Integer.MAX_VALUE)
        .put(new Element(Tags.PIXEL_DATA, Vr.OW, new Value.Binary(Bytes.hex("0102"))))
        .build();

    assertThatThrownBy(() -> Frames.of(huge, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN))
        .isInstanceOf(PixelDataException.class)
        .hasMessage("a frame of 65535 x 65535 pixels is larger than the limit of 268435456 pixels");
  }

  @Test
  void refusesFramesThatAreNotThere() throws Exception {
    Dataset dataset = gray(16_384, 16_384)
        .put(Tags.NUMBER_OF_FRAMES, Integer.MAX_VALUE)
        .put(new Element(Tags.PIXEL_DATA, Vr.OW, new Value.Binary(Bytes.hex("0102"))))
        .build();
    Frames frames = Frames.of(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);

    assertThat(frames.count()).isEqualTo(Integer.MAX_VALUE);
    assertThatThrownBy(() -> frames.read(Integer.MAX_VALUE - 1))
        .isInstanceOf(PixelDataException.class)
        .hasMessage("frame 2147483647 of 536870912 bytes each lies behind the pixel data's "
            + "2 bytes");
    assertThatThrownBy(() -> frames.read(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void saysWhatIsMissingOrCanNotBe() {
    assertThatThrownBy(() -> PixelLayout.of(Dataset.EMPTY))
        .hasMessage("(0028,0010) is between 1 and 65535, got nothing");
    assertThatThrownBy(() -> PixelLayout.of(gray(0, 5).build()))
        .hasMessage("(0028,0010) is between 1 and 65535, got 0");
    assertThatThrownBy(() -> PixelLayout.of(gray(1, 5).put(Tags.BITS_STORED, 17).build()))
        .hasMessage("17 bits up to bit 11 don't lie in a cell of 16 bits");
    assertThatThrownBy(() -> PixelLayout.of(gray(1, 5).put(Tags.BITS_ALLOCATED, 24).build()))
        .hasMessage("(0028,0100) Bits Allocated is 1, 8, 16 or 32, got 24");
    assertThatThrownBy(() -> PixelLayout.of(gray(1, 5).put(Tags.SAMPLES_PER_PIXEL, 3).build()))
        .hasMessage("MONOCHROME2 has 1 samples per pixel, got 3");
    assertThatThrownBy(() -> PixelLayout.of(
            gray(1, 5).put(Tags.PHOTOMETRIC_INTERPRETATION, "GREY").build()))
        .hasMessage("(0028,0004) Photometric Interpretation is not one that is known");
    assertThatThrownBy(() -> PixelLayout.of(gray(1, 5).put(Tags.NUMBER_OF_FRAMES, 0).build()))
        .hasMessage("(0028,0008) Number of Frames is above 0, got 0");
  }

  @Test
  void takesTheStoredBitsOfACellWithTheirSign() {
    SampleFormat signed = new SampleFormat(16, 12, 11, SampleFormat.Sign.SIGNED);
    SampleFormat high = new SampleFormat(16, 12, 15, SampleFormat.Sign.UNSIGNED);
    SampleFormat whole = new SampleFormat(32, 32, 31, SampleFormat.Sign.UNSIGNED);

    assertThat(signed.sample(0xF7FF)).isEqualTo(2047);
    assertThat(signed.sample(0x0FFF)).isEqualTo(-1);
    assertThat(high.sample(0xABCD)).isEqualTo(0xABC);
    assertThat(whole.number(whole.sample(0xFFFFFFFF))).isEqualTo(4_294_967_295.0);
  }
}
