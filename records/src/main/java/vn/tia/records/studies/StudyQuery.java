package vn.tia.records.studies;

import java.util.Map;
import vn.tia.dicom.data.AttributePath;
import vn.tia.dicom.data.Tag;

/// A question for studies, series or instances, in the words of DICOM matching (PS3.4 section
/// C.2.2.2).
///
/// @param keys the matching keys with their values: single value, wildcards `*` and `?`, a range,
///     or a list of UIDs parted by `\`; an empty value matches all
/// @param dates how a date and its time match together
/// @param nestedKeys the keys within sequences, with single values, wildcards or lists
/// @param limit how many are answered at most
/// @param offset how many are passed over
public record StudyQuery(
    QueryLevel level,
    Map<Tag, String> keys,
    Map<AttributePath, String> nestedKeys,
    NameMatching names,
    DateMatching dates,
    int limit,
    int offset) {

  /// How person names match; accents, case and the order of words never count.
  public enum NameMatching {
    /// Whole words, or their beginnings where a `*` follows.
    WORDS,
    /// The beginnings of words are enough (fuzzy semantic matching).
    FUZZY
  }

  /// How the range of a date and the range of its time match.
  public enum DateMatching {
    /// Each by itself: some hours of each of some days.
    SEPARATE,
    /// Together (PS3.4 section C.2.2.2.5.2): one period from a moment to a moment.
    COMBINED
  }

  public StudyQuery {
    keys = Map.copyOf(keys);
    nestedKeys = Map.copyOf(nestedKeys);
    if (limit < 0 || offset < 0) {
      throw new IllegalArgumentException("limit and offset are not negative");
    }
  }

  /// A query without nested keys.
  public StudyQuery(QueryLevel level, Map<Tag, String> keys, NameMatching names,
      DateMatching dates, int limit, int offset) {
    this(level, keys, Map.of(), names, dates, limit, offset);
  }

  /// The same query with keys within sequences.
  public StudyQuery withNestedKeys(Map<AttributePath, String> other) {
    return new StudyQuery(level, keys, other, names, dates, limit, offset);
  }

  /// Another page of the same query.
  StudyQuery page(int otherLimit, int otherOffset) {
    return new StudyQuery(level, keys, nestedKeys, names, dates, otherLimit, otherOffset);
  }

  /// A query that matches dates and times each by itself.
  public StudyQuery(
      QueryLevel level, Map<Tag, String> keys, NameMatching names, int limit, int offset) {
    this(level, keys, names, DateMatching.SEPARATE, limit, offset);
  }
}
