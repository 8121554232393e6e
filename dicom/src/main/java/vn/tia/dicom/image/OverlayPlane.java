package vn.tia.dicom.image;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;

/// One plane of bits that lies over an image (PS3.3 sections C.9.2 and C.9.3).
///
/// @param top the row of the image that the plane's first row lies on, counted from 0
/// @param left the column of the image that the plane's first column lies on, counted from 0
record OverlayPlane(int rows, int columns, int top, int left, Kind kind, Bits bits) {
  private static final int PLANES = 16;
  private static final int SIDE_MAX = 65_535;

  private static final int ROWS = 0x0010;
  private static final int COLUMNS = 0x0011;
  private static final int FRAMES = 0x0015;
  private static final int TYPE = 0x0040;
  private static final int ORIGIN = 0x0050;
  private static final int FRAME_ORIGIN = 0x0051;
  private static final int BITS_ALLOCATED = 0x0100;
  private static final int BIT_POSITION = 0x0102;
  private static final int DATA = 0x3000;

  /// Graphics are drawn as they are, regions of interest by their borders.
  enum Kind {
    GRAPHICS, REGION
  }

  /// Where the bits lie: in bytes, from a bit on, so many bits apart.
  record Bits(Bytes bytes, long first, int step) {

    boolean at(long index) {
      long bit = first + index * step;
      return bit >> 3 < bytes.length() && (bytes.at((int) (bit >> 3)) >> (bit & 7) & 1) == 1;
    }
  }

  /// The planes of one frame, counted from 0.
  ///
  /// @param cells the frame's own cells in little endian, for planes in bits that its samples
  ///     leave free; nothing where they are not at hand
  static List<OverlayPlane> of(Dataset dataset, int frame, PixelLayout layout, Bytes cells) {
    List<OverlayPlane> planes = new ArrayList<>();
    for (int i = 0; i < PLANES; i++) {
      Group group = new Group(dataset, 0x6000 + 2 * i);
      if (group.exists()) {
        int rows = group.number(ROWS).orElse(layout.rows());
        int columns = group.number(COLUMNS).orElse(layout.columns());
        Bits bits = group.data().isEmpty()
            ? inside(group, layout, cells) : apart(group, frame, (long) rows * columns);
        boolean isUsable = rows > 0 && rows <= SIDE_MAX && columns > 0 && columns <= SIDE_MAX;
        if (isUsable && !bits.bytes().isEmpty()) {
          planes.add(new OverlayPlane(rows, columns, group.origin(0), group.origin(1),
              group.kind(), bits));
        }
      }
    }
    return planes;
  }

  /// Bits in a value of their own: a plane without frames lies over all of them.
  private static Bits apart(Group group, int frame, long size) {
    OptionalInt frames = group.number(FRAMES);
    if (frames.isEmpty()) {
      return new Bits(group.data(), 0, 1);
    }
    int number = frame - (group.number(FRAME_ORIGIN).orElse(1) - 1);
    return number >= 0 && number < frames.getAsInt()
        ? new Bits(group.data(), number * size, 1) : new Bits(Bytes.EMPTY, 0, 1);
  }

  /// Bits beside the samples in the pixel data (PS3.5-2004 section 8.1.2, retired).
  private static Bits inside(Group group, PixelLayout layout, Bytes cells) {
    SampleFormat format = layout.format();
    int position = group.number(BIT_POSITION).orElse(-1);
    boolean isFree = position > format.highBit()
        || position >= 0 && position <= format.highBit() - format.bitsStored();
    boolean isCell = group.number(BITS_ALLOCATED).orElse(0) == format.bitsAllocated()
        && layout.samples() == 1 && position < format.bitsAllocated();
    return isFree && isCell
        ? new Bits(cells, position, format.bitsAllocated()) : new Bits(Bytes.EMPTY, 0, 1);
  }

  /// The elements of one of the groups 6000 to 601E.
  private record Group(Dataset dataset, int number) {

    private Tag tag(int element) {
      return Tag.of(number, element);
    }

    boolean exists() {
      return dataset.contains(tag(ROWS)) || dataset.contains(tag(DATA))
          || dataset.contains(tag(BIT_POSITION));
    }

    OptionalInt number(int element) {
      return dataset.integer(tag(element));
    }

    Bytes data() {
      return dataset.bytes(tag(DATA)).orElse(Bytes.EMPTY);
    }

    Kind kind() {
      return dataset.string(tag(TYPE)).orElse("G").equals("R") ? Kind.REGION : Kind.GRAPHICS;
    }

    int origin(int place) {
      List<Integer> values = dataset.get(tag(ORIGIN)).map(Lut::numbers).orElse(List.of());
      return values.size() > place ? values.get(place) - 1 : 0;
    }
  }

  /// Draws the plane in white on 8-bit samples.
  void draw(byte[] samples, PixelLayout.Size size, int channels) {
    for (int row = Math.max(0, -top); row < rows && row + top < size.rows(); row++) {
      int line = (row + top) * size.columns() + left;
      for (int x = Math.max(0, -left); x < columns && x + left < size.columns(); x++) {
        if (isDrawn(row, x)) {
          int at = (line + x) * channels;
          for (int channel = 0; channel < channels; channel++) {
            samples[at + channel] = (byte) 255;
          }
        }
      }
    }
  }

  private boolean isDrawn(int row, int column) {
    if (!isSet(row, column)) {
      return false;
    }
    return kind == Kind.GRAPHICS || !isSet(row - 1, column) || !isSet(row + 1, column)
        || !isSet(row, column - 1) || !isSet(row, column + 1);
  }

  private boolean isSet(int row, int column) {
    return row >= 0 && row < rows && column >= 0 && column < columns
        && bits.at((long) row * columns + column);
  }
}
