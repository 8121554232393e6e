package vn.tia.dicom.image.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.image.PixelDataException;

/// What a JPEG 2000 codestream says of itself before its first tile (ISO/IEC 15444-1 annex A).
///
/// @param transform whether a colour transform was applied, which decoders undo
public record Jpeg2000Header(
    Raster.Extent extent, List<Component> components, Transform transform) {
  private static final int SOC = 0xFF4F;
  private static final int SIZ = 0xFF51;
  private static final int COD = 0xFF52;
  private static final int SOT = 0xFF90;
  private static final int TILES_MAX = 65_535;
  private static final int COMPONENTS_MAX = 4;

  /// The samples of one component.
  public record Component(int bits, boolean isSigned, int across, int down) {}

  /// Whether components were mixed before coding.
  public enum Transform {
    NONE, MULTIPLE_COMPONENT
  }

  public Jpeg2000Header {
    components = List.copyOf(components);
  }

  /// Reads the main header of a codestream, bare or in the boxes of a JP2 file.
  ///
  /// @throws PixelDataException if it is none, or none that can be decoded
  public static Jpeg2000Header read(Bytes codestream) throws PixelDataException {
    ByteBuffer in = codestream.buffer(ByteOrder.BIG_ENDIAN);
    start(in);
    if (in.remaining() < 4 || (in.getShort() & 0xFFFF) != SIZ) {
      throw new PixelDataException("a JPEG 2000 codestream starts with its size");
    }
    ByteBuffer size = segment(in);
    Jpeg2000Header header = size(size);
    while (in.remaining() >= 4) {
      int marker = in.getShort() & 0xFFFF;
      if (marker == SOT) {
        return header;
      }
      ByteBuffer content = segment(in);
      if (marker == COD && content.remaining() >= 5) {
        boolean isMixed = content.get(4) != 0;
        header = new Jpeg2000Header(header.extent, header.components,
            isMixed ? Transform.MULTIPLE_COMPONENT : Transform.NONE);
      }
    }
    throw new PixelDataException("the JPEG 2000 codestream ends before its first tile");
  }

  /// Goes to where the codestream begins.
  private static void start(ByteBuffer in) throws PixelDataException {
    boolean isInBoxes = in.remaining() > 12 && in.getInt(4) == 0x6A502020;
    while (in.remaining() >= 2) {
      if ((in.getShort(in.position()) & 0xFFFF) == SOC) {
        in.getShort();
        return;
      }
      if (!isInBoxes) {
        break;
      }
      in.get();
    }
    throw new PixelDataException("a JPEG 2000 codestream starts with FF4F");
  }

  private static ByteBuffer segment(ByteBuffer in) throws PixelDataException {
    int length = in.remaining() < 2 ? 0 : in.getShort() & 0xFFFF;
    if (length < 2 || length - 2 > in.remaining()) {
      throw new PixelDataException("a JPEG 2000 marker segment is cut short");
    }
    ByteBuffer content = in.slice(in.position(), length - 2);
    in.position(in.position() + length - 2);
    return content;
  }

  private static Jpeg2000Header size(ByteBuffer in) throws PixelDataException {
    if (in.remaining() < 36) {
      throw new PixelDataException("the JPEG 2000 size is cut short");
    }
    long right = unsigned(in, 2);
    long bottom = unsigned(in, 6);
    long left = unsigned(in, 10);
    long top = unsigned(in, 14);
    long tileWidth = unsigned(in, 18);
    long tileHeight = unsigned(in, 22);
    int count = in.getShort(34) & 0xFFFF;
    if (right <= left || bottom <= top || right - left > 65_535 || bottom - top > 65_535) {
      throw new PixelDataException(
          "the JPEG 2000 picture is not between 1 and 65535 wide and high");
    }
    if (count < 1 || count > COMPONENTS_MAX || in.remaining() < 36 + 3 * count) {
      throw new PixelDataException("the JPEG 2000 codestream has %d components".formatted(count));
    }
    long tiles = tileWidth == 0 || tileHeight == 0 ? Long.MAX_VALUE
        : ((right + tileWidth - 1) / tileWidth) * ((bottom + tileHeight - 1) / tileHeight);
    if (tiles > TILES_MAX) {
      throw new PixelDataException("the JPEG 2000 codestream has more than 65535 tiles");
    }
    List<Component> components = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int bits = in.get(36 + 3 * i) & 0xFF;
      components.add(new Component((bits & 0x7F) + 1, bits >> 7 != 0,
          in.get(37 + 3 * i) & 0xFF, in.get(38 + 3 * i) & 0xFF));
    }
    var extent = new Raster.Extent((int) (bottom - top), (int) (right - left), count);
    return new Jpeg2000Header(extent, components, Transform.NONE);
  }

  private static long unsigned(ByteBuffer in, int at) {
    return Integer.toUnsignedLong(in.getInt(at));
  }
}
