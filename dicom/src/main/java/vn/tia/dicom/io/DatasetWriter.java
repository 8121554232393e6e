package vn.tia.dicom.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import vn.tia.dicom.data.BulkContent;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Encoding;
import vn.tia.dicom.data.SpecificCharacterSet;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// Writes data sets in one transfer syntax.
///
/// There is one way to write each data set: sequences and items with their lengths, encapsulated
/// pixel data with a delimiter, no group lengths beyond group 0002 (they are retired, and an edit
/// would make them wrong). What was read in that form comes out byte for byte.
///
/// Text is written in the character set that (0008,0005) names; where that doesn't hold it, the
/// whole data set is written in the smallest set that does, and says so.
public final class DatasetWriter {
  private static final int UNDEFINED = 0xFFFFFFFF;
  private static final int SHORT_LENGTH_MAX = 0xFFFF;

  private final OutputStream out;
  private final TransferSyntax syntax;
  private final BulkContent content;

  /// A writer to a stream that it flushes but doesn't close.
  public DatasetWriter(OutputStream out, TransferSyntax syntax) {
    this(out, syntax, BulkContent.NONE);
  }

  /// A writer that also passes values on that were left in their source, through a buffer; not
  /// those within sequences. Of encapsulated pixel data the content gives the items, from that of
  /// the offset table on.
  public DatasetWriter(OutputStream out, TransferSyntax syntax, BulkContent content) {
    this.out = out;
    this.syntax = syntax;
    this.content = content;
  }

