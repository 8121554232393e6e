package vn.tia.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.dicom.testkit.RandomDatasets;

class NumberStringsTest {
  @Test
  void holdsWholeNumbersOf32Bits() {
    assertThat(IntegerString.of(Integer.MIN_VALUE)).isEqualTo("-2147483648");
    assertThat(IntegerString.parse("-2147483648 ")).hasValue(Integer.MIN_VALUE);
    assertThat(IntegerString.parse("+2147483647")).hasValue(Integer.MAX_VALUE);
    assertThatThrownBy(() -> IntegerString.of(1L << 31))
        .hasMessage("IS holds -2^31 to 2^31 - 1, got 2147483648");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2147483648", "-2147483649",
      "1.0", "1e3", "1234567890123", "+", "0x1",
      "        12345", "٣"})
  void findsNoWholeNumberInOtherText(String text) {
    assertThat(IntegerString.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
      "0.1, 0.1", "-0.0, 0", "1e15, 1E15", "123456789012345, 123456789012345",
      "0.123456789012345, .123456789012345", "0.12345678901234567, 0.12345678901235",
      "-0.12345678901234, .", "1e-300, 1E-300", "1.7976931348623157e308, 1.7976931348E308",
      "4.9e-324, 4.9E-324", "-123456789.123456789, -123456789.12346"})
  void writesDecimalsAsExactlyAsTheyFit(double value, String text) {
    String written = DecimalString.of(value);

    assertThat(written).hasSizeLessThanOrEqualTo(16);
    if (!text.equals(".")) {
      assertThat(written).isEqualTo(text);
    }
    assertThat(Double.parseDouble(written)).isCloseTo(value, withinPart(value));
  }

  private static Offset<Double> withinPart(double value) {
    return Offset.offset(Math.max(Double.MIN_VALUE, Math.abs(value) * 1e-8));
  }

  @Test
  void losesNothingThatSixteenCharactersHold() {
    for (long seed : RandomDatasets.seeds(2000)) {
      var random = new Random(seed);
      double exact = Double.parseDouble("%s%d.%dE%d".formatted(random.nextBoolean() ? "-" : "",
          random.nextInt(10), random.nextInt(1_000_000), random.nextInt(-200, 200)));
      String written = DecimalString.of(exact);
      assertThat(Double.parseDouble(written)).as("seed %d", seed).isEqualTo(exact);
      assertThat(DecimalString.parse(written)).as("seed %d", seed).isPresent();

      double any = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(any)) {
        assertThat(DecimalString.of(any)).as("seed %d", seed).hasSizeLessThanOrEqualTo(16);
        assertThat(DecimalString.parse(DecimalString.of(any))).as("seed %d", seed).isPresent();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "1,5", "1e", "e5", "NaN", "Infinity", "0x1p3",
      "12345678901234567",
      "1.5f", "- 1"})
  void findsNoDecimalInOtherText(String text) {
    assertThat(DecimalString.parse(text)).isEmpty();
  }

  @Test
  void refusesWhatIsNoNumber() {
    assertThatThrownBy(() -> DecimalString.of(Double.NaN))
        .hasMessage("DS holds finite numbers only, got NaN");
  }
}
