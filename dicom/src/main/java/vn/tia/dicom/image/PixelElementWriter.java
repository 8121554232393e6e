package vn.tia.dicom.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Vr;

/// Writes a pixel data element piece by piece, as its values come (PS3.5 sections 7.1 and A.4).
final class PixelElementWriter {
  private static final int UNDEFINED = 0xFFFFFFFF;
  private static final long LENGTH_MAX = 0xFFFFFFFEL;
  private static final int CHUNK = 1 << 16;

  private final OutputStream out;
  private final TransferSyntax syntax;

  PixelElementWriter(OutputStream out, TransferSyntax syntax) {
    this.out = out;
    this.syntax = syntax;
  }

  /// Begins an element of known length, which is filled up to an even number by [#pad].
  ///
  /// @throws PixelDataException if no element of uncompressed pixel data can be so long
  void begin(Tag tag, Vr vr, long length) throws IOException {
    if (length > LENGTH_MAX) {
      throw new PixelDataException(
          "%d bytes of uncompressed pixel data don't fit into one element".formatted(length));
    }
    header(tag, vr, (int) (length + (length & 1)));
  }

  /// Begins an element of items.
  void beginItems() throws IOException {
    header(Tags.PIXEL_DATA, Vr.OB, UNDEFINED);
  }

  private void header(Tag tag, Vr vr, int length) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(12).order(syntax.order());
    header.putShort((short) tag.group()).putShort((short) tag.element());
    if (!syntax.isImplicit()) {
      header.put((byte) vr.name().charAt(0)).put((byte) vr.name().charAt(1)).putShort((short) 0);
    }
    header.putInt(length);
    out.write(header.array(), 0, header.position());
  }

  void pad(long length) throws IOException {
    if (length % 2 != 0) {
      out.write(0);
    }
  }

  void item(Bytes content) throws IOException {
    item(Tags.ITEM, content.length() + (content.length() & 1));
    content.writeTo(out);
    pad(content.length());
  }

  void endItems() throws IOException {
    item(Tags.SEQUENCE_DELIMITATION_ITEM, 0);
  }

  private void item(Tag tag, int length) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(8).order(syntax.order());
    header.putShort((short) tag.group()).putShort((short) tag.element()).putInt(length);
    out.write(header.array());
  }

  /// Writes cells that stand in little endian.
  void cells(Bytes little, int wordBytes) throws IOException {
    if (syntax.form() == TransferSyntax.Form.EXPLICIT_BIG && wordBytes > 1) {
      out.write(turned(little.toArray(), wordBytes));
    } else {
      little.writeTo(out);
    }
  }

  /// Copies a part of a source.
  ///
  /// @param turnedBytes how many bytes of each word change places, 1 for none
  void copy(PixelSource source, Span span, int turnedBytes) throws IOException {
    for (long at = span.offset(); at < span.end(); at += CHUNK) {
      int count = (int) Math.min(CHUNK, span.end() - at);
      Bytes piece = source.read(at, count);
      if (piece.length() < count) {
        throw new PixelDataException("the pixel data is cut short");
      }
      if (turnedBytes > 1) {
        out.write(turned(piece.toArray(), turnedBytes));
      } else {
        piece.writeTo(out);
      }
    }
  }

  private static byte[] turned(byte[] bytes, int word) {
    for (int at = 0; at + word <= bytes.length; at += word) {
      for (int low = at, high = at + word - 1; low < high; low++, high--) {
        byte held = bytes[low];
        bytes[low] = bytes[high];
        bytes[high] = held;
      }
    }
    return bytes;
  }
}
