package vn.tia.dicom.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.io.DicomParseException.Reason;

/// Reads encapsulated pixel data (PS3.5 section A.4): into memory, or past a sink.
final class FragmentParser {
  private static final int HEADER_BYTES = 8;

  private final ReadProgress progress;
  private final ByteSource source;
  private final ItemHeader header;

  FragmentParser(ReadProgress progress, ItemHeader header) {
    this.progress = progress;
    this.source = progress.source();
    this.header = header;
  }

  /// The element with all fragments in memory.
  Element inMemory(Tag tag, Vr vr, Scope scope) throws IOException {
    var fragments = new ArrayList<Bytes>();
    try {
      long length = next(scope);
      while (length >= 0) {
        if (!progress.exceedsMemory(vr, length)) {
          fragments.add(progress.field(length));
        }
        length = progress.damage().isOver() ? -1 : next(scope);
      }
    } catch (DicomParseException | EOFException trouble) {
      progress.recover(trouble, scope.until(Scope.OPEN));
    }
    Bytes offsets = fragments.isEmpty() ? Bytes.EMPTY : fragments.removeFirst();
    return new Element(tag, vr, new Value.Fragments(offsets, fragments));
  }

  /// The element with its place, after its bytes have passed the sink.
  Element inSource(Tag tag, Vr vr, Scope scope, BulkSink sink) throws IOException {
    long start = source.position();
    try {
      Items items = items(scope);
      sink.take(new ElementLocation(tag, vr, start, -1), items);
      items.skipRest();
    } catch (DicomParseException | EOFException trouble) {
      progress.recover(trouble, scope.until(Scope.OPEN));
    }
    return new Element(tag, vr, new Value.Bulk(start, -1));
  }

  /// The items ahead as a stream.
  Items items(Scope scope) {
    return new Items(scope);
  }

  /// The length of the next fragment, -1 at the delimiter.
  private long next(Scope scope) throws IOException {
    long length = header.read(scope.until(Scope.OPEN));
    progress.countElement();
    if (length == ElementHeader.UNDEFINED) {
      throw progress.failure(Reason.MALFORMED, "a fragment of undefined length");
    }
    return length;
  }

  /// The items with their headers, as they stand in a little endian stream.
  final class Items extends InputStream {
    private final Scope scope;
    private final byte[] head = new byte[HEADER_BYTES];
    private int headLeft;
    private long left;
    private boolean isEnded;

    private Items(Scope scope) {
      this.scope = scope;
    }

    private boolean hasMore() throws IOException {
      if (headLeft == 0 && left == 0 && !isEnded) {
        long length = next(scope);
        isEnded = length < 0;
        if (!isEnded) {
          int item = Tags.ITEM.code();
          ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).putShort((short) (item >>> 16))
              .putShort((short) item).putInt((int) length);
          headLeft = HEADER_BYTES;
          left = length;
        }
      }
      return !isEnded;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      if (length == 0 || !hasMore()) {
        return length == 0 ? 0 : -1;
      }
      if (headLeft > 0) {
        int count = Math.min(length, headLeft);
        System.arraycopy(head, HEADER_BYTES - headLeft, target, from, count);
        headLeft -= count;
        return count;
      }
      int count = source.read(target, from, (int) Math.min(length, left));
      left -= count;
      return count;
    }

    void skipRest() throws IOException {
      while (hasMore()) {
        source.skip(left);
        left = 0;
        headLeft = 0;
      }
    }
  }
}
