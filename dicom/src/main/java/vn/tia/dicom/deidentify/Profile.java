package vn.tia.dicom.deidentify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Tag;

/// Table E.1-1 of PS3.15: what the Basic Profile and its options do to each attribute.
final class Profile {
  private static final Map<Integer, Row> ROWS = read();
  private static final Set<String> SAFE_PRIVATE = safePrivate();

  /// Words in the keywords of attributes whose UIDs name kinds.
  private static final List<String> KINDS = List.of(
      "Class", "TransferSyntax", "CodingScheme", "ContextUID", "ContextGroup", "MappingResource");

  private static final int CURVES = 0x5000;
  private static final int OVERLAYS = 0x6000;
  private static final int OVERLAY_DATA = 0x3000;
  private static final int OVERLAY_COMMENTS = 0x4000;

  private Profile() {}

  private record Row(Action basic, Map<Retain, Action> options) {}

  /// What the Basic Profile does to a standard attribute, empty for one that it doesn't name.
  static Optional<Action> basic(Tag tag) {
    return isGraphics(tag) ? Optional.of(Action.REMOVE)
        : Optional.ofNullable(ROWS.get(tag.code())).map(Row::basic);
  }

  /// What is done to a standard attribute under these options; to keep wins over to clean.
  static Optional<Action> action(Tag tag, Set<Retain> retained) {
    Row row = ROWS.get(tag.code());
    if (row == null) {
      return basic(tag);
    }
    return row.options().entrySet().stream()
        .filter(option -> retained.contains(option.getKey()))
        .map(Map.Entry::getValue)
        .min(Action::compareTo)
        .or(() -> Optional.of(row.basic()));
  }

  /// Whether the attribute describes something in free text, so that names may stand in it.
  static boolean isDescriptor(Tag tag) {
    Row row = ROWS.get(tag.code());
    return row != null && row.options().containsKey(Retain.DESCRIPTORS);
  }

  /// Whether the attribute's UID names a kind of things, such as a SOP class, and no thing.
  static boolean isOfKind(Tag tag) {
    String keyword = Dictionary.find(tag).map(Dictionary.Entry::keyword).orElse("");
    return KINDS.stream().anyMatch(keyword::contains);
  }

  /// Whether the standard knows a private attribute to be safe.
  static boolean isSafe(String creator, Tag tag) {
    return SAFE_PRIVATE.contains(
        "%s %04X %02X".formatted(creator, tag.group(), tag.element() & 0xFF));
  }

  /// Curve Data (50xx,xxxx), Overlay Data (60xx,3000) and Overlay Comments (60xx,4000).
  private static boolean isGraphics(Tag tag) {
    int family = tag.group() & 0xFF00;
    return family == CURVES || family == OVERLAYS
        && (tag.element() == OVERLAY_DATA || tag.element() == OVERLAY_COMMENTS);
  }

  private static Map<Integer, Row> read() {
    Map<Integer, Row> rows = new HashMap<>();
    for (String[] cells : table("profile.tsv")) {
      Map<Retain, Action> options = new EnumMap<>(Retain.class);
      for (String option : cells.length > 2 ? cells[2].split(" ") : new String[0]) {
        String[] parts = option.split("=");
        options.put(Retain.of(parts[0]).orElseThrow(), Action.of(parts[1]));
      }
      rows.put(Tag.parse(cells[0]).code(), new Row(Action.of(cells[1]), Map.copyOf(options)));
    }
    return Map.copyOf(rows);
  }

  private static Set<String> safePrivate() {
    Set<String> safe = new HashSet<>();
    for (String[] cells : table("safe-private.tsv")) {
      for (String low : cells[2].split(" ")) {
        safe.add(cells[0] + " " + cells[1] + " " + low);
      }
    }
    return Set.copyOf(safe);
  }

  private static List<String[]> table(String name) {
    var stream = Objects.requireNonNull(Profile.class.getResourceAsStream(name), name);
    try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
