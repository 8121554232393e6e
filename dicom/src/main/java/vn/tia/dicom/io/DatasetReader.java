package vn.tia.dicom.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.SpecificCharacterSet;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.io.DicomParseException.Reason;

/// Reads one data set from a stream (PS3.5 section 7).
///
/// What senders in the field get wrong and what has one clear meaning is understood: odd lengths,
/// unsorted and repeated tags (the last counts), a missing item delimiter, group lengths, zeros
/// behind the end. Everything else ends in a [DicomParseException].
public final class DatasetReader {
  private static final int ITEM = Tags.ITEM.code();
  private static final int ITEM_END = Tags.ITEM_DELIMITATION_ITEM.code();
  private static final int SEQUENCE_END = Tags.SEQUENCE_DELIMITATION_ITEM.code();
  private static final int CHARACTER_SET = Tags.SPECIFIC_CHARACTER_SET.code();
  private static final int PIXEL_REPRESENTATION = Tags.PIXEL_REPRESENTATION.code();
  private static final long UNDEFINED = 0xFFFFFFFFL;

  private final ByteSource source;
  private final Scope whole;
  private final ReadSettings settings;
  private final ReadLimits limits;
  private final TagPath path;
  private final Optional<Tag> stopBefore;
  private int elements;
  private long bytes;
  // The header of the element in hand.
  private Vr vr = Vr.UN;
  private long length;

  /// A reader of everything in a stream that isn't closed by it.
  public DatasetReader(InputStream in, TransferSyntax syntax) {
    this(in, syntax, ReadSettings.DEFAULT);
  }

  public DatasetReader(InputStream in, TransferSyntax syntax, ReadSettings settings) {
    this(new ByteSource(in, 0), syntax, settings);
  }

  DatasetReader(ByteSource source, TransferSyntax syntax, ReadSettings settings) {
    this(syntax.isDeflated() ? inflated(source, settings.limits()) : source,
        Scope.whole(
            syntax.isImplicit() ? Scope.Form.IMPLICIT : Scope.Form.EXPLICIT, syntax.order()),
        settings);
  }

  DatasetReader(ByteSource source, Scope whole, ReadSettings settings) {
    this.source = source;
    this.whole = whole;
    this.settings = settings;
    this.limits = settings.limits();
    this.stopBefore = settings.stopBefore();
    this.path = new TagPath(limits.depthMax());
  }

  private static ByteSource inflated(ByteSource source, ReadLimits limits) {
    return new ByteSource(new InflatingStream(source.rest(), limits), 0);
  }

  /// Reads to the end of the stream, or to the tag that the settings name.
  ///
  /// @throws DicomParseException if the bytes are no data set, end too early or exceed a limit
  public Dataset read() throws IOException {
    try {
      return elements(whole);
    } catch (EOFException e) {
      throw failure(Reason.TRUNCATED, "the stream ended within an element");
    }
  }

  /// How many bytes of the stream the data set took so far; inflated ones where it is deflated.
  public long position() {
    return source.position();
  }

  /// Reads the header of the element that reading stopped before; empty at the end of the stream.
  public Optional<ElementLocation> next() throws IOException {
    if (!source.has(1)) {
      return Optional.empty();
    }
    try {
      int code = source.tag(whole.order());
      path.element(code);
      header(code, whole);
    } catch (EOFException e) {
      throw failure(Reason.TRUNCATED, "the stream ended within an element's header");
    }
    long size = length == UNDEFINED ? -1 : length;
    return Optional.of(new ElementLocation(
        new Tag(path.code()), vr, source.position(), size));
  }

  private DicomParseException failure(Reason reason, String what) {
    return new DicomParseException(reason, source.position(), path.toString(), what);
  }

