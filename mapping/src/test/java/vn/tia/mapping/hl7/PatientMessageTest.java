package vn.tia.mapping.hl7;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.PartialDate;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.PatientLink;
import vn.tia.mapping.exam.Replacement;
import vn.tia.mapping.exam.Sex;

class PatientMessageTest {
  private static final OrderSite SITE = OrderSite.standard(ZoneId.of("Asia/Ho_Chi_Minh"));
  private static final Authority BV01 = Authority.ofNamespace("BV01");
  private static final Patient PATIENT = new Patient(
      List.of(PatientIdentifier.local("0012345", BV01),
          new PatientIdentifier("001072012345", Authority.UNSAID, "NI")),
      HumanName.of("ĐẶNG", "THỊ", "HƯỜNG"), Optional.of(PartialDate.parse("19720815")),
      Sex.FEMALE, Optional.of("12 Lê Lợi, Huế"), List.of("0901234567"));
  private static final String PID = "PID|1||0012345^^^BV01^MR~001072012345^^^^NI||"
      + "ĐẶNG^HƯỜNG^THỊ||19720815|F|||12 Lê Lợi^^Huế||0901234567\r";

  private static MessageContent read(String event, String segments) {
    byte[] bytes = ("MSH|^~\\&|HIS|BV01|TIA|BV01|20261124||" + event
        + "|M-1|P|2.5.1||||||UNICODE UTF-8\rEVN||20261124\r" + segments).getBytes(UTF_8);
    var header = MessageHeader.read(bytes);
    return MessageContent.of(Hl7Message.read(bytes, header, ReadSettings.DEFAULT), SITE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"A01", "A02", "A03", "A04", "A05", "A06", "A07", "A08", "A10", "A11",
      "A12", "A13", "A28", "A31"})
  void readsThePatientOfEveryEventThatDescribesOne(String event) {
    assertThat(read("ADT^" + event, PID + "PV1|1|I|KHOA^12^3\r"))
        .isEqualTo(new PatientMessage.Told(PATIENT, List.of()));
  }

  @ParameterizedTest
  @CsvSource({"ADT^A34, MERGE", "ADT^A40^ADT_A39, MERGE", "ADT^A47^ADT_A30, RENUMBER"})
  void readsWhoseNumbersAreReplaced(String event, Replacement.Kind kind) {
    assertThat(read(event, PID + "MRG|77^^^BV01^MR~78^^^BV01^MR\r")).isEqualTo(
        new PatientMessage.Replaced(List.of(new Replacement(kind, PATIENT,
            List.of(PatientIdentifier.local("77", BV01), PatientIdentifier.local("78", BV01)))),
            List.of()));
  }

  @Test
  void readsEachPairOfAMerge() {
    var message = (PatientMessage.Replaced) read("ADT^A40", PID + "PD1|||X\rMRG|77\rPV1|1|I\r"
        + "PID|2||5\rMRG|6\r");

    assertThat(message.replacements()).extracting(Replacement::replaced).containsExactly(
        List.of(PatientIdentifier.local("77")), List.of(PatientIdentifier.local("6")));
    assertThat(message.replacements().get(1).by()).isEqualTo(Patient.of(
        List.of(PatientIdentifier.local("5")), HumanName.UNKNOWN, Optional.empty(), Sex.UNKNOWN));
  }

  @ParameterizedTest
  @CsvSource({"ADT^A24, LINK", "ADT^A37, UNLINK"})
  void readsTheTwoRecordsOfALink(String event, PatientLink.Kind kind) {
    var other = Patient.of(List.of(PatientIdentifier.local("5")), HumanName.UNKNOWN,
        Optional.empty(), Sex.UNKNOWN);

    assertThat(read(event, PID + "PV1|1|I\rPID|2||5\r")).isEqualTo(
        new PatientMessage.Linked(new PatientLink(kind, PATIENT, other), List.of()));
  }

  @Test
  void readsAYearOfBirthAsAYear() {
    var message = read("ADT^A08", "PID|1||5||||1972|F\r");

    assertThat(message).isEqualTo(new PatientMessage.Told(Patient.of(
        List.of(PatientIdentifier.local("5")), HumanName.UNKNOWN,
        Optional.of(PartialDate.ofYear(1972)), Sex.FEMALE), List.of()));
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "ADT^A08; PV1|1|I; 101; PID is missing",
      "ADT^A08; PID|1||^^^BV01; 101; PID-3 holds no patient identifier",
      "ADT^A08; PID|1||5||||19721315; 102; no such date",
      "ADT^A40; MRG|6; 101; PID is missing",
      "ADT^A40; PID|1||5; 101; MRG-1 holds no patient identifier",
      "ADT^A47; PID|1||5!MRG|^^^BV01; 101; MRG-1 holds no patient identifier"})
  void refusesWhatNamesNobody(String event, String segments, int code, String text) {
    assertThatThrownBy(() -> read(event, segments.replace('!', '\r') + "\r"))
        .isInstanceOfSatisfying(FaultException.class, e -> {
          assertThat(e.fault().code().number()).isEqualTo(code);
          assertThat(e.fault().text()).contains(text);
        });
  }

  @Test
  void refusesMorePairsThanAPersonMerges() {
    assertThatThrownBy(() -> read("ADT^A40", "PID|1||5\rMRG|6\r".repeat(101)))
        .isInstanceOfSatisfying(FaultException.class, e -> assertThat(e.fault().text())
            .isEqualTo("the message has 101 PID, at most 100 are taken"));
  }
}
