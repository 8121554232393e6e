package vn.tia.hl7.send;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static vn.tia.hl7.send.Sender.fields;
import static vn.tia.hl7.send.Sender.until;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.mapping.exam.OrderControl;
import vn.tia.mapping.exam.ScheduledStep;
import vn.tia.mapping.exam.StepStatus;
import vn.tia.mapping.hl7.Dialect;
import vn.tia.mapping.hl7.Dialect.Unwritable;
import vn.tia.mapping.hl7.Hl7Version;
import vn.tia.mapping.hl7.SentKind;
import vn.tia.records.orders.OrderOutcome;
import vn.tia.records.orders.StoredOrder;
import vn.tia.records.orders.StoredStep;
import vn.tia.records.testkit.ExampleOrders;

/// What receivers hear of orders, schedules and patients.
@Timeout(120)
class OutgoingMessagesTest {

  private Optional<Sender> started = Optional.empty();

  private Sender start(Hl7Destination... destinations) {
    var sender = new Sender(destinations);
    started = Optional.of(sender);
    return sender;
  }

  @AfterEach
  void close() {
    started.ifPresent(Sender::close);
  }

  private static StoredOrder place(Sender sender, ExampleOrders order) {
    return ((OrderOutcome.Placed) sender.orders.apply(sender.facility.id(), order.order())).order();
  }

  private static void move(Sender sender, StoredOrder order, StepStatus to) {
    sender.orders.moveSteps(sender.facility.id(),
        order.steps().stream().map(StoredStep::id).toList(), to);
  }

  private static void settle(Sender sender) throws InterruptedException {
    sender.untilRead();
    until(() -> sender.waiting().isEmpty());
  }

  @Test
  void tellsThePlacerItsNumbersAndHowTheExamFares() throws Exception {
    try (var his = new ScriptedHis().up()) {
      var sender = start(Sender.to("his", his.port, SentKind.OMG_O19, SentKind.OMI_O23));
      var order = place(sender, ExampleOrders.headCt("P-1"));
      move(sender, order, StepStatus.STARTED);
      move(sender, order, StepStatus.COMPLETED);
      String patient = sender.patientOf("0012345");
      var report = sender.report(patient, "Bình thường");
      report.addBasedOn(new Reference("ServiceRequest/" + order.fhirId()));
      sender.put(report);
      sender.put(report.setStatus(DiagnosticReportStatus.CORRECTED).setConclusion("Có tràn dịch"));
      settle(sender);

      assertThat(fields(his.received, "MSH", 8)).containsExactly("OMG^O19^OMG_O19",
          "OMI^O23^OMI_O23", "OMG^O19^OMG_O19", "OMG^O19^OMG_O19", "OMG^O19^OMG_O19");
      assertThat(fields(his.received, "ORC", 1)).containsOnly("SC");
      assertThat(fields(his.received, "ORC", 2)).containsOnly("P-1");
      assertThat(fields(his.received, "ORC", 5)).containsExactly("SC", "SC", "IP", "CM", "CM");
      assertThat(fields(his.received, "OBR", 25)).containsExactly("S", "S", "I", "R", "F");
      var numbers = order.content().numbers();
      assertThat(fields(his.received, "IPC", 1))
          .containsExactly(numbers.accession().orElseThrow().value());
      assertThat(fields(his.received, "IPC", 3)).containsExactly(numbers.studyUid().orElseThrow());
      assertThat(fields(his.received, "IPC", 9)).containsExactly("CT1");
    }
  }

  @Test
  void tellsAnOldPlacerByOrmWithZds() throws Exception {
    try (var his = new ScriptedHis().up()) {
      var sender = start(Sender.to("his", his.port,
          new Dialect(Hl7Version.V2_3_1, "UNICODE UTF-8", Unwritable.LAY_ASIDE),
          SentKind.ORM_O01));
      var order = place(sender, ExampleOrders.headCt("P-1"));
      sender.orders.imagesArrived(sender.facility.id(), order.id());
      settle(sender);

      assertThat(fields(his.received, "ORC", 5)).containsExactly("SC", "IP");
      assertThat(fields(his.received, "ZDS", 1))
          .containsOnly(order.content().numbers().studyUid().orElseThrow()
              + "^Tia^Application^DICOM");
      assertThat(fields(his.received, "OBR", 18))
          .containsOnly(order.content().numbers().accession().orElseThrow().value());
    }
  }

