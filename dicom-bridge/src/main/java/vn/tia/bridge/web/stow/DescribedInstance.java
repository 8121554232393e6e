package vn.tia.bridge.web.stow;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.tia.bridge.web.stow.BulkParts.BulkPart;
import vn.tia.bridge.web.wado.FrameTypes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Encoding;
import vn.tia.dicom.data.SpecificCharacterSet;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.io.DatasetWriter;

/// An instance that came as metadata, with its bulk data beside it (PS3.18 section 10.5.1.1.1).
///
/// @param dataset with a `Value.Bulk` where a value lies elsewhere; its offset is an index
/// @param uris where these values lie, by index
record DescribedInstance(Dataset dataset, List<String> uris) {

  /// How long a value may be that isn't written straight from its file: one within a sequence.
  private static final long HELD_BYTES_MAX = 64L << 20;

  private static final Encoding UTF_8 =
      new Encoding(ByteOrder.LITTLE_ENDIAN, SpecificCharacterSet.UTF_8);

  /// The instance with its bulk data at hand.
  ///
  /// @param values the parts of each value, by index
  record Whole(Dataset dataset, TransferSyntax syntax, List<List<BulkPart>> values) {

    /// Writes the data set; long values go through a buffer.
    void writeTo(OutputStream out) throws IOException {
      new DatasetWriter(out, syntax, bulk -> {
        var parts = values.get((int) bulk.offset());
        return bulk.length() < 0 ? BulkParts.items(parts) : BulkParts.open(parts.getFirst());
      }).write(dataset);
    }
  }

  /// Finds the values.
  ///
  /// @throws IOException if one isn't among the parts
  Whole resolve(BulkParts parts) throws IOException {
    List<List<BulkPart>> values = new ArrayList<>();
    for (var uri : uris) {
      values.add(parts.find(uri).orElseThrow(
          () -> new IOException("a bulk data URI names no part of the request")));
    }
    var syntax = syntax(values);
    var elements = new ArrayList<Element>();
    for (int i = 0; i < dataset.size(); i++) {
      var element = dataset.elementAt(i);
      if (element.tag().group() > 2) {
        elements.add(top(element, values, syntax));
      }
    }
    return new Whole(Dataset.of(elements.toArray(Element[]::new)), syntax, values);
  }

  private static Optional<Value.Bulk> bulk(Element element) {
    return !element.isFromField() && element.value() instanceof Value.Bulk bulk
        ? Optional.of(bulk) : Optional.empty();
  }

  /// How the pixel data is written says how the instance is.
  private TransferSyntax syntax(List<List<BulkPart>> values) throws IOException {
    var type = dataset.get(Tags.PIXEL_DATA).flatMap(DescribedInstance::bulk)
        .map(bulk -> values.get((int) bulk.offset()).getFirst().type());
    if (type.isEmpty()) {
      return TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    }
    var uid = type.get().transferSyntax().orElseGet(() -> FrameTypes.usual(type.get().type()));
    var syntax = TransferSyntax.find(uid)
        .orElseThrow(() -> new IOException("the transfer syntax of a part is none"));
    return syntax.isEncapsulated() ? syntax : TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  }

  private static Element top(Element element, List<List<BulkPart>> values, TransferSyntax syntax)
      throws IOException {
    var bulk = bulk(element);
    if (bulk.isEmpty() || element.vr().shape() != Vr.Shape.BINARY) {
      return held(element, values);
    }
    int index = (int) bulk.get().offset();
    boolean isEncapsulated = element.tag().equals(Tags.PIXEL_DATA) && syntax.isEncapsulated();
    long length = isEncapsulated ? -1 : only(values.get(index)).length();
    return new Element(element.tag(), isEncapsulated ? Vr.OB : element.vr(),
        new Value.Bulk(index, length));
  }

  private static BulkPart only(List<BulkPart> parts) throws IOException {
    if (parts.size() != 1) {
      throw new IOException("several parts have the location of one value");
    }
    return parts.getFirst();
  }

  /// A value that is taken into memory.
  private static Element held(Element element, List<List<BulkPart>> values) throws IOException {
    var bulk = bulk(element);
    if (bulk.isPresent()) {
      var bytes = BulkParts.read(only(values.get((int) bulk.get().offset())), HELD_BYTES_MAX);
      return element.vr().shape() == Vr.Shape.BINARY
          ? new Element(element.tag(), element.vr(), new Value.Binary(bytes))
          : Element.encoded(element.tag(), element.vr(), bytes, UTF_8);
    }
    if (element.vr() != Vr.SQ) {
      return element;
    }
    List<Dataset> items = new ArrayList<>();
    for (var item : element.items()) {
      var held = new ArrayList<Element>();
      for (int i = 0; i < item.size(); i++) {
        held.add(held(item.elementAt(i), values));
      }
      items.add(Dataset.of(held.toArray(Element[]::new)));
    }
    return new Element(element.tag(), Vr.SQ, new Value.Sequence(items));
  }
}
