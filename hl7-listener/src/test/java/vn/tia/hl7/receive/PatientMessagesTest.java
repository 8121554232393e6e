package vn.tia.hl7.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PatientMessagesTest {
  private static final Pattern ERROR = Pattern.compile("\rERR.*?(\\d{3})[&^][^&^|]+[&^]HL70357");

  /// Everything that a message about patients could change.
  private static final String STATE = """
      SELECT string_agg(row::text, ';') FROM (
        SELECT p::text AS row FROM patient p UNION ALL SELECT i::text FROM patient_identifier i
        UNION ALL SELECT o::text FROM imaging_order o UNION ALL SELECT m::text FROM patient_merge m
        UNION ALL SELECT s::text FROM scheduled_step s UNION ALL SELECT r::text FROM resource r
        ORDER BY row) AS rows""";

  private final Listener listener = Listener.byTheBook();
  private int sent;

  @AfterEach
  void close() throws Exception {
    listener.close();
  }

  private String send(String event, String... segments) {
    return listener.send("MSH|^~\\&|HIS|BV01|TIA|BV01|20261124||" + event + "|M-" + ++sent
        + "|P|2.5.1||||||UNICODE UTF-8\n" + String.join("\n", segments) + "\n");
  }

  private static String patient(String number, String name) {
    return "PID|1||" + number + "^^^BV01^MR||" + name + "||19720815|F";
  }

  private String order(String placer, String control, String pid) {
    return send("ORM^O01", pid, "ORC|" + control + "|" + placer,
        "OBR|1|" + placer + "||CTN^CT ngực^99HIS|||||||||||||||A-" + placer);
  }

  /// `AA`, or the code and the error's number.
  private static String verdict(String answer) {
    var fault = ERROR.matcher(answer);
    return answer.split("\rMSA\\|")[1].substring(0, 2) + (fault.find() ? " " + fault.group(1) : "");
  }

  private List<String> names() {
    return listener.texts("SELECT family || ' ' || given FROM patient ORDER BY id");
  }

  @Test
  void bringsAPatientUpToDateForWorklistAndFhir() {
    order("P-1", "NW", patient("0012345", "ĐẶNG^HƯƠNG"));

    assertThat(verdict(send("ADT^A08", patient("0012345", "ĐẶNG^HƯỜNG"), "PV1|1|I")))
        .isEqualTo("AA");

    assertThat(listener.texts("SELECT p.family || ' ' || p.given FROM scheduled_step s "
        + "JOIN imaging_order o ON o.id = s.order_id JOIN patient p ON p.id = o.patient_id "
        + "WHERE s.open")).containsExactly("ĐẶNG HƯỜNG");
    assertThat(listener.texts("SELECT version || ' ' || (json::json -> 'name' -> 0 ->> 'text') "
        + "FROM resource WHERE resource_type = 'Patient'")).containsExactly("2 ĐẶNG HƯỜNG");
  }

  @Test
  void answersTheSameMessageWithTheSameBytesAndHasNoSecondEffect() {
    send("ADT^A04", patient("1", "LÊ^AN"));
    send("ADT^A04", patient("2", "LÊ^BÌNH"));
    String first = send("ADT^A40", patient("2", ""), "MRG|1^^^BV01^MR");
    String before = listener.texts(STATE).getFirst();

    sent--;
    assertThat(send("ADT^A40", patient("2", ""), "MRG|1^^^BV01^MR")).isEqualTo(first);

    assertThat(verdict(first)).isEqualTo("AA");
    assertThat(listener.texts(STATE)).containsExactly(before);
    assertThat(listener.count("hl7_message")).isEqualTo(3);
    assertThat(listener.texts("SELECT caller || ' ' || action FROM audit WHERE action = 'merge'"))
        .containsExactly("HIS|BV01 merge");
  }

  @Test
  void mergesAllPairsOfAMessageOrNone() {
    for (int number = 1; number <= 4; number++) {
      send("ADT^A28", patient("" + number, "LÊ^SỐ" + number));
    }
    String before = listener.texts(STATE).getFirst();

    assertThat(verdict(send("ADT^A40", patient("1", ""), "MRG|2^^^BV01^MR",
        patient("3", ""), "MRG|3^^^BV01^MR"))).isEqualTo("AE 207");
    assertThat(listener.texts(STATE)).containsExactly(before);

    assertThat(verdict(send("ADT^A40", patient("1", ""), "MRG|2^^^BV01^MR",
        patient("3", ""), "MRG|4^^^BV01^MR"))).isEqualTo("AA");
    assertThat(listener.texts("SELECT p.given || ' ' || s.given FROM patient p "
        + "JOIN patient s ON s.id = p.replaced_by ORDER BY p.id"))
        .containsExactly("SỐ2 SỐ1", "SỐ4 SỐ3");
  }

  /// Row 60 of the bad inputs: a merge into oneself, a loop, another hospital's numbers.
  private static final List<List<String>> IMPOSSIBLE = List.of(
      List.of("ADT^A40", "2^^^BV01^MR", "2^^^BV01^MR", "AE 207"),
      List.of("ADT^A40", "2", "2^^^BV01^MR", "AE 207"),
      List.of("ADT^A40", "1^^^BV01^MR", "2^^^BV01^MR", "AE 207"),
      List.of("ADT^A34", "1^^^BV01^MR", "2^^^BV01^MR", "AE 207"),
      List.of("ADT^A40", "3^^^BV01^MR", "1^^^BV01^MR", "AE 204"),
      List.of("ADT^A40", "2^^^BV02^MR", "3^^^BV01^MR", "AE 204"),
      List.of("ADT^A40", "3^^^BV01^MR", "2^^^BV02^MR", "AE 204"),
      List.of("ADT^A40", "3^^^BV01^MR", "2^^^&1.2.840.99999.2&ISO^MR", "AE 204"),
      List.of("ADT^A47", "3^^^BV02^MR", "2^^^BV01^MR", "AE 204"),
      List.of("ADT^A47", "3^^^BV01^MR", "2^^^BV01^MR", "AE 205"),
      List.of("ADT^A47", "9^^^BV01^MR", "1^^^BV01^MR", "AE 204"),
      List.of("ADT^A40", "3^^^BV01^MR", "", "AE 101"));

  @Test
  void refusesAReplacementThatCanNotBeAndChangesNothing() {
    send("ADT^A04", patient("1", "LÊ^AN"));
    send("ADT^A04", patient("2", "LÊ^BÌNH"));
    send("ADT^A04", patient("3", "LÊ^CÚC"));
    send("ADT^A40", patient("2", ""), "MRG|1^^^BV01^MR");
    String before = listener.texts(STATE).getFirst();

    IMPOSSIBLE.forEach(one -> {
      assertThat(verdict(send(one.get(0), "PID|1||" + one.get(1) + "||TRẦN^LẠ",
          "MRG|" + one.get(2)))).as(one.toString()).isEqualTo(one.get(3));
      assertThat(listener.texts(STATE)).as(one.toString()).containsExactly(before);
    });
    assertThat(listener.count("hl7_message WHERE outcome = 'AE'")).isEqualTo(IMPOSSIBLE.size());
  }

  /// Row 57 of the bad inputs.
  @Test
  void refusesToCancelAnUnknownOrderAndToChangeAnEndedOne() {
    assertThat(verdict(order("P-9", "CA", patient("1", "LÊ^AN")))).isEqualTo("AE 204");
    assertThat(names()).isEmpty();

    order("P-1", "NW", patient("1", "LÊ^AN"));
    assertThat(verdict(send("ORM^O01", patient("1", "LÊ^AN"), "ORC|SC|P-1|||CM"))).isEqualTo("AA");
    String before = listener.texts(STATE).getFirst();
    for (String late : List.of("ORC|SC|P-1|||IP", "ORC|XO|P-1", "ORC|CA|P-1", "ORC|HD|P-1")) {
      String answer = send("ORM^O01", patient("1", "TRẦN^KHÁC"), late);
      assertThat(verdict(answer)).as(late).isEqualTo("AE 207");
      assertThat(answer).contains("the order can't be changed any more: its exam is COMPLETED");
    }
    assertThat(listener.texts(STATE)).containsExactly(before);
  }

  @Test
  void givesAPatientAnotherNumber() {
    order("P-1", "NW", patient("0012345", "ĐẶNG^HƯỜNG"));

    assertThat(verdict(send("ADT^A47", patient("77", ""), "MRG|0012345^^^BV01^MR")))
        .isEqualTo("AA");
    order("P-2", "NW", patient("0012345", "SAI^TÊN"));

    assertThat(names()).containsExactly("ĐẶNG HƯỜNG");
    assertThat(listener.texts("SELECT value || ' ' || retired FROM patient_identifier ORDER BY id"))
        .containsExactly("0012345 true", "77 false");
    assertThat(listener.count("imaging_order")).isEqualTo(2);
  }

  @Test
  void linksRecordsOfOnePersonAndPartsThemAgain() {
    send("ADT^A04", patient("1", "LÊ^AN"));
    send("ADT^A04", patient("2", "LÊ^ÂN"));
    String links = "SELECT string_agg(link ->> 'type', ',') FROM resource, "
        + "json_array_elements(json::json -> 'link') AS link";

    for (int times = 0; times < 2; times++) {
      assertThat(verdict(send("ADT^A24", patient("1", ""), patient("2", "")))).isEqualTo("AA");
      assertThat(listener.texts(links)).containsExactly("seealso,seealso");
    }
    assertThat(verdict(send("ADT^A37", patient("2", ""), "PV1|1|O", patient("1", ""))))
        .isEqualTo("AA");

    assertThat(listener.texts(links + " HAVING count(*) > 0")).isEmpty();
    assertThat(listener.texts("SELECT action FROM audit WHERE action LIKE '%link' ORDER BY id"))
        .containsExactly("link", "unlink");
    assertThat(names()).containsExactly("LÊ AN", "LÊ ÂN");
  }

  @Test
  void refusesALinkThatCanNotBeAndChangesNothing() {
    send("ADT^A04", patient("1", "LÊ^AN"));
    String before = listener.texts(STATE).getFirst();

    List.of(List.of("ADT^A24", "1^^^BV01^MR", "AE 207"),
        List.of("ADT^A37", "1", "AE 207"),
        List.of("ADT^A37", "9^^^BV01^MR", "AE 204"),
        List.of("ADT^A24", "2^^^BV02^MR", "AE 204"),
        List.of("ADT^A24", "", "AE 101")).forEach(one -> assertThat(
            verdict(send(one.get(0), patient("1", ""), "PID|2||" + one.get(1))))
            .as(one.toString()).isEqualTo(one.get(2)));
    assertThat(verdict(send("ADT^A24", patient("1", "")))).isEqualTo("AE 100");

    assertThat(listener.texts(STATE)).containsExactly(before);
  }
}
