package vn.tia.mapping.hl7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.mapping.hl7.ReadSettings.LineEnds;
import vn.tia.mapping.hl7.ReadSettings.Misdeclared;

class MessageTextTest {

  private static byte[] message(String characterSet, String name, Charset charset) {
    return ("MSH|^~\\&|A|B|C|D|20261124||ORM^O01|1|P|2.5.1||||||" + characterSet
        + "\rPID|||1||" + name + "\r").getBytes(charset);
  }

  private static String name(byte[] message, ReadSettings settings) {
    return Hl7Message.read(message, MessageHeader.read(message), settings)
        .first("PID").orElseThrow().text(5).orElseThrow();
  }

  private static Fault fault(byte[] message, ReadSettings settings) {
    try {
      name(message, settings);
    } catch (FaultException e) {
      return e.fault();
    }
    throw new AssertionError("the message was taken");
  }

  @ParameterizedTest
  @CsvSource({
      "UNICODE UTF-8, Đặng Thị Hường, UTF-8",
      "UTF-8, Đặng Thị Hường, UTF-8",
      "'', Đặng Thị Hường, UTF-8",
      "8859/1, Müller, ISO-8859-1",
      "ISO-8859-2, Dvořák, ISO-8859-2",
      "8859/5, Иванов, ISO-8859-5",
      "GB 18030-2000, 王小东, GB18030",
      "ISO IR87, 山田, ISO-2022-JP",
      "ASCII, Nguyen, US-ASCII"})
  void readsTheDeclaredCharacterSet(String declared, String name, String charset) {
    assertThat(name(message(declared, name, Charset.forName(charset)), ReadSettings.DEFAULT))
        .isEqualTo(name);
  }

  @Test
  void skipsAByteOrderMarkAndTakesItForADeclaration() throws Exception {
    var marked = new ByteArrayOutputStream();
    marked.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
    marked.write(message("", "Hường", UTF_8));

    assertThat(name(marked.toByteArray(), ReadSettings.DEFAULT)).isEqualTo("Hường");
  }

  @ParameterizedTest
  @CsvSource({
      "UNICODE UTF-8, Müller, ISO-8859-1",
      "'', Müller, ISO-8859-1",
      "ASCII, Hường, UTF-8",
      "8859/1, Hường, UTF-8",
      "EBCDIC, Huong, US-ASCII"})
  void refusesBytesThatAreNotWhatMsh18Says(String declared, String name, String charset) {
    var fault = fault(message(declared, name, Charset.forName(charset)), ReadSettings.DEFAULT);

    assertThat(fault.answer()).isEqualTo(AckCode.ERROR);
    assertThat(fault.code()).isEqualTo(FaultCode.DATA_TYPE);
    assertThat(fault.location().orElseThrow()).hasToString("MSH-18");
  }

  @Test
  void readsUtf8UnderAWrongDeclarationWhereTheSiteIsKnownForIt() {
    assertThat(name(message("8859/1", "Hường", UTF_8),
        ReadSettings.DEFAULT.with(Misdeclared.READ_AS_UTF_8))).isEqualTo("Hường");
    assertThat(name(message("", "Müller", ISO_8859_1), ReadSettings.DEFAULT.with(ISO_8859_1)))
        .isEqualTo("Müller");
  }

  @Test
  void takesLineFeedsOnlyWhereTheSiteIsKnownForThem() {
    byte[] message = new String(message("", "Hường", UTF_8), UTF_8).replace('\r', '\n')
        .getBytes(UTF_8);

    var fault = fault(message, ReadSettings.DEFAULT);
    assertThat(fault.answer()).isEqualTo(AckCode.REJECT);
    assertThat(fault.code()).isEqualTo(FaultCode.SEGMENT_SEQUENCE);
    assertThat(name(message, ReadSettings.DEFAULT.with(LineEnds.CR_OR_LF))).isEqualTo("Hường");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "''", "PID|1", "MSH", "MSH|", "MSH|^~\\", "MSH|^~|A", "MSH|^^^^|A", "MSH|^~\\|&|A",
      "MSH|^~\\&^~|A", "MSHA^~\\&AX", "MSH ^~\\& X", "\uFFFEMSH|^~\\&|A"})
  void refusesAHeaderThatCantBeUsed(String message) {
    try {
      MessageHeader.read(message.getBytes(UTF_8));
    } catch (FaultException e) {
      assertThat(e.fault().answer()).isEqualTo(AckCode.REJECT);
      assertThat(e.fault().code()).isEqualTo(FaultCode.SEGMENT_SEQUENCE);
      return;
    }
    throw new AssertionError("the header was taken");
  }
}
