package vn.tia.dicom.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What PS3.5 table 6.2-1 asks of values: their length, their characters, their form; and PS3.6 of
/// their number. Reading takes values that break these rules; this says which ones do.
public final class ValueRules {
  private static final Pattern CODE = Pattern.compile("[A-Z0-9 _]*");
  private static final Pattern OWN_DIGITS = Pattern.compile("(0|[1-9]\\d*)(\\.(0|[1-9]\\d*))*");
  private static final int NAME_GROUPS_MAX = 3;
  private static final int NAME_COMPONENTS_MAX = 5;
  private static final int NAME_GROUP_CHARS_MAX = 64;

  private ValueRules() {}

  /// What is wrong with a data set and its items: sentences that name tags and no values.
  public static List<String> problems(Dataset dataset) {
    var problems = new ArrayList<String>();
    dataset.elements().forEach(element -> {
      problems.addAll(problems(element));
      element.items().forEach(item -> problems.addAll(problems(item)));
    });
    return problems;
  }

  /// What is wrong with the values of one element; nothing where they keep the rules.
  public static List<String> problems(Element element) {
    var problems = new ArrayList<String>();
    if (element.hasUnreadableText()) {
      problems.add(element + " has bytes that its character set doesn't know");
    }
    if (element.value() instanceof Value.Text(var values)) {
      for (String value : values) {
        problem(element.vr(), value).ifPresent(what -> problems.add(element + " " + what));
      }
    }
    Multiplicity.problem(element).ifPresent(what -> problems.add(element + " " + what));
    return problems;
  }

  private static Optional<String> problem(Vr vr, String value) {
    if (value.isEmpty()) {
      return Optional.empty();
    }
    int charsMax = charsMax(vr);
    int chars = value.codePointCount(0, value.length());
    if (chars > charsMax) {
      return Optional.of("takes %d characters, got %d".formatted(charsMax, chars));
    }
    return isWellFormed(vr, value) ? Optional.empty() : Optional.of("has no value of its form");
  }

  /// How many characters one value may have.
  public static int charsMax(Vr vr) {
    return switch (vr) {
      case AS -> 4;
      case DA -> 8;
      case IS -> IntegerString.CHARS_MAX;
      case TM -> 14;
      case AE, CS, DS, SH -> 16;
      case DT -> 26;
      case LO, UI -> 64;
      case PN -> NAME_GROUPS_MAX * NAME_GROUP_CHARS_MAX + 2;
      case ST -> 1024;
      case LT -> 10240;
      case AT, FD, FL, OB, OD, OF, OL, OV, OW, SL, SQ, SS, SV, UC, UL, UN, UR, US, UT, UV ->
          Integer.MAX_VALUE;
    };
  }

  private static boolean isWellFormed(Vr vr, String value) {
    return switch (vr) {
      case AE -> !value.isBlank() && value.chars().allMatch(c -> c >= ' ' && c < 0x7F);
      case AS -> value.length() == 4 && Age.parse(value).isPresent();
      case CS -> CODE.matcher(value).matches();
      case DA -> value.length() == 8 && PartialDate.parse(value).isPresent();
      case DS -> DecimalString.parse(value).isPresent();
      case DT -> PartialDateTime.parse(value).isPresent();
      case IS -> IntegerString.parse(value).isPresent();
      case PN -> isName(value);
      case TM -> value.indexOf(':') < 0 && PartialTime.parse(value).isPresent();
      case UI -> Uid.isWellFormed(value) && OWN_DIGITS.matcher(value).matches();
      case UR -> value.indexOf(' ') < 0;
      case LO, SH, UC -> hasNoControls(value, "\u001B");
      case LT, ST, UT -> hasNoControls(value, "\u001B\t\n\f\r");
      case AT, FD, FL, OB, OD, OF, OL, OV, OW, SL, SQ, SS, SV, UL, UN, US, UV -> true;
    };
  }

  private static boolean isName(String value) {
    String[] groups = value.split("=", -1);
    for (String group : groups) {
      boolean fits = group.codePointCount(0, group.length()) <= NAME_GROUP_CHARS_MAX
          && group.chars().filter(c -> c == '^').count() < NAME_COMPONENTS_MAX;
      if (!fits) {
        return false;
      }
    }
    return groups.length <= NAME_GROUPS_MAX && hasNoControls(value, "\u001B");
  }

  private static boolean hasNoControls(String value, String allowed) {
    return value.chars().allMatch(c -> !Character.isISOControl(c) || allowed.indexOf(c) >= 0);
  }
}
