package vn.tia.dicom.image.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.image.PixelDataException;

/// Walks over the marker segments of a JPEG or JPEG-LS codestream (ITU-T T.81 annex B).
final class JpegSegments {
  static final int SOI = 0xD8;
  static final int EOI = 0xD9;
  static final int SOS = 0xDA;
  static final int DQT = 0xDB;
  static final int DHT = 0xC4;
  static final int DRI = 0xDD;

  private final ByteBuffer in;

  JpegSegments(Bytes codestream) throws PixelDataException {
    in = codestream.buffer(ByteOrder.BIG_ENDIAN);
    if (in.remaining() < 2 || (in.getShort() & 0xFFFF) != (0xFF00 | SOI)) {
      throw new PixelDataException("a JPEG stream starts with FFD8");
    }
  }

  /// A marker and what follows it up to the next.
  record Segment(int marker, ByteBuffer content) {}

  /// A component of a frame: its number, its sampling factors, its quantization table.
  record Component(int id, int across, int down, int table) {}

  /// What a frame header says.
  record Frame(int process, int bits, int rows, int columns, List<Component> components) {
    Frame {
      components = List.copyOf(components);
    }

    Raster.Extent extent() {
      return new Raster.Extent(rows, columns, components.size());
    }
  }

  /// One component of a scan and the tables that it names.
  record Selector(int component, int first, int second) {}

  /// What a scan header says; in JPEG-LS the three numbers are NEAR, ILV and the point transform.
  record Scan(List<Selector> selectors, int start, int end, int approximation) {
    Scan {
      selectors = List.copyOf(selectors);
    }
  }

  /// The next segment; one of the end where the stream ends without.
  Segment next() throws PixelDataException {
    // What stands between the end of a scan and the next marker is passed over.
    while (in.remaining() >= 2 && !(in.get(in.position()) == (byte) 0xFF
        && isMarker(in.get(in.position() + 1) & 0xFF))) {
      in.get();
    }
    if (in.remaining() < 2) {
      return new Segment(EOI, ByteBuffer.allocate(0));
    }
    in.get();
    int marker = in.get() & 0xFF;
    if (marker == EOI || marker == SOI) {
      return new Segment(marker, ByteBuffer.allocate(0));
    }
    int length = in.remaining() < 2 ? 0 : in.getShort() & 0xFFFF;
    if (length < 2 || length - 2 > in.remaining()) {
      throw new PixelDataException("the JPEG segment FF%02X has %d bytes, %d are left"
          .formatted(marker, length, in.remaining() + 2));
    }
    ByteBuffer content = in.slice(in.position(), length - 2);
    in.position(in.position() + length - 2);
    return new Segment(marker, content);
  }

  private static boolean isMarker(int code) {
    return code >= 0xC0 && code != 0xFF && (code < 0xD0 || code > 0xD7);
  }

  /// Where the entropy coded bytes begin, after a scan header was read.
  int position() {
    return in.position();
  }

  /// Goes on behind the bytes of a scan.
  void moveTo(int position) {
    in.position(Math.min(position, in.limit()));
  }

  static Frame frame(int marker, ByteBuffer content) throws PixelDataException {
    if (content.remaining() < 6) {
      throw new PixelDataException("the JPEG frame header is cut short");
    }
    int bits = content.get() & 0xFF;
    int rows = content.getShort() & 0xFFFF;
    int columns = content.getShort() & 0xFFFF;
    int count = content.get() & 0xFF;
    if (content.remaining() < 3 * count) {
      throw new PixelDataException("the JPEG frame header is cut short");
    }
    List<Component> components = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int id = content.get() & 0xFF;
      int sampling = content.get() & 0xFF;
      components.add(
          new Component(id, sampling >> 4, sampling & 15, content.get() & 0xFF));
    }
    return new Frame(marker & 15, bits, rows, columns, components);
  }

  /// A scan header whose components are told by their places in the frame.
  static Scan scan(ByteBuffer content, Frame frame) throws PixelDataException {
    int count = content.hasRemaining() ? content.get() & 0xFF : 0;
    if (count < 1 || count > 4 || content.remaining() < 2 * count + 3) {
      throw new PixelDataException("the JPEG scan header is cut short");
    }
    List<Selector> selectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int id = content.get() & 0xFF;
      int tables = content.get() & 0xFF;
      selectors.add(new Selector(place(id, frame), tables >> 4, tables & 15));
    }
    return new Scan(selectors, content.get() & 0xFF, content.get() & 0xFF, content.get() & 0xFF);
  }

  private static int place(int id, Frame frame) throws PixelDataException {
    for (int i = 0; i < frame.components().size(); i++) {
      if (frame.components().get(i).id() == id) {
        return i;
      }
    }
    throw new PixelDataException("a JPEG scan names component %d, which isn't there".formatted(id));
  }
}
