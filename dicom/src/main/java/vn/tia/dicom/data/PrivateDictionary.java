package vn.tia.dicom.data;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What is known of the private elements of vendors: VR and name, by creator.
///
/// The table is what the open toolkits have gathered, not a standard: a VR from it is a guess that
/// helps to read implicit VR, where nothing else says what a private element is.
public final class PrivateDictionary {
  /// One private attribute; the name is empty where only the VR is known.
  public record Entry(String creator, Vr vr, String name) {}

  private record Key(String creator, int group, int element) {}

  /// Read when it is first asked for: few data sets have private elements of implicit VR.
  private static final class Table {
    private static final Map<Key, Entry> ENTRIES = read();

    private static Map<Key, Entry> read() {
      var entries = new HashMap<Key, Entry>();
      for (String[] row : FactsTable.rows("privates.tsv")) {
        var key = new Key(row[0], Integer.parseInt(row[1], 16), Integer.parseInt(row[2], 16));
        String name = row.length > 4 ? row[4] : "";
        entries.put(key, new Entry(row[0], Vr.valueOf(row[3]), name));
      }
      return Map.copyOf(entries);
    }
  }

  private PrivateDictionary() {}

  /// What a creator means by a tag of its block.
  public static Optional<Entry> find(String creator, Tag tag) {
    return tag.isPrivateData() ? Optional.ofNullable(
        Table.ENTRIES.get(new Key(creator, tag.group(), tag.element() & 0xFF))) : Optional.empty();
  }
}