  @Test
  void tellsOfEachChangeOfTheSchedule() throws Exception {
    try (var his = new ScriptedHis().up()) {
      var sender = start(Sender.to("his", his.port, SentKind.SIU));
      var booked = ExampleOrders.headCt("P-1");
      place(sender, booked);
      settle(sender);
      var change = booked.with(OrderControl.CHANGE);
      var step = ExampleOrders.step("CT", "CT1");
      sender.orders.apply(sender.facility.id(), change.with(later(step)).order());
      settle(sender);
      sender.orders.apply(sender.facility.id(),
          change.with(later(ExampleOrders.step("CT", "CT2"))).order());
      settle(sender);
      sender.orders.apply(sender.facility.id(), booked.with(OrderControl.CANCEL).order());
      settle(sender);

      assertThat(fields(his.received, "MSH", 8)).containsExactly("SIU^S12^SIU_S12",
          "SIU^S13^SIU_S12", "SIU^S14^SIU_S12", "SIU^S15^SIU_S12");
      assertThat(fields(his.received, "AIS", 4)).startsWith("20260302093000+0700",
          "20260302103000+0700");
      assertThat(fields(his.received, "AIG", 3)).startsWith("CT1", "CT1", "CT2");
      assertThat(fields(his.received, "SCH", 25))
          .containsExactly("Booked", "Booked", "Booked", "Cancelled");
    }
  }

  private static ScheduledStep later(ScheduledStep step) {
    return new ScheduledStep(step.id(), step.description(), step.modality(), step.stationAes(),
        step.stationNames(), step.location(), step.start().map(at -> at.plus(Duration.ofHours(1))),
        step.protocolCodes(), step.performers(), step.preMedication(), step.contrastAgent(),
        step.comments());
  }

  @Test
  void sendsNoReportAgainForAMergeAndForwardsTheMerge() throws Exception {
    try (var his = new ScriptedHis().up(); var ris = new ScriptedHis(ISO_8859_1).up()) {
      var sender = start(
          Sender.to("his", his.port, SentKind.ORU_R01, SentKind.ADT),
          Sender.to("ris", ris.port,
              new Dialect(Hl7Version.V2_3, "8859/1", Unwritable.WITHOUT_ACCENTS), SentKind.ADT));
      sender.put(sender.report(sender.patient("OLD"), "Bình thường"));
      sender.patient("NEW");
      settle(sender);

      String answer = sender.receive(
          "MSH|^~\\&|HIS|BV01|TIA|BV01|20261124||ADT^A40^ADT_A39|M-1|P|2.5.1||||||UNICODE UTF-8",
          "EVN||20261124", "PID|1||NEW^^^BV01^MR||ĐẶNG^HƯỜNG", "MRG|OLD^^^BV01^MR");
      assertThat(answer).contains("MSA|AA|M-1");
      sender.receive(
          "MSH|^~\\&|HIS|BV01|TIA|BV01|20261124||ADT^A08|M-2|P|2.5.1||||||UNICODE UTF-8",
          "EVN||20261124", "PID|1||NEW^^^BV01^MR||ĐẶNG^HÒA", "PV1|1|O");
      settle(sender);

      assertThat(sender.resources.about(sender.facility.id(),
          "Patient/" + sender.patientOf("NEW"), java.util.Set.of())).hasSize(1);
      assertThat(fields(his.received, "MSH", 8))
          .as("its own messages don't come back to it").containsExactly("ORU^R01^ORU_R01");
      assertThat(fields(ris.received, "MSH", 8)).containsExactly("ADT^A40", "ADT^A08");
      assertThat(fields(ris.received, "MSH", 2)).containsOnly("TIA");
      assertThat(fields(ris.received, "EVN", 1)).containsExactly("A40", "A08");
      assertThat(fields(ris.received, "MRG", 1)).containsExactly("OLD^^^BV01^MR");
      assertThat(fields(ris.received, "PID", 5)).containsExactly("DANG^HUONG", "DANG^HÒA");
    }
  }

  @Test
  void notesNothingOfOrdersWhereNobodyListens() throws Exception {
    try (var his = new ScriptedHis().up()) {
      var sender = start(Sender.to("his", his.port, SentKind.ORU_R01));
      place(sender, ExampleOrders.headCt("P-1"));

      assertThat(sender.database.jdbc()
          .sql("SELECT DISTINCT topic FROM outbox").query(String.class).list())
          .isEqualTo(List.of("resource"));
    }
  }
}
