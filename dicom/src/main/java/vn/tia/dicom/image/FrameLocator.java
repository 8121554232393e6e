package vn.tia.dicom.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;

/// Finds which fragments make up each frame of encapsulated pixel data.
///
/// Tables of offsets are believed only where each entry hits the start of a fragment and they go
/// up; else fragments are counted, and at last the codestreams' own marks are looked for.
final class FrameLocator {
  private final PixelSource source;
  private final FragmentIndex index;
  private final int frames;

  FrameLocator(PixelSource source, FragmentIndex index, int frames) {
    this.source = source;
    this.index = index;
    this.frames = frames;
  }

  /// For each frame the places of its fragments.
  ///
  /// @throws PixelDataException if the frames can't be told apart
  List<List<Span>> locate(Dataset dataset) throws IOException {
    int count = index.fragments().size();
    if (count == 0) {
      throw new PixelDataException("the pixel data has no fragments");
    }
    List<List<Span>> extended = extended(dataset);
    if (!extended.isEmpty()) {
      return extended;
    }
    if (frames == 1) {
      return List.of(index.fragments());
    }
    List<Integer> starts = basic();
    if (starts.isEmpty() && count == frames) {
      return index.fragments().stream().map(List::of).toList();
    }
    if (starts.isEmpty() && count > frames) {
      starts = marked();
    }
    if (starts.isEmpty()) {
      throw new PixelDataException(
          "%d frames can't be told apart in %d fragments".formatted(frames, count));
    }
    return grouped(starts);
  }

  /// By the extended offset table, where a frame is always one fragment (PS3.3 C.7.6.3.1.8).
  private List<List<Span>> extended(Dataset dataset) {
    long[] offsets = longs(dataset.bytes(Tags.EXTENDED_OFFSET_TABLE).orElse(Bytes.EMPTY));
    long[] lengths = longs(dataset.bytes(Tags.EXTENDED_OFFSET_TABLE_LENGTHS).orElse(Bytes.EMPTY));
    if (offsets.length != frames || lengths.length != frames || !goesUp(offsets)) {
      return List.of();
    }
    List<Integer> starts = index.starting(offsets);
    List<List<Span>> spans = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      Span fragment = index.fragments().get(starts.get(i));
      if (lengths[i] <= 0 || lengths[i] > fragment.length()) {
        return List.of();
      }
      spans.add(List.of(new Span(fragment.offset(), lengths[i])));
    }
    return spans;
  }

  private static long[] longs(Bytes bytes) {
    ByteBuffer numbers = bytes.buffer(ByteOrder.LITTLE_ENDIAN);
    long[] values = new long[bytes.length() / 8];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.getLong();
    }
    return values;
  }

  private List<Integer> basic() {
    long[] offsets = index.offsets();
    if (offsets.length != frames || offsets[0] != 0 || !goesUp(offsets)) {
      return List.of();
    }
    return index.starting(offsets);
  }

  private static boolean goesUp(long[] offsets) {
    for (int i = 0; i < offsets.length; i++) {
      if (offsets[i] < 0 || offsets[i] == Long.MAX_VALUE || i > 0 && offsets[i] <= offsets[i - 1]) {
        return false;
      }
    }
    return true;
  }

  /// By the marks that a codestream starts with, or else by those that it ends with.
  private List<Integer> marked() throws IOException {
    List<Integer> starts = startingWhere(this::hasStartMark);
    if (starts.size() == frames && starts.getFirst() == 0) {
      return starts;
    }
    List<Integer> ends = startingWhere(this::hasEndMark);
    if (ends.size() != frames || ends.getLast() != index.fragments().size() - 1) {
      return List.of();
    }
    List<Integer> following = new ArrayList<>(List.of(0));
    ends.subList(0, frames - 1).forEach(end -> following.add(end + 1));
    return following;
  }

  private List<Integer> startingWhere(Predicate<Edges> isMarked) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < index.fragments().size() && numbers.size() <= frames; i++) {
      Span span = index.fragments().get(i);
      int edge = (int) Math.min(4, span.length());
      String head = source.read(span.offset(), edge).toHex();
      String tail = source.read(span.end() - edge, edge).toHex();
      if (isMarked.test(new Edges(head, tail))) {
        numbers.add(i);
      }
    }
    return numbers;
  }

  /// JPEG and JPEG-LS start with FFD8 FF, JPEG 2000 with FF4F FF51.
  private boolean hasStartMark(Edges edges) {
    return edges.head.startsWith("FFD8FF") || edges.head.startsWith("FF4FFF51");
  }

  /// All of them end with FFD9, which one byte may follow to make the length even.
  private boolean hasEndMark(Edges edges) {
    return edges.tail.endsWith("FFD9") || edges.tail.endsWith("FFD900");
  }

  /// The first and last four bytes of a fragment, in hexadecimal digits.
  private record Edges(String head, String tail) {}

  private List<List<Span>> grouped(List<Integer> starts) {
    List<List<Span>> groups = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      int end = i + 1 < starts.size() ? starts.get(i + 1) : index.fragments().size();
      groups.add(index.fragments().subList(starts.get(i), end));
    }
    return groups;
  }
}
