package vn.tia.hl7.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Encounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.mapping.fhir.FhirJson;

/// The Encounter of a visit as ADT messages tell it, from MLLP into the records.
@Timeout(120)
class VisitMessagesTest {

  private final Listener listener = Listener.byTheBook();
  private int sent;

  @AfterEach
  void close() throws Exception {
    listener.close();
  }

  /// An event of the visit NV-77, recorded at a time of the 24th of November.
  private String send(String event, String time, String pv1) {
    return send("ADT^" + event, time, pv1, "0012345");
  }

  private String send(String type, String time, String pv1, String patient) {
    return listener.send("MSH|^~\\&|HIS|BV01|TIA|BV01|20261130||" + type + "|M-" + ++sent
        + "|P|2.5.1\n" + "EVN||20261124" + time + "\n"
        + "PID|1||" + patient + "^^^BV01^MR||ĐẶNG^HƯỜNG||19720815|F\n" + pv1 + "\n");
  }

  /// @param times PV1-44 and PV1-45, from their bars on
  private static String visit(String patientClass, String location, String times) {
    return "PV1|1|" + patientClass + "|" + location + "|".repeat(16) + "NV-77^^^BV01"
        + "|".repeat(25) + times;
  }

  private static String visit(String patientClass, String location) {
    return visit(patientClass, location, "");
  }

  private Encounter encounter() {
    return FhirJson.decode(listener.texts(
        "SELECT json FROM resource WHERE resource_type = 'Encounter'").getFirst(), Encounter.class);
  }

  private String status() {
    return encounter().getStatus().toCode();
  }

  private List<String> places() {
    return encounter().getLocation().stream().map(one -> one.getLocation().getDisplay() + " "
        + one.getStatus().toCode() + " " + hour(one.getPeriod().getStartElement()
            .getValueAsString()) + "-" + hour(one.getPeriod().getEndElement().getValueAsString()))
        .toList();
  }

  private static String hour(String time) {
    return Optional.ofNullable(time).map(text -> text.substring(11, 16)).orElse("");
  }

  @Test
  void followsAStayFromItsPlanToItsEnd() {
    assertThat(send("A05", "060000", visit("P", ""))).contains("MSA|AA");
    assertThat(status()).isEqualTo("planned");
    assertThat(encounter().getClass_().getCode()).isEqualTo("PRENC");
    send("A04", "070000", visit("O", "PK^1"));
    assertThat(status()).isEqualTo("arrived");
    send("A01", "080000", visit("I", "NGOAI^301", "20261124075500"));
    send("A02", "100000", visit("I", "NOI^5"));
    send("A03", "160000", visit("I", "NOI^5", "20261124075500|20261124155000"));

    var end = encounter();
    assertThat(status()).isEqualTo("finished");
    assertThat(end.getClass_().getCode()).isEqualTo("IMP");
    assertThat(end.getPeriod().getStartElement().getValueAsString())
        .isEqualTo("2026-11-24T07:55:00+07:00");
    assertThat(end.getPeriod().getEndElement().getValueAsString())
        .isEqualTo("2026-11-24T15:50:00+07:00");
    assertThat(end.getStatusHistory()).extracting(one -> one.getStatus().toCode())
        .containsExactly("planned", "arrived", "in-progress");
    assertThat(end.getClassHistory()).extracting(one -> one.getClass_().getCode())
        .containsExactly("PRENC", "AMB");
    assertThat(places()).containsExactly("PK 1 completed 07:00-08:00",
        "NGOAI 301 completed 08:00-10:00", "NOI 5 completed 10:00-16:00");
  }

  @Test
  void takesBackADischargeAndATransfer() {
    send("A01", "080000", visit("I", "NGOAI^301"));
    send("A02", "100000", visit("I", "NOI^5"));
    send("A12", "103000", visit("I", "NGOAI^301"));
    assertThat(places()).containsExactly("NGOAI 301 active 08:00-");

    send("A03", "160000", visit("I", "NGOAI^301"));
    send("A13", "163000", visit("I", "NGOAI^301"));
    assertThat(status()).isEqualTo("in-progress");
    assertThat(encounter().getPeriod().hasEnd()).isFalse();
    assertThat(places()).containsExactly("NGOAI 301 active 08:00-");
  }

