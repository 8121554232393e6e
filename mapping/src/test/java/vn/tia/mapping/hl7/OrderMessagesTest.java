package vn.tia.mapping.hl7;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.ImagingOrder;
import vn.tia.mapping.exam.OrderControl;
import vn.tia.mapping.exam.OrderStatus;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Pregnancy;
import vn.tia.mapping.exam.Priority;
import vn.tia.mapping.exam.ScheduledStep;
import vn.tia.mapping.exam.Sex;

class OrderMessagesTest {

  private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final OrderSite SITE = OrderSite.standard(ZONE);

  private static final String OMI = lines(
      "MSH|^~\\&|HIS|BV01|TIA|BV01|20261124081500+0700||OMI^O23^OMI_O23|42|P|2.5.1||||||"
          + "UNICODE UTF-8",
      segment("PID", 3, "0012345^^^BV01^MR~079072012345^^^CCCD&2.16.704.1&ISO^NI",
          5, "ĐẶNG^HƯỜNG^THỊ", 7, "19720815", 8, "F", 11, "12 Lê Lợi^^Quảng Ngãi^^^VNM",
          13, "0905 123 456"),
      segment("NTE", 3, "Khó nghe"),
      segment("PV1", 2, "I", 3, "NGOAI^301^2", 7, "BS01^TRẦN^ĐỨC^VĂN", 8, "BS02^LÊ^MAI",
          19, "NV-77^^^BV01", 44, "20261123220000"),
      segment("AL1", 3, "PEN^Penicillin^L"),
      segment("ORC", 1, "NW", 2, "P-1^HIS", 3, "F-1^RIS", 5, "SC", 9, "20261124081400",
          10, "DD01^VŨ^HOA", 12, "BS03^HỒ^AN", 13, "^^^^^^^^Khoa Ngoại",
          22, "1 Trần Phú^^Quảng Ngãi", 28, "R^Kín^HL7"),
      segment("TQ1", 7, "20261124090000", 9, "S"),
      segment("OBR", 2, "P-1^HIS", 3, "F-1^RIS", 4, "CTN^CT ngực^99HIS", 13, "Máy tạo nhịp",
          16, "BS02^LÊ^MAI", 17, "0905 999 888", 31, "^Ho ra máu", 34, "T01&PHẠM&LAN"),
      segment("NTE", 3, "Chú ý \\T\\ cẩn thận"),
      segment("OBX", 2, "NM", 3, "29463-7^Body weight^LN", 5, "52,5", 6, "kg"),
      segment("OBX", 2, "NM", 3, "8302-2^Body height^LN", 5, "158", 6, "cm"),
      segment("OBX", 2, "CE", 3, "82810-3^Pregnancy status^LN", 5, "N"),
      "IPC|A-1^BV01|RP-1|1.2.840.1|S-1|CT|CTN1^CT ngực không thuốc^99HIS|CT64|P101|CT_A~CT_B",
      "IPC|A-1^BV01|RP-1|1.2.840.1|S-2|CT|CTN2^CT ngực có thuốc^99HIS|||CT_A");

  private static final String ORM = lines(
      "MSH|^~\\&|HIS|BV01|TIA|BV01|20261124||ORM^O01|7|P|2.3.1",
      segment("PID", 1, "1", 3, "77", 5, "NGUYỄN^VĂN AN", 7, "1972", 8, "M"),
      segment("ORC", 1, "NW", 2, "P-9"),
      segment("OBR", 1, "1", 2, "P-9", 4, "XQ-1^X-quang ngực^L", 18, "ACC-9", 19, "RP-9",
          20, "SPS-9", 24, "CR", 27, "^^^20261124150000^^R"),
      "ZDS|1.2.3.9^100^Application^DICOM");

  /// A segment of numbers and their fields: counting bars is for machines.
  private static String segment(String name, Object... numbered) {
    var fields = new java.util.TreeMap<Integer, String>();
    for (int i = 0; i < numbered.length; i += 2) {
      fields.put((Integer) numbered[i], (String) numbered[i + 1]);
    }
    var text = new StringBuilder(name);
    for (int number = 1; number <= fields.lastKey(); number++) {
      text.append('|').append(fields.getOrDefault(number, ""));
    }
    return text.toString();
  }

  private static String lines(String... segments) {
    return String.join("\n", segments) + "\n";
  }

  private static OrderMessages read(String message, OrderSite site) {
    byte[] bytes = message.replace('\n', '\r').getBytes(UTF_8);
    var header = MessageHeader.read(bytes);
    return OrderMessages.of(Hl7Message.read(bytes, header, ReadSettings.DEFAULT), site);
  }

