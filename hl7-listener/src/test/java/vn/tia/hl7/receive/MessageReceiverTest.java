package vn.tia.hl7.receive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.records.access.Access;
import vn.tia.records.messages.Messages;

@Timeout(120)
class MessageReceiverTest {

  private static final String ORDER = """
      MSH|^~\\&|HIS|BV01|TIA|BV01|20261124||OMI^O23^OMI_O23|M-1|P|2.5.1||||||UNICODE UTF-8
      PID|1||0012345^^^BV01^MR||ĐẶNG^HƯỜNG^THỊ||19720815|F
      ORC|NW|P-1|F-1||SC
      TQ1|1||||||20261124090000
      OBR|1|P-1|F-1|CTN^CT ngực^99HIS
      IPC|A-1|RP-1|1.2.840.1|S-1|CT|CTN1^CT ngực không thuốc^99HIS|||CT_A
      """;

  /// The code of table 0357, in the form of 2.5 and in the one before.
  private static final Pattern ERROR = Pattern.compile("\rERR.*?(\\d{3})[&^][^&^|]+[&^]HL70357");

  private final Listener listener = Listener.byTheBook();

  @AfterEach
  void close() throws Exception {
    listener.close();
  }

  private static String code(String answer) {
    return answer.split("\rMSA\\|")[1].substring(0, 2);
  }

  private static String error(String answer) {
    var fault = ERROR.matcher(answer);
    assertThat(fault.find()).as("an ERR segment in %s", answer).isTrue();
    return code(answer) + " " + fault.group(1);
  }

  @Test
  void answersAnOrderAfterAllItsRowsAreWritten() {
    String answer = listener.send(ORDER);

    assertThat(answer).startsWith("MSH|^~\\&|TIA|BV01|HIS|BV01|")
        .contains("|ACK^O23^ACK|", "|P|2.5.1||||||UNICODE UTF-8\r").endsWith("\rMSA|AA|M-1\r");
    assertThat(listener.texts("SELECT family || ' ' || middle || ' ' || given FROM patient"))
        .containsExactly("ĐẶNG THỊ HƯỜNG");
    assertThat(listener.texts("SELECT accession_value || ' ' || study_uid FROM imaging_order"))
        .containsExactly("A-1 1.2.840.1");
    assertThat(listener.texts("SELECT step_id || ' ' || modality || ' ' || station_aes[1] || ' ' "
        + "|| starts FROM scheduled_step WHERE open"))
        .containsExactly("S-1 CT CT_A 2026-11-24 09:00:00");
    assertThat(listener.texts("SELECT DISTINCT split_part(key, '/', 1) FROM outbox ORDER BY 1"))
        .containsExactly("Organization", "Patient", "ServiceRequest", "Task");
    assertThat(listener.texts("SELECT outcome || ' ' || kind FROM hl7_message"))
        .containsExactly("AA OMI^O23");
    assertThat(listener.texts("SELECT encode(message, 'escape') FROM hl7_message").getFirst())
        .startsWith("MSH|");
  }

  @Test
  void answersTheSameMessageWithTheSameBytesAndHasNoSecondEffect() {
    String first = listener.send(ORDER);

    assertThat(listener.send(ORDER)).isEqualTo(first);
    assertThat(listener.count("imaging_order")).isOne();
    assertThat(listener.count("hl7_message")).isOne();
    assertThat(listener.count("resource_history")).isZero();
  }