  /// The bytes of a data set in a transfer syntax.
  public static Bytes toBytes(Dataset dataset, TransferSyntax syntax) {
    var bytes = new ByteArrayOutputStream();
    try {
      new DatasetWriter(bytes, syntax).write(dataset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.wrap(bytes.toByteArray());
  }

  /// Writes the elements in the order of their tags.
  ///
  /// @throws IllegalArgumentException if an element can't be written in this transfer syntax
  public void write(Dataset given) throws IOException {
    Dataset dataset = WritableText.in(given);
    writeBody(sink -> elements(dataset, encoding(SpecificCharacterSet.ASCII), sink));
  }

  private Encoding encoding(SpecificCharacterSet set) {
    return new Encoding(syntax.order(), set);
  }

  /// What writes the elements.
  @FunctionalInterface
  interface Body {
    void writeTo(ByteSink sink) throws IOException;
  }

  /// Writes what a body gives, deflated where the transfer syntax is.
  void writeBody(Body body) throws IOException {
    if (!syntax.isDeflated()) {
      write(body, out);
      return;
    }
    var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      var counted = new CountingStream(out);
      var deflating = new DeflaterOutputStream(counted, deflater);
      write(body, deflating);
      deflating.finish();
      if (counted.count() % 2 != 0) {
        // PS3.5 section A.5: an odd number of deflated bytes is padded.
        out.write(0);
      }
      out.flush();
    } finally {
      deflater.end();
    }
  }

  private void write(Body body, OutputStream target) throws IOException {
    var sink = new ByteSink(target, syntax.order());
    body.writeTo(sink);
    sink.flush();
    target.flush();
  }

  /// Writes some elements in a character set, whatever they declare.
  void part(Dataset part, SpecificCharacterSet set, ByteSink sink) throws IOException {
    Encoding encoding = encoding(set);
    for (int i = 0; i < part.size(); i++) {
      oneOf(part.elementAt(i), encoding, sink);
    }
  }

  /// Writes the header of a value that follows; a length of -1 is an undefined one.
  void header(Tag tag, Vr vr, long length, ByteSink sink) {
    sink.tag(tag.code());
    if (!syntax.isImplicit()) {
      vr(vr, sink);
      sink.u16(0);
    }
    sink.u32((int) length);
  }

  boolean isEncapsulated() {
    return syntax.isEncapsulated();
  }

  ByteOrder order() {
    return syntax.order();
  }

  private void oneOf(Element element, Encoding encoding, ByteSink sink) throws IOException {
    if (!element.tag().isGroupLength() || element.tag().group() <= 2) {
      element(element, encoding, sink);
      sink.flushIfFull();
    }
  }

  private void elements(Dataset dataset, Encoding inherited, ByteSink sink) throws IOException {
    Encoding encoding =
        dataset.characterSet().map(inherited::withCharacterSet).orElse(inherited);
    for (int i = 0; i < dataset.size(); i++) {
      oneOf(dataset.elementAt(i), encoding, sink);
    }
  }

  private void element(Element element, Encoding encoding, ByteSink sink) throws IOException {
    if (!element.isFromField() && element.value() instanceof Value.Bulk bulk
        && content != BulkContent.NONE && syntax.order() == ByteOrder.LITTLE_ENDIAN) {
      pass(element, bulk, sink);
      return;
    }
    sink.tag(element.tag().code());
    if (element.isFromField()) {
      field(element.vr(), element.encoded(encoding), sink);
      return;
    }
    switch (element.value()) {
      case Value.Sequence(var items) -> sequence(element.tag(), items, encoding, sink);
      case Value.Fragments fragments -> fragments(element, fragments, sink);
      case Value.Bulk _ -> throw new IllegalArgumentException(
          element.tag() + " was left in its source and can't be written from here");
      case Value.Empty _, Value.Text _, Value.Numbers _, Value.TagList _, Value.Binary _ ->
          field(element.vr(), element.encoded(encoding), sink);
    }
  }

  private void pass(Element element, Value.Bulk bulk, ByteSink sink) throws IOException {
    boolean isEncapsulated = bulk.length() < 0;
    if (isEncapsulated && !syntax.isEncapsulated()) {
      throw new IllegalArgumentException(
          element.tag() + " is encapsulated, and " + syntax.name() + " has no place for that");
    }
    header(element.tag(), element.vr(),
        isEncapsulated ? -1 : bulk.length() + (bulk.length() & 1), sink);
    try (InputStream value = content.open(bulk)) {
      sink.copy(value);
    }
    if (isEncapsulated) {
      sink.tag(Tags.SEQUENCE_DELIMITATION_ITEM.code());
      sink.u32(0);
    } else if ((bulk.length() & 1) == 1) {
      sink.u8(0);
    }
  }

  private void field(Vr vr, Bytes bytes, ByteSink sink) throws IOException {
    int padding = bytes.length() & 1;
    int length = bytes.length() + padding;
    if (syntax.isImplicit()) {
      sink.u32(length);
    } else if (vr.hasLongLength()) {
      vr(vr, sink);
      sink.u16(0);
      sink.u32(length);
    } else if (length <= SHORT_LENGTH_MAX) {
      vr(vr, sink);
      sink.u16(length);
    } else {
      // PS3.5 section 6.2.2 note 2: too long for its VR, so of unknown VR.
      vr(Vr.UN, sink);
      sink.u16(0);
      sink.u32(length);
    }
    sink.bytes(bytes);
    if (padding == 1) {
      sink.u8(vr.padding());
    }
  }

  private static void vr(Vr vr, ByteSink sink) {
    sink.u8(vr.name().charAt(0));
    sink.u8(vr.name().charAt(1));
  }

  private void sequence(Tag tag, List<Dataset> items, Encoding encoding, ByteSink sink)
      throws IOException {
    if (syntax.isImplicit() && Dictionary.vrOf(tag) != Vr.SQ) {
      // Without a VR, only its undefined length tells a private sequence from bytes.
      sink.u32(UNDEFINED);
      items(items, encoding, sink);
      sink.tag(Tags.SEQUENCE_DELIMITATION_ITEM.code());
      sink.u32(0);
      return;
    }
    if (!syntax.isImplicit()) {
      vr(Vr.SQ, sink);
      sink.u16(0);
    }
    int start = sink.openLength();
    items(items, encoding, sink);
    sink.close(start);
  }

  private void items(List<Dataset> items, Encoding encoding, ByteSink sink) throws IOException {
    for (Dataset item : items) {
      sink.tag(Tags.ITEM.code());
      int start = sink.openLength();
      elements(item, encoding, sink);
      sink.close(start);
    }
  }

  private void fragments(Element element, Value.Fragments value, ByteSink sink)
      throws IOException {
    if (!syntax.isEncapsulated()) {
      throw new IllegalArgumentException(
          element.tag() + " is encapsulated, and " + syntax.name() + " has no place for that");
    }
    vr(element.vr(), sink);
    sink.u16(0);
    sink.u32(UNDEFINED);
    fragment(value.offsetTable(), sink);
    for (Bytes fragment : value.fragments()) {
      fragment(fragment, sink);
      sink.flushIfFull();
    }
    sink.tag(Tags.SEQUENCE_DELIMITATION_ITEM.code());
    sink.u32(0);
  }

  private static void fragment(Bytes fragment, ByteSink sink) throws IOException {
    int padding = fragment.length() & 1;
    sink.tag(Tags.ITEM.code());
    sink.u32(fragment.length() + padding);
    sink.bytes(fragment);
    if (padding == 1) {
      sink.u8(0);
    }
  }
}
