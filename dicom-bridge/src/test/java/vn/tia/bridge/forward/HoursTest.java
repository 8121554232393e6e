package vn.tia.bridge.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HoursTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

  @ParameterizedTest
  @CsvSource({"22:00-06:00, 22:00, true", "22:00-06:00, 05:59, true", "22:00-06:00, 06:00, false",
      "22:00-06:00, 12:00, false", "07:00-17:00, 07:00, true", "07:00-17:00, 17:00, false"})
  void holdTheirBeginningAndNotTheirEnd(String hours, LocalTime time, boolean isIn) {
    assertThat(Hours.parse(hours).orElseThrow().contains(time)).isEqualTo(isIn);
  }

  @Test
  void beginNextTodayOrTomorrow() {
    var hours = Hours.parse("22:00-06:00").orElseThrow();
    assertThat(hours.next(ZonedDateTime.of(2026, 11, 25, 9, 0, 0, 0, ZONE)))
        .isEqualTo(ZonedDateTime.of(2026, 11, 25, 22, 0, 0, 0, ZONE));
    assertThat(Hours.parse("07:00-17:00").orElseThrow()
        .next(ZonedDateTime.of(2026, 11, 25, 18, 0, 0, 0, ZONE)))
        .isEqualTo(ZonedDateTime.of(2026, 11, 26, 7, 0, 0, 0, ZONE));
  }

  @Test
  void areAlwaysWhereNoneAreNamed() {
    assertThat(Hours.parse(" ")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"22-6", "22:00", "22:00-22:00", "25:00-06:00", "now-then"})
  void refuseWhatIsNoPartOfADay(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Hours.parse(text));
  }
}
