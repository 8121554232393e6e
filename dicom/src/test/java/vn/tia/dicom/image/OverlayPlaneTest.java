package vn.tia.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

class OverlayPlaneTest {

  private static DatasetBuilder plane(int rows, int columns, String bits) {
    return PixelLayoutTest.gray(3, 4)
        .put(Tag.of(0x6002, 0x0010), rows).put(Tag.of(0x6002, 0x0011), columns)
        .put(Tag.of(0x6002, 0x0040), "G")
        .put(new Element(Tag.of(0x6002, 0x3000), Vr.OW, new Value.Binary(Bytes.hex(bits))));
  }

  private static Element origin(int row, int column) {
    return new Element(Tag.of(0x6002, 0x0050), Vr.SS, new Value.Numbers(List.of(row, column)));
  }

  private static String drawn(Dataset dataset, int frame) throws Exception {
    var layout = PixelLayout.of(dataset);
    Picture black = new Picture(4, 3, Picture.Color.GRAY, Bytes.wrap(new byte[12]));
    return Renderer.draw(black, OverlayPlane.of(dataset, frame, layout, Bytes.EMPTY))
        .samples().toHex();
  }

  @Test
  void drawsGraphicsInWhite() throws Exception {
    // The lowest bit of a byte is the pixel on the left: 1000 0100 0011.
    assertThat(drawn(plane(3, 4, "21 0C").build(), 0))
        .isEqualTo("FF000000 00FF0000 0000FFFF".replace(" ", ""));
  }

  @Test
  void movesAPlaneByItsOriginAndCutsItAtTheEdges() throws Exception {
    assertThat(drawn(plane(3, 4, "FF0F").put(origin(0, -2)).build(), 0))
        .isEqualTo("FF000000 FF000000 00000000".replace(" ", ""));
    assertThat(drawn(plane(3, 4, "FF0F").put(origin(3, 3)).build(), 0))
        .isEqualTo("00000000 00000000 0000FFFF".replace(" ", ""));
    assertThat(drawn(plane(3, 4, "FF0F").put(origin(-30000, 30000)).build(), 0))
        .isEqualTo("0".repeat(24));
  }

  @Test
  void drawsTheBorderOfARegion() throws Exception {
    Dataset region = plane(3, 4, "FF0F").put(Tag.of(0x6002, 0x0040), "R").build();

    assertThat(drawn(region, 0)).isEqualTo("FFFFFFFF FF0000FF FFFFFFFF".replace(" ", ""));
  }

  @Test
  void takesThePlaneOfTheFrame() throws Exception {
    Dataset dataset = plane(1, 4, "21").put(Tag.of(0x6002, 0x0015), "2")
        .put(Tag.of(0x6002, 0x0051), 3).put(Tags.NUMBER_OF_FRAMES, 9).build();

    assertThat(drawn(dataset, 1)).isEqualTo("0".repeat(24));
    assertThat(drawn(dataset, 2)).startsWith("FF000000");
    assertThat(drawn(dataset, 3)).startsWith("00FF0000");
    assertThat(drawn(dataset, 4)).isEqualTo("0".repeat(24));
  }

  @Test
  void laysAPlaneWithoutFramesOverAllOfThem() throws Exception {
    Dataset dataset = plane(1, 4, "01").put(Tags.NUMBER_OF_FRAMES, 9).build();

    assertThat(drawn(dataset, 8)).startsWith("FF");
  }

  @Test
  void endsWhereTheBitsEnd() throws Exception {
    assertThat(drawn(plane(65535, 65535, "FF").build(), 0))
        .isEqualTo("FFFFFFFF 00000000 00000000".replace(" ", ""));
    assertThat(drawn(plane(0, 4, "FF").build(), 0)).isEqualTo("0".repeat(24));
  }

  // 12 bits are stored; bit 15 of each cell is an overlay, which the samples must not see.
  @Test
  void findsAPlaneInTheHighBitsOfThePixels() throws Exception {
    Dataset dataset = PixelLayoutTest.gray(1, 3).put(Tags.PIXEL_REPRESENTATION, 0)
        .put(Tags.WINDOW_CENTER, "2048").put(Tags.WINDOW_WIDTH, "4096")
        .put(Tag.of(0x6000, 0x0010), 1).put(Tag.of(0x6000, 0x0011), 3)
        .put(Tag.of(0x6000, 0x0040), "G").put(Tag.of(0x6000, 0x0100), 16)
        .put(Tag.of(0x6000, 0x0102), 15)
        .put(new Element(Tags.PIXEL_DATA, Vr.OW, new Value.Binary(Bytes.hex("0000 0080 FF0F"))))
        .build();
    var syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    var object = new ImageObject(dataset, syntax, Frames.of(dataset, syntax));

    assertThat(picture(object.render(0, RenderSettings.DEFAULT))).isEqualTo("00FFFF");
    assertThat(picture(object.render(0, RenderSettings.PLAIN))).isEqualTo("0000FF");
  }

  private static String picture(Rendered rendered) {
    return ((Rendered.Shown) rendered).picture().samples().toHex();
  }
}