  private static ImagingOrder only(String message) {
    return only(message, SITE);
  }

  private static ImagingOrder only(String message, OrderSite site) {
    OrderMessages read = read(message, site);
    assertThat(read.orders()).hasSize(1);
    return read.orders().getFirst();
  }

  private static Fault fault(String message) {
    try {
      read(message, SITE);
    } catch (FaultException e) {
      return e.fault();
    }
    throw new AssertionError("the message was taken");
  }

  @Test
  void readsWhoTheOrderIsFor() {
    var patient = only(OMI).patient();

    assertThat(patient.identifiers()).containsExactly(
        PatientIdentifier.local("0012345", Authority.ofNamespace("BV01")),
        new PatientIdentifier("079072012345", new Authority(
            Optional.of("CCCD"), Optional.of("2.16.704.1"), Optional.of("ISO")), "NI"));
    assertThat(patient.name()).isEqualTo(HumanName.of("ĐẶNG", "THỊ", "HƯỜNG"));
    assertThat(patient.name().text()).isEqualTo("ĐẶNG THỊ HƯỜNG");
    assertThat(patient.birthDate().orElseThrow()).hasToString("1972-08-15");
    assertThat(patient.sex()).isEqualTo(Sex.FEMALE);
    assertThat(patient.address()).hasValue("12 Lê Lợi, Quảng Ngãi, VNM");
    assertThat(patient.phones()).containsExactly("0905 123 456");
  }

  @Test
  void readsTheNumbersOfTheOrder() {
    var order = only(OMI);

    assertThat(order.control()).isEqualTo(OrderControl.NEW);
    assertThat(order.status()).hasValue(OrderStatus.SCHEDULED);
    assertThat(order.numbers().placer())
        .hasValue(new AssignedId("P-1", Authority.ofNamespace("HIS")));
    assertThat(order.numbers().filler())
        .hasValue(new AssignedId("F-1", Authority.ofNamespace("RIS")));
    assertThat(order.numbers().accession())
        .hasValue(new AssignedId("A-1", Authority.ofNamespace("BV01")));
    assertThat(order.numbers().studyUid()).hasValue("1.2.840.1");
  }

  @Test
  void readsWhatWhoeverPositionsThePatientMustKnow() {
    var condition = only(OMI).condition();

    assertThat(condition.weightKg().orElseThrow()).isEqualByComparingTo(new BigDecimal("52.5"));
    assertThat(condition.heightM().orElseThrow()).isEqualByComparingTo(new BigDecimal("1.58"));
    assertThat(condition.pregnancy()).hasValue(Pregnancy.NOT_PREGNANT);
    assertThat(condition.medicalAlerts()).containsExactly("Máy tạo nhịp");
    assertThat(condition.allergies()).containsExactly("Penicillin");
    assertThat(condition.comments()).hasValue("Khó nghe");
  }

  @Test
  void readsTheVisitAndTheRequest() {
    var order = only(OMI);
    var visit = order.visit();
    var request = order.request();

    assertThat(visit.admissionId())
        .hasValue(new AssignedId("NV-77", Authority.ofNamespace("BV01")));
    assertThat(visit.admittedAt()).hasValue(Instant.parse("2026-11-23T15:00:00Z"));
    assertThat(visit.patientClass()).hasValue("I");
    assertThat(visit.institution()).hasValue("BV01");
    assertThat(visit.institutionAddress()).hasValue("1 Trần Phú, Quảng Ngãi");
    assertThat(visit.patientLocation()).hasValue("NGOAI 301 2");
    assertThat(visit.referring().orElseThrow().name().text()).isEqualTo("LÊ MAI");
    assertThat(visit.attending().orElseThrow().name().text()).isEqualTo("TRẦN VĂN ĐỨC");
    assertThat(request.requester().orElseThrow().id()).hasValue(AssignedId.of("BS02"));
    assertThat(request.department()).hasValue("Khoa Ngoại");
    assertThat(request.callbackPhones()).containsExactly("0905 999 888");
    assertThat(request.issuedAt()).hasValue(Instant.parse("2026-11-24T01:14:00Z"));
    assertThat(request.enteredBy().orElseThrow().name().text()).isEqualTo("VŨ HOA");
  }

