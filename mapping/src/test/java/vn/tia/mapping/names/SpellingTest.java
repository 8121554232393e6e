package vn.tia.mapping.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingTest {
  @Test void keepsWhatTheSetHas() {
    assertThat(in(StandardCharsets.UTF_8, "Đặng Thị Hường"))
        .isEqualTo(new Spelling("Đặng Thị Hường", 0, 0));
    assertThat(in(StandardCharsets.ISO_8859_1, "Hòa")).isEqualTo(new Spelling("Hòa", 0, 0));
  }

  @Test void composesLettersFirst() {
    assertThat(in(StandardCharsets.ISO_8859_1, "Ho\u0300a")).isEqualTo(new Spelling("Hòa", 0, 0));
    assertThat(in(StandardCharsets.UTF_8, "Hươ\u0300ng")).isEqualTo(new Spelling("Hường", 0, 0));
  }

  @Test void leavesOnlyThoseAccentsAwayThatTheSetLacks() {
    assertThat(in(StandardCharsets.ISO_8859_1, "Đặng Thị Hòa"))
        .isEqualTo(new Spelling("Dang Thi Hòa", 3, 0));
    assertThat(in(StandardCharsets.US_ASCII, "Nguyễn Văn Đức – “gãy”"))
        .isEqualTo(new Spelling("Nguyen Van Duc - \"gay\"", 8, 0));
  }

  @Test void countsWhatCantBeWritten() {
    assertThat(in(StandardCharsets.US_ASCII, "37 °C 骨 😀"))
        .isEqualTo(new Spelling("37 ?C ? ?", 0, 3));
  }

  @Test void makesNoDelimiterOfAFullWidthCharacter() {
    assertThat(in(StandardCharsets.US_ASCII, "Ａ＼Ｂ＾Ｃ＝｜＆～"))
        .isEqualTo(new Spelling("A?B?C????", 3, 6));
  }

  /// Every letter of the language, lower and upper case, in both forms.
  @Test void spellsEveryVietnameseLetterInAscii() {
    var letters = "aăâbcdđeêghiklmnoôơpqrstuưvxy";
    var tones = "\u0300\u0301\u0303\u0309\u0323";
    for (char letter : (letters + letters.toUpperCase(java.util.Locale.ROOT)).toCharArray()) {
      for (char tone : tones.toCharArray()) {
        var spelled = in(StandardCharsets.US_ASCII, "" + letter + tone);
        assertThat(spelled.lost()).as("%s%s", letter, tone).isZero();
        assertThat(spelled.text()).hasSize(1).matches("[A-Za-z]");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void alwaysWritesWhatTheSetHas(long seed) {
    var random = new Random(seed);
    for (var set : new Charset[] {StandardCharsets.US_ASCII, StandardCharsets.ISO_8859_1}) {
      for (int i = 0; i < 500; i++) {
        var text = random.ints(random.nextInt(20), 0x20, 0x2_0000)
            .filter(point -> point < 0xD800 || point > 0xDFFF)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
        var spelled = in(set, text);
        assertThat(set.newEncoder().canEncode(spelled.text())).as("seed %d", seed).isTrue();
        assertThat(in(set, spelled.text())).isEqualTo(new Spelling(spelled.text(), 0, 0));
      }
    }
  }

  private static Spelling in(Charset set, String text) {
    return Spelling.of(text, set.newEncoder()::canEncode);
  }
}
