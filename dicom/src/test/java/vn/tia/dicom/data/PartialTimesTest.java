package vn.tia.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.dicom.testkit.RandomDatasets;

class PartialTimesTest {
  private static final ZoneOffset HANOI = ZoneOffset.ofHours(7);

  @ParameterizedTest
  @CsvSource({
      "20261124,   2026-11-24, 2026-11-24, DAY",
      "2026.11.24, 2026-11-24, 2026-11-24, DAY",
      "' 20261124 ', 2026-11-24, 2026-11-24, DAY",
      "202402,     2024-02-01, 2024-02-29, MONTH",
      "1968,       1968-01-01, 1968-12-31, YEAR"})
  void readsDatesAsFarAsTheyAreKnown(
      String text, LocalDate earliest, LocalDate latest, Precision precision) {
    PartialDate date = PartialDate.parse(text).orElseThrow();

    assertThat(date).isEqualTo(new PartialDate(earliest, precision));
    assertThat(date.latest()).isEqualTo(latest);
    assertThat(date.day().isPresent()).isEqualTo(precision == Precision.DAY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2026112", "20260230", "20261301", "2026-11-24", "abcdefgh",
      "2026.1124", "٢٠٢٦١١٢٤"})
  void findsNoDateInOtherText(String text) {
    assertThat(PartialDate.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
      "10,            10:00,           10:59:59.999999999, HOUR",
      "1030,          10:30,           10:30:59.999999999, MINUTE",
      "10:30,         10:30,           10:30:59.999999999, MINUTE",
      "103045,        10:30:45,        10:30:45.999999999, SECOND",
      "10:30:45,      10:30:45,        10:30:45.999999999, SECOND",
      "103045.5,      10:30:45.5,      10:30:45.599999999, TENTH",
      "10:30:45.25,   10:30:45.25,     10:30:45.259999999, HUNDREDTH",
      "103045.000001, 10:30:45.000001, 10:30:45.000001999, MICROSECOND",
      "235960,        23:59:59,        23:59:59.999999999, SECOND"})
  void readsTimesAsFarAsTheyAreKnown(
      String text, LocalTime earliest, LocalTime latest, Precision precision) {
    PartialTime time = PartialTime.parse(text).orElseThrow();

    assertThat(time).isEqualTo(new PartialTime(earliest, precision));
    assertThat(time.latest()).isEqualTo(latest);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "103", "2400", "1060", "103061", "1030.5", "103045.",
      "103045.+5",
      "103045.1234567", "10:30:4", "ab"})
  void findsNoTimeInOtherText(String text) {
    assertThat(PartialTime.parse(text)).isEmpty();
  }

  @Test
  void readsDatesWithTimesAndOffsets() {
    PartialDateTime time = PartialDateTime.parse("20261124103045.5+0700").orElseThrow();

    assertThat(time).isEqualTo(new PartialDateTime(
        LocalDateTime.of(2026, 11, 24, 10, 30, 45, 500_000_000), Precision.TENTH,
        Optional.of(HANOI)));
    assertThat(time.earliest(ZoneOffset.UTC)).isEqualTo(Instant.parse("2026-11-24T03:30:45.5Z"));
    assertThat(PartialDateTime.parse("202611").orElseThrow().latest(HANOI))
        .isEqualTo(Instant.parse("2026-11-30T16:59:59.999999999Z"));
    assertThat(PartialDateTime.parse("1992-1200").orElseThrow().offset())
        .contains(ZoneOffset.ofHours(-12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-0700", "20261124+1500", "20261124-1300", "20261124+07",
      "2026112410",
      "20261124103045.5+07:00", "20261301", "20261124 1030", "2026.11.24"})
  void tellsDateTimesFromOtherText(String text) {
    assertThat(PartialDateTime.parse(text).isPresent()).isEqualTo(text.equals("2026112410"));
  }

  @Test
  void putsDateAndTimeTogether() {
    PartialDate day = PartialDate.parse("20261124").orElseThrow();

    assertThat(PartialDateTime.of(day, PartialTime.parse("1030")).toValue())
        .isEqualTo("202611241030");
    assertThat(PartialDateTime.of(
        PartialDate.parse("2026").orElseThrow(), PartialTime.parse("1030")).toValue())
        .isEqualTo("2026");
  }

  @Test
  void writesWhatItReads() {
    for (long seed : RandomDatasets.seeds(500)) {
      var random = new Random(seed);
      Precision precision = Precision.values()[random.nextInt(Precision.values().length)];
      String all = "%04d%02d%02d%02d%02d%02d%06d".formatted(1 + random.nextInt(9999),
          1 + random.nextInt(12), 1 + random.nextInt(28), random.nextInt(24), random.nextInt(60),
          random.nextInt(60), random.nextInt(1_000_000));
      String digits = all.substring(0, precision.digits());
      String text = digits.length() > 14
          ? digits.substring(0, 14) + "." + digits.substring(14) : digits;
      String zone = random.nextBoolean() ? "" : "%+03d%02d".formatted(
          random.nextInt(-11, 14), random.nextInt(4) * 15);

      PartialDateTime time = PartialDateTime.parse(text + zone).orElseThrow();
      assertThat(time.toValue()).as("seed %d", seed).isEqualTo(text + zone.replace("-00", "+00"));
      assertThat(time.latest()).as("seed %d", seed).isAfterOrEqualTo(time.earliest());
    }
  }

  @ParameterizedTest
  @CsvSource({"'034Y', 34, YEARS", "'003D', 3, DAYS", "'12W', 12, WEEKS", "' 999M', 999, MONTHS"})
  void readsAges(String text, int count, Age.Unit unit) {
    assertThat(Age.parse(text)).contains(new Age(count, unit));
  }

  @Test
  void writesAgesAndRefusesOthers() {
    assertThat(new Age(7, Age.Unit.MONTHS).toValue()).isEqualTo("007M");
    assertThat(new Age(7, Age.Unit.MONTHS).toPeriod().getMonths()).isEqualTo(7);
    for (String none : new String[] {"", "Y", "034", "034y", "1000Y", "-34Y", "3 4Y"}) {
      assertThat(Age.parse(none)).as(none).isEmpty();
    }
  }
}
