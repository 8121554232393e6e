package vn.tia.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.dicom.testkit.RandomDatasets;

class ValueRulesTest {
  private static final Tag TAG = Tag.of(0x0011, 0x1001);

  private static List<String> problems(Vr vr, String... values) {
    return ValueRules.problems(new Element(TAG, vr, new Value.Text(List.of(values))));
  }

  @ParameterizedTest
  @CsvSource({
      "AE, TIA", "AS, 034Y", "CS, ORIGINAL", "DA, 20261124", "DS, -1.5E-7",
      "DT, 20261124103045+0700",
      "IS, -2147483648", "LO, Nguyễn", "PN, Đặng^Hường=王^小东=x", "SH, A", "TM, 103045.123",
      "UI, 1.2.840.10008.1.2", "UR, http://example.org/", "UC, any", "ST, 'a\\b'",
      "UT, x", "LT, x"})
  void findsNothingWrongWithGoodValues(Vr vr, String value) {
    assertThat(problems(vr, value)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
      "AE, SEVENTEEN_LETTERS, 'takes 16 characters, got 17'",
      "AS, 34Y, has no value of its form",
      "CS, lower, has no value of its form",
      "DA, 20261301, has no value of its form",
      "DA, 2026.11.24, 'takes 8 characters, got 10'",
      "DS, '1,5', has no value of its form",
      "DS, 0.123456789012345678, 'takes 16 characters, got 20'",
      "IS, 2147483648, has no value of its form",
      "IS, 1.0, has no value of its form",
      "PN, a^b^c^d^e^f, has no value of its form",
      "PN, a=b=c=d, has no value of its form",
      "TM, 10:30, has no value of its form",
      "UI, 1.02.3, has no value of its form",
      "SH, seventeen letters, 'takes 16 characters, got 17'",
      "UR, a b, has no value of its form"})
  void saysWhatIsWrongAndNeverTheValue(Vr vr, String value, String problem) {
    assertThat(problems(vr, value)).containsExactly("(0011,1001) " + vr + " " + problem);
  }

  @Test
  void countsValues() {
    Dataset dataset = Dataset.builder()
        .put(Tags.PATIENT_ID, "A", "B")
        .put(Tags.IMAGE_POSITION_PATIENT, 1.0, 2.0)
        .put(Tags.PATIENT_ORIENTATION, "L", "P")
        .put(Tags.FRAME_TIME_VECTOR, 1, 2, 3)
        .build();

    assertThat(ValueRules.problems(dataset)).containsExactly(
        "(0010,0020) LO takes 1 values, got 2", "(0020,0032) DS takes 3 values, got 2");
    assertThat(Multiplicity.parse("2-2n").allows(3)).isFalse();
    assertThat(Multiplicity.parse("2-2n").allows(4)).isTrue();
    assertThat(Multiplicity.parse("1-99").allows(100)).isFalse();
    assertThat(Multiplicity.parse("3-n").allows(4)).isTrue();
  }

  @Test
  void looksIntoItemsAndMarksUnreadableText() {
    var utf8 = new Encoding(ByteOrder.LITTLE_ENDIAN, SpecificCharacterSet.UTF_8);
    Element broken = Element.encoded(Tags.PATIENT_NAME, Vr.PN, Bytes.hex("41FF"), utf8);
    Dataset dataset = Dataset.builder()
        .putItems(Tags.REQUEST_ATTRIBUTES_SEQUENCE, List.of(Dataset.of(broken)))
        .build();

    assertThat(broken.hasUnreadableText()).isTrue();
    assertThat(ValueRules.problems(dataset)).containsExactly(
        "(0010,0010) PN has bytes that its character set doesn't know");
  }

  @Test
  void understandsEveryMultiplicityOfTheDictionary() {
    for (Dictionary.Entry entry : Dictionary.all()) {
      Multiplicity multiplicity = Multiplicity.parse(entry.multiplicity());
      assertThat(multiplicity.allows(multiplicity.least())).as(entry.keyword()).isTrue();
      assertThat(multiplicity.allows(0)).as(entry.keyword()).isFalse();
    }
  }

  @Test
  void takesEveryRandomDataSet() {
    for (long seed : RandomDatasets.seeds(50)) {
      assertThat(ValueRules.problems(RandomDatasets.ofAllVrs(seed))).as("seed %d", seed)
          .allMatch(sentence -> sentence.startsWith("("));
    }
  }
}
