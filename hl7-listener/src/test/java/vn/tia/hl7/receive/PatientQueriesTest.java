package vn.tia.hl7.receive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Patient queries by QBP, on a whole listener.
@Timeout(120)
class PatientQueriesTest {

  private final Listener listener = Listener.byTheBook();
  private int sent;

  @BeforeEach
  void register() {
    patient("HIS|BV01", "0012345^^^BV01^MR~001072012345^^^CCCD^NI", "ĐẶNG^HƯỜNG^THỊ", "19720815");
    patient("HIS|BV01", "0012346^^^BV01^MR", "ĐẶNG^HÙNG^VĂN", "19800101");
    patient("HIS|BV01", "0012347^^^BV01^MR", "NGUYỄN^AN^VĂN", "1957");
    patient("HIS2|BV02", "0012345^^^BV02^MR", "ĐẶNG^LAN^THỊ", "19900101");
  }

  @AfterEach
  void close() throws Exception {
    listener.close();
  }

  private void patient(String sender, String numbers, String name, String birth) {
    assertThat(listener.send("MSH|^~\\&|" + sender + "|TIA|X|2026||ADT^A04|A-" + ++sent
        + "|P|2.5\nPID|||" + numbers + "||" + name + "||" + birth + "|F\n")).contains("MSA|AA");
  }

  private String ask(String event, String qpd, String more) {
    return listener.send("MSH|^~\\&|HIS|BV01|TIA|X|2026||QBP^" + event + "^QBP_Q21|Q-" + ++sent
        + "|P|2.5||||||UNICODE UTF-8\nQPD|IHE PDQ Query|TAG-1|" + qpd + "\n" + more)
        .replace('\r', '\n');
  }

  @Test
  void answersWhoMatches() {
    assertThat(ask("Q22", "@PID.5.1^dang~@PID.5.2^hu*", "RCP|I|10^RD\n"))
        .contains("|RSP^K22^RSP_K21|", "|P|2.5||||||UNICODE UTF-8\nMSA|AA|Q-5\n"
            + "QAK|TAG-1|OK|IHE PDQ Query|2\n"
            + "QPD|IHE PDQ Query|TAG-1|@PID.5.1^dang~@PID.5.2^hu*\n"
            + "PID|1||0012345^^^BV01^MR~001072012345^^^CCCD^NI||ĐẶNG^HƯỜNG^THỊ^^^^L||19720815|F\n"
            + "PID|2||0012346^^^BV01^MR||ĐẶNG^HÙNG^VĂN^^^^L||19800101|F\n");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "@PID.3.1^0012346; 1",
      "@PID.3.1^0012345~@PID.3.4.1^BV01; 1",
      "@PID.3.1^001072012345; 1",
      "@PID.7^1972; 1",
      "@PID.5.1^ĐẶNG~@PID.8^F; 2",
      "@PID.5^van; 2",
      "@PID.5.1^LAN; 0",
      "@PID.5.1^%; 3"})
  void findsByEveryValueThatCanBeAsked(String qpd, int hits) {
    assertThat(ask("Q22", qpd, "")).contains(
        "QAK|TAG-1|" + (hits == 0 ? "NF" : "OK") + "|IHE PDQ Query|" + hits + "\n");
  }

  @Test
  void goesOnWhereAnAnswerEnded() {
    String first = ask("Q22", "@PID.5.1^ĐẶNG", "RCP|I|1^RD\n");
    assertThat(first).contains("PID|1||0012345", "\nDSC|").doesNotContain("0012346");
    String pointer = first.split("DSC\\|")[1].split("\\|")[0];

    String second = ask("Q22", "@PID.5.1^ĐẶNG", "RCP|I|1^RD\nDSC|" + pointer + "|I\n");

    assertThat(second).contains("PID|1||0012346").doesNotContain("DSC|", "0012345");
  }

  @Test
  void crossesReferencesWithinTheFacility() {
    assertThat(ask("Q23", "0012345^^^BV01", "RCP|I\n"))
        .contains("|RSP^K23^RSP_K23|", "QAK|TAG-1|OK|",
            "PID|1||001072012345^^^CCCD^NI||^^^^^^S\n").doesNotContain("ĐẶNG");
    assertThat(ask("Q23", "001072012345^^^CCCD^NI|^^^BV01", ""))
        .contains("PID|1||0012345^^^BV01^MR||");
    assertThat(ask("Q23", "0012346^^^BV01", "")).contains("MSA|AA|", "QAK|TAG-1|NF|");
    assertThat(ask("Q23", "0012345^^^BV02", ""))
        .contains("MSA|AE|", "ERR||QPD^1^3|204^Unknown key identifier^HL70357|E", "QAK|TAG-1|AE|");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "Q22; ''; 102", "Q22; @PID.99^x; 102", "Q22; @NK1.2^x; 102", "Q22; @PID.7^x; 102",
      "Q23; ''; 101"})
  void refusesWhatCanNotBeAsked(String event, String qpd, String error) {
    assertThat(ask(event, qpd, "")).contains("MSA|AE|", "|" + error + "^")
        .doesNotContain("PID|1|");
  }

  @Test
  void answersInUtf8WhereTheCharacterSetOfTheSenderHasNoSuchLetters() {
    byte[] asked = ("MSH|^~\\&|HIS|BV01|TIA|X|2026||QBP^Q22|Q-9|P|2.5||||||8859/1\r"
        + "QPD|Q|T|@PID.7^1957\r").getBytes(ISO_8859_1);

    assertThat(new String(listener.send(asked), UTF_8))
        .contains("|UNICODE UTF-8\r", "NGUYỄN^AN^VĂN");
  }
}
