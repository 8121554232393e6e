package vn.tia.mapping.hl7;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.OrderContent;
import vn.tia.mapping.exam.OrderNumbers;
import vn.tia.mapping.exam.PartialDate;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientCondition;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Practitioner;
import vn.tia.mapping.exam.Priority;
import vn.tia.mapping.exam.Request;
import vn.tia.mapping.exam.RequestedProcedure;
import vn.tia.mapping.exam.ScheduledStep;
import vn.tia.mapping.exam.Sex;
import vn.tia.mapping.exam.Visit;

/// What the tests of outgoing messages send, and under which envelope.
final class SentExamples {

  private SentExamples() {}

  static Envelope envelope(Dialect dialect) {
    return new Envelope(new Envelope.Parties("TIA", "BV01", "HIS", "BV01"), "R-1-2",
        Instant.parse("2026-11-24T03:00:00Z"), ZoneId.of("Asia/Ho_Chi_Minh"),
        new AuthoritySystems("BV01", "BV01", "urn:oid:1.2.3"), dialect);
  }

  static OrderNotice notice(OrderEvent event) {
    var patient = Patient.of(
        List.of(PatientIdentifier.local("0012345"), new PatientIdentifier("079072012345",
            Authority.ofOid("2.16.704.1"), PatientIdentifier.NATIONAL_ID)),
        HumanName.of("ĐẶNG", "THỊ", "HƯỜNG"), Optional.of(PartialDate.parse("19720815")),
        Sex.FEMALE);
    var numbers = new OrderNumbers(
        Optional.of(new AssignedId("P-1", Authority.ofNamespace("HIS"))),
        Optional.of(AssignedId.of("F-1")), Optional.empty(),
        Optional.of(AssignedId.of("T26000001")), Optional.of("1.2.840.1"));
    var doctor = new Practitioner(Optional.of(AssignedId.of("D7")), HumanName.of("LÊ", "", "MAI"));
    var request = new Request(Optional.of(doctor), Optional.empty(), List.of(), Optional.empty(),
        Optional.empty(), Optional.empty());
    var procedure = new RequestedProcedure(Optional.of("T26000001"),
        List.of(Coded.of("CTN", "CT ngực", "99HIS")), Optional.of("CT ngực & bụng"),
        Optional.empty(), List.of(), Optional.empty(), Priority.STAT, Optional.empty(),
        Optional.empty());
    var content = new OrderContent(
        numbers, PatientCondition.UNSAID, Visit.UNSAID, request, procedure);
    return new OrderNotice(event, patient, content, List.of(step()));
  }

  private static ScheduledStep step() {
    return new ScheduledStep(Optional.of("S1"), Optional.of("CT ngực"), Optional.of("CT"),
        List.of("CT01"), List.of(), Optional.of("Phòng 3"),
        Optional.of(Instant.parse("2026-11-24T04:30:00Z")),
        List.of(Coded.of("CTN", "CT ngực", "99HIS")), List.of(), Optional.empty(),
        Optional.empty(), Optional.empty());
  }
}
