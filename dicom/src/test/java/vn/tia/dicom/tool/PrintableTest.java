package vn.tia.dicom.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void letsNoTextSteerTheTerminal() {
    assertThat(Printable.of("a\u001B[2Jb\r\n\u202Ec")).isEqualTo("a\\x1B[2Jb\\r\\n\\u{202E}c");
    assertThat(Printable.of("Đặng Hường")).isEqualTo("Đặng Hường");
  }

  @Test
  void countsColumnsAsAPersonSeesThem() {
    String apart = Normalizer.normalize("Hường", Normalizer.Form.NFD);
    assertThat(apart).hasSizeGreaterThan(5);
    assertThat(Printable.columns(apart)).isEqualTo(5);
  }

  @Test
  void alignsATableOfVietnameseNames() {
    var table = new Table(List.of("NAME", "SEX"),
        List.of(List.of("Đặng Thị Hường", "F"), List.of("An", "M")));
    assertThat(table.lines()).containsExactly(
        "NAME            SEX",
        "Đặng Thị Hường  F",
        "An              M");
  }
}
