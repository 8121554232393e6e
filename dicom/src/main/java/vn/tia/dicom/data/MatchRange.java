package vn.tia.dicom.data;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// What a key for dates or times asks for: all from one end to the other, both included, where
/// either end may be open (PS3.4 section C.2.2.2.5).
///
/// A single value asks for all that it may mean: `202611` for every moment of that month.
public record MatchRange<T extends Comparable<? super T>>(Optional<T> from, Optional<T> to) {
  private record Ends<P>(Optional<P> first, Optional<P> last) {}

  /// Takes one end of a range apart.
  private interface End<P> {
    Optional<P> parse(String text);
  }

  /// The days that a DA key asks for; empty where it is none.
  public static Optional<MatchRange<LocalDate>> dates(String key) {
    return ends(key, PartialDate::parse).map(ends -> new MatchRange<>(
        ends.first.map(PartialDate::earliest), ends.last.map(PartialDate::latest)));
  }

  /// The times of day that a TM key asks for; empty where it is none.
  public static Optional<MatchRange<LocalTime>> times(String key) {
    return ends(key, PartialTime::parse).map(ends -> new MatchRange<>(
        ends.first.map(PartialTime::earliest), ends.last.map(PartialTime::latest)));
  }

  /// The instants that a DT key asks for, its ends without an offset taken by the one given; empty
  /// where it is none.
  ///
  /// A hyphen before four digits is the sign of an offset where that makes sense, for a range of
  /// years can be written otherwise.
  public static Optional<MatchRange<Instant>> dateTimes(String key, ZoneOffset zone) {
    return ends(key, PartialDateTime::parse).map(ends -> new MatchRange<Instant>(
        ends.first.map(time -> time.earliest(zone)), ends.last.map(time -> time.latest(zone))));
  }

  private static <P> Optional<Ends<P>> ends(String key, End<P> end) {
    String bare = key.strip();
    Optional<P> single = end.parse(bare);
    if (single.isPresent()) {
      return Optional.of(new Ends<>(single, single));
    }
    // From the right, so that of two hyphens the first may belong to an offset.
    for (int at = bare.lastIndexOf('-'); at >= 0; at = bare.lastIndexOf('-', at - 1)) {
      String before = bare.substring(0, at).strip();
      String after = bare.substring(at + 1).strip();
      Optional<P> first = end.parse(before);
      Optional<P> last = end.parse(after);
      boolean isRange = (first.isPresent() || before.isEmpty())
          && (last.isPresent() || after.isEmpty()) && (first.isPresent() || last.isPresent());
      if (isRange) {
        return Optional.of(new Ends<>(first, last));
      }
    }
    return Optional.empty();
  }

  /// Whether a value lies in the range.
  public boolean contains(T value) {
    return overlaps(value, value);
  }

  /// Whether a value that is only partly known may lie in the range.
  public boolean overlaps(T earliest, T latest) {
    return (to.isEmpty() || earliest.compareTo(to.get()) <= 0)
        && (from.isEmpty() || latest.compareTo(from.get()) >= 0);
  }
}
