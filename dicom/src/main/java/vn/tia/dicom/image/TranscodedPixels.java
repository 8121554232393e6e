package vn.tia.dicom.image;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Edit;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// Pixel data on its way from one transfer syntax into another, and the attributes that go with it.
///
/// There are three ways: bytes are copied where both are uncompressed or the same; all bits of the
/// cells are packed and unpacked between RLE and uncompressed; else frames are decoded and encoded.
final class TranscodedPixels {
  private final StoredPixels stored;
  private final Transcoding wanted;
  private final Optional<Frames> coded;
  private final Way way;

  /// The first frame, which shows what the others will be like.
  private final FrameEncoder.Encoded first;

  private enum Way {
    NO_PIXELS, COPY, CELLS, SAMPLES
  }

  private TranscodedPixels(StoredPixels stored, Transcoding wanted, Way way) throws IOException {
    this.stored = stored;
    this.wanted = wanted;
    this.way = way;
    boolean isCoded = way == Way.CELLS || way == Way.SAMPLES;
    this.coded = isCoded ? Optional.of(stored.frames()) : Optional.empty();
    this.first = isCoded ? encoded(0)
        : new FrameEncoder.Encoded(Bytes.EMPTY, Photometric.MONOCHROME2);
  }

  static TranscodedPixels of(StoredPixels stored, Transcoding wanted) throws IOException {
    return new TranscodedPixels(stored, wanted, way(stored, wanted.target()));
  }

  private Frames frames() {
    return coded.orElseThrow();
  }

  private static Way way(StoredPixels stored, TransferSyntax target) throws PixelDataException {
    if (stored.place().isEmpty()) {
      if (target.isEncapsulated()) {
        throw new PixelDataException("there is no " + Tags.PIXEL_DATA + " to be packed");
      }
      return Way.NO_PIXELS;
    }
    PixelCoding from = PixelCoding.of(stored.syntax());
    PixelCoding to = PixelCoding.of(target);
    boolean isInItems = stored.place().get().kind() == StoredPixels.Place.Kind.ITEMS;
    if (stored.syntax().uid().equals(target.uid())
        || from == PixelCoding.NATIVE && to == PixelCoding.NATIVE && !isInItems
            && !target.isEncapsulated()) {
      return Way.COPY;
    }
    if (from == PixelCoding.VIDEO) {
      throw new PixelDataException("videos are kept in " + stored.syntax().name());
    }
    if (!Transcoder.writes(target)) {
      throw new PixelDataException("this toolkit doesn't write " + target.name());
    }
    if (!stored.place().get().tag().equals(Tags.PIXEL_DATA)) {
      throw new PixelDataException("floating point pixels have no other form than their own");
    }
    boolean isCells = (from == PixelCoding.NATIVE || from == PixelCoding.RUN_LENGTH)
        && (to == PixelCoding.NATIVE || to == PixelCoding.RUN_LENGTH);
    return isCells ? Way.CELLS : Way.SAMPLES;
  }

  TransferSyntax target() {
    return wanted.target();
  }

  /// The syntax of the bytes before they are deflated.
  TransferSyntax inner() {
    return target().isDeflated() ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN : target();
  }

  /// The elements before the pixel data, with what has changed about the pixels.
  Dataset attributes() {
    List<Edit> edits = new ArrayList<>();
    if (way == Way.CELLS || way == Way.SAMPLES) {
      edits.add(new Edit.Remove(Tags.EXTENDED_OFFSET_TABLE));
      edits.add(new Edit.Remove(Tags.EXTENDED_OFFSET_TABLE_LENGTHS));
    }
    if (way == Way.SAMPLES) {
      PixelLayout layout = frames().layout();
      edits.add(put(Tags.PHOTOMETRIC_INTERPRETATION, Vr.CS, first.photometric().term()));
      edits.add(put(Tags.HIGH_BIT, layout.format().bitsStored() - 1));
      if (layout.samples() > 1) {
        edits.add(put(Tags.PLANAR_CONFIGURATION, 0));
      }
    }
    if (way == Way.SAMPLES && !PixelCoding.isLossless(target())) {
      addLoss(edits);
    }
    edits.addAll(wanted.edits());
    return stored.before().apply(edits);
  }

