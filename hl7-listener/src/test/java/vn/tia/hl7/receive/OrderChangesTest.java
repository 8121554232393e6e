package vn.tia.hl7.receive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of orders that are changed, replaced, parted, held and taken back.
@Timeout(120)
class OrderChangesTest {

  private final Listener listener = Listener.byTheBook();
  private int sent;

  @AfterEach
  void close() throws Exception {
    listener.close();
  }

  private String send(String type, String body) {
    return listener.send("MSH|^~\\&|HIS|BV01|TIA|BV01|2026||" + type + "|M-" + ++sent
        + "|P|2.5.1\nPID|1||0012345^^^BV01^MR||ĐẶNG^HƯỜNG^THỊ||19720815|F|||12 Lê Lợi||0905\n"
        + body);
  }

  private void place() {
    assertThat(send("OML^O21^OML_O21", "PV1|1|I||||||BS02^LÊ^MAI\nORC|NW|P-1|F-1\n"
        + "OBR|1|P-1|F-1|CTN^CT ngực^99HIS|||||||||Máy tạo nhịp\n")).contains("MSA|AA");
  }

  private String states() {
    return String.join(" ", listener.texts(
        "SELECT placer_value || ':' || status FROM imaging_order ORDER BY id"));
  }

  @Test
  void takesBackWhatIsNullAndLeavesWhatIsEmpty() {
    place();

    assertThat(send("ORM^O01", "PV1|1|\nORC|XO|P-1|F-1\nOBR|1|P-1|F-1|CTN^CT ngực^99HIS\n"))
        .contains("MSA|AA");
    assertThat(alerts()).isEqualTo("[\"Máy tạo nhịp\"] LÊ");

    assertThat(send("ORM^O01", "PV1|1|||||||\"\"\nORC|XO|P-1|F-1\n"
        + "OBR|1|P-1|F-1|CTN^CT ngực^99HIS|||||||||\"\"\n")).contains("MSA|AA");
    assertThat(alerts()).isEqualTo("[] -");
  }

  private String alerts() {
    return listener.texts("SELECT (content -> 'condition' -> 'medicalAlerts')::text || ' ' || "
        + "coalesce(content #>> '{visit,referring,name,family}', '-') FROM imaging_order")
        .getFirst();
  }

  @Test
  void takesBackAnAddressByAdt() {
    place();
    String adt = "MSH|^~\\&|HIS|BV01|TIA|BV01|2026||ADT^A08|A-1|P|2.5.1\n"
        + "PID|1||0012345^^^BV01^MR||||||||\"\"||\"\"\n";

    assertThat(listener.send(adt)).contains("MSA|AA");

    assertThat(listener.texts("SELECT family || coalesce(address, '-') || "
        + "array_length(phones, 1) IS NULL FROM patient")).isNotEmpty();
    assertThat(listener.texts("SELECT coalesce(address, '-') || cardinality(phones) || birth_date "
        + "FROM patient")).containsExactly("-01972-08-15");
  }

  @Test
  void putsAReplacementInThePlaceOfAnOrder() {
    place();

    assertThat(send("ORM^O01", "ORC|RP|P-1\nOBR|1|P-1||CTN^CT ngực^99HIS\n"
        + "ORC|RO|P-2\nOBR|1|P-2||CTB^CT bụng^99HIS\n")).contains("MSA|AA");

    assertThat(states()).isEqualTo("P-1:CANCELED P-2:ACTIVE");
  }

  @Test
  void putsThePartsOfAnOrderInItsPlace() {
    place();

    assertThat(send("ORM^O01", "ORC|PA|P-1\nORC|CH|P-1A||||||P-1\nOBR|1|P-1A||CTB^CT bụng^L\n"
        + "ORC|CH|P-1B||||||P-1\nOBR|1|P-1B||CTN^CT ngực^L\n")).contains("MSA|AA");

    assertThat(states()).isEqualTo("P-1:CANCELED P-1A:ACTIVE P-1B:ACTIVE");
    assertThat(listener.texts("SELECT DISTINCT content #>> '{numbers,group,value}' "
        + "FROM imaging_order WHERE placer_value <> 'P-1'")).containsExactly("P-1");
    assertThat(send("ORM^O01", "ORC|PA|P-7\nORC|CH|P-7A||||||P-7\nOBR|1|P-7A||CTB^CT bụng^L\n"))
        .contains("MSA|AA");
  }

  @ParameterizedTest
  @CsvSource({"HD, ON_HOLD", "OH, ON_HOLD", "CA, CANCELED", "OC, CANCELED", "DC, DISCONTINUED"})
  void holdsAndEndsOrders(String control, String status) {
    place();

    assertThat(send("ORM^O01", "ORC|" + control + "|P-1\n")).contains("MSA|AA");

    assertThat(states()).isEqualTo("P-1:" + status);
  }

  @Test
  void releasesAnOrderThatWasHeld() {
    place();
    send("ORM^O01", "ORC|HD|P-1\n");

    assertThat(send("ORM^O01", "ORC|RL|P-1\n")).contains("MSA|AA");

    assertThat(states()).isEqualTo("P-1:ACTIVE");
  }
}