  @Test
  void cancelsAVisitThatNeverTookPlace() {
    send("A05", "080000", visit("P", ""));
    send("A38", "090000", visit("P", ""));
    assertThat(status()).isEqualTo("cancelled");

    send("A01", "100000", visit("I", "NGOAI^301"));
    assertThat(status()).isEqualTo("in-progress");
    send("A11", "110000", visit("I", "NGOAI^301"));
    assertThat(status()).isEqualTo("cancelled");
    send("A08", "120000", visit("I", "NGOAI^301"));
    assertThat(status()).isEqualTo("cancelled");
  }

  @Test
  void makesAnOutPatientAnInPatientAndBack() {
    send("A04", "080000", visit("O", "PK^1"));
    send("A06", "090000", visit("I", "NGOAI^301"));
    assertThat(status()).isEqualTo("in-progress");
    assertThat(encounter().getClass_().getCode()).isEqualTo("IMP");

    send("A07", "100000", visit("O", "PK^1"));
    assertThat(status()).isEqualTo("in-progress");
    assertThat(encounter().getClass_().getCode()).isEqualTo("AMB");
    assertThat(encounter().getClassHistory()).extracting(one -> one.getClass_().getCode())
        .containsExactly("AMB", "IMP");
  }

  @Test
  void isNotLedBackByOldMessages() {
    send("A03", "160000", visit("I", "NOI^5"));
    String before = listener.texts("SELECT json FROM resource "
        + "WHERE resource_type = 'Encounter'").getFirst();

    send("A02", "100000", visit("I", "NGOAI^301"));
    send("A13", "093000", visit("I", "NGOAI^301"));
    send("A11", "090000", visit("I", "NGOAI^301"));
    assertThat(listener.texts("SELECT json FROM resource WHERE resource_type = 'Encounter'"))
        .containsExactly(before);

    send("A01", "080000", visit("I", "NGOAI^301", "20261124080000"));
    assertThat(status()).isEqualTo("finished");
    assertThat(hour(encounter().getPeriod().getStartElement().getValueAsString()))
        .isEqualTo("08:00");
    assertThat(places()).containsExactly("NOI 5 completed -16:00");
  }

  @Test
  void doesNotGoBackAndBeginsAgainOnlyAfterItsEnd() {
    send("A01", "080000", visit("I", "NGOAI^301"));
    send("A05", "090000", visit("I", "NGOAI^301"));
    send("A10", "091000", visit("I", "NGOAI^301"));
    assertThat(status()).isEqualTo("in-progress");

    send("A03", "160000", visit("I", "NGOAI^301", "|20261124155000"));
    send("A01", "170000", visit("I", "NGOAI^301", "20261124080000"));
    assertThat(status()).isEqualTo("finished");
    send("A01", "180000", visit("I", "NGOAI^301", "20261124174500"));
    assertThat(status()).isEqualTo("in-progress");
  }

  @Test
  void standsAboveWhatAnOrderSaysOfTheVisit() {
    String order = "\nORC|NW|P-1\nOBR|1|P-1||CTN^CT ngực^99HIS";
    send("ORM^O01", "070000", visit("O", "PK^1") + order, "0012345");
    assertThat(status()).isEqualTo("in-progress");

    send("A03", "160000", visit("I", "NOI^5"));
    send("ORM^O01", "170000", visit("I", "NGOAI^301") + order.replace("P-1", "P-2"), "0012345");

    assertThat(status()).isEqualTo("finished");
    assertThat(places()).containsExactly("PK 1 completed -16:00");
  }

  @Test
  void keepsVisitsOfTwoPatientsApart() {
    send("A01", "080000", visit("I", "NGOAI^301"));

    assertThat(send("ADT^A01", "090000", visit("I", "NOI^5"), "99"))
        .contains("MSA|AE").contains("the visit of this number is that of another patient");
    assertThat(places()).containsExactly("NGOAI 301 active 08:00-");
    assertThat(listener.count("patient")).isEqualTo(1);
  }

  @Test
  void makesNoVersionWhereNothingIsNew() {
    send("A01", "080000", visit("I", "NGOAI^301"));
    send("A08", "090000", visit("I", "NGOAI^301"));
    send("A31", "100000", visit("N", ""));

    assertThat(listener.texts("SELECT version::text FROM resource "
        + "WHERE resource_type = 'Encounter'")).containsExactly("1");
  }
}
