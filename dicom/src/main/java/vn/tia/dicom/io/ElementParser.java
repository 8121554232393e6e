package vn.tia.dicom.io;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.SpecificCharacterSet;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.io.DicomParseException.Reason;

/// Makes elements of bytes, and calls itself for the items of a sequence: as deep as the limit.
final class ElementParser {
  private static final int ITEM = Tags.ITEM.code();
  private static final int ITEM_END = Tags.ITEM_DELIMITATION_ITEM.code();
  private static final int SEQUENCE_END = Tags.SEQUENCE_DELIMITATION_ITEM.code();
  private static final int DELIMITER_GROUP = 0xFFFE;
  private static final int CHARACTER_SET = Tags.SPECIFIC_CHARACTER_SET.code();
  private static final int PIXEL_REPRESENTATION = Tags.PIXEL_REPRESENTATION.code();

  private final ReadProgress progress;
  private final ByteSource source;
  private final TagPath path;
  private final ElementHeader header;
  private final long bulkBytesMin;
  private final IntPredicate stop;

  /// A parser that leaves the first tag of the top level unread that the predicate names.
  ElementParser(ReadProgress progress, long bulkBytesMin, IntPredicate stop) {
    this.progress = progress;
    this.source = progress.source();
    this.path = progress.path();
    this.header = new ElementHeader(progress);
    this.bulkBytesMin = bulkBytesMin;
    this.stop = stop;
  }

  /// Reads the header of the element that the top level stopped before.
  ElementLocation location(Scope scope) throws IOException {
    int code = source.tag(scope.order());
    path.element(code);
    header.read(code, scope);
    long length = header.hasUndefinedLength() ? -1 : header.length();
    return new ElementLocation(new Tag(code), header.vr(), source.position(), length);
  }

  /// Reads the top level of a data set.
  Dataset whole(Scope start) throws IOException {
    DatasetBuilder builder = Dataset.builder();
    Scope scope = start;
    boolean isFirst = true;
    while (source.has(1)) {
      int code = source.tag(scope.order());
      if (stop.test(code)) {
        source.unread(4);
        break;
      }
      if (code == 0 && !isFirst || code >>> 16 == DELIMITER_GROUP) {
        skipTail(code, scope);
        break;
      }
      isFirst = false;
      scope = element(code, scope, builder);
    }
    return builder.build();
  }

  /// Passes over what some devices write behind the end: zeros, or a delimiter too many.
  private void skipTail(int code, Scope scope) throws IOException {
    if (code == 0) {
      while (source.has(1) && source.u8() == 0) {}
    } else if (source.has(4)) {
      source.u32(scope.order());
    }
    if (source.has(1)) {
      throw progress.failure(
          Reason.MALFORMED, new Tag(code) + " and more behind it, outside of a sequence");
    }
  }

  private Dataset item(Scope start) throws IOException {
    DatasetBuilder builder = Dataset.builder();
    Scope scope = start;
    while (source.position() < scope.end()) {
      int code = source.tag(scope.order());
      if (code >>> 16 != DELIMITER_GROUP) {
        scope = element(code, scope, builder);
      } else if (endsItem(code, scope)) {
        break;
      }
    }
    if (source.position() > scope.end()) {
      throw progress.failure(Reason.MALFORMED, "the last element is longer than the item");
    }
    return builder.build();
  }

  /// Takes a delimiter where an element was expected, and says whether it ends the item.
  private boolean endsItem(int code, Scope scope) throws IOException {
    if (code == ITEM_END) {
      source.u32(scope.order());
      // In an item of announced length it is one too many, and harmless.
      return scope.isOpen();
    }
    if (scope.isOpen() && (code == ITEM || code == SEQUENCE_END)) {
      source.unread(4);
      return true;
    }
    throw progress.failure(Reason.MALFORMED, new Tag(code) + " within an item");
  }

  /// Reads one element into the builder, and returns the scope for those behind it.
  private Scope element(int code, Scope scope, DatasetBuilder builder) throws IOException {
    path.element(code);
    header.read(code, scope);
    Element element = value(new Tag(code), scope);
    builder.put(element);
    if (code == CHARACTER_SET) {
      return scope.with(SpecificCharacterSet.of(element.strings()));
    }
    if (code == PIXEL_REPRESENTATION && scope.isImplicit()) {
      return scope.with(element.integer().orElse(0) == 1
          ? Scope.Sign.SIGNED : Scope.Sign.UNSIGNED);
    }
    return scope;
  }

