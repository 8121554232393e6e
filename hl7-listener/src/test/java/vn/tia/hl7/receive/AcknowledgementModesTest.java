package vn.tia.hl7.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Original and enhanced mode, and batches, on a whole listener.
@Timeout(120)
class AcknowledgementModesTest {

  private static final String ORDER = """
      MSH|^~\\&|HIS|BV01|TIA|BV01|20261124080000||ORM^O01^ORM_O01|M-1|P|2.4|||COMMIT|APPLICATION
      PID|1||0012345^^^BV01^MR||ĐẶNG^HƯỜNG^THỊ||19720815|F
      ORC|NW|P-1|F-1
      OBR|1|P-1|F-1|CTN^CT ngực^99HIS
      """;

  private static final String GOOD = "NW|P-1";
  private static final String BAD = "CA|P-99";

  private static final Pattern CODE = Pattern.compile("\rMSA\\|(\\w\\w)\\|");

  private final Listener listener = Listener.byTheBook();

  @AfterEach
  void close() throws Exception {
    listener.close();
  }

  private List<String> codes(String message) {
    return listener.answers(message).stream().flatMap(AcknowledgementModesTest::codesIn).toList();
  }

  private static java.util.stream.Stream<String> codesIn(String answer) {
    return CODE.matcher(answer).results().map(found -> found.group(1));
  }

  private static String order(String commit, String application) {
    return ORDER.replace("COMMIT", commit).replace("APPLICATION", application);
  }

  @ParameterizedTest
  @CsvSource({
      "'', '', AA, AE", "AL, AL, CA AA, CA AE", "AL, NE, CA, CE", "NE, AL, AA, AE",
      "NE, NE, '', ''", "ER, AL, AA, AE", "SU, SU, CA AA, ''", "AL, ER, CA, CA AE",
      "AL, '', CA, CE", "'', AL, AA, AE", "ER, NE, '', CE"})
  void sendsTheAnswersThatTheSenderWants(
      String commit, String application, String whenGood, String whenBad) {
    assertThat(String.join(" ", codes(order(commit, application).replace("M-1", "M-2")
        .replace(GOOD, BAD)))).isEqualTo(whenBad);
    assertThat(String.join(" ", codes(order(commit, application)))).isEqualTo(whenGood);
    assertThat(listener.count("imaging_order")).isOne();
    assertThat(listener.count("hl7_message")).isEqualTo(2);
  }

  @Test
  void speaksTheVersionOfTheSenderInBothAnswers() {
    assertThat(listener.answers(order("AL", "AL"))).hasSize(2).allSatisfy(answer ->
        assertThat(answer).startsWith("MSH|^~\\&|TIA|BV01|HIS|BV01|")
            .contains("|ACK^O01^ACK|").contains("|P|2.4\r"));
  }

  @Test
  void answersTheSameMessageWithTheSameTwoAnswers() {
    List<String> first = listener.answers(order("AL", "AL"));

    assertThat(listener.answers(order("AL", "AL"))).isEqualTo(first)
        .hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void rejectsAHeaderAtTheCommitAndAnswersNoMore() {
    assertThat(codes(order("AL", "AL").replace("|2.4|", "|9.9|"))).containsExactly("CR");
    assertThat(codes(order("AL", "AL").replace("|HIS|", "|STRANGER|"))).containsExactly("CR");
    assertThat(codes(order("SU", "AL").replace("|2.4|", "|9.9|"))).isEmpty();
  }

  @Test
  void saysCommitErrorWhileTheRecordsAreDown() {
    listener.database.close();

    assertThat(codes(order("AL", "AL"))).containsExactly("CE");
    assertThat(codes(order("NE", "AL"))).isEmpty();
  }

  @Test
  void answersNoAcknowledgement() {
    assertThat(listener.answers("""
        MSH|^~\\&|HIS|BV01|TIA|BV01|2026||ACK^O01|M-1|P|2.4
        MSA|CA|X-1
        """)).isEmpty();
  }

  @Test
  void takesEachMessageOfABatchAndAnswersInABatch() {
    String batch = "FHS|^~\\&|HIS|BV01|TIA|BV01|2026||F||FILE-1\n"
        + "BHS|^~\\&|HIS|BV01|TIA|BV01|2026||B||BATCH-1\n"
        + order("", "") + order("", "").replace("M-1", "M-2").replace(GOOD, BAD)
        + order("", "").replace("M-1", "M-3").replace("P-1", "P-3").replace("F-1", "F-3")
        + "BTS|3\nFTS|1\n";

    List<String> answers = listener.answers(batch);

    assertThat(answers).hasSize(1);
    assertThat(codesIn(answers.getFirst())).containsExactly("AA", "AE", "AA");
    assertThat(answers.getFirst())
        .matches("(?s)FHS\\|\\^~\\\\&\\|TIA\\|BV01\\|HIS\\|BV01\\|\\d+\\+0700"
            + "\\|\\|F\\|\\|\\|FILE-1\r"
            + "BHS\\|\\^~\\\\&\\|TIA\\|BV01\\|HIS\\|BV01\\|\\d+\\+0700\\|\\|B\\|\\|\\|BATCH-1\r"
            + "MSH.*\rBTS\\|3\rFTS\\|1\r");
    assertThat(listener.count("imaging_order")).isEqualTo(2);
    assertThat(listener.count("hl7_message")).isEqualTo(3);
    assertThat(codesIn(listener.answers(batch).getFirst())).containsExactly("AA", "AE", "AA");
    assertThat(listener.count("imaging_order")).isEqualTo(2);
  }

  @Test
  void takesNothingOfABatchThatWasCut() {
    String batch = "BHS|^~\\&|HIS|BV01\n" + order("", "") + "BTS|2\n";

    assertThat(listener.answers(batch).getFirst())
        .contains("MSA|AR|", "BTS-1 does not count the 1 messages that came");
    assertThat(listener.count("hl7_message")).isZero();
    assertThat(codesIn(listener.answers("BHS|^~\\&|HIS\nPID|1\n").getFirst()))
        .containsExactly("AR");
  }

  @Test
  void auditsWhatItCanNotRead() {
    listener.answers("GET / HTTP/1.1\n");

    assertThat(listener.texts("SELECT door || ' ' || action || ' ' || target || ' ' || outcome "
        + "FROM audit")).containsExactly("HL7 message unreadable AR 100");
  }
}
