package vn.tia.dicom.image;

import java.util.Arrays;
import java.util.List;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;

/// Covers what lies outside a rectangle, a circle or a polygon (PS3.3 section C.7.6.11); where
/// there are several, what lies outside any of them.
///
/// @param shade what covers it, between 0 and 255
record Shutter(List<String> shapes, Dataset dataset, int shade) {
  private static final int CORNERS_MAX = 1_024;

  /// Covers nothing.
  static final Shutter OPEN = new Shutter(List.of(), Dataset.EMPTY, 0);

  /// @throws PixelDataException if a polygon has more corners than anybody draws
  static Shutter of(Dataset dataset) throws PixelDataException {
    int corners = numbers(dataset, Tags.VERTICES_OF_THE_POLYGONAL_SHUTTER).size() / 2;
    if (corners > CORNERS_MAX) {
      throw new PixelDataException(
          "a shutter has %d corners, more than %d".formatted(corners, CORNERS_MAX));
    }
    int shade = dataset.integer(Tags.SHUTTER_PRESENTATION_VALUE).orElse(0);
    return new Shutter(dataset.strings(Tags.SHUTTER_SHAPE), dataset, shade >> 8 & 0xFF);
  }

  private static List<Integer> numbers(Dataset dataset, Tag tag) {
    return dataset.get(tag).map(Lut::numbers).orElse(List.of());
  }

  /// The picture with all that is shut covered.
  Picture cover(Picture picture) {
    if (shapes.isEmpty()) {
      return picture;
    }
    byte[] samples = picture.samples().toArray();
    int step = picture.color().samples();
    boolean[] isOpen = new boolean[picture.columns()];
    for (int y = 0; y < picture.rows(); y++) {
      Arrays.fill(isOpen, true);
      for (String shape : shapes) {
        shut(shape, y + 1, isOpen);
      }
      for (int x = 0; x < isOpen.length; x++) {
        if (!isOpen[x]) {
          int at = (y * isOpen.length + x) * step;
          Arrays.fill(samples, at, at + step, (byte) shade);
        }
      }
    }
    return new Picture(
        picture.columns(), picture.rows(), picture.color(), Bytes.wrap(samples));
  }

  /// Shuts the columns of a row, counted from 1, that lie outside a shape.
  private void shut(String shape, int row, boolean[] isOpen) {
    switch (shape) {
      case "RECTANGULAR" -> rectangle(row, isOpen);
      case "CIRCULAR" -> circle(row, isOpen);
      case "POLYGONAL" -> polygon(row, isOpen);
      default -> { }
    }
  }

  private void rectangle(int row, boolean[] isOpen) {
    boolean isRowOpen = row >= edge(Tags.SHUTTER_UPPER_HORIZONTAL_EDGE, 0)
        && row <= edge(Tags.SHUTTER_LOWER_HORIZONTAL_EDGE, Integer.MAX_VALUE);
    int left = edge(Tags.SHUTTER_LEFT_VERTICAL_EDGE, 0);
    int right = edge(Tags.SHUTTER_RIGHT_VERTICAL_EDGE, Integer.MAX_VALUE);
    for (int x = 0; x < isOpen.length; x++) {
      isOpen[x] &= isRowOpen && x + 1 >= left && x + 1 <= right;
    }
  }

  private int edge(Tag tag, int absent) {
    return dataset.integer(tag).orElse(absent);
  }

  private void circle(int row, boolean[] isOpen) {
    List<Integer> center = numbers(dataset, Tags.CENTER_OF_CIRCULAR_SHUTTER);
    if (center.size() != 2) {
      return;
    }
    double radius = edge(Tags.RADIUS_OF_CIRCULAR_SHUTTER, 0);
    double down = row - center.getFirst();
    for (int x = 0; x < isOpen.length; x++) {
      double across = x + 1 - center.getLast();
      isOpen[x] &= down * down + across * across <= radius * radius;
    }
  }

  /// Opens between each two borders that a row crosses.
  private void polygon(int row, boolean[] isOpen) {
    List<Integer> corners = numbers(dataset, Tags.VERTICES_OF_THE_POLYGONAL_SHUTTER);
    int count = corners.size() / 2;
    double[] crossings = new double[count];
    int crossed = 0;
    for (int i = 0; i < count; i++) {
      int next = (i + 1) % count;
      int y = corners.get(2 * i);
      int nextY = corners.get(2 * next);
      if (y <= row != nextY <= row) {
        double x = corners.get(2 * i + 1);
        double nextX = corners.get(2 * next + 1);
        crossings[crossed++] = x + (nextX - x) * (row - y) / (nextY - y);
      }
    }
    Arrays.sort(crossings, 0, crossed);
    int passed = 0;
    for (int x = 0; x < isOpen.length; x++) {
      while (passed < crossed && crossings[passed] <= x + 1) {
        passed++;
      }
      isOpen[x] &= passed % 2 == 1;
    }
  }
}
