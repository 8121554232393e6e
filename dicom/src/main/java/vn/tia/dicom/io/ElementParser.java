package vn.tia.dicom.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.PrivateDictionary;
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

  /// Above every tag: bytes too few for one belong to what follows, as a short deflated data set.
  private static final int BEHIND_ALL = 0xFFFFFFFF;

  private static final int CHARACTER_SET = Tags.SPECIFIC_CHARACTER_SET.code();
  private static final int PIXEL_REPRESENTATION = Tags.PIXEL_REPRESENTATION.code();

  private final ReadProgress progress;
  private final ByteSource source;
  private final TagPath path;
  private final Damage damage;
  private final ElementHeader header;
  private final ItemHeader itemHeader;
  private final FragmentParser fragments;
  private final ReadSettings settings;
  private final IntPredicate stop;
  // What holds for the elements of the top level that come next.
  private final ElementOrder order = new ElementOrder();
  private Scope top;
  private boolean isBegun;
  // The sequence that is read item by item.
  private Scope sequence;
  private int itemCount;

  /// A parser that leaves the first tag of the top level unread that the predicate names.
  ElementParser(ReadProgress progress, Scope top, ReadSettings settings, IntPredicate stop) {
    this.progress = progress;
    this.source = progress.source();
    this.path = progress.path();
    this.damage = progress.damage();
    this.header = new ElementHeader(progress);
    this.itemHeader = new ItemHeader(progress);
    this.fragments = new FragmentParser(progress, itemHeader);
    this.settings = settings;
    this.top = top;
    this.sequence = top;
    this.stop = stop;
  }

  /// Reads the header of the element that the top level stopped before.
  ElementLocation location() throws IOException {
    int code = source.tag(top.order());
    path.element(code);
    header.read(code, top);
    long length = header.hasUndefinedLength() ? -1 : header.length();
    sequence = top.until(length < 0 ? Scope.OPEN : source.position() + length);
    itemCount = 0;
    return new ElementLocation(new Tag(code), header.vr(), source.position(), length);
  }

  /// Reads the next item of the sequence whose header was taken, empty at its end.
  Optional<ItemReading> nextItem() throws IOException {
    long offset = source.position();
    try {
      if (damage.isOver() || offset >= sequence.end()) {
        return Optional.empty();
      }
      long length = itemHeader.read(sequence);
      if (length < 0) {
        sequence = sequence.until(source.position());
        return Optional.empty();
      }
      progress.countElement();
      path.enter(itemCount++);
      Dataset item = item(sequence.until(
          length == ElementHeader.UNDEFINED ? Scope.OPEN : source.position() + length));
      path.leave();
      return Optional.of(new ItemReading(offset, item));
    } catch (DicomParseException | EOFException trouble) {
      progress.recover(trouble, sequence);
      return Optional.empty();
    }
  }

  /// Reads the top level of a data set.
  Dataset whole() throws IOException {
    DatasetBuilder builder = Dataset.builder();
    try {
      upToLong(builder, Long.MAX_VALUE);
    } catch (DicomParseException | EOFException trouble) {
      progress.recover(trouble, top);
    }
    return builder.build();
  }

  /// Reads the top level until a long binary value comes, whose header it takes; empty at the end.
  Optional<ElementLocation> upToLong(DatasetBuilder builder, long bytesMin) throws IOException {
    while (!damage.isOver() && source.has(1)) {
      if (!source.has(4) && stop.test(BEHIND_ALL)) {
        break;
      }
      int code = source.tag(top.order());
      if (stop.test(code)) {
        source.unread(4);
        break;
      }
      order.tag(code, source.position() - 4);
      if (code == 0 && isBegun || code >>> 16 == DELIMITER_GROUP) {
        skipTail(code, top);
        break;
      }
      isBegun = true;
      path.element(code);
      header.read(code, top);
      if (bytesMin < Long.MAX_VALUE && isLong(bytesMin)) {
        long length = header.hasUndefinedLength() ? -1 : header.length();
        return Optional.of(
            new ElementLocation(new Tag(code), header.vr(), source.position(), length));
      }
      order.length(header.length(), header.hasUndefinedLength());
      top = element(code, top, builder);
      if ((code & 0xFFFF) == 0) {
        order.groupLength(code, builder, source.position());
      }
    }
    order.end(source.position());
    return Optional.empty();
  }

  /// What of the top level is against the rules for order and lengths, and was understood.
  Optional<String> irregularity() {
    return order.trouble();
  }

  /// Whether the value ahead is pixel data in fragments, or another binary one that is long.
  private boolean isLong(long bytesMin) {
    boolean isFragments = header.hasUndefinedLength()
        && (header.vr() == Vr.OB || header.vr() == Vr.OW);
    return isFragments || !header.hasUndefinedLength() && header.length() >= bytesMin
        && header.vr().shape() == Vr.Shape.BINARY;
  }

  ByteOrder order() {
    return top.order();
  }

  /// The fragments ahead, as their items stand in the stream.
  FragmentParser.Items fragments() {
    return fragments.items(top);
  }

  /// Passes over what some devices write behind the end: zeros, or a delimiter too many.
  private void skipTail(int code, Scope scope) throws IOException {
    if (code == 0) {
      while (source.has(1) && source.u8() == 0) {}
    } else if (source.has(4)) {
      source.u32(scope.order());
    }
    if (source.has(1)) {
      progress.takeMalformed(new Tag(code) + " and more behind it, outside of a sequence");
    }
  }

  private Dataset item(Scope start) throws IOException {
    DatasetBuilder builder = Dataset.builder();
    Scope scope = start;
    try {
      while (source.position() < scope.end() && !damage.isOver()) {
        int code = source.tag(scope.order());
        if (code >>> 16 != DELIMITER_GROUP) {
          path.element(code);
          header.read(code, scope);
          scope = element(code, scope, builder);
        } else if (endsItem(code, scope)) {
          break;
        }
      }
    } catch (DicomParseException | EOFException trouble) {
      progress.recover(trouble, scope);
    }
    if (source.position() > scope.end()) {
      progress.takeMalformed("the last element is longer than the item");
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

  /// Reads the element whose header was taken into the builder, and returns the scope for those
  /// behind it.
  private Scope element(int code, Scope scope, DatasetBuilder builder) throws IOException {
    var tag = new Tag(code);
    if (header.vr() == Vr.UN && scope.isImplicit() && tag.isPrivateData()) {
      knowPrivate(tag, builder);
    }
    Element element = value(tag, scope);
    builder.put(element);
    if (code == CHARACTER_SET) {
      var set = SpecificCharacterSet.of(element.strings());
      // It counts for the whole data set, also where it comes late: its place is by its tag.
      builder.readIn(set);
      return scope.with(set);
    }
    if (code == PIXEL_REPRESENTATION && scope.isImplicit()) {
      return scope.with(element.integer().orElse(0) == 1
          ? Scope.Sign.SIGNED : Scope.Sign.UNSIGNED);
    }
    return scope;
  }

  /// Takes the VR that a private creator gives its element, where the length goes with it.
  private void knowPrivate(Tag tag, DatasetBuilder builder) {
    builder.get(Tag.of(tag.group(), tag.element() >>> 8))
        .flatMap(Element::string)
        .flatMap(creator -> PrivateDictionary.find(creator, tag))
        .map(PrivateDictionary.Entry::vr)
        .filter(vr -> vr != Vr.SQ && header.length() % vr.unit() == 0)
        .ifPresent(header::know);
  }

  private Element value(Tag tag, Scope scope) throws IOException {
    progress.countElement();
    if (header.hasUndefinedLength()) {
      return undefined(tag, scope);
    }
    Vr vr = header.vr();
    long length = header.length();
    long left = Math.max(0, scope.end() - source.position());
    if (length > left) {
      progress.takeMalformed(
          vr + " of " + length + " bytes in an item that has " + left + " left");
      length = left;
    }
    if (vr == Vr.SQ) {
      return sequence(tag, scope.until(source.position() + length));
    }
    if (isUnknownSequence(tag, scope)) {
      return sequence(tag, scope.insideUnknown().until(source.position() + length));
    }
    long offset = source.position();
    if (length >= settings.bulkBytesMin() && vr.shape() == Vr.Shape.BINARY) {
      LimitedStream value = source.limited(length);
      settings.bulk().take(new ElementLocation(tag, vr, offset, length), value);
      value.skipRest();
      return new Element(tag, vr, new Value.Bulk(offset, length));
    }
    if (progress.exceedsMemory(vr, length)) {
      return new Element(tag, vr, new Value.Bulk(offset, length));
    }
    // The names of character sets are in none, whatever text they are said to be.
    boolean isNamed = tag.code() == CHARACTER_SET && vr.hasCharacterSet();
    return Element.encoded(tag, isNamed ? Vr.CS : vr, progress.field(length), scope.encoding());
  }

  /// Whether someone on the way didn't know the sequence (PS3.5 section 6.2.2 note 4).
  private boolean isUnknownSequence(Tag tag, Scope scope) throws IOException {
    return header.vr() == Vr.UN && !scope.isImplicit() && header.length() >= 8
        && Dictionary.vrOf(tag) == Vr.SQ && startsWithItem(ByteOrder.LITTLE_ENDIAN);
  }

  private boolean startsWithItem(ByteOrder order) throws IOException {
    boolean startsWithItem = source.tag(order) == ITEM;
    source.unread(4);
    return startsWithItem;
  }

  private Element undefined(Tag tag, Scope scope) throws IOException {
    Vr vr = header.vr();
    return switch (vr) {
      case SQ -> sequence(tag, scope.until(Scope.OPEN));
      case UN -> sequence(tag, scope.insideUnknown().until(Scope.OPEN));
      case OB, OW -> settings.bulkBytesMin() == Long.MAX_VALUE
          ? fragments.inMemory(tag, vr, scope)
          : fragments.inSource(tag, vr, scope, settings.bulk());
      case AE, AS, AT, CS, DA, DS, DT, FD, FL, IS, LO, LT, OD, OF, OL, OV, PN, SH, SL, SS, ST, SV,
          TM, UC, UI, UL, UR, US, UT, UV -> {
        progress.takeMalformed(vr + " of undefined length");
        if (!startsWithItem(scope.order())) {
          throw progress.failure(Reason.MALFORMED, "no end of it can be known");
        }
        yield sequence(tag, scope.until(Scope.OPEN));
      }
    };
  }

  /// Reads the items of a sequence (PS3.5 section 7.5).
  private Element sequence(Tag tag, Scope sequence) throws IOException {
    progress.checkDepth();
    List<Dataset> items = new ArrayList<>();
    try {
      while (source.position() < sequence.end() && !damage.isOver()) {
        long length = itemHeader.read(sequence);
        if (length < 0) {
          break;
        }
        progress.countElement();
        path.enter(items.size());
        items.add(item(sequence.until(
            length == ElementHeader.UNDEFINED ? Scope.OPEN : source.position() + length)));
        path.leave();
      }
    } catch (DicomParseException | EOFException trouble) {
      progress.recover(trouble, sequence);
    }
    if (source.position() > sequence.end()) {
      progress.takeMalformed("the items are longer than the sequence");
    }
    return new Element(tag, Vr.SQ, new Value.Sequence(items));
  }
}
