package vn.tia.mapping.hl7;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import vn.tia.mapping.exam.Pregnancy;
import vn.tia.mapping.hl7.OrderSite.Observed;

/// What the OBX segments of an order say about the patient, known by LOINC code or by name.
final class Observations {

  /// LOINC codes and plain names; a site may know more.
  private static final Map<Observed, Set<String>> KNOWN = Map.of(
      Observed.WEIGHT, Set.of("29463-7", "3141-9", "8335-2", "body weight"),
      Observed.HEIGHT, Set.of("8302-2", "3137-7", "3138-5", "body height"),
      Observed.PREGNANCY, Set.of("82810-3", "11449-6", "pregnancy status"),
      Observed.ALLERGY, Set.of("52473-6", "48765-2", "allergy", "allergies"),
      Observed.ALERT, Set.of("74018-3", "medical alert", "medical alerts"),
      Observed.SPECIAL_NEED, Set.of("special needs"),
      Observed.CONTRAST_AGENT, Set.of("contrast agent", "contrast medium", "contrast"));

  private Observations() {}

  static Optional<BigDecimal> weightKg(OrderSource in) {
    return find(in, Observed.WEIGHT).flatMap(obx -> quantity(obx, 1_000, unit -> switch (unit) {
      case "kg", "" -> BigDecimal.ONE;
      case "g" -> new BigDecimal("0.001");
      case "[lb_av]", "lb", "lbs" -> new BigDecimal("0.45359237");
      default -> throw unknownUnit("a weight");
    }));
  }

  static Optional<BigDecimal> heightM(OrderSource in) {
    return find(in, Observed.HEIGHT).flatMap(obx -> quantity(obx, 3, unit -> switch (unit) {
      case "m", "" -> BigDecimal.ONE;
      case "cm" -> new BigDecimal("0.01");
      case "mm" -> new BigDecimal("0.001");
      case "[in_i]", "in" -> new BigDecimal("0.0254");
      default -> throw unknownUnit("a height");
    }));
  }

  static Optional<Pregnancy> pregnancy(OrderSource in) {
    return find(in, Observed.PREGNANCY).flatMap(obx -> obx.text(5)).map(code -> switch (
        code.toUpperCase(Locale.ROOT)) {
      case "N", "NO", "60001007" -> Pregnancy.NOT_PREGNANT;
      case "Y", "YES", "77386006" -> Pregnancy.DEFINITELY_PREGNANT;
      case "P", "152231000119106" -> Pregnancy.POSSIBLY_PREGNANT;
      default -> Pregnancy.UNKNOWN;
    });
  }

  /// What the OBX of a kind say, in words.
  static List<String> words(OrderSource in, Observed kind) {
    return all(in, kind).flatMap(obx -> IntStream.range(0, obx.repetitions(5)).boxed()
            .flatMap(repetition -> obx.text(5, repetition, 2, 1)
                .or(() -> obx.text(5, repetition, 1, 1)).stream()))
        .toList();
  }

  private static Optional<Hl7Segment> find(OrderSource in, Observed kind) {
    return all(in, kind).findFirst();
  }

  private static Stream<Hl7Segment> all(OrderSource in, Observed kind) {
    Set<String> names = KNOWN.get(kind);
    return in.all("OBX").filter(obx -> Stream.of(obx.text(3), obx.text(3, 2))
        .flatMap(Optional::stream)
        .anyMatch(name -> names.contains(name.toLowerCase(Locale.ROOT))
            || in.site().observations().get(name) == kind));
  }

  private interface Units {
    BigDecimal factor(String unit);
  }

  private static Optional<BigDecimal> quantity(Hl7Segment obx, int most, Units units) {
    BigDecimal factor = units.factor(obx.text(6).orElse("").strip().toLowerCase(Locale.ROOT));
    return obx.text(5)
        .map(text -> number(text).multiply(factor).setScale(4, RoundingMode.HALF_UP))
        .map(value -> bounded(value.stripTrailingZeros(), most));
  }

  private static BigDecimal bounded(BigDecimal value, int most) {
    if (value.signum() <= 0 || value.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw new IllegalArgumentException("a quantity must be more than 0 and at most " + most);
    }
    return value;
  }

  private static BigDecimal number(String text) {
    // The length first: a number of a million digits takes minutes to read.
    if (!text.strip().matches("\\d{1,6}([.,]\\d{1,6})?")) {
      throw new IllegalArgumentException("a quantity is a number with at most 6 digits each side");
    }
    return new BigDecimal(text.strip().replace(',', '.'));
  }

  private static IllegalArgumentException unknownUnit(String what) {
    return new IllegalArgumentException(what + " has a unit that is not known");
  }
}