  @Test
  void readsTheProcedureAndOneStepForEachIpc() {
    var order = only(OMI);
    var procedure = order.procedure();

    assertThat(procedure.id()).hasValue("RP-1");
    assertThat(procedure.codes()).containsExactly(Coded.of("CTN", "CT ngực", "99HIS"));
    assertThat(procedure.description()).hasValue("CT ngực");
    assertThat(procedure.comments()).hasValue("Chú ý & cẩn thận");
    assertThat(procedure.reasonText()).hasValue("Ho ra máu");
    assertThat(procedure.priority()).isEqualTo(Priority.STAT);
    assertThat(procedure.confidentiality()).hasValue("Kín");
    assertThat(order.steps()).extracting(step -> step.id().orElseThrow())
        .containsExactly("S-1", "S-2");
    var first = order.steps().getFirst();
    assertThat(first.modality()).hasValue("CT");
    assertThat(first.stationAes()).containsExactly("CT_A", "CT_B");
    assertThat(first.stationNames()).containsExactly("CT64");
    assertThat(first.location()).hasValue("P101");
    assertThat(first.start()).hasValue(Instant.parse("2026-11-24T02:00:00Z"));
    assertThat(first.protocolCodes())
        .containsExactly(Coded.of("CTN1", "CT ngực không thuốc", "99HIS"));
    assertThat(first.description()).hasValue("CT ngực không thuốc");
    assertThat(first.performers().getFirst().name().text()).isEqualTo("PHẠM LAN");
    assertThat(order.steps().getLast().stationAes()).containsExactly("CT_A");
  }

  @Test
  void takesTheStepOfAnOlderOrderFromItsObr() {
    var order = only(ORM);

    assertThat(order.numbers().accession()).hasValue(AssignedId.of("ACC-9"));
    assertThat(order.numbers().studyUid()).hasValue("1.2.3.9");
    assertThat(order.procedure().id()).hasValue("RP-9");
    ScheduledStep step = order.steps().getFirst();
    assertThat(step.id()).hasValue("SPS-9");
    assertThat(step.modality()).hasValue("CR");
    assertThat(step.start()).hasValue(Instant.parse("2026-11-24T08:00:00Z"));
    assertThat(step.description()).hasValue("X-quang ngực");
    assertThat(order.patient().birthDate().orElseThrow()).hasToString("1972");
    assertThat(order.patient().identifiers()).containsExactly(PatientIdentifier.local("77"));
  }

  @Test
  void followsTheSiteWhereItsFieldsAndCodesDiffer() {
    var site = SITE.withAccession("ORC-3").withModality("OBR-21")
        .withCodes(Map.of("XQ", "CR"), Map.of("XQ-", "DX", "XQ-2", "MG"), Map.of("CR", "CR_1"));
    String message = ORM.replace("ORC|NW|P-9", "ORC|NW|P-9|ACC-7^PACS")
        .replace("SPS-9||||CR", "SPS-9|XQ||");

    var order = only(message, site);

    assertThat(order.numbers().accession())
        .hasValue(new AssignedId("ACC-7", Authority.ofNamespace("PACS")));
    assertThat(order.steps().getFirst().modality()).hasValue("CR");
    assertThat(order.steps().getFirst().stationAes()).containsExactly("CR_1");
    var unsaid = only(ORM.replace("||||CR|", "|||||"), site);
    assertThat(unsaid.steps().getFirst().modality()).hasValue("DX");
  }

  @Test
  void readsEachOrderOfAMessage() {
    String two = ORM + ORM.substring(ORM.indexOf("ORC")).replace("P-9", "P-10")
        .replace("ACC-9", "ACC-10");

    assertThat(read(two, SITE).orders())
        .extracting(order -> order.numbers().accession().orElseThrow().value())
        .containsExactly("ACC-9", "ACC-10");
  }

