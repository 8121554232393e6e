package vn.tia.mapping.hl7;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds for every message: reading ends, with a content or a fault that names no patient.
class MappingPropertiesTest {

  private static final OrderSite SITE = OrderSite.standard(ZoneId.of("Asia/Ho_Chi_Minh"));

  private static final List<String> VALUES = List.of("", "\"\"", "1", "ĐẶNG^HƯỜNG^THỊ", "20261124",
      "2026112409", "1972", "x", "^^^BV01&1.2.3&ISO^MR", "A~B~C", "\\X0D\\", "\\", "\\F\\\\S\\",
      "1.2.840.1", "CT", "NW", "SC", "CA", "RP", "RO", "CH", "F", "C", "kg",
      "29463-7^Body weight^LN",
      "@PID.5.1^Đ*", "@PID.7^19", "99999999999999999999", "-1", "&&&&", "\uD83D\uDE00", "0",
      "TX", "ED", "NM", "^application^pdf^Base64^AAAA", "https://x/y", "AL", "NE", "\u0000");

  private static final List<String> SEGMENTS = List.of("PID", "PV1", "ORC", "OBR", "OBX", "NTE",
      "IPC", "ZDS", "TQ1", "AL1", "IN1", "MRG", "SCH", "AIS", "AIL", "AIP", "TXA", "QPD", "RCP",
      "DSC", "ZZZ");

  private static String message(String event, Random random) {
    var text = new StringBuilder("MSH|^~\\&|HIS|BV01|TIA|BV01|2026||" + event + "|M-1|P|2.5.1\r"
        + "PID|1||77^^^BV01^MR\r");
    for (int segment = 0; segment < 1 + random.nextInt(12); segment++) {
      text.append(SEGMENTS.get(random.nextInt(SEGMENTS.size())));
      for (int field = 0; field < random.nextInt(50); field++) {
        text.append('|').append(VALUES.get(random.nextInt(VALUES.size())));
      }
      text.append('\r');
    }
    return text.toString();
  }

  @RepeatedTest(20)
  void neverThrowsAnythingButAFault() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (String event : MessageContent.EVENTS) {
      for (int round = 0; round < 20; round++) {
        byte[] bytes = message(event, random).getBytes(UTF_8);
        try {
          var header = MessageHeader.read(bytes);
          MessageContent.of(Hl7Message.read(bytes, header, ReadSettings.DEFAULT), SITE);
        } catch (FaultException e) {
          assertThat(e.fault().text()).as("seed %d, %s", seed, event)
              .isNotBlank().doesNotContain("ĐẶNG", "HƯỜNG", "19720815");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"|^~\\&", "$@~\\*", "#!%?;"})
  void escapesAndBackIsTheSameText(String characters) {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var delimiters = new Delimiters(characters.charAt(0), characters.charAt(1),
        characters.charAt(2), characters.charAt(3), characters.charAt(4));
    String letters = characters + "|^~\\&FSTREXaĐẶ \n0123456789.br";
    for (int round = 0; round < 500; round++) {
      var text = new StringBuilder();
      for (int i = 0; i < random.nextInt(40); i++) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      String escaped = Escapes.escape(text.toString(), delimiters);
      assertThat(escaped.chars().filter(c -> c == '\r' || c == delimiters.field()
          || c == delimiters.component() || c == delimiters.repetition()
          || c == delimiters.subcomponent()).count()).as("seed %d", seed).isZero();
      assertThat(Escapes.unescape(escaped, delimiters)).as("seed %d", seed)
          .isEqualTo(text.toString());
    }
  }
}
