package vn.tia.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DictionaryTest {
  @Test
  void knowsWhatTheStandardSaysOfATag() {
    var entry = Dictionary.find(Tags.PATIENT_NAME).orElseThrow();

    assertThat(entry.keyword()).isEqualTo("PatientName");
    assertThat(entry.vrs()).containsExactly(Vr.PN);
    assertThat(entry.multiplicity()).isEqualTo("1");
    assertThat(entry.isRetired()).isFalse();
    assertThat(Dictionary.byKeyword("PatientName")).contains(entry);
  }

  @Test
  void findsEveryTagOfItsTable() {
    assertThat(Dictionary.all()).hasSizeGreaterThan(4_700).allSatisfy(
        entry -> assertThat(Dictionary.find(entry.tag())).contains(entry));
  }

  @Test
  void findsTheMembersOfARepeatingGroup() {
    assertThat(Dictionary.find(Tag.of(0x6004, 0x3000)).orElseThrow().keyword())
        .isEqualTo("OverlayData");
    assertThat(Dictionary.vrOf(Tag.of(0x50FE, 0x0005))).isEqualTo(Vr.US);
    assertThat(Dictionary.find(Tag.of(0x0020, 0x3142)).orElseThrow().keyword())
        .isEqualTo("SourceImageIDs");
    assertThat(Dictionary.find(Tags.PIXEL_DATA).orElseThrow().keyword()).isEqualTo("PixelData");
  }

  @Test
  void givesAVrToEveryTag() {
    assertThat(Dictionary.vrOf(Tag.of(0x0009, 0x0010))).isEqualTo(Vr.LO);
    assertThat(Dictionary.vrOf(Tag.of(0x0009, 0x1001))).isEqualTo(Vr.UN);
    assertThat(Dictionary.vrOf(Tag.of(0x0009, 0x0000))).isEqualTo(Vr.UL);
    assertThat(Dictionary.vrOf(Tag.of(0x6005, 0x3000))).isEqualTo(Vr.UN);
    assertThat(Dictionary.vrOf(Tags.PIXEL_DATA)).isEqualTo(Vr.OW);
    assertThat(Dictionary.vrOf(Tags.LUT_DATA)).isEqualTo(Vr.OW);
    assertThat(Dictionary.vrOf(Tags.PIXEL_PADDING_VALUE)).isEqualTo(Vr.US);
    assertThat(Dictionary.vrOf(Tag.of(0x0008, 0xFFFE))).isEqualTo(Vr.UN);
  }
}
