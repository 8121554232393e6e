package vn.tia.mapping.hl7;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every character set of MSH-18 that is taken, there and back.
class CharacterSetsTest {

  private static byte[] message(String set, String name, Charset charset) {
    return ("MSH|^~\\&|HIS|BV01|TIA|BV01|2026||ADT^A08|M-1|P|2.5||||||" + set + "\r"
        + "PID|1||77||" + name + "\r").getBytes(charset);
  }

  private static String name(byte[] message) {
    var header = MessageHeader.read(message);
    return Hl7Message.read(message, header, ReadSettings.DEFAULT)
        .first("PID").orElseThrow().whole(5).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
      "ASCII, US-ASCII, DANG^HUONG", "'', UTF-8, ĐẶNG^HƯỜNG", "UNICODE UTF-8, UTF-8, ĐẶNG^HƯỜNG",
      "UNICODE, UTF-8, ĐẶNG^HƯỜNG", "ISO IR6, US-ASCII, DANG^HUONG",
      "8859/1, ISO-8859-1, Müller^Zoë", "8859/2, ISO-8859-2, Dvořák^Łukasz",
      "8859/3, ISO-8859-3, Ĉarlo^Ġuzeppe", "8859/4, ISO-8859-4, Bērziņš^Jānis",
      "8859/5, ISO-8859-5, Иванов^Иван", "8859/6, ISO-8859-6, محمد^علي",
      "8859/7, ISO-8859-7, Παπαδόπουλος^Γιώργος", "8859/8, ISO-8859-8, כהן^דוד",
      "8859/9, ISO-8859-9, Yılmaz^Şükrü", "8859/13, ISO-8859-13, Kazlauskas^Žydrūnas",
      "8859/15, ISO-8859-15, Œuvre^Š€",
      "8859/16, ISO-8859-16, Ștefan^Țuțea", "GB 18030-2000, GB18030, 王^小东",
      "KS X 1001, EUC-KR, 홍^길동", "BIG-5, Big5, 許^功蓋",
      "CNS 11643-1992, x-EUC-TW, 許^功蓋",
      "ISO IR87, ISO-2022-JP-2, 山田^太郎", "ASCII~ISO IR87, ISO-2022-JP-2, Yamada^山田",
      "ISO IR159, ISO-2022-JP-2, 丂^丄", "WINDOWS-1258, windows-1258, Đoàn^Trân"})
  void readsWhatIsDeclaredAndAnswersInIt(String set, String charset, String name) {
    byte[] message = message(set, name, Charset.forName(charset));

    assertThat(name(message)).isEqualTo(name);
    assertThat(name.getBytes(MessageHeader.read(message).charset()))
        .isEqualTo(name.getBytes(Charset.forName(charset)));
  }

  @ParameterizedTest
  @CsvSource({"ASCII, UTF-8", "8859/1, UTF-8", "UNICODE UTF-8, ISO-8859-1", "GB 18030-2000, UTF-8",
      "ISO IR87, UTF-8", "KLINGON, UTF-8", "UNICODE UTF-16, UTF-8", "8859/16, UTF-8",
      "8859/10, UTF-8", "8859/14, UTF-8", "UNICODE UTF-32, UTF-8", "CNS 11643-1992, UTF-8"})
  void refusesWhatIsDeclaredWrongly(String set, String charset) {
    byte[] message = message(set, "Zoë^Ðẽ", Charset.forName(charset));

    assertThatExceptionOfType(FaultException.class).isThrownBy(() -> name(message))
        .satisfies(e -> assertThat(e.fault().code()).isEqualTo(FaultCode.DATA_TYPE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8859/10", "ISO-8859-14", "UNICODE UTF-16", "UNICODE UTF-32"})
  void saysWhichSetsOfTheTableItDoesNotRead(String set) {
    assertThatExceptionOfType(FaultException.class)
        .isThrownBy(() -> name(message(set, "DANG", UTF_8)))
        .satisfies(e -> assertThat(e.fault().text()).isEqualTo("MSH-18 names a character set of "
            + "table 0211 that isn't read here; send UNICODE UTF-8"));
    assertThatExceptionOfType(FaultException.class)
        .isThrownBy(() -> name(message("KLINGON", "DANG", UTF_8)))
        .satisfies(e -> assertThat(e.fault().text())
            .isEqualTo("MSH-18 names no character set of table 0211"));
  }

  @Test
  void readsNoUtf16() {
    byte[] message = message("UNICODE UTF-16", "ĐẶNG", Charset.forName("UTF-16"));

    assertThatExceptionOfType(FaultException.class)
        .isThrownBy(() -> MessageHeader.read(message))
        .satisfies(e -> assertThat(e.fault().code()).isEqualTo(FaultCode.SEGMENT_SEQUENCE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\C2D41\\", "\\M2442\\", "\\M242844\\"})
  void refusesATextThatSwitchesItsCharacterSet(String escape) {
    byte[] message = message("", "Zo" + escape + "e", UTF_8);

    assertThatExceptionOfType(FaultException.class).isThrownBy(() -> name(message))
        .satisfies(e -> assertThat(e.fault().text()).isEqualTo("the message switches its "
            + "character set by \\C..\\ or \\M..\\, expected one set throughout"));
    assertThat(name(message("", "C:\\Code\\M1\\x", UTF_8))).isEqualTo("C:\\Code\\M1\\x");
  }

  @Test
  void takesTheByteOrderMarkOfUtf8() {
    byte[] plain = message("", "ĐẶNG^HƯỜNG", UTF_8);
    byte[] marked = new byte[plain.length + 3];
    System.arraycopy(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, 0, marked, 0, 3);
    System.arraycopy(plain, 0, marked, 3, plain.length);

    assertThat(name(marked)).isEqualTo("ĐẶNG^HƯỜNG");
  }
}
