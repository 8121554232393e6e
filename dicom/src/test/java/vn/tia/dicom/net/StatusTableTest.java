package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What statuses mean, service by service.
class StatusTableTest {
  static Stream<StatusTable> tables() {
    return Stream.of(
        StatusTable.GENERAL, StatusTable.STORE, StatusTable.FIND, StatusTable.MOVE,
        StatusTable.GET, StatusTable.WORKLIST, StatusTable.PERFORMED_STEP,
        StatusTable.COMMITMENT);
  }

  @ParameterizedTest
  @MethodSource("tables")
  void agreesWithTheClassOfEachCode(StatusTable table) {
    assertThat(table.clause()).startsWith("PS3.");
    assertThat(table.rows()).allSatisfy(
        row -> assertThat(Status.of(row.code()).statusClass()).isEqualTo(row.statusClass()));
  }

  private static String meaning(StatusTable table, int code) {
    return table.find(Status.of(code)).map(StatusTable.Row::meaning).orElse("");
  }

  @Test
  void readsRangesAndWhatAllServicesShare() {
    assertThat(meaning(StatusTable.STORE, 0xA7F1)).isEqualTo("refused, out of resources");
    assertThat(meaning(StatusTable.STORE, 0xC123)).isEqualTo("the data set can't be understood");
    assertThat(meaning(StatusTable.MOVE, 0xA801))
        .isEqualTo("refused, the destination is unknown");
    assertThat(meaning(StatusTable.GET, 0xA801)).isEmpty();
    assertThat(meaning(StatusTable.GET, 0x0124)).isEqualTo("not authorized");
    assertThat(meaning(StatusTable.FIND, 0xFF01))
        .isEqualTo("a match, some optional keys were not supported");
  }

  @Test
  void takesCodesThatNobodyDefinesForFailures() {
    assertThat(List.of(0x0002, 0x1234, 0xD000, 0xFFFF))
        .allSatisfy(
            code ->
                assertThat(Status.of(code).statusClass()).isEqualTo(StatusClass.FAILURE));
    assertThat(Status.of(0xB123).statusClass()).isEqualTo(StatusClass.WARNING);
  }
}
