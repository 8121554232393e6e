package vn.tia.mapping.hl7;

import java.time.Instant;
import java.util.Optional;
import vn.tia.mapping.exam.ScheduledStep;

/// Writes when an exam is scheduled, as an unsolicited schedule message (HL7 v2 chapter 10).
///
/// An order is one appointment under its accession number; each step is one RGS with its service
/// (AIS), its station (AIG) and its room (AIL).
final class ScheduleMessages {

  /// What happened to an appointment.
  enum Change {
    BOOKED("S12", "Booked"),
    MOVED("S13", "Booked"),
    MODIFIED("S14", "Booked"),
    CANCELED("S15", "Cancelled");

    private final String event;
    private final String status;

    Change(String event, String status) {
      this.event = event;
      this.status = status;
    }
  }

  private ScheduleMessages() {}

  /// The message of a change.
  static String toSiu(Change change, OrderNotice notice, Envelope envelope) {
    var message = new MessageDraft(envelope, "SIU", change.event, "SIU_S12")
        .add(sch(change, notice, envelope))
        .add(ExamSegments.pid(notice.patient(), envelope));
    ExamSegments.pv1(notice.content().visit(), envelope).ifPresent(message::add);
    int set = 0;
    for (ScheduledStep step : notice.steps()) {
      resources(message, ++set, notice, step, envelope);
    }
    return message.toString();
  }

  private static SegmentDraft sch(Change change, OrderNotice notice, Envelope envelope) {
    var numbers = notice.content().numbers();
    var sch = new SegmentDraft("SCH");
    numbers.placer().ifPresent(id -> sch.raw(1, ExamSegments.entity(id)));
    OrderNotices.appointment(notice).ifPresent(id -> sch.raw(2, ExamSegments.entity(id)));
    sch.put(6, change.event).raw(7, ExamSegments.codes(
        notice.content().procedure().codes(), notice.content().procedure().description()));
    start(notice).ifPresent(at -> sch.put(11, "", "", "", envelope.time(at)));
    notice.content().request().requester().ifPresent(
        doctor -> sch.raw(16, ExamSegments.person(doctor)));
    sch.put(25, change.status);
    if (envelope.version().isFrom(Hl7Version.V2_4)) {
      numbers.placer().ifPresent(id -> sch.raw(26, ExamSegments.entity(id)));
      numbers.filler().ifPresent(id -> sch.raw(27, ExamSegments.entity(id)));
    }
    return sch;
  }

  private static void resources(MessageDraft message, int set, OrderNotice notice,
      ScheduledStep step, Envelope envelope) {
    String number = Integer.toString(set);
    message.add(new SegmentDraft("RGS").put(1, number).put(2, "A"));
    var codes = step.protocolCodes().isEmpty()
        ? notice.content().procedure().codes() : step.protocolCodes();
    var ais = new SegmentDraft("AIS").put(1, number).put(2, "A")
        .raw(3, ExamSegments.codes(codes, step.description()));
    step.start().ifPresent(at -> ais.put(4, envelope.time(at)));
    message.add(ais);
    step.stationAes().stream().findFirst().ifPresent(title -> message.add(
        new SegmentDraft("AIG").put(1, number).put(2, "A").put(3, title)
            .put(4, step.modality().orElse(""))));
    step.location().ifPresent(place -> message.add(
        new SegmentDraft("AIL").put(1, number).put(2, "A").put(3, "", place)));
  }

  private static Optional<Instant> start(OrderNotice notice) {
    return notice.steps().stream().flatMap(step -> step.start().stream())
        .min(Instant::compareTo);
  }
}
