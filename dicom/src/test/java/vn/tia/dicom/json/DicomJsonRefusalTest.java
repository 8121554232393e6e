package vn.tia.dicom.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;

class DicomJsonRefusalTest {

  private static Dataset read(byte[] json) throws IOException {
    return new DicomJsonReader().read(new ByteArrayInputStream(json));
  }

  private static Dataset read(String json) throws IOException {
    return read(json.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
    "[] | at the top: a data set is an object, got an array",
    "{`PatientName`:1} | at /?: a key of a data set has 8 hexadecimal digits",
    "{`00100010`:1} | at /00100010: an attribute is an object, got a number",
    "{`00100010`:{}} | at /00100010/vr: a VR of two letters must stand here",
    "{`00100010`:{`vr`:`XX`}} | at /00100010/vr: a VR of two letters must stand here",
    "{`00100010`:{`vr`:`PN`,`Value`:`A`}}"
        + " | at /00100010/Value: values stand in an array, got a string",
    "{`00100010`:{`vr`:`PN`,`Value`:[`A`]}}"
        + " | at /00100010/Value/0: PN takes an object of names, got a string",
    "{`00100010`:{`vr`:`PN`,`Value`:[{`Alphabetic`:`A=B`}]}}"
        + " | at /00100010/Value/0/Alphabetic: a name holds an equals sign, which parts"
        + " its writings",
    "{`00100020`:{`vr`:`LO`,`Value`:[`A\\\\B`]}}"
        + " | at /00100020/Value/0: a value of LO holds a backslash",
    "{`00104000`:{`vr`:`LT`,`Value`:[`A`,`B`]}} | at /00104000/Value: LT has one value, got 2",
    "{`00280010`:{`vr`:`US`,`Value`:[65536]}}"
        + " | at /00280010/Value/0: US takes a number within its range",
    "{`00280010`:{`vr`:`US`,`Value`:[null]}}"
        + " | at /00280010/Value/0: US takes a number within its range",
    "{`00280010`:{`vr`:`US`,`Value`:[1e999999999]}}"
        + " | at /00280010/Value/0: US takes a number within its range",
    "{`00280010`:{`vr`:`US`,`InlineBinary`:`AA==`}}"
        + " | at /00280010/InlineBinary: US has a Value, no InlineBinary",
    "{`7FE00010`:{`vr`:`OW`,`Value`:[1]}}"
        + " | at /7FE00010/Value: OW has InlineBinary or BulkDataURI, no Value",
    "{`7FE00010`:{`vr`:`OW`,`InlineBinary`:`A`}}"
        + " | at /7FE00010/InlineBinary: the text is no base64",
    "{`7FE00010`:{`vr`:`OW`,`InlineBinary`:`AA==`,`BulkDataURI`:`x`}}"
        + " | at /7FE00010/BulkDataURI: values behind URIs are not taken here",
    "{`7FE00010`:{`vr`:`OW`,`InlineBinary`:`AA==`,`Value`:[]}}"
        + " | at /7FE00010: an attribute has one of Value, InlineBinary and BulkDataURI, got 2",
    "{`00081115`:{`vr`:`SQ`,`Value`:[{`00081150`:{`vr`:`UI`,`Value`:[3]}}]}}"
        + " | at /00081115/Value/0/00081150/Value/0: UI takes a string, got a number",
    "{`00280009`:{`vr`:`AT`,`Value`:[`0018106`]}}"
        + " | at /00280009/Value/0: AT takes 8 hexadecimal digits in quotes",
  })
  void saysWhereTheModelIsBroken(String json, String message) {
    assertThatThrownBy(() -> read(json.replace('`', '"')))
        .isInstanceOf(DicomJsonException.class).hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", "{", "{\"", "{\"00100010\"", "{} {}", "{}x", "{,}", "{\"a\":1,}", "{'a':1}",
    "{\"a\" 1}",
    "{\"a\":01}", "{\"a\":+1}", "{\"a\":.5}", "{\"a\":1.}", "{\"a\":1e}", "{\"a\":-}",
    "{\"a\":NaN}",
    "{\"a\":tru}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\ud800\"}",
    "{\"a\":\"\\udc00\"}", "{\"a\":\"\\ud800\\u0041\"}", "{\"a\":\"\n\"}", "// c\n{}",
    "[1,]", "[1 2]", "\uFEFF{}",
  })
  void takesNothingThatIsNoJson(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(DicomJsonException.class);
  }

  @Test
  void refusesAKeyThatStandsTwice() {
    assertThatThrownBy(() -> read("{\"00100010\":{\"vr\":\"PN\"},\"00100010\":{\"vr\":\"PN\"}}"))
        .isInstanceOf(DicomJsonException.class)
        .hasMessage("at /00100010: the key stands here twice, at byte 34");
  }

  @Test
  void refusesBytesThatAreNoUtf8() {
    byte[] json = "{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"?\"]}}"
        .getBytes(StandardCharsets.ISO_8859_1);
    json[33] = (byte) 0xE9;

    assertThatThrownBy(() -> read(json))
        .isInstanceOf(DicomJsonException.class)
        .hasMessage("at /00100020/Value/0: a string is no UTF-8, at byte 35");
  }

  // Row 46 of the bad inputs: depth, length, and numbers without end.
  @Test
  void refusesDepthBeyondTheLimit() {
    String json = "{\"00081115\":{\"vr\":\"SQ\",\"Value\":[".repeat(100_000);

    assertThatThrownBy(() -> read(json))
        .isInstanceOf(DicomJsonException.class)
        .hasMessageContaining("more than 200 objects and arrays within each other");
  }

  @Test
  void refusesATextBeyondTheLimitWithoutReadingIt() {
    InputStream endless = new InputStream() {
      private long taken;

      @Override
      public int read() {
        return taken++ == 0 ? '"' : 'a';
      }

      @Override
      public int read(byte[] target, int from, int count) {
        assertThat(taken).as("bytes taken").isLessThan(200_000);
        for (int i = 0; i < count; i++) {
          target[from + i] = (byte) read();
        }
        return count;
      }
    };
    DicomJsonReader reader =
        new DicomJsonReader(new JsonLimits(100_000, 200, 128), (uri, vr) -> {
          throw new IOException("none");
        });

    assertThatThrownBy(() -> reader.read(endless))
        .isInstanceOf(DicomJsonException.class)
        .hasMessageStartingWith("at the top: the text has more than 100000 bytes");
  }

  @Test
  void refusesNumbersWithoutEnd() {
    assertThatThrownBy(() -> read("{\"a\":" + "9".repeat(100_000) + "}"))
        .hasMessage("at /?: a number has more than 128 characters, at byte 133");
  }

  @Test
  void repeatsNoForeignText() {
    assertThatThrownBy(() -> read("{\"Nguyễn Văn An\":{\"1975\":\"An\"}}"))
        .hasMessage("at /?: a key of a data set has 8 hexadecimal digits");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void endsMutatedTextsInADataSetOrAnException(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] json = sample();
    for (int round = 0; round < 3000; round++) {
      byte[] mutated = json.clone();
      for (int i = random.nextInt(6); i >= 0; i--) {
        mutated[random.nextInt(mutated.length)] =
            random.nextBoolean() ? (byte) random.nextInt(256) : json[random.nextInt(json.length)];
      }
      try {
        new DicomJsonWriter(BulkDataUris.NONE).write(read(mutated), new ByteArrayOutputStream());
      } catch (DicomJsonException refused) {
        assertThat(refused.getMessage()).as("seed %d, round %d", seed, round).startsWith("at ");
      }
    }
  }

  private static byte[] sample() throws IOException {
    Dataset dataset = Dataset.builder()
        .put(Tags.PATIENT_NAME, "Trần^Bình=陳^平")
        .put(Tags.ROWS, 512)
        .put(Tags.IMAGE_POSITION_PATIENT, "1.5", "-2e3", "0")
        .put(Tags.PIXEL_DATA, Bytes.hex("00FF10A5"))
        .putItems(Tags.REFERENCED_SERIES_SEQUENCE, List.of(
            Dataset.builder().put(Tags.SERIES_INSTANCE_UID, "1.2.3").build(), Dataset.EMPTY))
        .build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new DicomJsonWriter(BulkDataUris.NONE).write(dataset, out);
    return out.toByteArray();
  }
}
