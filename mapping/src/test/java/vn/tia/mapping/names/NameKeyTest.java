package vn.tia.mapping.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameKeyTest {
  @ParameterizedTest
  @ValueSource(strings = {
    "Đặng Thị Hường", "dang thi huong", "HUONG DANG THI", "ĐẶNG^THỊ HƯỜNG", "Đặng^Hường^Thị^^",
    "  đặng,  thị\thường ", "Ｄặng Thị Hường"})
  void isTheSameInEverySpelling(String name) {
    assertThat(NameKey.of(name)).isEqualTo(new NameKey(List.of("dang", "huong", "thi")));
    assertThat(NameKey.of(Normalizer.normalize(name, Normalizer.Form.NFD)))
        .isEqualTo(NameKey.of(name));
  }

  @Test void keepsDifferentNamesApart() {
    assertThat(NameKey.of("Nguyễn Văn An")).isNotEqualTo(NameKey.of("Nguyễn Văn Ân Bình"));
  }

  @Test void foldsOnlyAccentsAndCase() {
    assertThat(NameKey.fold("ĐẶNG^Thị*?")).isEqualTo("dang^thi*?");
  }

  @Test void findsBeginningsOfWordsInAnyOrder() {
    var key = NameKey.of("Nguyễn Thị Thu Hương");

    assertThat(key.startsWithAll(NameKey.of("hu ngu"))).isTrue();
    assertThat(key.startsWithAll(NameKey.of("th thu thi"))).isFalse();
    assertThat(key.startsWithAll(NameKey.of("th thi"))).isTrue();
    assertThat(key.startsWithAll(NameKey.of("an"))).isFalse();
  }

  @Test void isEmptyForANameWithoutLetters() {
    assertThat(NameKey.of("^^ = \\").isEmpty()).isTrue();
  }
}
