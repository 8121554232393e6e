package vn.tia.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrivateBlockTest {
  private static final Dataset SIEMENS = Dataset.of(
      new PrivateBlock(0x0029, 0x10, "SIEMENS CSA HEADER").reservation(),
      new PrivateBlock(0x0029, 0x11, "SIEMENS MEDCOM HEADER").reservation());

  @Test
  void isFoundByItsCreator() {
    PrivateBlock block =
        PrivateBlock.find(SIEMENS, 0x0029, "SIEMENS MEDCOM HEADER").orElseThrow();

    assertThat(block).isEqualTo(new PrivateBlock(0x0029, 0x11, "SIEMENS MEDCOM HEADER"));
    assertThat(block.tag(0x08)).isEqualTo(Tag.of(0x0029, 0x1108));
    assertThat(PrivateBlock.of(SIEMENS, Tag.of(0x0029, 0x1010)))
        .contains(new PrivateBlock(0x0029, 0x10, "SIEMENS CSA HEADER"));
    assertThat(PrivateBlock.of(SIEMENS, Tag.of(0x0029, 0x1210))).isEmpty();
    assertThat(PrivateBlock.find(SIEMENS, 0x0019, "SIEMENS CSA HEADER")).isEmpty();
  }

  @Test
  void isReservedOnceForEachCreator() {
    DatasetBuilder builder = SIEMENS.toBuilder();
    PrivateBlock tia = builder.reserve(0x0029, "TIA");
    builder.put(new Element(tia.tag(0x01), Vr.UL, new Value.Numbers(List.of(7L))));

    assertThat(tia.number()).isEqualTo(0x12);
    assertThat(builder.reserve(0x0029, "TIA")).isEqualTo(tia);
    assertThat(builder.reserve(0x0029, "SIEMENS CSA HEADER").number()).isEqualTo(0x10);
    Dataset made = builder.build();
    assertThat(made.string(Tag.of(0x0029, 0x0012))).contains("TIA");
    assertThat(made.integer(Tag.of(0x0029, 0x1201))).hasValue(7);
    assertThat(PrivateBlock.all(made)).hasSize(3);
  }

  @Test
  void isNotThereWhenAllAreTaken() {
    DatasetBuilder builder = Dataset.builder();
    for (int i = 0; i < 240; i++) {
      builder.reserve(0x0011, "CREATOR " + i);
    }

    assertThatThrownBy(() -> builder.reserve(0x0011, "ONE MORE"))
        .hasMessage("group 0011 has no free private block");
    assertThatThrownBy(() -> builder.reserve(0x0010, "EVEN"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void knowsWhatVendorsMean() {
    assertThat(PrivateDictionary.find("SIEMENS CSA HEADER", Tag.of(0x0029, 0x1010)))
        .hasValueSatisfying(entry -> assertThat(entry.vr()).isEqualTo(Vr.OB));
    assertThat(PrivateDictionary.find("GEMS_PARM_01", Tag.of(0x0043, 0x1039)))
        .hasValueSatisfying(entry -> assertThat(entry.vr()).isEqualTo(Vr.IS));
    assertThat(PrivateDictionary.find("NOBODY", Tag.of(0x0029, 0x1010))).isEmpty();
    assertThat(PrivateDictionary.find("SIEMENS CSA HEADER", Tag.of(0x0029, 0x0010))).isEmpty();
  }
}