  private Dataset elements(Scope start) throws IOException {
    DatasetBuilder builder = Dataset.builder();
    Scope scope = start;
    boolean isTop = path.depth() == 0;
    boolean isFirst = true;
    while (source.position() < scope.end()) {
      if (isTop && !source.has(1)) {
        break;
      }
      int code = source.tag(scope.order());
      if (code >>> 16 == 0xFFFE) {
        if (endsItem(code, scope, isTop)) {
          break;
        }
        continue;
      }
      if (isTop && isEnd(code, isFirst)) {
        break;
      }
      isFirst = false;
      path.element(code);
      header(code, scope);
      Element element = element(code, scope);
      builder.put(element);
      if (code == CHARACTER_SET) {
        scope = scope.with(SpecificCharacterSet.of(element.strings()));
      } else if (code == PIXEL_REPRESENTATION && scope.isImplicit()) {
        scope = scope.with(element.integer().orElse(0) == 1
            ? Scope.Sign.SIGNED : Scope.Sign.UNSIGNED);
      }
    }
    if (scope.end() != Scope.OPEN && source.position() > scope.end()) {
      throw failure(Reason.MALFORMED, "the last element is longer than the item");
    }
    return builder.build();
  }

  /// Whether the top level ends before a tag: where the caller said so, or where only zeros follow.
  private boolean isEnd(int code, boolean isFirst) throws IOException {
    if (stopBefore.isPresent()
        && Integer.compareUnsigned(code, stopBefore.get().code()) >= 0) {
      source.unread(4);
      return true;
    }
    if (code != 0 || isFirst) {
      return false;
    }
    while (source.has(1)) {
      if (source.u8() != 0) {
        throw failure(Reason.MALFORMED, "zeros and then other bytes where a tag should be");
      }
    }
    return true;
  }

  /// Takes a delimiter where an element was expected, and says whether it ends the item.
  private boolean endsItem(int code, Scope scope, boolean isTop) throws IOException {
    if (isTop) {
      throw failure(Reason.MALFORMED, new Tag(code) + " outside of a sequence");
    }
    if (code == ITEM_END) {
      source.u32(scope.order());
      // In an item of announced length it is one too many, and harmless.
      return scope.end() == Scope.OPEN;
    }
    if (scope.end() == Scope.OPEN && (code == ITEM || code == SEQUENCE_END)) {
      source.unread(4);
      return true;
    }
    throw failure(Reason.MALFORMED, new Tag(code) + " within an item");
  }

  /// Reads VR and length (PS3.5 section 7.1).
  private void header(int code, Scope scope) throws IOException {
    if (scope.isImplicit()) {
      length = source.u32(scope.order());
      vr = implicitVr(code, scope);
      return;
    }
    int first = source.u8();
    int second = source.u8();
    if (Vr.isVr(first, second)) {
      vr = Vr.of(first, second);
    } else if (isCapital(first) && isCapital(second)) {
      // A VR of a later edition; all new ones have long lengths.
      vr = Vr.UN;
    } else {
      throw failure(Reason.MALFORMED, "no VR but bytes %02X %02X".formatted(first, second));
    }
    if (!vr.hasLongLength()) {
      length = source.u16(scope.order());
      return;
    }
    source.u16(scope.order());
    length = source.u32(scope.order());
  }

  private static boolean isCapital(int c) {
    return c >= 'A' && c <= 'Z';
  }

  private Vr implicitVr(int code, Scope scope) {
    Vr usual = Dictionary.vrOf(new Tag(code));
    if (usual == Vr.UN && length == UNDEFINED) {
      return Vr.SQ;
    }
    return usual == Vr.US && scope.sign() == Scope.Sign.SIGNED
        && Dictionary.find(new Tag(code)).orElseThrow().vrs().contains(Vr.SS) ? Vr.SS : usual;
  }

  private Element element(int code, Scope scope) throws IOException {
    count();
    Tag tag = new Tag(code);
    if (length == UNDEFINED) {
      return undefined(tag, scope);
    }
    if (length > scope.end() - source.position()) {
      throw failure(Reason.MALFORMED, vr + " of " + length + " bytes in an item that has "
          + (scope.end() - source.position()) + " left");
    }
    if (vr == Vr.SQ || isUnknownSequence(tag, scope)) {
      Scope inside = vr == Vr.SQ ? scope : scope.insideUnknown();
      long end = source.position() + length;
      return new Element(tag, Vr.SQ, new Value.Sequence(items(inside.until(end))));
    }
    if (length >= settings.bulkBytesMin() && vr.shape() == Vr.Shape.BINARY) {
      long offset = source.position();
      long size = length;
      source.skip(size);
      return new Element(tag, vr, new Value.Bulk(offset, size));
    }
    return Element.encoded(tag, vr, field(), scope.encoding());
  }

