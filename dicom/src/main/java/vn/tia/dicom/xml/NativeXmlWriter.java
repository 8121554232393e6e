package vn.tia.dicom.xml;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.tia.dicom.data.BulkContent;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.PersonName;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// Writes data sets as the Native DICOM Model (PS3.19 section A.1), straight to a stream.
///
/// Group lengths are left out, and the character set is ISO_IR 192 as the text is UTF-8. Characters
/// that XML has no place for become U+FFFD. Pixel data that is encapsulated has no form but a
/// reference: where there is none, it is left out.
public final class NativeXmlWriter {
  static final String NAMESPACE = "http://dicom.nema.org/PS3.19/models/NativeDICOM";

  private final BulkDataReferences references;
  private final BulkContent content;

  /// A writer of values that are in memory.
  public NativeXmlWriter(BulkDataReferences references) {
    this(references, BulkContent.NONE);
  }

  /// A writer that also passes values on that were left in their source.
  public NativeXmlWriter(BulkDataReferences references, BulkContent content) {
    this.references = references;
    this.content = content;
  }

  /// Writes one data set as a document; the stream stays open.
  public void write(Dataset dataset, OutputStream out) throws IOException {
    var xml = new XmlOutput(out);
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<NativeDicomModel xmlns=\"")
        .raw(NAMESPACE).raw("\" xml:space=\"preserve\">\n");
    attributes(dataset, "", xml);
    xml.raw("</NativeDicomModel>\n");
    xml.flushBuffer();
  }

  private void attributes(Dataset dataset, String path, XmlOutput xml) throws IOException {
    Map<Integer, String> creators = new HashMap<>();
    for (int i = 0; i < dataset.size(); i++) {
      Element element = dataset.elementAt(i);
      if (element.tag().isPrivateCreator()) {
        element.string().ifPresent(name -> creators.put(element.tag().code(), name));
      }
      if (!element.tag().isGroupLength()) {
        attribute(element, path + element.tag().digits(), creators, xml);
      }
    }
  }

  private void attribute(
      Element element, String path, Map<Integer, String> creators, XmlOutput xml)
      throws IOException {
    Tag tag = element.tag();
    Optional<BulkData> reference = element.isEmpty() || element.vr() == Vr.SQ
        ? Optional.empty() : references.reference(path, element);
    if (reference.isEmpty() && !hasForm(element)) {
      return;
    }
    xml.raw("<DicomAttribute tag=\"").raw(tag.digits()).raw("\" vr=\"").raw(element.vr().name());
    Optional<String> keyword = Dictionary.find(tag).map(Dictionary.Entry::keyword);
    if (keyword.isPresent()) {
      xml.raw("\" keyword=\"").raw(keyword.get());
    }
    String creator = creators.get(Tag.of(tag.group(), tag.element() >>> 8).code());
    if (tag.isPrivateData() && creator != null) {
      xml.raw("\" privateCreator=\"").text(creator);
    }
    xml.raw("\">");
    if (reference.isPresent()) {
      reference(reference.get(), xml);
    } else {
      value(element, path, xml);
    }
    xml.raw("</DicomAttribute>\n");
  }

  private boolean hasForm(Element element) {
    return switch (element.isFromField() ? Value.EMPTY : element.value()) {
      case Value.Fragments _ -> false;
      case Value.Bulk(_, long length) -> length >= 0 && content != BulkContent.NONE;
      case Value.Empty _, Value.Text _, Value.Numbers _, Value.TagList _, Value.Binary _,
          Value.Sequence _ -> true;
    };
  }

  private static void reference(BulkData reference, XmlOutput xml) throws IOException {
    switch (reference) {
      case BulkData.Uri(var uri) -> xml.raw("<BulkData uri=\"").text(uri);
      case BulkData.Uuid(var uuid) -> xml.raw("<BulkData uuid=\"").text(uuid);
    }
    xml.raw("\"/>");
  }

  private void value(Element element, String path, XmlOutput xml) throws IOException {
    switch (element.value()) {
      case Value.Empty _, Value.Fragments _ -> { }
      case Value.Text(var texts) when element.vr() == Vr.PN -> names(texts, xml);
      case Value.Text _ when element.tag().equals(Tags.SPECIFIC_CHARACTER_SET) ->
          values(List.of("ISO_IR 192"), xml);
      case Value.Text(var texts) -> values(texts, xml);
      case Value.Numbers(var numbers) ->
          values(numbers.stream().map(NativeXmlWriter::digits).toList(), xml);
      case Value.TagList(var tags) -> values(tags.stream().map(Tag::digits).toList(), xml);
      case Value.Sequence(var items) -> items(items, path, xml);
      case Value.Binary(var bytes) -> inline(bytes.stream(), xml);
      case Value.Bulk bulk -> {
        try (InputStream bytes = content.open(bulk)) {
          inline(bytes, xml);
        }
      }
    }
  }

  /// Numbers that are none as XML Schema writes them.
  private static String digits(Number number) {
    return number.toString().replace("Infinity", "INF");
  }

  private static void values(List<String> values, XmlOutput xml) throws IOException {
    for (int i = 0; i < values.size(); i++) {
      xml.raw("<Value number=\"").raw(Integer.toString(i + 1)).raw("\">")
          .text(values.get(i)).raw("</Value>");
    }
  }

  private static void inline(InputStream bytes, XmlOutput xml) throws IOException {
    xml.raw("<InlineBinary>");
    xml.base64(bytes);
    xml.raw("</InlineBinary>");
  }

  private void items(List<Dataset> items, String path, XmlOutput xml) throws IOException {
    for (int i = 0; i < items.size(); i++) {
      xml.raw("\n<Item number=\"").raw(Integer.toString(i + 1)).raw("\">\n");
      attributes(items.get(i), path + "/" + (i + 1) + "/", xml);
      xml.raw("</Item>");
    }
  }

  private static void names(List<String> texts, XmlOutput xml) throws IOException {
    List<PersonName> names = texts.stream().map(PersonName::parse).toList();
    if (names.stream().allMatch(PersonName::isEmpty)) {
      return;
    }
    for (int i = 0; i < names.size(); i++) {
      PersonName name = names.get(i);
      xml.raw("<PersonName number=\"").raw(Integer.toString(i + 1)).raw("\">");
      group("Alphabetic", name.alphabetic(), xml);
      group("Ideographic", name.ideographic(), xml);
      group("Phonetic", name.phonetic(), xml);
      xml.raw("</PersonName>");
    }
  }

  private static void group(String tag, PersonName.Group group, XmlOutput xml)
      throws IOException {
    if (group.isEmpty()) {
      return;
    }
    xml.raw("<").raw(tag).raw(">");
    component("FamilyName", group.family(), xml);
    component("GivenName", group.given(), xml);
    component("MiddleName", group.middle(), xml);
    component("NamePrefix", group.prefix(), xml);
    component("NameSuffix", group.suffix(), xml);
    xml.raw("</").raw(tag).raw(">");
  }

  private static void component(String tag, String text, XmlOutput xml) throws IOException {
    if (!text.isEmpty()) {
      xml.raw("<").raw(tag).raw(">").text(text).raw("</").raw(tag).raw(">");
    }
  }
}
