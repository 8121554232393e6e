package vn.tia.mapping.hl7;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.GenericMessage;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.util.Terser;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import vn.tia.mapping.hl7.Dialect.Unwritable;
import vn.tia.mapping.hl7.ScheduleMessages.Change;

/// Every kind of message in every version that has it, read by HAPI HL7v2's model of that version.
class SentMessagesTest {

  private static final DefaultHapiContext HAPI = new DefaultHapiContext();
  private static final List<String> FORWARDED = List.of("A01", "A02", "A03", "A04", "A05", "A06",
      "A07", "A08", "A10", "A11", "A12", "A13", "A28", "A31", "A40", "A47");

  private static Envelope in(Hl7Version version) {
    return SentExamples.envelope(
        new Dialect(version, CharacterSets.UTF_8_NAME, Unwritable.LAY_ASIDE));
  }

  static Stream<Arguments> kindsOfVersions() {
    return Stream.of(Hl7Version.values()).flatMap(version -> Stream.of(SentKind.values())
        .filter(kind -> kind.missingIn(version).isEmpty())
        .map(kind -> Arguments.of(version, kind)));
  }

  private static List<String> messages(SentKind kind, Envelope to) {
    var notice = SentExamples.notice(OrderEvent.STARTED);
    return switch (kind) {
      case ORU_R01 -> List.of(ReportMessages.toOruR01(
          ReportMessagesTest.content(DiagnosticReportStatus.FINAL), to));
      case ORM_O01 -> List.of(OrderNotices.toOrmO01(notice, to));
      case OMG_O19 -> List.of(OrderNotices.toOmgO19(notice, to));
      case OMI_O23 -> List.of(OrderNotices.toOmiO23(notice, to));
      case SIU -> Stream.of(Change.values())
          .map(change -> ScheduleMessages.toSiu(change, notice, to)).toList();
      case ADT -> FORWARDED.stream()
          .map(event -> ForwardedMessages.toAdt(adt(event), to)).toList();
    };
  }

  private static Hl7Message adt(String event) {
    String text = """
        MSH|^~\\&|HIS|BV01|TIA|BV01|20261124093000||ADT^%s|A-1|P|2.4|||||VNM|UNICODE UTF-8
        EVN|%s|20261124093000
        PID|1||0012345^^^BV01^MR||ĐẶNG^HƯỜNG^THỊ||19720815|F
        %s""".formatted(event, event, event.equals("A40") || event.equals("A47")
            ? "MRG|0054321^^^BV01^MR\n" : "PV1|1|O\n");
    byte[] bytes = text.replace('\n', '\r').getBytes(UTF_8);
    return Hl7Message.read(bytes, MessageHeader.read(bytes), ReadSettings.DEFAULT);
  }

  @ParameterizedTest
  @MethodSource("kindsOfVersions")
  void isReadByAPeerOfThatVersion(Hl7Version version, SentKind kind) throws HL7Exception {
    for (String text : messages(kind, in(version))) {
      Message read = HAPI.getPipeParser().parse(text);

      assertThat(read).as(text).isNotInstanceOf(GenericMessage.class);
      var terser = new Terser(read);
      assertThat(terser.get("/MSH-12")).isEqualTo(version.number());
      assertThat(terser.get("/.PID-3-1")).isEqualTo("0012345");
      assertThat(terser.get("/.PID-5-2")).isEqualTo("HƯỜNG");
      assertThat(read.encode().split("\r")).as("segments that the structure has no place for")
          .hasSameSizeAs(text.split("\r"));
    }
  }

