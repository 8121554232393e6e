package vn.tia.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElementTest {
  private static final Encoding BIG =
      new Encoding(ByteOrder.BIG_ENDIAN, SpecificCharacterSet.ASCII);

  private static Element encoded(Vr vr, String bytes) {
    return Element.encoded(Tag.of(0x0011, 0x1001), vr, Bytes.hex(bytes), Encoding.DEFAULT);
  }

  @Test
  void readsNumbersOfEachKind() {
    assertThat(encoded(Vr.US, "FFFF 0100").value()).isEqualTo(new Value.Numbers(List.of(65535, 1)));
    assertThat(encoded(Vr.SS, "FFFF").integer()).hasValue(-1);
    assertThat(encoded(Vr.UL, "FFFFFFFF").whole()).hasValue(4294967295L);
    assertThat(encoded(Vr.UL, "FFFFFFFF").integer()).isEmpty();
    assertThat(encoded(Vr.SL, "FEFFFFFF").integer()).hasValue(-2);
    assertThat(encoded(Vr.SV, "FFFFFFFFFFFFFFFF").whole()).hasValue(-1);
    assertThat(encoded(Vr.UV, "FFFFFFFFFFFFFFFF").value())
        .isEqualTo(new Value.Numbers(List.of(new BigInteger("18446744073709551615"))));
    assertThat(encoded(Vr.FL, "0000C03F").decimal()).hasValue(1.5);
    assertThat(encoded(Vr.FD, "000000000000F83F").decimal()).hasValue(1.5);
    assertThat(encoded(Vr.AT, "1000 2000").value())
        .isEqualTo(new Value.TagList(List.of(Tags.PATIENT_ID)));
  }

  @Test
  void readsNumbersInText() {
    assertThat(encoded(Vr.IS, "20 3432 20").integer()).hasValue(42);
    assertThat(encoded(Vr.DS, "312E3530 5C 32 20").decimal()).hasValue(1.5);
    assertThat(encoded(Vr.IS, "312E30").integer()).hasValue(1);
    assertThat(encoded(Vr.IS, "616263").integer()).isEmpty();
    assertThat(encoded(Vr.DS, "3165393939393939393939").integer()).isEmpty();
  }

  @Test
  void dropsPaddingByTheRulesOfTheVr() {
    assertThat(encoded(Vr.UI, "312E32 00").string()).contains("1.2");
    assertThat(encoded(Vr.LO, "20 41 20 42 2020").string()).contains("A B");
    assertThat(encoded(Vr.LT, "20 41 2020").string()).contains(" A");
    assertThat(encoded(Vr.SH, "2020").value()).isEqualTo(Value.EMPTY);
  }

  @Test
  void partsValuesAtBackslashesWhereTheVrHasSeveral() {
    assertThat(encoded(Vr.CS, "41 5C 20 42 20 5C").strings()).containsExactly("A", "B", "");
    for (Vr one : List.of(Vr.LT, Vr.ST, Vr.UT, Vr.UR)) {
      assertThat(encoded(one, "41 5C 42").strings()).containsExactly("A\\B");
    }
  }

  @Test
  void takesNoTrailingByteForABackslash() {
    // In GBK the second byte of 誠 is 5C.
    var gbk = new Encoding(ByteOrder.LITTLE_ENDIAN, SpecificCharacterSet.of("GBK"));
    var element = Element.encoded(Tags.PATIENT_NAME, Vr.PN, Bytes.hex("D55C 5C 42"), gbk);

    assertThat(element.strings()).containsExactly("誠", "B");
  }

  @Test
  void keepsBytesThatItCannotRead() {
    var utf8 = new Encoding(ByteOrder.LITTLE_ENDIAN, SpecificCharacterSet.UTF_8);
    var element = Element.encoded(Tags.PATIENT_NAME, Vr.PN, Bytes.hex("41FF"), utf8);

    assertThat(element.string()).contains("A\uFFFD");
    assertThat(element.encoded(utf8)).isEqualTo(Bytes.hex("41FF"));
  }

  @Test
  void turnsWordsIntoTheOtherOrder() {
    var words = new Element(Tags.PIXEL_DATA, Vr.OW, new Value.Binary(Bytes.hex("0102 0304")));

    assertThat(words.encoded(BIG)).isEqualTo(Bytes.hex("0201 0403"));
    assertThat(Element.encoded(Tags.PIXEL_DATA, Vr.OW, Bytes.hex("0201 0403"), BIG))
        .isEqualTo(words);
  }

  @Test
  void writesTextInAnotherCharacterSet() {
    var latin = new Encoding(ByteOrder.LITTLE_ENDIAN, SpecificCharacterSet.of("ISO_IR 100"));
    var element = Element.encoded(Tags.PATIENT_NAME, Vr.PN, Bytes.hex("FC20"), latin);

    assertThat(element.encoded(latin.withCharacterSet(SpecificCharacterSet.UTF_8)))
        .isEqualTo(Bytes.hex("C3BC"));
  }

  @Test
  void readsAnUnknownVrByTheDictionary() {
    var element = Element.encoded(Tags.MODALITY, Vr.UN, Bytes.hex("4354"), Encoding.DEFAULT);

    assertThat(element.string()).contains("CT");
    assertThat(element.value()).isEqualTo(new Value.Binary(Bytes.hex("4354")));
  }

  @Test
  void ignoresWhatIsTooShortForItsVr() {
    assertThat(encoded(Vr.US, "01").value()).isEqualTo(Value.EMPTY);
    assertThat(encoded(Vr.US, "0100 02").value()).isEqualTo(new Value.Numbers(List.of(1)));
    assertThat(encoded(Vr.AT, "0100").integer()).isEmpty();
  }

  @Test
  void showsNoValueWhenPrinted() {
    assertThat(Dataset.builder().put(Tags.PATIENT_NAME, "A^B").build().get(Tags.PATIENT_NAME)
        .orElseThrow()).hasToString("(0010,0010) PN");
  }

  @Test
  void writesDecimalsInSixteenCharacters() {
    var set = Dataset.builder()
        .put(Tags.IMAGE_POSITION_PATIENT, -123.456789012345678, 1.0 / 3, 1e-7)
        .put(Tags.SLICE_THICKNESS, -1.2345678901234567e-100)
        .build();

    assertThat(set.strings(Tags.IMAGE_POSITION_PATIENT))
        .containsExactly("-123.45678901235", "0.33333333333333", "1E-7");
    assertThat(set.string(Tags.SLICE_THICKNESS)).contains("-1.23456789E-100");
  }
}
