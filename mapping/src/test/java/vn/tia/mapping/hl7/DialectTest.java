package vn.tia.mapping.hl7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import vn.tia.mapping.hl7.Dialect.Unwritable;

class DialectTest {

  private static Dialect in(String set, Unwritable rule) {
    return new Dialect(Hl7Version.V2_5_1, set, rule);
  }

  private static String text(Dialect.Written written, Charset charset) {
    return new String(written.bytes().toArray(), charset);
  }

  @Test
  void writesVietnameseInUtf8Composed() {
    var written = Dialect.DEFAULT.write("Đặng Thị Hươ\u0300ng");

    assertThat(text(written, UTF_8)).isEqualTo("Đặng Thị Hường");
    assertThat(written.folded()).isZero();
    assertThat(written.lost()).isZero();
  }

  @Test
  void laysAsideWhatTheSetCannotHold() {
    var written = in("8859/1", Unwritable.LAY_ASIDE).write("Đặng Thị Hòa");

    assertThat(written.lost()).isEqualTo(3);
    assertThat(text(written, UTF_8)).isEqualTo("Đặng Thị Hòa");
  }

  @Test
  void leavesOnlyThoseAccentsAwayThatTheSetLacks() {
    var written = in("8859/1", Unwritable.WITHOUT_ACCENTS).write("Đặng Thị Hòa");

    assertThat(text(written, ISO_8859_1)).isEqualTo("Dang Thi Hòa");
    assertThat(written.folded()).isEqualTo(3);
    assertThat(written.lost()).isZero();
  }

  @Test
  void countsWhatNoRuleCanWrite() {
    var written = in("ASCII", Unwritable.WITHOUT_ACCENTS).write("Hòa 37 °C 骨");

    assertThat(written.lost()).isEqualTo(2);
    assertThat(text(in("ASCII", Unwritable.WITHOUT_ACCENTS).write("Hòa"), US_ASCII))
        .isEqualTo("Hoa");
  }

  @Test
  void refusesASetThatTable0211DoesNotHave() {
    assertThatThrownBy(() -> in("CP1258", Unwritable.LAY_ASIDE))
        .hasMessage("HL7 table 0211 has no character set 'CP1258'");
  }
}
