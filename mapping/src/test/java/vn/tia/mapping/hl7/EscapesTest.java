package vn.tia.mapping.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapesTest {

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "\\F\\\\S\\\\T\\\\R\\\\E\\; |^&~\\",
      "a\\.br\\b; 'a\nb'",
      "a\\.sp2\\b; 'a\nb'",
      "\\X4CC3AA\\; Lê",
      "\\XE9\\; é",
      "\\H\\đỏ\\N\\; đỏ",
      "\\E\\X0D\\E\\; \\X0D\\",
      "C:\\ảnh; C:\\ảnh",
      "\\\\; \\\\",
      "\\Q\\; \\Q\\",
      "\\C2842\\x; \uFFFDx",
      "\\; \\"})
  void readsEachSequence(String escaped, String plain) {
    assertThat(Escapes.unescape(escaped, Delimiters.STANDARD)).isEqualTo(plain);
  }

  @Test
  void writesLineBreaksAsBreaksAndOtherControlsAsBlanks() {
    assertThat(Escapes.escape("một\r\nhai\nba\rbốn\u000B\u001C\u0000", Delimiters.STANDARD))
        .isEqualTo("một\\.br\\hai\\.br\\ba\\.br\\bốn   ");
  }

  @Test
  void readsBackWhatItWrote() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    String letters = "|^~\\&ABXFSTRE.brđẶ ế0D\n😀";
    for (int round = 0; round < 5_000; round++) {
      String text = random.ints(random.nextInt(30), 0, letters.codePointCount(0, letters.length()))
          .map(at -> letters.codePointAt(letters.offsetByCodePoints(0, at)))
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();
      String escaped = Escapes.escape(text, Delimiters.STANDARD);

      assertThat(escaped).as("seed %d", seed).doesNotContain("|", "^", "~", "&", "\n");
      assertThat(Escapes.unescape(escaped, Delimiters.STANDARD)).as("seed %d", seed)
          .isEqualTo(text);
    }
  }
}
