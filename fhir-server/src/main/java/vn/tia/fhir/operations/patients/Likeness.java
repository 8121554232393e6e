package vn.tia.fhir.operations.patients;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import vn.tia.fhir.operations.patients.Person.Number;
import vn.tia.mapping.exam.PartialDate;

/// How alike two descriptions of persons are, from 0 to 1, and what that means.
///
/// Points are added for what agrees and taken for what disagrees; what one of them doesn't say
/// counts nothing. They are set so that a number and the name make a match certain, the name with
/// the whole date of birth and the sex probable, and no number alone does either.
record Likeness(BigDecimal score, Grade grade) {

  /// R4's value set match-grade; what is certainly not a match is left out of answers.
  enum Grade {
    CERTAIN("certain"),
    PROBABLE("probable"),
    POSSIBLE("possible"),
    CERTAINLY_NOT("certainly-not");

    private final String code;

    Grade(String code) {
      this.code = code;
    }

    String code() {
      return code;
    }
  }

  private static final int CERTAIN_FROM = 95;
  private static final int PROBABLE_FROM = 70;
  private static final int POSSIBLE_FROM = 45;

  static Likeness of(Person asked, Person known) {
    var numbers = numbers(asked, known);
    var points = Math.clamp(numbers + name(asked, known) + birthDate(asked, known)
        + sex(asked, known) + phone(asked, known), 0, 100);
    return new Likeness(BigDecimal.valueOf(points).divide(BigDecimal.valueOf(100), 2,
        RoundingMode.UNNECESSARY), grade(points, numbers));
  }

  private static Grade grade(int points, int numbers) {
    if (points >= CERTAIN_FROM && numbers > 0) {
      return Grade.CERTAIN;
    }
    if (points >= PROBABLE_FROM) {
      return Grade.PROBABLE;
    }
    return points >= POSSIBLE_FROM ? Grade.POSSIBLE : Grade.CERTAINLY_NOT;
  }

  private static int numbers(Person asked, Person known) {
    var shared = asked.numbers().stream()
        .filter(one -> known.numbers().stream().anyMatch(one::is)).count();
    var differing = asked.numbers().stream().filter(one -> !one.system().isEmpty())
        .filter(one -> systems(known).contains(one.system()))
        .filter(one -> known.numbers().stream().noneMatch(one::is)).count();
    var agreed = shared == 0 ? 0 : shared == 1 ? 60 : 70;
    // Two cards of one person are rare, two persons with one name are not.
    return agreed - (int) Math.min(differing, 2) * 30;
  }

  private static Set<String> systems(Person known) {
    return known.numbers().stream().map(Number::system).collect(Collectors.toSet());
  }

  private static int name(Person asked, Person known) {
    var askedKeys = asked.keys();
    var knownKeys = known.keys();
    if (askedKeys.isEmpty() || knownKeys.isEmpty()) {
      return 0;
    }
    if (askedKeys.stream().anyMatch(knownKeys::contains)) {
      return isExact(asked, known) ? 37 : 35;
    }
    // A part of the name only: `An` for `Nguyễn Văn An`.
    var isPart = askedKeys.stream().anyMatch(one -> knownKeys.stream()
        .anyMatch(other -> other.startsWithAll(one) || one.startsWithAll(other)));
    return isPart ? 15 : -30;
  }

  private static boolean isExact(Person asked, Person known) {
    return asked.names().stream().anyMatch(one -> known.names().stream()
        .anyMatch(other -> words(one).equals(words(other))));
  }

  private static List<String> words(String name) {
    return List.of(name.strip().toLowerCase(Locale.ROOT).split("\\s+")).stream()
        .sorted().toList();
  }

  private static int birthDate(Person asked, Person known) {
    if (asked.birthDate().isEmpty() || known.birthDate().isEmpty()) {
      return 0;
    }
    var one = asked.birthDate().get();
    var other = known.birthDate().get();
    if (one.equals(other)) {
      return one.date().isPresent() ? 30 : 12;
    }
    if (one.toString().startsWith(other.toString())
        || other.toString().startsWith(one.toString())) {
      return 12;
    }
    return isSlip(one, other) ? 8 : -25;
  }

  /// Whether day and month changed places, or one part of three differs.
  private static boolean isSlip(PartialDate one, PartialDate other) {
    if (one.date().isEmpty() || other.date().isEmpty()) {
      return false;
    }
    var isTurned = one.year() == other.year()
        && one.month().equals(other.day()) && one.day().equals(other.month());
    var same = (one.year() == other.year() ? 1 : 0) + (one.month().equals(other.month()) ? 1 : 0)
        + (one.day().equals(other.day()) ? 1 : 0);
    return isTurned || same == 2;
  }

  private static int sex(Person asked, Person known) {
    if (asked.sex().isEmpty() || known.sex().isEmpty()) {
      return 0;
    }
    return asked.sex().equals(known.sex()) ? 10 : -20;
  }

  private static int phone(Person asked, Person known) {
    return asked.phones().stream().anyMatch(known.phones()::contains) ? 10 : 0;
  }
}
