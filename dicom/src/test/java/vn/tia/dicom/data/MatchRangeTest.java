package vn.tia.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatchRangeTest {
  private static final ZoneOffset HANOI = ZoneOffset.ofHours(7);

  @ParameterizedTest
  @CsvSource({
      "20261101-20261130, 20261101, 20261130",
      "2026.11.01-2026.11.30, 20261101, 20261130",
      "20261101 - 20261130, 20261101, 20261130",
      "-20261130, , 20261130",
      "20261101-, 20261101,",
      "20261124, 20261124, 20261124",
      "202611-2026, 20261101, 20261231"})
  void readsRangesOfDates(String key, String from, String to) {
    MatchRange<LocalDate> range = MatchRange.dates(key).orElseThrow();

    assertThat(range.from()).isEqualTo(PartialDate.parse(from == null ? "" : from)
        .map(PartialDate::earliest));
    assertThat(range.to()).isEqualTo(PartialDate.parse(to == null ? "" : to)
        .map(PartialDate::latest));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "*", "20261301", "20261101-20261130-", "a-b", "20261101--"})
  void findsNoRangeInOtherText(String key) {
    assertThat(MatchRange.dates(key)).isEmpty();
  }

  @Test
  void holdsBothItsEnds() {
    MatchRange<LocalDate> november = MatchRange.dates("20261101-20261130").orElseThrow();

    assertThat(november.contains(LocalDate.of(2026, 11, 1))).isTrue();
    assertThat(november.contains(LocalDate.of(2026, 11, 30))).isTrue();
    assertThat(november.contains(LocalDate.of(2026, 10, 31))).isFalse();
    assertThat(november.contains(LocalDate.of(2026, 12, 1))).isFalse();
    assertThat(MatchRange.dates("-20261130").orElseThrow().contains(LocalDate.MIN)).isTrue();
  }

  @Test
  void takesAnEndForAllThatItMayMean() {
    MatchRange<LocalTime> morning = MatchRange.times("08-1159").orElseThrow();

    assertThat(morning.contains(LocalTime.of(8, 0))).isTrue();
    assertThat(morning.contains(LocalTime.of(11, 59, 59, 999_999_999))).isTrue();
    assertThat(morning.contains(LocalTime.NOON)).isFalse();
    assertThat(MatchRange.times("10:30:00-").orElseThrow().contains(LocalTime.of(10, 30)))
        .isTrue();
  }

  @Test
  void asksForValuesThatMayLieWithin() {
    PartialDate year = PartialDate.parse("2026").orElseThrow();
    MatchRange<LocalDate> november = MatchRange.dates("202611").orElseThrow();

    assertThat(november.overlaps(year.earliest(), year.latest())).isTrue();
    assertThat(MatchRange.dates("2027-").orElseThrow()
        .overlaps(year.earliest(), year.latest())).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
      "20261124080000+0700-20261124090000+0700, 2026-11-24T01:00:00Z, "
          + "2026-11-24T02:00:00.999999999Z",
      "2026112408-2026112409, 2026-11-24T01:00:00Z, 2026-11-24T02:59:59.999999999Z",
      "20261124080000-0500-, 2026-11-24T13:00:00Z,",
      "-20261124080000-0500, , 2026-11-24T13:00:00.999999999Z",
      "-20261124080000, , 2026-11-24T01:00:00.999999999Z",
      "20261124080000-0500-20261124090000-0500, 2026-11-24T13:00:00Z, "
          + "2026-11-24T14:00:00.999999999Z",
      "2020-0500, 2020-01-01T05:00:00Z, 2021-01-01T04:59:59.999999999Z",
      "2020-2021, 2019-12-31T17:00:00Z, 2021-12-31T16:59:59.999999999Z"})
  void tellsRangesOfTimesFromOffsets(String key, Instant from, Instant to) {
    MatchRange<Instant> range = MatchRange.dateTimes(key, HANOI).orElseThrow();

    assertThat(range.from().orElse(null)).isEqualTo(from);
    assertThat(range.to().orElse(null)).isEqualTo(to);
  }
}
