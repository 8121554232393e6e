package vn.tia.dicom.deidentify;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.io.ElementLocation;

/// Copies the element that holds the pixel data from file to stream, its header included.
final class PixelCopy {
  private static final int SHORT_HEADER = 8;
  private static final int LONG_HEADER = 12;
  private static final int ITEM_HEADER = 8;

  private final FileChannel source;
  private final ElementLocation pixels;
  private final TransferSyntax syntax;

  PixelCopy(FileChannel source, ElementLocation pixels, TransferSyntax syntax) {
    this.source = source;
    this.pixels = pixels;
    this.syntax = syntax;
  }

  void writeTo(OutputStream out) throws IOException {
    boolean isLong = !syntax.isImplicit() && pixels.vr().hasLongLength();
    long start = pixels.offset() - (isLong ? LONG_HEADER : SHORT_HEADER);
    long end = pixels.hasUndefinedLength() ? endOfItems() : pixels.offset() + pixels.length();
    if (end > source.size()) {
      throw new EOFException("the file ends %d bytes before its pixel data does"
          .formatted(end - source.size()));
    }
    var target = Channels.newChannel(out);
    for (long at = start; at < end; ) {
      at += source.transferTo(at, end - at, target);
    }
  }

  /// Goes from one fragment to the next, to behind their delimiter (PS3.5 section A.4).
  private long endOfItems() throws IOException {
    long at = pixels.offset();
    while (true) {
      ByteBuffer header = ByteBuffer.allocate(ITEM_HEADER).order(ByteOrder.LITTLE_ENDIAN);
      while (header.hasRemaining()) {
        if (source.read(header, at + header.position()) < 0) {
          throw new EOFException("the file ends within the fragments of its pixel data");
        }
      }
      header.flip();
      int tag = header.getShort() << 16 | header.getShort() & 0xFFFF;
      long length = Integer.toUnsignedLong(header.getInt());
      at += ITEM_HEADER;
      if (tag == Tags.SEQUENCE_DELIMITATION_ITEM.code()) {
        return at;
      }
      if (tag != Tags.ITEM.code()) {
        throw new IOException("byte %d of the file is no fragment".formatted(at - ITEM_HEADER));
      }
      at += length;
    }
  }
}
