package vn.tia.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TagTest {
  @Test
  void printsAsTheStandardDoes() {
    assertThat(Tags.PATIENT_NAME).hasToString("(0010,0010)");
    assertThat(Tag.of(0xFFFE, 0xE000)).hasToString("(FFFE,E000)");
    assertThat(Tags.PATIENT_NAME.digits()).isEqualTo("00100010");
  }

  @Test
  void standsInUnsignedOrder() {
    assertThat(List.of(Tags.ITEM, Tags.PATIENT_NAME, Tag.of(0x8001, 0)).stream().sorted())
        .containsExactly(Tags.PATIENT_NAME, Tag.of(0x8001, 0), Tags.ITEM);
  }

  @Test
  void readsEightDigitsOnly() {
    assertThat(Tag.parse("FFFEE00D")).isEqualTo(Tags.ITEM_DELIMITATION_ITEM);
    assertThat(Tag.parse("7fe00010")).isEqualTo(Tags.PIXEL_DATA);
    for (String wrong : List.of("", "0010001", "+0100010", "-0100010", "001000100", "0010001G")) {
      assertThatThrownBy(() -> Tag.parse(wrong)).isInstanceOf(NumberFormatException.class);
    }
  }

  @Test
  void tellsPrivateTags() {
    assertThat(Tag.of(0x0029, 0x1010).isPrivate()).isTrue();
    assertThat(Tag.of(0x0029, 0x0010).isPrivateCreator()).isTrue();
    assertThat(Tag.of(0x0029, 0x1010).isPrivateCreator()).isFalse();
    assertThat(Tags.PATIENT_NAME.isPrivate()).isFalse();
  }
}