  /// What has to be said of pixels that lost something (PS3.3 section C.7.6.1.1.5).
  private void addLoss(List<Edit> edits) {
    Dataset before = stored.before();
    double ratio = (double) frames().layout().frameBytes() / Math.max(1, first.bytes().length());
    edits.add(put(Tags.LOSSY_IMAGE_COMPRESSION, Vr.CS, "01"));
    edits.add(appended(before, Tags.LOSSY_IMAGE_COMPRESSION_RATIO, Vr.DS,
        String.format(Locale.ROOT, "%.3f", ratio)));
    edits.add(appended(before, Tags.LOSSY_IMAGE_COMPRESSION_METHOD, Vr.CS, "ISO_10918_1"));
    List<String> type = new ArrayList<>(before.strings(Tags.IMAGE_TYPE));
    if (!type.isEmpty()) {
      type.set(0, "DERIVED");
      edits.add(new Edit.Put(new Element(Tags.IMAGE_TYPE, Vr.CS, new Value.Text(type))));
    }
  }

  private static Edit appended(Dataset before, Tag tag, Vr vr, String value) {
    List<String> values = new ArrayList<>(before.strings(tag));
    values.add(value);
    return new Edit.Put(new Element(tag, vr, new Value.Text(values)));
  }

  private static Edit put(Tag tag, Vr vr, String value) {
    return new Edit.Put(new Element(tag, vr, new Value.Text(List.of(value))));
  }

  private static Edit put(Tag tag, int value) {
    return new Edit.Put(new Element(tag, Vr.US, new Value.Numbers(List.of(value))));
  }

  /// Writes the pixel data element, if there is one.
  void write(OutputStream out) throws IOException {
    PixelElementWriter writer = new PixelElementWriter(out, inner());
    switch (way) {
      case NO_PIXELS -> { }
      case COPY -> copy(writer);
      case CELLS, SAMPLES -> {
        if (target().isEncapsulated()) {
          writeItems(writer);
        } else {
          writeCells(writer);
        }
      }
    }
  }

  private void copy(PixelElementWriter writer) throws IOException {
    StoredPixels.Place place = stored.place().orElseThrow();
    if (place.kind() == StoredPixels.Place.Kind.ITEMS) {
      writer.beginItems();
      writer.copy(place.source(), place.span(), 1);
      writer.endItems();
      return;
    }
    boolean isTurned = stored.syntax().order() != inner().order();
    writer.begin(place.tag(), place.vr(), place.span().length());
    writer.copy(place.source(), place.span(), isTurned ? wordBytes(place) : 1);
    writer.pad(place.span().length());
  }

  /// The bytes that change places between the two orders.
  private int wordBytes(StoredPixels.Place place) {
    int bits = stored.before().integer(Tags.BITS_ALLOCATED).orElse(16);
    return switch (place.vr()) {
      case OD -> 8;
      case OF, OL -> 4;
      case OW -> Math.max(2, bits / 8);
      default -> 1;
    };
  }

  private void writeItems(PixelElementWriter writer) throws IOException {
    writer.beginItems();
    // With many frames the table would stand before sizes that nobody knows yet: it may be empty.
    writer.item(frames().count() == 1 ? Bytes.hex("00000000") : Bytes.EMPTY);
    for (int i = 0; i < frames().count(); i++) {
      writer.item(i == 0 ? first.bytes() : encoded(i).bytes());
    }
    writer.endItems();
  }

  private void writeCells(PixelElementWriter writer) throws IOException {
    int bits = frames().layout().format().bitsAllocated();
    long length = Math.multiplyExact((long) first.bytes().length(), frames().count());
    writer.begin(Tags.PIXEL_DATA, bits > 8 || target().isImplicit() ? Vr.OW : Vr.OB, length);
    for (int i = 0; i < frames().count(); i++) {
      Bytes cells = i == 0 ? first.bytes() : encoded(i).bytes();
      writer.cells(cells, bits > 8 ? bits / 8 : 1);
    }
    writer.pad(length);
  }

  private FrameEncoder.Encoded encoded(int frame) throws IOException {
    Bytes bytes = frames().read(frame);
    PixelLayout layout = frames().layout();
    if (way == Way.CELLS) {
      boolean isPacked = PixelCoding.of(stored.syntax()) == PixelCoding.RUN_LENGTH;
      boolean isToBePacked = PixelCoding.of(target()) == PixelCoding.RUN_LENGTH;
      Bytes cells = isPacked ? RunLengthCells.unpack(bytes, layout) : bytes;
      return new FrameEncoder.Encoded(
          isToBePacked ? RunLengthCells.pack(cells, layout) : cells, layout.photometric());
    }
    return switch (FrameDecoder.decode(bytes, layout, stored.syntax())) {
      case Decoded.Pixels(var samples) ->
          new FrameEncoder(target(), wanted.quality()).encode(samples);
      case Decoded.Reals _ -> throw new PixelDataException(
          "floating point pixels have no other form than their own");
      case Decoded.Undecodable(_, var why) -> throw new PixelDataException(why);
    };
  }
}
