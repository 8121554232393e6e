package vn.tia.dicom.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import vn.tia.dicom.data.Bytes;

/// Bytes that can be read from any place: a file that stays on the disk, or a value in memory.
sealed interface PixelSource {

  /// How many bytes there are.
  long length() throws IOException;

  /// The bytes from a place on, fewer than asked for where the source ends before.
  Bytes read(long offset, int count) throws IOException;

  /// A value in memory.
  record Memory(Bytes bytes) implements PixelSource {

    @Override
    public long length() {
      return bytes.length();
    }

    @Override
    public Bytes read(long offset, int count) {
      long there = Math.max(0, Math.min(count, bytes.length() - offset));
      return there == 0 ? Bytes.EMPTY : bytes.slice((int) offset, (int) there);
    }
  }

  /// Pieces in memory, each at its place; what lies between them is not there.
  record Pieces(List<Bytes> pieces, List<Span> places) implements PixelSource {

    @Override
    public long length() {
      return places.isEmpty() ? 0 : places.getLast().end();
    }

    @Override
    public Bytes read(long offset, int count) {
      int low = 0;
      int high = places.size() - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        Span place = places.get(middle);
        if (offset >= place.offset() && offset < place.end()) {
          int from = (int) (offset - place.offset());
          return pieces.get(middle).slice(from, (int) Math.min(count, place.length() - from));
        }
        if (place.offset() <= offset) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return Bytes.EMPTY;
    }
  }

  /// A file or another channel with a place, of which only what is asked for is read.
  record File(SeekableByteChannel channel) implements PixelSource {

    @Override
    public long length() throws IOException {
      return channel.size();
    }

    @Override
    public Bytes read(long offset, int count) throws IOException {
      long there = Math.max(0, Math.min(count, channel.size() - offset));
      ByteBuffer buffer = ByteBuffer.allocate((int) there);
      while (buffer.hasRemaining() && readMore(buffer, offset) >= 0) {
        // A read may bring less than was asked for.
      }
      return Bytes.wrap(buffer.array(), 0, buffer.position());
    }

    private int readMore(ByteBuffer buffer, long offset) throws IOException {
      if (channel instanceof FileChannel file) {
        return file.read(buffer, offset + buffer.position());
      }
      // Other channels have one place for all their readers.
      synchronized (channel) {
        return channel.position(offset + buffer.position()).read(buffer);
      }
    }
  }
}
