package vn.tia.mapping.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vn.tia.mapping.exam.HumanName;

class PersonNamesTest {
  @Test void writesFamilyGivenMiddle() {
    assertThat(PersonNames.toPn(HumanName.of("NGUYỄN", "VĂN", "AN"))).isEqualTo("NGUYỄN^AN^VĂN");
    assertThat(PersonNames.toPn(HumanName.of("", "", "Hường"))).isEqualTo("^Hường");
    assertThat(PersonNames.toPn(HumanName.UNKNOWN)).isEmpty();
  }

  @Test void readsBackWhatItWrote() {
    var name = new HumanName("Đặng", "Thị Thu", "Hường", "BS.", "II");

    assertThat(PersonNames.toHumanName(PersonNames.toPn(name))).isEqualTo(name);
  }

  @Test void keepsANameOneValueOfOneGroup() {
    var name = HumanName.of("NGUYỄN\\HACK", "VĂN^X", "AN=B");

    assertThat(PersonNames.toPn(name)).isEqualTo("NGUYỄN HACK^AN B^VĂN X");
  }

  @Test void cutsANameOfMoreThan64Characters() {
    var name = HumanName.of("Ễ".repeat(60), "", "AN BÌNH");

    assertThat(PersonNames.toPn(name)).isEqualTo("Ễ".repeat(60) + "^AN");
  }

  @Test void readsTheFirstGroupThatSaysAName() {
    assertThat(PersonNames.toHumanName("=山田^太郎"))
        .isEqualTo(HumanName.of("山田", "", "太郎"));
    assertThat(PersonNames.toHumanName("")).isEqualTo(HumanName.UNKNOWN);
  }
}
