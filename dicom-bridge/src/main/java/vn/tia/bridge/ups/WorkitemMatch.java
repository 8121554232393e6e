package vn.tia.bridge.ups;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.MatchRange;
import vn.tia.dicom.data.PartialDate;
import vn.tia.dicom.data.PartialDateTime;
import vn.tia.dicom.data.PartialTime;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Vr;
import vn.tia.mapping.names.NameKey;
import vn.tia.mapping.names.NamePattern;

/// Matches a data set against an identifier by the VRs of its keys (PS3.4 section C.2.2.2): single
/// values, lists of UIDs, wild cards, ranges, and keys within sequences. Every attribute is a key.
final class WorkitemMatch {
  private final Dataset keys;
  private final ZoneOffset zone;

  /// Takes keys.
  ///
  /// @param zone of dates and times without an offset
  /// @throws InvalidKeyException if a range is none
  WorkitemMatch(Dataset keys, ZoneOffset zone) {
    this.keys = keys;
    this.zone = zone;
    check(keys);
  }

  private void check(Dataset some) {
    some.elements().forEach(key -> {
      if (key.vr() == Vr.SQ) {
        if (key.items().size() > 1) {
          throw new InvalidKeyException(key.tag(), "has several items, 1 can be matched");
        }
        key.items().forEach(this::check);
      } else if (isRangeKey(key) && !isUniversal(key) && !isRange(key)) {
        throw new InvalidKeyException(key.tag(), "is no date, time or range of them");
      }
    });
  }

  private static boolean isRangeKey(Element key) {
    return key.vr() == Vr.DA || key.vr() == Vr.TM || key.vr() == Vr.DT;
  }

  private boolean isRange(Element key) {
    var text = key.string().orElse("");
    return switch (key.vr()) {
      case DA -> MatchRange.dates(text).isPresent();
      case TM -> MatchRange.times(text).isPresent();
      default -> MatchRange.dateTimes(text, zone).isPresent();
    };
  }

  boolean matches(Dataset step) {
    return matches(keys, step);
  }

  private boolean matches(Dataset wanted, Dataset step) {
    return wanted.elements()
        .filter(key -> !key.tag().equals(Tags.SPECIFIC_CHARACTER_SET))
        .allMatch(key -> isUniversal(key) || step.get(key.tag())
            .filter(value -> matches(key, value)).isPresent());
  }

  private static boolean isUniversal(Element key) {
    if (key.vr() == Vr.SQ) {
      return key.items().stream().allMatch(item ->
          item.elements().allMatch(WorkitemMatch::isUniversal));
    }
    return key.isEmpty() || key.strings().stream().allMatch(value -> value.matches("\\**"));
  }

  private boolean matches(Element key, Element value) {
    return switch (key.vr()) {
      case SQ -> value.items().stream().anyMatch(item ->
          matches(key.items().getFirst(), item));
      case PN -> name(NamePattern.of(key.string().orElse("")), value.strings());
      case DA, TM, DT -> value.strings().stream().anyMatch(text -> inRange(key, text));
      default -> key.strings().stream().anyMatch(asked ->
          value.strings().stream().anyMatch(text -> text(asked, text)));
    };
  }

  private static boolean name(NamePattern asked, List<String> names) {
    return names.stream().map(NameKey::of).anyMatch(name -> asked.isWhole()
        ? name.equals(asked.whole())
        : asked.foldedWords().stream().allMatch(word ->
            name.words().stream().anyMatch(one -> text(word, one))));
  }

  private boolean inRange(Element key, String text) {
    var asked = key.string().orElse("");
    return switch (key.vr()) {
      case DA -> holds(MatchRange.dates(asked),
          PartialDate.parse(text).map(PartialDate::earliest));
      case TM -> holds(MatchRange.times(asked),
          PartialTime.parse(text).map(PartialTime::earliest));
      default -> holds(MatchRange.dateTimes(asked, zone),
          PartialDateTime.parse(text).map(time -> time.earliest(zone)));
    };
  }

  private static <T extends Comparable<? super T>> boolean holds(
      Optional<MatchRange<T>> range, Optional<T> value) {
    return value.isPresent() && range.filter(one -> one.contains(value.get())).isPresent();
  }

  /// Wild cards without backtracking further than the last star, so that no key costs more than
  /// its length times that of the text.
  private static boolean text(String asked, String text) {
    int star = -1;
    int resume = 0;
    int key = 0;
    int at = 0;
    while (at < text.length()) {
      if (key < asked.length() && asked.charAt(key) == '*') {
        star = key++;
        resume = at;
      } else if (key < asked.length()
          && (asked.charAt(key) == '?' || asked.charAt(key) == text.charAt(at))) {
        key++;
        at++;
      } else if (star >= 0) {
        key = star + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (key < asked.length() && asked.charAt(key) == '*') {
      key++;
    }
    return key == asked.length();
  }
}
