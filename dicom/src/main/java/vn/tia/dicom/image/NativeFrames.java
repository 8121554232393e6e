package vn.tia.dicom.image;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Vr;

/// Frames that lie one behind the other, uncompressed (PS3.5 section 8.1.1).
///
/// The header says how many frames there are, but only those that are wholly there can be read.
final class NativeFrames implements Frames {
  private final PixelSource source;
  private final Span span;
  private final Form form;

  /// What the frames look like, and in which order the bytes of a word stand.
  record Form(PixelLayout layout, Order order) {

    /// The last is that of a data set read from big endian, where OW was turned by its words of
    /// 16 bits although a cell has 32.
    enum Order {
      LITTLE, BIG, HALVES_SWAPPED
    }

    /// The form of pixel data as it stands in a file.
    static Form inFile(PixelLayout layout, TransferSyntax syntax, Vr vr) {
      boolean words = vr == Vr.OW || layout.format().bitsAllocated() > 8;
      return new Form(layout, isBig(syntax) && words ? Order.BIG : Order.LITTLE);
    }

    /// The form of pixel data that a data set holds.
    static Form inMemory(PixelLayout layout, TransferSyntax syntax, Vr vr) {
      boolean halves = isBig(syntax) && vr == Vr.OW && layout.format().bitsAllocated() == 32;
      return new Form(layout, halves ? Order.HALVES_SWAPPED : Order.LITTLE);
    }

    private static boolean isBig(TransferSyntax syntax) {
      return syntax.form() == TransferSyntax.Form.EXPLICIT_BIG;
    }

    /// The bytes that change places in big endian.
    int wordBytes() {
      return order == Order.LITTLE ? 1 : Math.max(2, layout.format().bitsAllocated() / 8);
    }
  }

  NativeFrames(PixelSource source, Span span, Form form) {
    this.source = source;
    this.span = span;
    this.form = form;
  }

  @Override
  public PixelLayout layout() {
    return form.layout();
  }

  @Override
  public int count() {
    return form.layout().frames();
  }

  @Override
  public Optional<Place> place(int frame) throws IOException {
    checkIsThere(frame);
    long bits = form.layout().frameBits();
    return form.order() == Form.Order.LITTLE && bits % 8 == 0
        ? Optional.of(new Place(span.offset() + frame * (bits / 8), bits / 8))
        : Optional.empty();
  }

  private void checkIsThere(int frame) throws PixelDataException {
    Objects.checkIndex(frame, count());
    if (frame >= span.length() * 8 / form.layout().frameBits()) {
      throw new PixelDataException(
          "frame %d of %d bytes each lies behind the pixel data's %d bytes"
              .formatted(frame + 1, form.layout().frameBytes(), span.length()));
    }
  }

  @Override
  public Bytes read(int frame) throws IOException {
    checkIsThere(frame);
    long bits = form.layout().frameBits();
    long start = frame * bits;
    long from = start / 8;
    long to = (start + bits + 7) / 8;
    if (to - from > Integer.MAX_VALUE - 8) {
      throw new PixelDataException("a frame of %d bytes is too long".formatted(to - from));
    }
    Bytes bytes = readWords(from, (int) (to - from));
    return start % 8 == 0 ? bytes : shifted(bytes, (int) (start % 8), bits);
  }

  private Bytes readWords(long from, int count) throws IOException {
    int word = form.wordBytes();
    long start = from / word * word;
    long end = Math.min((from + count + word - 1) / word * word, span.length());
    Bytes raw = source.read(span.offset() + start, (int) (end - start));
    if (raw.length() < end - start) {
      throw new PixelDataException(
          "the source ends %d bytes into a frame of %d bytes".formatted(raw.length(), count));
    }
    int lead = (int) (from - start);
    return switch (form.order()) {
      case LITTLE -> raw;
      case BIG -> Bytes.wrap(reversed(raw.toArray(), word), lead, count);
      case HALVES_SWAPPED ->
          Bytes.wrap(reversed(reversed(raw.toArray(), 2), word), lead, count);
    };
  }

  private static byte[] reversed(byte[] bytes, int word) {
    for (int at = 0; at + word <= bytes.length; at += word) {
      for (int i = 0; i < word / 2; i++) {
        byte low = bytes[at + i];
        bytes[at + i] = bytes[at + word - 1 - i];
        bytes[at + word - 1 - i] = low;
      }
    }
    return bytes;
  }

  /// Moves bits down, for a frame of one bit a pixel that starts inside a byte.
  private static Bytes shifted(Bytes bytes, int by, long bits) {
    byte[] moved = new byte[(int) ((bits + 7) / 8)];
    for (int i = 0; i < moved.length; i++) {
      int low = (bytes.at(i) & 0xFF) >>> by;
      int high = i + 1 < bytes.length() ? bytes.at(i + 1) << 8 - by : 0;
      moved[i] = (byte) (low | high);
    }
    return Bytes.wrap(moved);
  }
}
