package vn.tia.dicom.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.io.DatasetReader;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.DicomHeader;
import vn.tia.dicom.io.ElementLocation;

/// A stored object in three parts: what stands before its pixel data, the pixel data where it
/// lies, and what stands behind.
///
/// Nothing of the pixel data is held, but where the data set is deflated: no place within can be
/// read without all before it.
final class StoredPixels implements AutoCloseable {
  private final Optional<FileChannel> channel;
  private final DicomHeader header;
  private final Dataset before;
  private final Dataset after;
  private final Optional<Place> place;

  /// The pixel data's value.
  ///
  /// @param span its bytes, without the delimiter of items
  record Place(Tag tag, Vr vr, PixelSource source, Span span, Kind kind) {
    enum Kind {
      CELLS, ITEMS
    }
  }

  private StoredPixels(Optional<FileChannel> channel, DicomHeader header, Dataset before,
      Optional<Place> place, Dataset after) {
    this.channel = channel;
    this.header = header;
    this.before = before;
    this.place = place;
    this.after = after;
  }

  static StoredPixels open(Path file) throws IOException {
    DicomHeader header = DicomFile.readHeader(file);
    if (header.pixelData().isEmpty()) {
      return new StoredPixels(Optional.empty(), header, header.dataset(), Optional.empty(),
          Dataset.builder().build());
    }
    if (header.meta().syntax().isDeflated()) {
      return inflated(header, DicomFile.read(file).dataset());
    }
    FileChannel channel = FileChannel.open(file);
    try {
      Place place = place(channel, header.pixelData().get());
      long delimiter = place.kind() == Place.Kind.ITEMS ? 8 : 0;
      channel.position(Math.min(channel.size(), place.span().end() + delimiter));
      InputStream rest = Channels.newInputStream(channel);
      Dataset after = new DatasetReader(rest, header.meta().syntax()).read();
      return new StoredPixels(
          Optional.of(channel), header, header.dataset(), Optional.of(place), after);
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
  }

  private static Place place(FileChannel channel, ElementLocation where) throws IOException {
    var source = new PixelSource.File(channel);
    if (!where.hasUndefinedLength()) {
      return new Place(where.tag(), where.vr(), source, new Span(where.offset(), where.length()),
          Place.Kind.CELLS);
    }
    FragmentIndex index = FragmentIndex.scan(source, where.offset(), PixelLimits.DEFAULT);
    long end = index.fragments().isEmpty() ? index.origin() : index.fragments().getLast().end();
    return new Place(where.tag(), where.vr(), source,
        new Span(where.offset(), Math.max(0, end - where.offset())), Place.Kind.ITEMS);
  }

  private static StoredPixels inflated(DicomHeader header, Dataset whole)
      throws PixelDataException {
    Tag tag = header.pixelData().orElseThrow().tag();
    Element pixels = whole.get(tag).orElseThrow();
    if (!(pixels.value() instanceof Value.Binary(Bytes bytes))) {
      throw new PixelDataException(tag + " of a deflated data set has no plain cells");
    }
    var place = new Place(tag, pixels.vr(), new PixelSource.Memory(bytes),
        new Span(0, bytes.length()), Place.Kind.CELLS);
    var before = Dataset.builder();
    var after = Dataset.builder();
    whole.elements().filter(element -> !element.tag().equals(tag)).forEach(element ->
        (Integer.compareUnsigned(element.tag().code(), tag.code()) < 0 ? before : after)
            .put(element));
    return new StoredPixels(
        Optional.empty(), header, before.build(), Optional.of(place), after.build());
  }

  DicomHeader header() {
    return header;
  }

  TransferSyntax syntax() {
    return header.meta().syntax();
  }

  Dataset before() {
    return before;
  }

  Dataset after() {
    return after;
  }

  Optional<Place> place() {
    return place;
  }

  /// The frames, where the pixel data is that of an image.
  Frames frames() throws IOException {
    Place at = place.orElseThrow(
        () -> new PixelDataException("there is no " + Tags.PIXEL_DATA + " to be transcoded"));
    if (channel.isPresent()) {
      return Frames.of(channel.get(), before, syntax(), header.pixelData().orElseThrow());
    }
    Bytes bytes = at.source().read(0, (int) at.span().length());
    return Frames.of(before.toBuilder()
        .put(new Element(at.tag(), at.vr(), new Value.Binary(bytes))).build(), syntax());
  }

  @Override
  public void close() throws IOException {
    if (channel.isPresent()) {
      channel.get().close();
    }
  }
}