  @Test
  void readsASecondObrUnderOneOrcAsAnOrderOfItsOwn() {
    String two = ORM + segment("OBR", 2, "P-10", 4, "XQ-2^Cột sống^L", 18, "ACC-10") + "\n";

    assertThat(read(two, SITE).orders())
        .extracting(order -> order.numbers().accession().orElseThrow().value())
        .containsExactly("ACC-9", "ACC-10");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "PID|1||77|; PID|1|||; REQUIRED_FIELD_MISSING; PID-3",
      "PID|; ZZZ|; REQUIRED_FIELD_MISSING; PID",
      "ORC|NW|P-9; ORC||P-9; REQUIRED_FIELD_MISSING; ORC-1",
      "ORC|NW|P-9; ORC|SR|P-9; TABLE_VALUE_NOT_FOUND; ORC-1",
      "OBR|; ZZZ|; REQUIRED_FIELD_MISSING; OBR",
      "|1972|; |19721345|; DATA_TYPE; PID-7",
      "|1972|; |15/08/1972|; DATA_TYPE; PID-7",
      "^^^20261124150000^; ^^^20261124250000^; DATA_TYPE; TQ1-7",
      "1.2.3.9^; 1.2.../x^; DATA_TYPE; IPC-3",
      "||||CR|; ||||<CR>|; DATA_TYPE; IPC-5"})
  void refusesWhatItWouldHaveToGuess(String part, String other, FaultCode code, String place) {
    assertThat(ORM).contains(part);
    Fault fault = fault(ORM.replace(part, other));

    assertThat(fault.answer()).isEqualTo(AckCode.ERROR);
    assertThat(fault.code()).isEqualTo(code);
    assertThat(fault.location().orElseThrow()).hasToString(place);
    assertThat(fault.text()).doesNotContain("NGUYỄN", "1972", "77", "P-9");
  }

  @Test
  void refusesAnOrderWithoutAnyNumber() {
    Fault fault = fault(ORM.replace("P-9", "").replace("ACC-9", ""));

    assertThat(fault.code()).isEqualTo(FaultCode.REQUIRED_FIELD_MISSING);
    assertThat(fault.text())
        .isEqualTo("the order has neither placer, filler nor accession number");
  }

  @Test
  void leavesOutWhatTheOrderIsRightWithout() {
    var read = read(OMI.replace("52,5|kg", "52,5|stone").replace("|20261123220000", "|yesterday"),
        SITE);

    assertThat(read.orders().getFirst().condition().weightKg()).isEmpty();
    assertThat(read.orders().getFirst().visit().admittedAt()).isEmpty();
    assertThat(read.leftOut()).extracting(fault -> fault.location().orElseThrow().toString())
        .containsExactly("OBX-5", "PV1-44");
  }

  @Test
  void composesDecomposedVietnamese() {
    String decomposed = java.text.Normalizer.normalize(OMI, java.text.Normalizer.Form.NFD);

    assertThat(only(decomposed).patient().name()).isEqualTo(HumanName.of("ĐẶNG", "THỊ", "HƯỜNG"));
  }

  @Test
  void keepsAnEscapedSegmentInsideItsValue() {
    var order = only(ORM.replace("NGUYỄN^VĂN AN",
        "NGUYỄN\\X0D\\OBX\\F\\1\\F\\ST^VĂN\\E\\AN\\S\\B\\R\\C\\X00\\"));

    assertThat(order.patient().name().family()).isEqualTo("NGUYỄN OBX|1|ST");
    assertThat(order.patient().name().given()).isEqualTo("VĂN\\AN^B~C");
    assertThat(order.condition().weightKg()).isEmpty();
    assertThat(order.steps()).hasSize(1);
  }

  @Test
  void keepsTheLinesOfAComment() {
    String message = OMI.replace("Chú ý \\T\\ cẩn thận", "một\\.br\\hai & ba^bốn~năm");

    assertThat(only(message).procedure().comments()).hasValue("một\nhai & ba^bốn~năm");
  }

  @Test
  void takesAnUnescapedAmpersandForACharacter() {
    var order = only(ORM.replace("X-quang ngực", "X-quang ngực & bụng"));

    assertThat(order.procedure().description()).hasValue("X-quang ngực & bụng");
  }

  @Test
  void takesAnyDelimitersThatTheSenderNames() {
    String other = ORM.replace("MSH|^~\\&|", "MSH|@~\\&|").replace('^', '@').replace('|', '$');

    assertThat(only(other).patient().name().text()).isEqualTo("NGUYỄN VĂN AN");
  }

  @Test
  void refusesHundredsOfOrdersInOneMessage() {
    var many = new StringBuilder(ORM);
    for (int i = 0; i < 100; i++) {
      many.append("ORC|NW|X-").append(i).append("\nOBR|1|X-").append(i).append("||A^B\n");
    }
    assertThat(fault(many.toString()).text())
        .isEqualTo("the message has 101 orders, at most 100 are taken");
  }

  @Test
  void refusesMoreObservationsThanTheLimit() {
    String many = ORM + "OBX|1|ST|A||x\n".repeat(100_000);

    assertThatThrownBy(() -> read(many, SITE)).isInstanceOfSatisfying(FaultException.class,
        e -> assertThat(e.fault().code()).isEqualTo(FaultCode.VALUE_TOO_LONG));
    assertThat(List.of(fault(ORM.replace("P-9", "P".repeat(1 << 20))).code()))
        .containsExactly(FaultCode.VALUE_TOO_LONG);
  }
}
