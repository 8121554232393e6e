package vn.tia.dicom.data;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The UIDs that PS3.6 annex A registers, with their names.
public final class UidRegistry {
  /// One registered UID. The type is the standard's, such as `SOP Class` or `Transfer Syntax`.
  public record Entry(Uid uid, String type, String keyword, String name, boolean isRetired) {}

  private static final Map<String, Entry> ENTRIES = read();

  private UidRegistry() {}

  private static Map<String, Entry> read() {
    var entries = new LinkedHashMap<String, Entry>();
    for (String[] row : FactsTable.rows("uids.tsv")) {
      entries.put(row[0], new Entry(new Uid(row[0]), row[1], row[2], row[3], row.length > 4));
    }
    return Collections.unmodifiableMap(entries);
  }

  public static Optional<Entry> find(String uid) {
    return Optional.ofNullable(ENTRIES.get(uid));
  }

  /// The name of a UID, or the UID itself where PS3.6 doesn't list it.
  public static String nameOf(String uid) {
    return find(uid).map(Entry::name).orElse(uid);
  }

  public static Collection<Entry> all() {
    return ENTRIES.values();
  }

  /// The SOP classes that C-STORE carries (PS3.4 annex B.5), retired ones included.
  public static List<Entry> storageClasses() {
    return ENTRIES.values().stream()
        .filter(entry -> entry.type().equals("SOP Class"))
        .filter(entry -> entry.name().contains("Storage"))
        .filter(entry -> entry.uid().value().startsWith("1.2.840.10008.5.1.4."))
        .toList();
  }
}
