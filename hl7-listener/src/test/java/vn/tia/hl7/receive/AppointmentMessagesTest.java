package vn.tia.hl7.receive;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.mapping.fhir.FhirJson;

/// Appointments that come by SIU, through MLLP to the worklist and into resources.
@Timeout(120)
class AppointmentMessagesTest {

  private static final String ORDER = """
      MSH|^~\\&|HIS|BV01|TIA|BV01|20261124080000||ORM^O01^ORM_O01|M-1|P|2.5.1
      PID|1||0012345^^^BV01^MR||ĐẶNG^HƯỜNG^THỊ||19720815|F
      ORC|NW|P-1|F-1||||^^^20261124090000
      OBR|1|P-1|F-1|CTN^CT ngực^99HIS||||||||||||||||||||CT
      """;

  private static final String BOOKING = """
      MSH|^~\\&|HIS|BV01|TIA|BV01|20261124100000||SIU^S12^SIU_S12|S-1|P|2.5.1
      SCH||APT-1^HIS||||NEW^Đặt lịch||||||||||||||||||||P-1|F-1
      TQ1|1||||||20261126143000|20261126150000
      PID|1||0012345^^^BV01^MR||ĐẶNG^HƯỜNG^THỊ||19720815|F
      RGS|1|A
      AIS|1|A|CTN^CT ngực^99HIS
      AIL|1|A|Phòng CT^2
      AIP|1|A|77^TRẦN^BÌNH
      """;

  private final Listener listener = Listener.byTheBook();

  @AfterEach
  void close() throws Exception {
    listener.close();
  }

  private Appointment appointment() {
    var all = listener.texts("SELECT json FROM resource WHERE resource_type = 'Appointment'");
    assertThat(all).hasSize(1);
    return FhirJson.decode(all.getFirst(), Appointment.class);
  }

  private String step() {
    return listener.texts("SELECT status || ' ' || starts || ' ' || coalesce(content ->> "
        + "'location', '-') FROM scheduled_step").getFirst();
  }

  private static String event(String event, String control) {
    return BOOKING.replace("SIU^S12", "SIU^" + event).replace("|S-1|", "|" + control + "|");
  }

  @Test
  void movesTheStepsOfTheOrderToTheirTimePlaceAndPerformer() {
    listener.send(ORDER);
    assertThat(step()).isEqualTo("SCHEDULED 2026-11-24 09:00:00 -");

    assertThat(listener.send(BOOKING)).contains("MSA|AA|S-1");

    assertThat(step()).isEqualTo("SCHEDULED 2026-11-26 14:30:00 Phòng CT 2");
    assertThat(listener.texts("SELECT array_to_string(performer_words, ' ') FROM scheduled_step"))
        .containsExactly("binh tran");
    var appointment = appointment();
    assertThat(appointment.getStatus()).isEqualTo(AppointmentStatus.BOOKED);
    assertThat(appointment.getStart().toInstant()).hasToString("2026-11-26T07:30:00Z");
    assertThat(appointment.getEnd().toInstant()).hasToString("2026-11-26T08:00:00Z");
    assertThat(appointment.getBasedOnFirstRep().getReference()).startsWith("ServiceRequest/");
    assertThat(appointment.getParticipant()).hasSize(3);
    assertThat(appointment.getServiceTypeFirstRep().getCodingFirstRep().getCode())
        .isEqualTo("CTN");
    assertThat(listener.texts("SELECT subject FROM resource WHERE resource_type = 'Appointment'")
        .getFirst()).startsWith("Patient/");
  }

  @ParameterizedTest
  @CsvSource({"S13", "S14"})
  void followsWhatIsMovedOrChanged(String event) {
    listener.send(ORDER);
    listener.send(BOOKING);

    assertThat(listener.send(event(event, "S-2").replace("20261126143000", "20261127080000")
        .replace("20261126150000", "20261127083000"))).contains("MSA|AA|S-2");

    assertThat(step()).startsWith("SCHEDULED 2026-11-27 08:00:00");
    assertThat(appointment().getMeta().getVersionId()).isEqualTo("2");
  }

  @ParameterizedTest
  @CsvSource({"S15, CANCELLED", "S26, NOSHOW"})
  void takesTheStepsOffTheWorklistWhereThePatientIsNotExpected(
      String event, AppointmentStatus status) {
    listener.send(ORDER);
    listener.send(BOOKING);

    assertThat(listener.send(event(event, "S-2").replaceFirst("TQ1.*\n", "")))
        .contains("MSA|AA|S-2");

    assertThat(step()).startsWith("ON_HOLD 2026-11-26 14:30:00");
    assertThat(listener.texts("SELECT status FROM imaging_order")).containsExactly("ON_HOLD");
    assertThat(appointment().getStatus()).isEqualTo(status);
    assertThat(appointment().hasStart()).isTrue();

    listener.send(event("S12", "S-3"));
    assertThat(step()).startsWith("SCHEDULED 2026-11-26 14:30:00");
  }

  @Test
  void keepsAnAppointmentWhoseOrderIsNotKnown() {
    assertThat(listener.send(BOOKING)).contains("MSA|AA|S-1");
    assertThat(appointment().hasBasedOn()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "SIU^S12; SIU^S15; 204",
      "SIU^S12; SIU^S26; 204",
      "SIU^S12; SIU^S17; 201",
      "APT-1^HIS; ''; 101",
      "20261126143000; ''; 101",
      "20261126143000; 2026112614h; 102",
      "0012345^^^BV01^MR; ''; 101",
      "0012345^^^BV01^MR; 7^^^BV01^MR; 204"})
  void refusesWhatCanNotBe(String part, String other, String error) {
    listener.send(ORDER);
    assertThat(BOOKING).contains(part);

    String answer = listener.send(BOOKING.replace(part, other == null ? "" : other));

    assertThat(answer).contains("|" + error + "^").doesNotContain("MSA|AA");
    assertThat(listener.texts("SELECT id FROM resource WHERE resource_type = 'Appointment'"))
        .isEmpty();
    assertThat(step()).isEqualTo("SCHEDULED 2026-11-24 09:00:00 -");
  }
}
