package vn.tia.dicom.xml;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// Reads data sets from the Native DICOM Model (PS3.19 section A.1).
///
/// Private attributes may stand under their tags or, with a `privateCreator`, under `gggg00ee`:
/// then their block is found or made.
public final class NativeXmlReader {
  /// How many numbers may be left out before one: a high number alone must not take memory.
  private static final int GAP_MAX = 16;

  private final XmlLimits limits;
  private final BulkDataSource bulk;

  /// A reader within the default limits that takes no references.
  public NativeXmlReader() {
    this(XmlLimits.DEFAULT, BulkDataSource.REFUSED);
  }

  public NativeXmlReader(XmlLimits limits, BulkDataSource bulk) {
    this.limits = limits;
    this.bulk = bulk;
  }

  /// The data set that a document holds.
  ///
  /// @throws NativeXmlException if the text is anything else or exceeds a limit
  public Dataset read(InputStream in) throws IOException {
    var xml = new XmlCursor(in, limits);
    if (!xml.nextChild().equals(Optional.of("NativeDicomModel"))) {
      throw xml.error("the document is no NativeDicomModel");
    }
    Dataset dataset = dataset(xml, 0);
    if (xml.nextChild().isPresent()) {
      throw xml.error("something follows the end of the model");
    }
    return dataset;
  }

  private Dataset dataset(XmlCursor xml, int depth) throws IOException {
    String outer = xml.path();
    DatasetBuilder builder = Dataset.builder();
    Optional<String> name = xml.nextChild();
    while (name.isPresent()) {
      expect(xml, name.get(), "DicomAttribute");
      attribute(xml, builder, depth);
      xml.at(outer);
      name = xml.nextChild();
    }
    return builder.build();
  }

  private static void expect(XmlCursor xml, String name, String wanted) throws IOException {
    if (!name.equals(wanted)) {
      throw xml.error("a " + wanted + " must stand here");
    }
  }

  private void attribute(XmlCursor xml, DatasetBuilder builder, int depth) throws IOException {
    String digits = xml.attribute("tag").filter(text -> text.matches("[0-9A-Fa-f]{8}"))
        .orElseThrow(() -> xml.error("a tag of 8 hexadecimal digits must stand here"));
    xml.at(xml.path() + "/" + digits);
    Vr vr = xml.attribute("vr")
        .filter(text -> text.length() == 2 && Vr.isVr(text.charAt(0), text.charAt(1)))
        .map(Vr::valueOf)
        .orElseThrow(() -> xml.error("a VR of two letters must stand here"));
    Tag tag = placed(Tag.parse(digits), xml.attribute("privateCreator"), builder);
    Value value = content(xml, vr, depth);
    if (!tag.isGroupLength()) {
      builder.put(element(xml, tag, vr, value));
    }
  }

  private static Element element(XmlCursor xml, Tag tag, Vr vr, Value value) throws IOException {
    try {
      return value instanceof Value.Text(var texts)
          ? Element.of(tag, vr, texts) : new Element(tag, vr, value);
    } catch (IllegalArgumentException misfit) {
      throw xml.error(vr + " takes other values than these");
    }
  }

  private static Tag placed(Tag tag, Optional<String> creator, DatasetBuilder builder) {
    boolean isWithoutBlock = tag.isPrivate() && tag.element() <= 0xFF && creator.isPresent();
    return isWithoutBlock
        ? builder.reserve(tag.group(), creator.get()).tag(tag.element()) : tag;
  }