  @ParameterizedTest
  @CsvSource({"2", "10"})
  void hasOneEffectHoweverManyConnectionsBringAMessage(int connections) throws Exception {
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<String>> sends = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        sends.add(() -> listener.send(ORDER));
      }
      var answers = new ArrayList<String>();
      for (Future<String> answer : pool.invokeAll(sends)) {
        answers.add(answer.get());
      }
      assertThat(answers).hasSize(connections);
      assertThat(answers.stream().distinct()).hasSize(1);
      assertThat(answers.getFirst()).contains("MSA|AA|M-1");
    }
    assertThat(listener.count("imaging_order")).isOne();
    assertThat(listener.count("scheduled_step")).isOne();
    assertThat(listener.count("hl7_message")).isOne();
  }

  @ParameterizedTest
  @CsvSource({"2", "10"})
  void takesOneOfDifferentMessagesThatBringOneControlIdAtOnce(int connections) throws Exception {
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<String>> sends = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        String message = ORDER.replace("19720815", "197208%02d".formatted(10 + i));
        sends.add(() -> listener.send(message));
      }
      var answers = pool.invokeAll(sends).stream().map(Future::resultNow).toList();

      assertThat(answers.stream().filter(answer -> code(answer).equals("AA"))).hasSize(1);
      assertThat(answers.stream().filter(answer -> !code(answer).equals("AA")))
          .hasSize(connections - 1)
          .allSatisfy(answer -> assertThat(error(answer)).isEqualTo("AE 205"));
    }
    assertThat(listener.count("patient")).isOne();
    assertThat(listener.count("imaging_order")).isOne();
  }

  @Test
  void refusesAnotherMessageUnderTheSameControlId() {
    listener.send(ORDER);

    assertThat(error(listener.send(ORDER.replace("19720815", "19720816")))).isEqualTo("AE 205");
    assertThat(listener.texts("SELECT birth_date FROM patient")).containsExactly("1972-08-15");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "MSH|^~\\&|HIS; MSX|^~\\&|HIS; AR 100",
      "MSH|^~\\&|HIS; MSH|^^^^|HIS; AR 100",
      "MSH|^~\\&|HIS; MSH|^~\\||HIS; AR 100",
      "|HIS|BV01|; |STRANGER|BV01|; AR 103",
      "OMI^O23^OMI_O23; ZZZ^Z01; AR 200",
      "OMI^O23^OMI_O23; BAR^P01; AR 200",
      "OMI^O23^OMI_O23; ADT^A29; AR 201",
      "OMI^O23^OMI_O23; ORM^O99; AR 201",
      "|P|2.5.1|; |P|2.2|; AR 203",
      "|P|2.5.1|; |P|9.9|; AR 203",
      "|P|2.5.1|; |T|2.5.1|; AR 202",
      "|M-1|P|; ||P|; AR 101",
      "0012345^^^BV01^MR; ''; AE 101",
      "|P-1|F-1; ||; AE 101",
      "19720815; 19721315; AE 102",
      "20261124090000; 2026-11-24; AE 102",
      "UNICODE UTF-8; ASCII; AE 102",
      "UNICODE UTF-8; 8859/1; AE 102",
      "ORC|NW; ORC|QQ; AE 103",
      "ORC|NW|P-1; ORC|CA|P-77; AE 204"})
  void refusesAndSaysWhy(String part, String other, String error) {
    assertThat(ORDER).contains(part);
    String message = ORDER.replace(part, other == null ? "" : other);
    // Where placer and filler go, the accession number goes too: any one of them would do.
    String answer = listener.send(error.equals("AE 101") ? message.replace("A-1", "") : message);

    assertThat(error(answer)).isEqualTo(error);
    assertThat(answer).doesNotContain("ĐẶNG", "HƯỜNG", "19720815", "0012345");
    assertThat(listener.count("imaging_order")).isZero();
    assertThat(listener.count("patient")).isZero();
    assertThat(code(listener.send(ORDER))).isEqualTo("AA");
  }

  @Test
  void refusesAFieldOfAMegabyteAndAHundredThousandObservations() {
    assertThat(error(listener.send(ORDER.replace("CT ngực^", "x".repeat(1 << 20) + "^"))))
        .isEqualTo("AE 104");
    assertThat(error(listener.send(ORDER + "OBX|1|ST|A||x\n".repeat(100_000))))
        .isEqualTo("AE 104");
    assertThat(code(listener.send(ORDER))).isEqualTo("AA");
  }

  @Test
  void refusesAChangeAfterTheExamIsOver() {
    listener.send(ORDER);
    String status = "MSH|^~\\&|HIS|BV01|TIA|BV01|2026||ORM^O01|M-2|P|2.3.1\n"
        + "PID|1||0012345^^^BV01^MR||ĐẶNG^HƯỜNG^THỊ\nORC|SC|P-1|F-1||CM\n";
    assertThat(code(listener.send(status))).isEqualTo("AA");

    String answer = listener.send(ORDER.replace("M-1", "M-3").replace("ORC|NW", "ORC|XO"));

    assertThat(error(answer)).isEqualTo("AE 207");
    assertThat(answer).contains("the order can't be changed any more: its exam is COMPLETED");
  }

  @Test
  void appliesAllOrdersOfAMessageOrNone() {
    String answer = listener.send(ORDER + "ORC|CA|P-77\nOBR|2|P-77||CTB^CT bụng^99HIS\n");

    assertThat(error(answer)).isEqualTo("AE 204");
    assertThat(listener.count("imaging_order")).isZero();
    assertThat(listener.count("outbox")).isZero();
  }

  @Test
  void keepsAFailedMessageWithItsReasonAndCountsIt() {
    String bad = ORDER.replace("19720815", "19721315");
    listener.send(bad);
    listener.send(bad);

    var failed = new Messages(listener.database).failed(Access.to(listener.facilityId), 10);
    assertThat(failed).hasSize(1);
    assertThat(failed.getFirst().verdict().reason())
        .isEqualTo("PID-7: no such date");
    assertThat(failed.getFirst().attempts()).isEqualTo(2);
    assertThat(failed.getFirst().message().content().toArray())
        .isEqualTo(bad.replace('\n', '\r').getBytes(UTF_8));
    assertThat(new Messages(listener.database).failed(Access.to(listener.facilityId + 1), 10))
        .isEmpty();
  }

  @Test
  void keepsAForgedSegmentInsideItsValue() {
    String answer = listener.send(ORDER.replace("ĐẶNG^HƯỜNG",
        "ĐẶNG\\X0D\\IPC\\F\\A-2\\F\\RP-2^HƯ\\E\\ỜNG\\S\\X=Y"));

    assertThat(code(answer)).isEqualTo("AA");
    assertThat(listener.texts("SELECT family || '/' || given FROM patient"))
        .containsExactly("ĐẶNG IPC|A-2|RP-2/HƯ\\ỜNG^X=Y");
    assertThat(listener.count("scheduled_step")).isOne();
  }

  @Test
  void readsALatinSenderInItsOwnCharacterSet() {
    byte[] latin = ORDER.replace("UNICODE UTF-8", "8859/1").replace("ĐẶNG^HƯỜNG^THỊ", "Müller^Zoë")
        .replace("ngực", "Hôpital").replace("không thuốc", "été")
        .replace('\n', '\r').getBytes(ISO_8859_1);

    String answer = new String(listener.send(latin), ISO_8859_1);

    assertThat(answer).contains("|8859/1\r", "MSA|AA|M-1");
    assertThat(listener.texts("SELECT family || ' ' || given FROM patient"))
        .containsExactly("Müller Zoë");
  }

  @Test
  void keepsTwoFacilitiesApart() {
    listener.send(ORDER);
    String other = ORDER.replace("|HIS|BV01|", "|HIS2|BV02|").replace("^^^BV01^MR", "^^^BV02^MR");

    assertThat(code(listener.send(other))).isEqualTo("AA");
    assertThat(listener.count("patient")).isEqualTo(2);
    assertThat(error(listener.send(other.replace("M-1", "M-2").replace("ORC|NW|P-1|F-1",
        "ORC|CA|P-9|F-1")))).isEqualTo("AE 204");
  }

  @Test
  void answersARAndNeverAAWhileTheRecordsAreDown() throws Exception {
    listener.database.close();

    String answer = listener.send(ORDER);

    assertThat(error(answer)).isEqualTo("AR 207");
    assertThat(answer).contains("MSA|AR|M-1|");
  }

  @Test
  void survivesBytesOfEveryKind() {
    long seed = System.nanoTime();
    var random = new java.util.Random(seed);
    byte[] good = ORDER.replace('\n', '\r').getBytes(UTF_8);
    for (int round = 0; round < 300; round++) {
      byte[] damaged = good.clone();
      for (int hit = 0; hit < 1 + random.nextInt(20); hit++) {
        int value = random.nextInt(256);
        damaged[random.nextInt(damaged.length)] =
            (byte) (value == 0x0B || value == 0x1C ? '|' : value);
      }
      // None where the damage made it an acknowledgement, or one that wants no answer.
      assertThat(listener.answers(damaged)).as("seed %d round %d", seed, round)
          .allSatisfy(answer -> assertThat(answer).startsWith("MSH").contains("\rMSA")
              .doesNotContain("send it again later"));
    }
  }
}