  /// Whether an element of unknown VR is a sequence that someone didn't know (PS3.5 section 6.2.2).
  private boolean isUnknownSequence(Tag tag, Scope scope) {
    return vr == Vr.UN && !scope.isImplicit() && Dictionary.vrOf(tag) == Vr.SQ;
  }

  private void count() throws IOException {
    if (++elements > limits.elementsMax()) {
      throw failure(Reason.LIMIT, "more than " + limits.elementsMax() + " elements and items");
    }
  }

  private Bytes field() throws IOException {
    if (length > limits.elementBytesMax()) {
      throw failure(Reason.LIMIT, vr + " of " + length + " bytes, more than the limit of "
          + limits.elementBytesMax());
    }
    bytes += length;
    if (bytes > limits.datasetBytesMax()) {
      throw failure(Reason.LIMIT, "values of more than " + limits.datasetBytesMax() + " bytes");
    }
    return source.take((int) length);
  }

  private Element undefined(Tag tag, Scope scope) throws IOException {
    if (vr == Vr.SQ) {
      return new Element(tag, vr, new Value.Sequence(items(scope.until(Scope.OPEN))));
    }
    if (vr == Vr.OB || vr == Vr.OW) {
      return fragments(tag, scope);
    }
    if (vr == Vr.UN) {
      Scope inside = scope.insideUnknown().until(Scope.OPEN);
      return new Element(tag, Vr.SQ, new Value.Sequence(items(inside)));
    }
    throw failure(Reason.MALFORMED, vr + " of undefined length");
  }

  /// Reads the items of a sequence (PS3.5 section 7.5).
  private List<Dataset> items(Scope sequence) throws IOException {
    if (path.depth() == limits.depthMax()) {
      throw failure(Reason.LIMIT, "sequences nested deeper than " + limits.depthMax());
    }
    var items = new ArrayList<Dataset>();
    while (source.position() < sequence.end()) {
      long size = itemLength(sequence);
      if (size < 0) {
        break;
      }
      count();
      path.enter(items.size());
      long end = size == UNDEFINED ? Scope.OPEN : source.position() + size;
      items.add(elements(sequence.until(end)));
      path.leave();
    }
    if (sequence.end() != Scope.OPEN && source.position() > sequence.end()) {
      throw failure(Reason.MALFORMED, "the items are longer than the sequence");
    }
    return items;
  }

  /// The length of the item that starts here, -1 at the delimiter of the sequence.
  private long itemLength(Scope sequence) throws IOException {
    int code = source.tag(sequence.order());
    long size = source.u32(sequence.order());
    if (code == SEQUENCE_END) {
      return -1;
    }
    if (code != ITEM) {
      throw failure(Reason.MALFORMED, new Tag(code) + " where an item should start");
    }
    if (size != UNDEFINED && size > sequence.end() - source.position()) {
      throw failure(Reason.MALFORMED, "an item of " + size + " bytes in a sequence that has "
          + (sequence.end() - source.position()) + " left");
    }
    return size;
  }

  /// Reads encapsulated pixel data (PS3.5 section A.4).
  private Element fragments(Tag tag, Scope scope) throws IOException {
    Vr own = vr;
    long start = source.position();
    boolean isBulk = settings.bulkBytesMin() != Long.MAX_VALUE;
    var fragments = new ArrayList<Bytes>();
    Scope open = scope.until(Scope.OPEN);
    for (long size = itemLength(open); size >= 0; size = itemLength(open)) {
      count();
      if (size == UNDEFINED) {
        throw failure(Reason.MALFORMED, "a fragment of undefined length");
      }
      length = size;
      if (isBulk) {
        source.skip(size);
      } else {
        fragments.add(field());
      }
    }
    if (isBulk) {
      return new Element(tag, own, new Value.Bulk(start, -1));
    }
    Bytes offsets = fragments.isEmpty() ? Bytes.EMPTY : fragments.removeFirst();
    return new Element(tag, own, new Value.Fragments(offsets, fragments));
  }
}
