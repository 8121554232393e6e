package vn.tia.dicom.data;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What PS3.6 says about each tag: its VR, multiplicity and keyword.
public final class Dictionary {
  /// One attribute. Several VRs mean that the data set decides; the first is the usual one.
  public record Entry(Tag tag, List<Vr> vrs, String multiplicity, String keyword,
      boolean isRetired) {
    public Entry {
      vrs = List.copyOf(vrs);
    }
  }

  // An open hash table: twice as many slots as PS3.6 has tags, so that a search takes few steps.
  private static final int SLOT_BITS = 14;
  private static final @Nullable Entry[] SLOTS = new Entry[1 << SLOT_BITS];
  private static final Map<String, Entry> BY_KEYWORD = new HashMap<>(12_000);

  static {
    for (String[] row : FactsTable.rows("dictionary.tsv")) {
      var vrs = Arrays.stream(row[1].split(" or ")).filter(vr -> !vr.equals("-"))
          .map(Vr::valueOf).toList();
      Tag tag = Tag.parse(row[0].replace('x', '0'));
      var entry = new Entry(tag, vrs, row[2], row[3], row.length > 4);
      SLOTS[slot(tag.code())] = entry;
      BY_KEYWORD.put(entry.keyword(), entry);
    }
  }

  /// The slot that holds a tag, or the free one where it would be.
  private static int slot(int code) {
    int slot = code * 0x9E3779B9 >>> -SLOT_BITS;
    while (SLOTS[slot] instanceof Entry entry && entry.tag().code() != code) {
      slot = slot + 1 & SLOTS.length - 1;
    }
    return slot;
  }

  private Dictionary() {}

  /// The attribute with this tag, empty for private and unknown ones.
  public static Optional<Entry> find(Tag tag) {
    return Optional.ofNullable(entry(tag));
  }

  private static @Nullable Entry entry(Tag tag) {
    return SLOTS[slot(representative(tag.code()))];
  }

  /// The attribute with a keyword such as `PatientName`.
  public static Optional<Entry> byKeyword(String keyword) {
    return Optional.ofNullable(BY_KEYWORD.get(keyword));
  }

  public static Collection<Entry> all() {
    return Collections.unmodifiableCollection(BY_KEYWORD.values());
  }

  /// The VR that an element has where nothing else says it (PS3.5 section A.1).
  ///
  /// What may be OW among others, as pixel data, is OW; numbers that are US or SS are US.
  public static Vr vrOf(Tag tag) {
    if (tag.isGroupLength()) {
      return Vr.UL;
    }
    if (tag.isPrivate()) {
      return tag.isPrivateCreator() ? Vr.LO : Vr.UN;
    }
    Entry entry = entry(tag);
    if (entry == null || entry.vrs().isEmpty()) {
      return Vr.UN;
    }
    return entry.vrs().contains(Vr.OW) ? Vr.OW : entry.vrs().getFirst();
  }

  /// Whether the dictionary lets an attribute have a VR.
  public static boolean mayBe(Tag tag, Vr vr) {
    Entry entry = entry(tag);
    return entry != null && entry.vrs().contains(vr);
  }

  /// Maps a member of a repeating group to the one that the table has.
  private static int representative(int code) {
    int group = code >>> 16;
    int family = group & 0xFF00;
    if ((family == 0x5000 || family == 0x6000 || family == 0x7F00 && group != 0x7FE0)
        && (group & 1) == 0) {
      return code & 0xFF00FFFF;
    }
    return (code & 0xFFFFFF00) == 0x00203100 ? 0x00203100 : code;
  }
}
