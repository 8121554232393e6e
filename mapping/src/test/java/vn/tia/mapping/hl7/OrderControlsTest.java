package vn.tia.mapping.hl7;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.exam.ImagingOrder;
import vn.tia.mapping.exam.Insurance;
import vn.tia.mapping.exam.OrderControl;
import vn.tia.mapping.hl7.OrderSite.Observed;
import vn.tia.mapping.hl7.OrderSite.Orc18;
import vn.tia.mapping.hl7.OrderSite.Required;

/// What orders want done, what they take back, and what sites say of theirs.
class OrderControlsTest {

  private static final OrderSite SITE = OrderSite.standard(ZoneId.of("Asia/Ho_Chi_Minh"));

  private static final String HEAD = "MSH|^~\\&|HIS|BV01|TIA|BV01|20261124||ORM^O01|7|P|2.5.1\r"
      + "PID|1||77^^^BV01^MR||NGUYỄN^AN||1972|M\r";

  private static OrderMessages read(String body) {
    return read(body, SITE);
  }

  private static OrderMessages read(String body, OrderSite site) {
    byte[] bytes = (HEAD + body).getBytes(UTF_8);
    return OrderMessages.of(
        Hl7Message.read(bytes, MessageHeader.read(bytes), ReadSettings.DEFAULT), site);
  }

  private static ImagingOrder only(String body, OrderSite site) {
    return read(body, site).orders().getFirst();
  }

  @ParameterizedTest
  @EnumSource(OrderControl.class)
  void readsEveryControl(OrderControl control) {
    assertThat(only("ORC|" + control.code() + "|P-1\rOBR|1|P-1||XQ^X-quang^L\r", SITE).control())
        .isEqualTo(control);
  }

  @Test
  void readsWhatTheOtherSideDidByItselfAsIfItWereAsked() {
    assertThat(only("ORC|OC|P-1\r", SITE).control()).isEqualTo(OrderControl.CANCEL);
    assertThat(only("ORC|OD|P-1\r", SITE).control()).isEqualTo(OrderControl.DISCONTINUE);
    assertThat(only("ORC|OH|P-1\r", SITE).control()).isEqualTo(OrderControl.HOLD);
  }

  @Test
  void endsAnOrderThatComesWithItsReplacement() {
    assertThat(read("ORC|RP|P-1\rOBR|1|P-1||XQ^X-quang^L\rORC|RO|P-2\rOBR|1|P-2||CT^CT^L\r")
        .orders()).extracting(ImagingOrder::control)
        .containsExactly(OrderControl.REPLACED, OrderControl.REPLACEMENT);
    assertThat(read("ORC|RP|P-1\rOBR|1|P-1||XQ^X-quang^L\r").orders())
        .extracting(ImagingOrder::control).containsExactly(OrderControl.REPLACE);
  }

  @Test
  void groupsThePartsOfAnOrderUnderItsNumber() {
    var orders = read("ORC|PA|P-1\rORC|CH|P-1A||||||P-1&HIS^F-1&RIS\rOBR|1|P-1A||CT^CT^L\r")
        .orders();

    assertThat(orders.getLast().numbers().group())
        .contains(new AssignedId("P-1", Authority.ofNamespace("HIS")));
  }

  @Test
  void readsWhatIsTakenBack() {
    var order = only("ORC|XO|P-1|||||||||||\"\"\rOBR|1|P-1||XQ^X-quang^L|||||||||\"\"|||"
        + "\"\"||||||||||||||\"\"|\"\"\rPV1|1|\"\"|||||\"\"|\"\"\r", SITE);

    assertThat(order.cleared()).contains("condition.medicalAlerts", "request.requester",
        "procedure.transport", "procedure.reasons", "visit.referring", "visit.attending");
    assertThat(order.cleared()).doesNotContain("procedure.codes", "numbers.placer");
  }

  @Test
  void readsTheCardOfTheHealthInsurance() {
    String card = "IN1|1|BHYT^Bảo hiểm y tế^L|75^^^BHXH|BHXH Quảng Ngãi" + "|".repeat(8)
        + "20260101|20261231" + "|".repeat(23) + "DN4750123456789\r";

    var order = only(card + "ORC|NW|P-1\rOBR|1|P-1||XQ^X-quang^L\r", SITE);

    assertThat(order.insurances()).containsExactly(new Insurance(
        new AssignedId("DN4750123456789", Authority.ofNamespace("75")),
        Optional.of(Coded.of("BHYT", "Bảo hiểm y tế", "L")), Optional.of("BHXH Quảng Ngãi"),
        Optional.of(new AssignedId("75", Authority.ofNamespace("BHXH"))),
        Optional.of(LocalDate.of(2026, 1, 1)), Optional.of(LocalDate.of(2026, 12, 31))));
  }

  @Test
  void readsAllergiesAndContrastFromObservations() {
    String body = "ORC|NW|P-1\rOBR|1|P-1||CT^CT^L|||||||||Máy tạo nhịp\r"
        + "OBX|1|CE|52473-6^Allergy^LN||I^Iod^L\rOBX|2|ST|TCQ^Thuốc cản quang^L||Ultravist 300\r"
        + "OBX|3|ST|DB^Lưu ý^L||Xe lăn\rOBX|4|ST|74018-3^Medical alert^LN||Suy thận\r"
        + "AL1|1||PEN^Penicillin^L\r";
    var site = SITE.with(Map.of("TCQ", Observed.CONTRAST_AGENT, "DB", Observed.SPECIAL_NEED),
        Orc18.ENTERING_DEVICE);

    var order = only(body, site);

    assertThat(order.condition().allergies()).containsExactly("Penicillin", "Iod");
    assertThat(order.condition().medicalAlerts()).containsExactly("Máy tạo nhịp", "Suy thận");
    assertThat(order.condition().specialNeeds()).contains("Xe lăn");
    assertThat(order.steps().getFirst().contrastAgent()).contains("Ultravist 300");
  }

  @Test
  void takesTheStationFromOrc18WhereTheSiteSaysSo() {
    String body = "ORC|NW|P-1||||||||||||||||CT_B\rOBR|1|P-1||CT^CT^L\r";

    assertThat(only(body, SITE).steps().getFirst().stationAes()).isEmpty();
    assertThat(only(body, SITE.with(Map.of(), Orc18.STATION_AE)).steps().getFirst().stationAes())
        .containsExactly("CT_B");
  }

  @Test
  void refusesAnOrderWithoutWhatTheSiteHasToBring() {
    String body = "ORC|NW|P-1\rOBR|1|P-1||CT^CT^L\r";

    assertThatExceptionOfType(FaultException.class)
        .isThrownBy(() -> read(body, SITE.withRequired(Set.of(Required.ACCESSION))))
        .satisfies(e -> assertThat(e.fault().location()).hasToString("Optional[OBR-18]"));
    assertThatExceptionOfType(FaultException.class)
        .isThrownBy(() -> read(body, SITE.withRequired(Set.of(Required.STUDY_UID))))
        .satisfies(e -> assertThat(e.fault().location()).hasToString("Optional[ZDS-1]"));
    assertThat(read(body.replace("ORC|NW", "ORC|XO"),
        SITE.withRequired(Set.of(Required.ACCESSION))).orders()).hasSize(1);
  }
}
