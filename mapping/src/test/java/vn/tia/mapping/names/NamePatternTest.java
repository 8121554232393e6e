package vn.tia.mapping.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamePatternTest {
  @Test void asksForAWholeNameWhereThereIsNoWildCard() {
    var pattern = NamePattern.of("ĐẶNG^Hường^Thị");

    assertThat(pattern.isWhole()).isTrue();
    assertThat(pattern.whole()).isEqualTo(NameKey.of("dang thi huong"));
    assertThat(pattern.words()).containsExactly("đặng", "hường", "thị");
  }

  @Test void asksForBeginningsAndPartsOfWords() {
    assertThat(NamePattern.of("Đặng^H*").foldedWords()).containsExactly("dang", "h*");
    assertThat(NamePattern.of("*uo?g*").foldedWords()).containsExactly("*uo?g*");
    assertThat(NamePattern.of("NGUYEN*AN").foldedWords()).containsExactly("nguyen*", "*an");
    assertThat(NamePattern.of("NGUYEN^*").words()).isEqualTo(List.of("nguyen"));
  }

  @Test void matchesAllNamesWhereNothingIsAsked() {
    assertThat(NamePattern.of("*").isUniversal()).isTrue();
    assertThat(NamePattern.of("*^*").isUniversal()).isTrue();
    assertThat(NamePattern.of("").isUniversal()).isTrue();
    assertThat(NamePattern.of("").isWhole()).isFalse();
  }
}
