package vn.tia.mapping.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DicomTimesTest {

  @Test
  void readsDatesOfTodayAndOfAcrNema() {
    assertThat(DicomTimes.date("20040119")).contains(LocalDate.of(2004, 1, 19));
    assertThat(DicomTimes.date("1997.04.24 ")).contains(LocalDate.of(1997, 4, 24));
  }

  @Test
  void takesNoDateForOne() {
    assertThat(DicomTimes.date("20230230")).isEmpty();
    assertThat(DicomTimes.date("2004")).isEmpty();
    assertThat(DicomTimes.date("unknown")).isEmpty();
  }

  @Test
  void readsTimesAsFarAsTheyAreKnown() {
    assertThat(DicomTimes.time("07")).contains(LocalTime.of(7, 0));
    assertThat(DicomTimes.time("0727")).contains(LocalTime.of(7, 27));
    assertThat(DicomTimes.time("072730.5")).contains(LocalTime.of(7, 27, 30, 500_000_000));
    assertThat(DicomTimes.time("07:27:30")).contains(LocalTime.of(7, 27, 30));
    assertThat(DicomTimes.time("235960")).contains(LocalTime.of(23, 59, 59));
    assertThat(DicomTimes.time("2527")).isEmpty();
  }

  @Test
  void readsOffsets() {
    assertThat(DicomTimes.offset("+0700")).contains(ZoneOffset.ofHours(7));
    assertThat(DicomTimes.offset("-0330")).contains(ZoneOffset.ofHoursMinutes(-3, -30));
    assertThat(DicomTimes.offset("Z")).isEmpty();
    assertThat(DicomTimes.offset("+9900")).isEmpty();
  }
}
