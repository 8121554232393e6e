package vn.tia.mapping.hl7;

import java.time.Instant;
import java.util.Optional;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Priority;
import vn.tia.mapping.exam.ScheduledStep;

/// Writes what a placer is told of his order, with `SC` in ORC-1: status changed (table 0119).
///
/// `OMI^O23` fills in what Tia gave: accession number, Study Instance UID and steps, in IPC.
/// `ORM^O01` carries the first two in OBR-18 and ZDS-1, as IHE RAD TF-2 4.4 has them for 2.3.1.
final class OrderNotices {

  private OrderNotices() {}

  /// The status as `ORM^O01`.
  static String toOrmO01(OrderNotice notice, Envelope envelope) {
    var message = begun(new MessageDraft(envelope, "ORM", "O01", "ORM_O01"), notice, envelope);
    notice.content().numbers().studyUid().ifPresent(uid -> message.add(
        new SegmentDraft("ZDS").put(1, uid, "Tia", "Application", "DICOM")));
    return message.toString();
  }

  /// The status as `OMG^O19`.
  static String toOmgO19(OrderNotice notice, Envelope envelope) {
    return begun(new MessageDraft(envelope, "OMG", "O19", "OMG_O19"), notice, envelope).toString();
  }

  /// The numbers and steps as `OMI^O23`.
  static String toOmiO23(OrderNotice notice, Envelope envelope) {
    var message = begun(new MessageDraft(envelope, "OMI", "O23", "OMI_O23"), notice, envelope);
    notice.steps().forEach(step -> message.add(ipc(notice, step)));
    return message.toString();
  }

  private static MessageDraft begun(MessageDraft message, OrderNotice notice, Envelope envelope) {
    message.add(ExamSegments.pid(notice.patient(), envelope));
    ExamSegments.pv1(notice.content().visit(), envelope).ifPresent(message::add);
    message.add(orc(notice, envelope));
    if (envelope.version().hasTimingSegments()) {
      timing(notice, envelope).ifPresent(message::add);
    }
    return message.add(obr(notice, envelope));
  }

  private static SegmentDraft orc(OrderNotice notice, Envelope envelope) {
    var numbers = notice.content().numbers();
    var orc = new SegmentDraft("ORC").put(1, "SC");
    numbers.placer().ifPresent(id -> orc.raw(2, ExamSegments.entity(id)));
    numbers.filler().ifPresent(id -> orc.raw(3, ExamSegments.entity(id)));
    numbers.group().ifPresent(id -> orc.raw(4, ExamSegments.entity(id)));
    orc.put(5, notice.event().status().code());
    quantity(notice, envelope).ifPresent(timing -> orc.raw(7, timing));
    return orc.put(9, envelope.time(envelope.at()));
  }

  private static SegmentDraft obr(OrderNotice notice, Envelope envelope) {
    var content = notice.content();
    var obr = new SegmentDraft("OBR").put(1, "1");
    content.numbers().placer().ifPresent(id -> obr.raw(2, ExamSegments.entity(id)));
    content.numbers().filler().ifPresent(id -> obr.raw(3, ExamSegments.entity(id)));
    obr.raw(4, ExamSegments.codes(
        content.procedure().codes(), content.procedure().description()));
    content.request().requester().ifPresent(
        doctor -> obr.raw(16, ExamSegments.person(doctor)));
    content.numbers().accession().ifPresent(id -> obr.put(18, id.value()));
    content.procedure().id().ifPresent(id -> obr.put(19, id));
    notice.steps().stream().flatMap(step -> step.id().stream()).findFirst()
        .ifPresent(id -> obr.put(20, id));
    notice.steps().stream().flatMap(step -> step.modality().stream()).findFirst()
        .ifPresent(modality -> obr.put(24, modality));
    quantity(notice, envelope).ifPresent(timing -> obr.raw(27, timing));
    start(notice).ifPresent(at -> obr.put(36, envelope.time(at)));
    return obr.put(25, notice.event().result());
  }

  /// TQ, the form before 2.5: start in its fourth component, priority in the sixth.
  private static Optional<String> quantity(OrderNotice notice, Envelope envelope) {
    return envelope.version().hasTimingSegments() ? Optional.empty()
        : Optional.of(SegmentDraft.composed("", "", "",
            start(notice).map(envelope::time).orElse(""), "", priority(notice)));
  }

  private static Optional<SegmentDraft> timing(OrderNotice notice, Envelope envelope) {
    return start(notice).map(at -> new SegmentDraft("TQ1").put(1, "1")
        .put(7, envelope.time(at)).put(9, priority(notice)));
  }

  private static SegmentDraft ipc(OrderNotice notice, ScheduledStep step) {
    var content = notice.content();
    var ipc = new SegmentDraft("IPC");
    content.numbers().accession().ifPresent(id -> ipc.raw(1, ExamSegments.entity(id)));
    content.procedure().id().ifPresent(id -> ipc.put(2, id));
    content.numbers().studyUid().ifPresent(uid -> ipc.put(3, uid));
    step.id().ifPresent(id -> ipc.put(4, id));
    step.modality().ifPresent(modality -> ipc.put(5, modality, "", "DCM"));
    if (!step.protocolCodes().isEmpty()) {
      ipc.raw(6, ExamSegments.codes(step.protocolCodes(), step.description()));
    }
    step.stationNames().stream().findFirst().ifPresent(name -> ipc.put(7, name));
    step.location().ifPresent(place -> ipc.put(8, "", place));
    step.stationAes().stream().findFirst().ifPresent(title -> ipc.put(9, title));
    return ipc;
  }

  private static Optional<Instant> start(OrderNotice notice) {
    return notice.steps().stream().flatMap(step -> step.start().stream())
        .min(Instant::compareTo);
  }

  /// Table 0485.
  private static String priority(OrderNotice notice) {
    Priority priority = notice.content().procedure().priority();
    return switch (priority) {
      case STAT -> "S";
      case HIGH -> "A";
      case MEDIUM -> "T";
      case ROUTINE, LOW -> "R";
    };
  }

  /// The number under which Tia keeps an appointment: the accession number.
  static Optional<AssignedId> appointment(OrderNotice notice) {
    return notice.content().numbers().accession();
  }
}
