package vn.tia.dicom.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// Reads data sets from DICOM JSON (PS3.18 section F.2).
///
/// Members of an attribute that the model doesn't have are passed over; all else that it doesn't
/// have is refused with its place in the text.
public final class DicomJsonReader {
  private static final BulkDataSource REFUSED = (uri, vr) -> {
    throw new IOException("values behind URIs are not taken here");
  };

  private final JsonLimits limits;
  private final BulkDataSource bulk;

  /// A reader within the default limits that refuses values behind URIs.
  public DicomJsonReader() {
    this(JsonLimits.DEFAULT, REFUSED);
  }

  public DicomJsonReader(JsonLimits limits, BulkDataSource bulk) {
    this.limits = limits;
    this.bulk = bulk;
  }

  /// The one data set that a text holds.
  ///
  /// @throws DicomJsonException if the text is anything else or exceeds a limit
  public Dataset read(InputStream in) throws IOException {
    return dataset(new JsonParser(in, limits).parse(), JsonPath.TOP);
  }

  /// The data sets that a text holds: an array of them, or one alone.
  ///
  /// @throws DicomJsonException if the text is anything else or exceeds a limit
  public List<Dataset> readAll(InputStream in) throws IOException {
    Json json = new JsonParser(in, limits).parse();
    return json instanceof Json.Array(var values)
        ? datasets(values, JsonPath.TOP) : List.of(dataset(json, JsonPath.TOP));
  }

  private List<Dataset> datasets(List<Json> values, JsonPath path) throws IOException {
    List<Dataset> datasets = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      datasets.add(dataset(values.get(i), path.index(i)));
    }
    return datasets;
  }

  private Dataset dataset(Json json, JsonPath path) throws IOException {
    if (!(json instanceof Json.Object(var members))) {
      throw path.error("a data set is an object, got " + json.kind());
    }
    DatasetBuilder builder = Dataset.builder();
    for (Map.Entry<String, Json> member : members.entrySet()) {
      JsonPath at = path.key(member.getKey());
      if (!JsonPath.isTag(member.getKey())) {
        throw at.error("a key of a data set has 8 hexadecimal digits");
      }
      Tag tag = Tag.parse(member.getKey());
      if (!tag.isGroupLength()) {
        builder.put(element(tag, member.getValue(), at));
      }
    }
    return builder.build();
  }

  private Element element(Tag tag, Json json, JsonPath path) throws IOException {
    if (!(json instanceof Json.Object(var members))) {
      throw path.error("an attribute is an object, got " + json.kind());
    }
    Vr vr = vr(members, path);
    Value value = Value.EMPTY;
    int forms = 0;
    if (members.containsKey("Value")) {
      value = values(vr, members.get("Value"), path.key("Value"));
      forms++;
    }
    if (members.containsKey("InlineBinary")) {
      value = inline(vr, members.get("InlineBinary"), path.key("InlineBinary"));
      forms++;
    }
    if (members.containsKey("BulkDataURI")) {
      value = bulk(vr, members.get("BulkDataURI"), path.key("BulkDataURI"));
      forms++;
    }
    if (forms > 1) {
      throw path.error("an attribute has one of Value, InlineBinary and BulkDataURI, got " + forms);
    }
    try {
      return new Element(tag, vr, value);
    } catch (IllegalArgumentException misfit) {
      throw path.error(misfit.getMessage());
    }
  }

  private static Vr vr(Map<String, Json> members, JsonPath path) throws IOException {
    if (members.get("vr") instanceof Json.Text(var name) && name.length() == 2
        && Vr.isVr(name.charAt(0), name.charAt(1))) {
      return Vr.of(name.charAt(0), name.charAt(1));
    }
    throw path.key("vr").error("a VR of two letters must stand here");
  }

  private Value values(Vr vr, Json json, JsonPath path) throws IOException {
    if (!(json instanceof Json.Array(var values))) {
      throw path.error("values stand in an array, got " + json.kind());
    }
    return switch (vr.shape()) {
      case TEXT -> JsonTexts.read(vr, values, path);
      case NUMBERS -> numbers(vr, values, path);
      case TAGS -> tags(values, path);
      case SEQUENCE -> new Value.Sequence(items(values, path));
      case BINARY -> {
        if (values.isEmpty()) {
          yield Value.EMPTY;
        }
        throw path.error(vr + " has InlineBinary or BulkDataURI, no Value");
      }
    };
  }

  private static Value numbers(Vr vr, List<Json> values, JsonPath path) throws IOException {
    List<Number> numbers = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Optional<Number> number = switch (values.get(i)) {
        case Json.Digits(var literal) -> JsonNumbers.number(vr, literal);
        case Json.Text(var text) -> JsonNumbers.number(vr, text);
        case Json.Literal _, Json.Array _, Json.Object _ -> Optional.empty();
      };
      numbers.add(number.orElseThrow(numberError(vr, path.index(i))));
    }
    return new Value.Numbers(numbers);
  }

  private static Supplier<DicomJsonException> numberError(
      Vr vr, JsonPath path) {
    return () -> path.error(vr + " takes a number within its range");
  }

  private static Value tags(List<Json> values, JsonPath path) throws IOException {
    List<Tag> tags = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      if (!(values.get(i) instanceof Json.Text(var digits)) || !JsonPath.isTag(digits)) {
        throw path.index(i).error("AT takes 8 hexadecimal digits in quotes");
      }
      tags.add(Tag.parse(digits));
    }
    return new Value.TagList(tags);
  }

  private List<Dataset> items(List<Json> values, JsonPath path) throws IOException {
    List<Dataset> items = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      boolean isEmpty = values.get(i).equals(Json.NULL);
      items.add(isEmpty ? Dataset.EMPTY : dataset(values.get(i), path.index(i)));
    }
    return items;
  }

  private static Value inline(Vr vr, Json json, JsonPath path) throws IOException {
    if (vr.shape() != Vr.Shape.BINARY) {
      throw path.error(vr + " has a Value, no InlineBinary");
    }
    if (!(json instanceof Json.Text(var base64))) {
      throw path.error("base64 stands in quotes, got " + json.kind());
    }
    try {
      return new Value.Binary(Bytes.wrap(Base64.getDecoder().decode(base64)));
    } catch (IllegalArgumentException broken) {
      throw path.error("the text is no base64");
    }
  }

  private Value bulk(Vr vr, Json json, JsonPath path) throws IOException {
    if (!(json instanceof Json.Text(var uri))) {
      throw path.error("a URI stands in quotes, got " + json.kind());
    }
    try {
      return bulk.value(uri, vr);
    } catch (DicomJsonException known) {
      throw known;
    } catch (IOException refused) {
      throw path.error(refused.getMessage() == null ? "no such value" : refused.getMessage());
    }
  }
}