  @Test
  void fillsInTheNumbersThatThePlacerAskedFor() {
    assertThat(lines(OrderNotices.toOmiO23(
        SentExamples.notice(OrderEvent.SCHEDULED), in(Hl7Version.V2_5_1)))).isEqualTo("""
        MSH|^~\\&|TIA|BV01|HIS|BV01|20261124100000+0700||OMI^O23^OMI_O23|R-1-2|P|2.5.1||||||\
        UNICODE UTF-8
        PID|1||0012345^^^BV01^MR~079072012345^^^&2.16.704.1&ISO^NI||ĐẶNG^HƯỜNG^THỊ^^^^L||\
        19720815|F
        ORC|SC|P-1^HIS|F-1||SC||||20261124100000+0700
        TQ1|1||||||20261124113000+0700||S
        OBR|1|P-1^HIS|F-1|CTN^CT ngực^99HIS||||||||||||D7^LÊ^MAI||T26000001|T26000001|S1||||CT|S||\
        |||||||||20261124113000+0700
        IPC|T26000001|T26000001|1.2.840.1|S1|CT^^DCM|CTN^CT ngực^99HIS||^Phòng 3|CT01
        """);
  }

  @Test
  void tellsAnOlderPlacerByTheFieldsThatHeHas() {
    assertThat(lines(OrderNotices.toOrmO01(
        SentExamples.notice(OrderEvent.PERFORMED), in(Hl7Version.V2_3)))).contains(
        "||ORM^O01|R-1-2|P|2.3|", "\nORC|SC|P-1^HIS|F-1||CM||^^^20261124113000+0700^^S||",
        "|R||^^^20261124113000+0700^^S|", "\nZDS|1.2.840.1^Tia^Application^DICOM\n");
  }

  @Test
  void tellsOfAnAppointmentWithItsServiceStationAndRoom() {
    assertThat(lines(ScheduleMessages.toSiu(
        Change.CANCELED, SentExamples.notice(OrderEvent.CANCELED), in(Hl7Version.V2_4))))
        .contains("||SIU^S15^SIU_S12|", "\nSCH|P-1^HIS|T26000001||||S15|CTN^CT ngực^99HIS||||"
            + "^^^20261124113000+0700|||||D7^LÊ^MAI|||||||||Cancelled|P-1^HIS|F-1\n",
            "\nAIS|1|A|CTN^CT ngực^99HIS|20261124113000+0700\nAIG|1|A|CT01|CT\nAIL|1|A|^Phòng 3\n");
  }

  @Test
  void forwardsValuesWholeFromASenderWithOtherDelimiters() {
    byte[] bytes = ("MSH#*!?%#HIS#BV01#TIA#BV01#2026##ADT*A08#1#P#2.3\r"
        + "PID#1##7***BV01%1!2%ISO*MR##A|B*?F?C\r").getBytes(UTF_8);
    var message = Hl7Message.read(bytes, MessageHeader.read(bytes), ReadSettings.DEFAULT);

    assertThat(lines(ForwardedMessages.toAdt(message, in(Hl7Version.V2_5))))
        .endsWith("\nPID|1||7^^^BV01&1~2&ISO^MR||A\\F\\B^#C\n");
  }

  @ParameterizedTest
  @EnumSource(SentKind.class)
  void saysWhichVersionsHaveAKind(SentKind kind) {
    assertThat(kind.missingIn(Hl7Version.V2_6)).isEmpty();
    assertThat(SentKind.of(kind.code())).isEqualTo(kind);
  }

  @Test
  void refusesAKindThatTheVersionDoesNotHave() {
    assertThat(SentKind.OMI_O23.missingIn(Hl7Version.V2_3_1))
        .contains("OMI^O23 is in HL7 2.5 to 2.8, not in 2.3.1");
    assertThat(SentKind.ORM_O01.missingIn(Hl7Version.V2_7))
        .contains("ORM^O01 is in HL7 2.3 to 2.6, not in 2.7");
    assertThatThrownBy(() -> SentKind.of("MDM^T02")).hasMessageStartingWith("MDM^T02 is not sent");
    assertThatThrownBy(() -> Hl7Version.of("2.2")).hasMessageStartingWith("HL7 2.2 is not sent");
  }

  private static String lines(String message) {
    return message.replace('\r', '\n');
  }
}
