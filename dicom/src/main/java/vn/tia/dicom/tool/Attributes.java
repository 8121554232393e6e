package vn.tia.dicom.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Vr;

/// A data set made of command line words such as
/// `ScheduledProcedureStepSequence[0].Modality=CT`.
///
/// A key is a keyword of PS3.6 or eight hexadecimal digits; items count from 0, and `[0]` may be
/// left out. `KEY` and `KEY=` put the attribute without a value; `\` parts values.
final class Attributes {
  static final Option KEY =
      Option.value("--key", "KEY=VALUE", "an attribute; may be given often").orShort("-k");

  private static final Pattern STEP =
      Pattern.compile("(?<key>[A-Za-z0-9]+|\\([0-9A-Fa-f]{4},[0-9A-Fa-f]{4}\\))"
          + "(?:\\[(?<item>[0-9]{1,4})])?");
  private static final Pattern TAG = Pattern.compile("[0-9A-Fa-f]{8}");
  private static final int ITEMS_MAX = 1000;

  private final Map<Tag, List<String>> values = new TreeMap<>();
  private final Map<Tag, List<Attributes>> sequences = new TreeMap<>();

  /// The data set that the words describe; of two with the same key the later one counts.
  static Dataset of(List<String> words) throws UsageException {
    var attributes = new Attributes();
    for (String word : words) {
      attributes.put(word);
    }
    return attributes.build();
  }

  /// Adds what one word says.
  Attributes put(String word) throws UsageException {
    int equals = word.indexOf('=');
    String path = equals < 0 ? word : word.substring(0, equals);
    String value = equals < 0 ? "" : word.substring(equals + 1);
    Attributes inner = this;
    String[] steps = path.split("\\.", -1);
    for (int i = 0; i < steps.length - 1; i++) {
      Matcher step = step(steps[i], word);
      inner = inner.item(tag(step, word), index(step).orElse(0), word);
    }
    Matcher last = step(steps[steps.length - 1], word);
    inner.putLast(tag(last, word), index(last), value, word);
    return this;
  }

  private void putLast(Tag tag, Optional<Integer> item, String value, String word)
      throws UsageException {
    if (item.isPresent()) {
      if (!value.isEmpty()) {
        throw new UsageException("'%s' gives a value to an item.".formatted(word));
      }
      item(tag, item.get(), word);
      return;
    }
    List<String> texts = value.isEmpty() ? List.of() : values(tag, value);
    check(tag, texts, word);
    values.put(tag, texts);
  }

  private static List<String> values(Tag tag, String value) {
    Vr vr = Dictionary.vrOf(tag);
    boolean hasOne = vr.shape() == Vr.Shape.TEXT && !vr.isMultiValued();
    return hasOne ? List.of(value) : List.of(value.split("\\\\", -1));
  }

  private static void check(Tag tag, List<String> texts, String word) throws UsageException {
    try {
      put(Dataset.builder(), tag, texts);
    } catch (IllegalArgumentException misfit) {
      throw new UsageException("'%s' has a value that %s doesn't take."
          .formatted(word, Dictionary.vrOf(tag)));
    }
  }

  private Attributes item(Tag tag, int index, String word) throws UsageException {
    if (Dictionary.vrOf(tag) != Vr.SQ || index >= ITEMS_MAX) {
      throw new UsageException("'%s' looks for an item that %s doesn't have.".formatted(word, tag));
    }
    values.remove(tag);
    List<Attributes> items = sequences.computeIfAbsent(tag, _ -> new ArrayList<>());
    while (items.size() <= index) {
      items.add(new Attributes());
    }
    return items.get(index);
  }

  private static Matcher step(String text, String word) throws UsageException {
    Matcher step = STEP.matcher(text);
    if (!step.matches()) {
      throw new UsageException(
          "'%s' is no KEY=VALUE such as PatientID=123 or Sequence[0].Key=Value.".formatted(word));
    }
    return step;
  }

  private static Tag tag(Matcher step, String word) throws UsageException {
    String key = step.group("key").replaceAll("[(),]", "");
    if (TAG.matcher(key).matches()) {
      return Tag.parse(key);
    }
    return Dictionary.byKeyword(key).map(Dictionary.Entry::tag).orElseThrow(
        () -> new UsageException("'%s' has a key that PS3.6 doesn't list.".formatted(word)));
  }

  private static Optional<Integer> index(Matcher step) {
    return Optional.ofNullable(step.group("item")).map(Integer::valueOf);
  }

  /// The data set so far.
  Dataset build() {
    var builder = Dataset.builder();
    values.forEach((tag, texts) -> put(builder, tag, texts));
    sequences.forEach((tag, items) ->
        builder.putItems(tag, items.stream().map(Attributes::build).toList()));
    return builder.build();
  }

  private static void put(DatasetBuilder builder, Tag tag, List<String> texts) {
    if (texts.isEmpty()) {
      builder.putEmpty(tag);
    } else {
      builder.put(tag, texts.toArray(String[]::new));
    }
  }
}
