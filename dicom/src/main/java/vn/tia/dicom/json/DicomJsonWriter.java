package vn.tia.dicom.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.BulkContent;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.PersonName;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// Writes data sets as DICOM JSON (PS3.18 section F.2), straight to a stream.
///
/// Group lengths are left out, and the character set is ISO_IR 192 as the text is UTF-8. Pixel
/// data that is encapsulated has no form in JSON but a URI: where [BulkDataUris] has none for it,
/// it is left out too, and so are values left in a source that isn't at hand.
public final class DicomJsonWriter {
  private final BulkDataUris uris;
  private final BulkContent content;

  /// A writer of values that are in memory.
  public DicomJsonWriter(BulkDataUris uris) {
    this(uris, BulkContent.NONE);
  }

  /// A writer that also passes values on that were left in their source.
  public DicomJsonWriter(BulkDataUris uris, BulkContent content) {
    this.uris = uris;
    this.content = content;
  }

  /// Writes one data set as an object; the stream stays open.
  public void write(Dataset dataset, OutputStream out) throws IOException {
    JsonOutput json = new JsonOutput(out);
    write(dataset, "", json);
    json.flushBuffer();
  }

  /// Writes data sets as an array, each as it comes; the stream stays open.
  public void writeAll(Iterator<Dataset> datasets, OutputStream out) throws IOException {
    JsonOutput json = new JsonOutput(out);
    json.raw('[');
    while (datasets.hasNext()) {
      write(datasets.next(), "", json);
      if (datasets.hasNext()) {
        json.raw(',');
      }
    }
    json.raw(']');
    json.flushBuffer();
  }

  private void write(Dataset dataset, String path, JsonOutput json) throws IOException {
    json.raw('{');
    boolean isFirst = true;
    Iterator<Element> elements = dataset.elements().iterator();
    while (elements.hasNext()) {
      Element element = elements.next();
      Optional<String> uri = element.isEmpty() ? Optional.empty() : uri(element, path);
      if (element.tag().isGroupLength() || !hasForm(element, uri)) {
        continue;
      }
      if (!isFirst) {
        json.raw(',');
      }
      isFirst = false;
      json.key(element.tag().code());
      json.raw("{\"vr\":\"");
      json.raw(vr(element).name());
      json.raw('"');
      if (uri.isPresent()) {
        json.raw(",\"BulkDataURI\":");
        json.string(uri.get());
      } else {
        value(element, path, json);
      }
      json.raw('}');
    }
    json.raw('}');
  }

  /// The names of character sets are codes, whatever text they were said to be.
  private static Vr vr(Element element) {
    boolean isNamed = element.tag().equals(Tags.SPECIFIC_CHARACTER_SET)
        && element.vr().shape() == Vr.Shape.TEXT;
    return isNamed ? Vr.CS : element.vr();
  }

  private Optional<String> uri(Element element, String path) {
    return element.vr() == Vr.SQ ? Optional.empty()
        : uris.uri(path + element.tag().digits(), element);
  }

  private boolean hasForm(Element element, Optional<String> uri) {
    return uri.isPresent() || element.isEmpty() || switch (element.value()) {
      case Value.Fragments _ -> false;
      case Value.Bulk(_, long length) -> length >= 0 && content != BulkContent.NONE;
      case Value.Empty _, Value.Text _, Value.Numbers _, Value.TagList _, Value.Binary _,
          Value.Sequence _ -> true;
    };
  }

  private void value(Element element, String path, JsonOutput json) throws IOException {
    switch (element.value()) {
      case Value.Empty _, Value.Fragments _ -> { }
      case Value.Bulk bulk -> {
        try (InputStream bytes = content.open(bulk)) {
          binary(bytes, json);
        }
      }
      case Value.Text(var texts) -> texts(element, texts, json);
      case Value.Numbers(var numbers) -> {
        open(json);
        for (int i = 0; i < numbers.size(); i++) {
          separate(i, json);
          number(numbers.get(i), json);
        }
        json.raw(']');
      }
      case Value.TagList(var tags) -> {
        open(json);
        for (int i = 0; i < tags.size(); i++) {
          separate(i, json);
          json.string(tags.get(i).digits());
        }
        json.raw(']');
      }
      case Value.Binary(var bytes) -> binary(bytes.stream(), json);
      case Value.Sequence(var items) -> items(element.tag(), path, items, json);
    }
  }

  private static void binary(InputStream bytes, JsonOutput json) throws IOException {
    json.raw(",\"InlineBinary\":");
    json.base64(bytes);
  }

  private void items(Tag tag, String path, List<Dataset> items, JsonOutput json)
      throws IOException {
    open(json);
    for (int i = 0; i < items.size(); i++) {
      separate(i, json);
      write(items.get(i), path + tag.digits() + "/" + (i + 1) + "/", json);
    }
    json.raw(']');
  }

  private static void open(JsonOutput json) throws IOException {
    json.raw(",\"Value\":[");
  }

  private static void separate(int index, JsonOutput json) throws IOException {
    if (index > 0) {
      json.raw(',');
    }
  }

  private static void texts(Element element, List<String> texts, JsonOutput json)
      throws IOException {
    if (element.tag().equals(Tags.SPECIFIC_CHARACTER_SET)) {
      json.raw(",\"Value\":[\"ISO_IR 192\"]");
      return;
    }
    if (texts.stream().allMatch(text -> isNull(element.vr(), text))) {
      return;
    }
    open(json);
    for (int i = 0; i < texts.size(); i++) {
      separate(i, json);
      text(element.vr(), texts.get(i), json);
    }
    json.raw(']');
  }

  /// Whether nothing is there; of a name, whether only its separators are.
  private static boolean isNull(Vr vr, String text) {
    return text.isEmpty() || vr == Vr.PN && PersonName.parse(text).isEmpty();
  }

  private static void text(Vr vr, String text, JsonOutput json) throws IOException {
    if (isNull(vr, text)) {
      json.raw("null");
    } else if (vr == Vr.PN) {
      name(PersonName.parse(text), json);
    } else if (vr == Vr.DS || vr == Vr.IS) {
      Optional<String> number = JsonNumbers.literal(text);
      if (number.isPresent()) {
        json.raw(number.get());
      } else {
        json.string(text);
      }
    } else {
      json.string(text);
    }
  }

  private static void name(PersonName name, JsonOutput json) throws IOException {
    json.raw('{');
    boolean isFirst = group("Alphabetic", name.alphabetic(), true, json);
    isFirst = group("Ideographic", name.ideographic(), isFirst, json);
    group("Phonetic", name.phonetic(), isFirst, json);
    json.raw('}');
  }

  private static boolean group(
      String key, PersonName.Group group, boolean isFirst, JsonOutput json) throws IOException {
    if (group.isEmpty()) {
      return isFirst;
    }
    if (!isFirst) {
      json.raw(',');
    }
    json.key(key);
    json.string(group.toString());
    return false;
  }

  private static void number(Number number, JsonOutput json) throws IOException {
    if (JsonNumbers.isPlain(number)) {
      json.raw(number.toString());
    } else {
      json.string(number.toString());
    }
  }
}