  /// Reads what an attribute holds; texts stand for numbers and tags too.
  private Value content(XmlCursor xml, Vr vr, int depth) throws IOException {
    var values = new TreeMap<Integer, String>();
    var items = new TreeMap<Integer, Dataset>();
    Value other = Value.EMPTY;
    String kind = "";
    Optional<String> name = xml.nextChild();
    while (name.isPresent()) {
      boolean isAnother = !kind.isEmpty() && (!kind.equals(name.get()) || other != Value.EMPTY);
      if (isAnother) {
        throw xml.error("an attribute has values of one form");
      }
      kind = name.get();
      switch (kind) {
        case "Value" -> put(xml, values, number(xml), plain(xml, vr));
        case "PersonName" -> put(xml, values, number(xml), name(xml, vr));
        case "Item" -> put(xml, items, number(xml), item(xml, vr, depth));
        case "InlineBinary" -> other = inline(xml, vr);
        case "BulkData" -> other = reference(xml, vr);
        default -> throw xml.error("no value of the model stands here");
      }
      name = xml.nextChild();
    }
    return switch (kind) {
      case "Value", "PersonName" -> new Value.Text(numbered(values, ""));
      case "Item" -> new Value.Sequence(numbered(items, Dataset.EMPTY));
      default -> other;
    };
  }

  private static <T> void put(XmlCursor xml, TreeMap<Integer, T> numbered, int number, T value)
      throws IOException {
    if (number > numbered.size() + 1 + GAP_MAX) {
      throw xml.error("more than " + GAP_MAX + " numbers are left out before " + number);
    }
    if (numbered.put(number, value) != null) {
      throw xml.error("two values have the number " + number);
    }
  }

  /// All from 1 to the highest number, those that are left out being empty.
  private static <T> List<T> numbered(TreeMap<Integer, T> numbered, T empty) {
    var all = new ArrayList<T>();
    numbered.forEach((number, value) -> {
      while (all.size() < number - 1) {
        all.add(empty);
      }
      all.add(value);
    });
    return all;
  }

  private static int number(XmlCursor xml) throws IOException {
    return xml.attribute("number").filter(text -> text.matches("[1-9][0-9]{0,8}"))
        .map(Integer::parseInt)
        .orElseThrow(() -> xml.error("a number from 1 on must stand here"));
  }

  private static String plain(XmlCursor xml, Vr vr) throws IOException {
    if (vr == Vr.PN || vr.shape() == Vr.Shape.SEQUENCE || vr.shape() == Vr.Shape.BINARY) {
      throw xml.error(vr + " has no Value");
    }
    String text = xml.text();
    // Written to DICOM, it would become two values.
    if (vr.isMultiValued() && text.indexOf('\\') >= 0) {
      throw xml.error("a value of " + vr + " holds a backslash");
    }
    return vr.shape() == Vr.Shape.NUMBERS ? text.strip().replace("INF", "Infinity") : text;
  }

  private static String name(XmlCursor xml, Vr vr) throws IOException {
    if (vr != Vr.PN) {
      throw xml.error(vr + " has no PersonName");
    }
    return PersonNameXml.read(xml);
  }

  private Dataset item(XmlCursor xml, Vr vr, int depth) throws IOException {
    if (vr != Vr.SQ) {
      throw xml.error(vr + " has no items");
    }
    if (depth == limits.depthMax()) {
      throw xml.error("items within each other deeper than " + limits.depthMax());
    }
    String outer = xml.path();
    xml.at(outer + "/" + number(xml));
    Dataset item = dataset(xml, depth + 1);
    xml.at(outer);
    return item;
  }

  private static Value inline(XmlCursor xml, Vr vr) throws IOException {
    if (vr.shape() != Vr.Shape.BINARY) {
      throw xml.error(vr + " has no InlineBinary");
    }
    try {
      return new Value.Binary(Bytes.wrap(Base64.getMimeDecoder().decode(xml.text())));
    } catch (IllegalArgumentException broken) {
      throw xml.error("the text is no base64");
    }
  }

  private Value reference(XmlCursor xml, Vr vr) throws IOException {
    Optional<BulkData> uri = xml.attribute("uri").map(BulkData.Uri::new);
    Optional<BulkData> uuid = xml.attribute("uuid").map(BulkData.Uuid::new);
    if (uri.isPresent() == uuid.isPresent()) {
      throw xml.error("BulkData has a uri or a uuid");
    }
    if (xml.nextChild().isPresent()) {
      throw xml.error("BulkData holds nothing");
    }
    try {
      return bulk.value(uri.or(() -> uuid).orElseThrow(), vr);
    } catch (IOException refused) {
      throw xml.error(refused.getMessage() == null ? "no such value" : refused.getMessage());
    }
  }
}
