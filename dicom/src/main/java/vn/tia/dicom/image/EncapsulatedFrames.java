package vn.tia.dicom.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;

/// Frames that lie in fragments, each its own compressed stream (PS3.5 section A.4).
final class EncapsulatedFrames implements Frames {
  private final PixelSource source;
  private final PixelLayout layout;
  private final List<List<Span>> frames;

  private EncapsulatedFrames(
      PixelSource source, PixelLayout layout, List<List<Span>> frames) {
    this.source = source;
    this.layout = layout;
    this.frames = frames;
  }

  static EncapsulatedFrames of(
      PixelSource source, FragmentIndex index, Dataset dataset, PixelLayout layout)
      throws IOException {
    return new EncapsulatedFrames(
        source, layout, new FrameLocator(source, index, layout.frames()).locate(dataset));
  }

  /// Frames of fragments in memory, laid out as in a file so that offsets mean the same.
  static EncapsulatedFrames of(
      Dataset dataset, PixelLayout layout, Bytes table, List<Bytes> fragments)
      throws IOException {
    long bytes = 0;
    List<Span> spans = new ArrayList<>();
    for (Bytes fragment : fragments) {
      spans.add(new Span(bytes + 8, fragment.length()));
      bytes += 8L + fragment.length();
    }
    FragmentIndex index = new FragmentIndex(table, 0, spans);
    return of(new PixelSource.Pieces(fragments, spans), index, dataset, layout);
  }

  @Override
  public PixelLayout layout() {
    return layout;
  }

  @Override
  public int count() {
    return frames.size();
  }

  @Override
  public Optional<Place> place(int frame) {
    List<Span> spans = frames.get(frame);
    return spans.size() == 1
        ? Optional.of(new Place(spans.getFirst().offset(), spans.getFirst().length()))
        : Optional.empty();
  }

  @Override
  public Bytes read(int frame) throws IOException {
    List<Span> spans = frames.get(frame);
    if (spans.size() == 1) {
      return read(spans.getFirst());
    }
    long total = spans.stream().mapToLong(Span::length).sum();
    if (total > Integer.MAX_VALUE - 8) {
      throw new PixelDataException("a frame of %d bytes is too long".formatted(total));
    }
    byte[] whole = new byte[(int) total];
    int at = 0;
    for (Span span : spans) {
      Bytes piece = read(span);
      piece.copyTo(whole, at);
      at += piece.length();
    }
    return Bytes.wrap(whole);
  }

  /// How long a frame is.
  long bytes(int frame) {
    return frames.get(frame).stream().mapToLong(Span::length).sum();
  }

  private Bytes read(Span span) throws IOException {
    if (span.length() > Integer.MAX_VALUE - 8) {
      throw new PixelDataException("a fragment of %d bytes is too long".formatted(span.length()));
    }
    return source.read(span.offset(), (int) span.length());
  }
}