  private Element value(Tag tag, Scope scope) throws IOException {
    progress.countElement();
    if (header.hasUndefinedLength()) {
      return undefined(tag, scope);
    }
    Vr vr = header.vr();
    long length = header.length();
    long left = scope.end() - source.position();
    if (length > left) {
      throw progress.failure(Reason.MALFORMED,
          vr + " of " + length + " bytes in an item that has " + left + " left");
    }
    if (vr == Vr.SQ) {
      return sequence(tag, scope.until(source.position() + length));
    }
    if (isUnknownSequence(tag, scope)) {
      return sequence(tag, scope.insideUnknown().until(source.position() + length));
    }
    if (length >= bulkBytesMin && vr.shape() == Vr.Shape.BINARY) {
      long offset = source.position();
      source.skip(length);
      return new Element(tag, vr, new Value.Bulk(offset, length));
    }
    return Element.encoded(tag, vr, progress.field(vr, length), scope.encoding());
  }

  /// Whether someone on the way didn't know the sequence (PS3.5 section 6.2.2 note 4).
  private boolean isUnknownSequence(Tag tag, Scope scope) throws IOException {
    if (header.vr() != Vr.UN || scope.isImplicit() || header.length() < 8
        || Dictionary.vrOf(tag) != Vr.SQ) {
      return false;
    }
    boolean startsWithItem = source.tag(ByteOrder.LITTLE_ENDIAN) == ITEM;
    source.unread(4);
    return startsWithItem;
  }

  private Element undefined(Tag tag, Scope scope) throws IOException {
    Vr vr = header.vr();
    return switch (vr) {
      case SQ -> sequence(tag, scope.until(Scope.OPEN));
      case UN -> sequence(tag, scope.insideUnknown().until(Scope.OPEN));
      case OB, OW -> bulkBytesMin == Long.MAX_VALUE
          ? fragments(tag, vr, scope) : bulkFragments(tag, vr, scope);
      case AE, AS, AT, CS, DA, DS, DT, FD, FL, IS, LO, LT, OD, OF, OL, OV, PN, SH, SL, SS, ST, SV,
          TM, UC, UI, UL, UR, US, UT, UV ->
          throw progress.failure(Reason.MALFORMED, vr + " of undefined length");
    };
  }

  /// Reads the items of a sequence (PS3.5 section 7.5).
  private Element sequence(Tag tag, Scope sequence) throws IOException {
    progress.checkDepth();
    List<Dataset> items = new ArrayList<>();
    while (source.position() < sequence.end()) {
      long length = itemLength(sequence);
      if (length < 0) {
        break;
      }
      progress.countElement();
      path.enter(items.size());
      items.add(item(sequence.until(
          length == ElementHeader.UNDEFINED ? Scope.OPEN : source.position() + length)));
      path.leave();
    }
    if (source.position() > sequence.end()) {
      throw progress.failure(Reason.MALFORMED, "the items are longer than the sequence");
    }
    return new Element(tag, Vr.SQ, new Value.Sequence(items));
  }

  /// The length of the item that starts here, -1 at the delimiter of the sequence.
  private long itemLength(Scope sequence) throws IOException {
    int code = source.tag(sequence.order());
    long length = source.u32(sequence.order());
    if (code == SEQUENCE_END) {
      return -1;
    }
    if (code != ITEM) {
      throw progress.failure(Reason.MALFORMED, new Tag(code) + " where an item should start");
    }
    long left = sequence.end() - source.position();
    if (length != ElementHeader.UNDEFINED && length > left) {
      throw progress.failure(Reason.MALFORMED,
          "an item of " + length + " bytes in a sequence that has " + left + " left");
    }
    return length;
  }

  /// Reads encapsulated pixel data (PS3.5 section A.4).
  private Element fragments(Tag tag, Vr vr, Scope scope) throws IOException {
    var fragments = new ArrayList<Bytes>();
    for (long length = fragmentLength(scope); length >= 0; length = fragmentLength(scope)) {
      fragments.add(progress.field(vr, length));
    }
    Bytes offsets = fragments.isEmpty() ? Bytes.EMPTY : fragments.removeFirst();
    return new Element(tag, vr, new Value.Fragments(offsets, fragments));
  }

  private Element bulkFragments(Tag tag, Vr vr, Scope scope) throws IOException {
    long start = source.position();
    for (long length = fragmentLength(scope); length >= 0; length = fragmentLength(scope)) {
      source.skip(length);
    }
    return new Element(tag, vr, new Value.Bulk(start, -1));
  }

  private long fragmentLength(Scope scope) throws IOException {
    long length = itemLength(scope.until(Scope.OPEN));
    progress.countElement();
    if (length == ElementHeader.UNDEFINED) {
      throw progress.failure(Reason.MALFORMED, "a fragment of undefined length");
    }
    return length;
  }
}
