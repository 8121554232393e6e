package vn.tia.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonNameTest {
  @Test
  void readsThreeGroupsOfFiveComponents() {
    var name = PersonName.parse("Yamada^Tarou^^Dr^PhD=山田^太郎=やまだ^たろう");

    assertThat(name.alphabetic())
        .isEqualTo(new PersonName.Group("Yamada", "Tarou", "", "Dr", "PhD"));
    assertThat(name.ideographic().family()).isEqualTo("山田");
    assertThat(name.phonetic().given()).isEqualTo("たろう");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "Đặng^Thị Hường", "Yamada^Tarou=山田^太郎=やまだ^たろう", "=山田", "A^^^^B", ""})
  void writesWhatItRead(String text) {
    assertThat(PersonName.parse(text).toValue()).isEqualTo(text);
  }

  @Test
  void dropsWhatTheStandardDoesNotHave() {
    assertThat(PersonName.parse("A^B^C^D^E^F=G=H=I").toValue()).isEqualTo("A^B^C^D^E=G=H");
    assertThat(PersonName.parse("A^B^^^").toValue()).isEqualTo("A^B");
    assertThat(PersonName.parse("^^==").isEmpty()).isTrue();
  }
}
