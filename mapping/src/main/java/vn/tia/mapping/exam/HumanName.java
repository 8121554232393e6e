package vn.tia.mapping.exam;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The name of a person in its parts; a part that is not known is empty text.
///
/// Vietnamese order is family, middle, given: NGUYỄN, VĂN, AN.
public record HumanName(String family, String middle, String given, String prefix, String suffix) {
  public static final HumanName UNKNOWN = new HumanName("", "", "", "", "");

  public HumanName {
    family = Texts.line(family);
    middle = Texts.line(middle);
    given = Texts.line(given);
    prefix = Texts.line(prefix);
    suffix = Texts.line(suffix);
  }

  public static HumanName of(String family, String middle, String given) {
    return new HumanName(family, middle, given, "", "");
  }

  public boolean isUnknown() {
    return family.isEmpty() && middle.isEmpty() && given.isEmpty();
  }

  /// The name as it is said and printed in Vietnam: family, middle, given.
  public String text() {
    return Stream.of(family, middle, given)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }
}
