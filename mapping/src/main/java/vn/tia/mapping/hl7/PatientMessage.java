package vn.tia.mapping.hl7;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import vn.tia.mapping.exam.ClinicalFacts;
import vn.tia.mapping.exam.ClinicalFacts.Listed;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientLink;
import vn.tia.mapping.exam.Replacement;
import vn.tia.mapping.exam.VisitEvent;

/// What an ADT message says of patients (HL7 v2 chapter 3).
///
/// Who the patient is, PID and MRG, how the visit goes, EVN and PV1, and AL1 and DG1.
public sealed interface PatientMessage extends MessageContent {

  /// A merge says that two patients are one person; more at once were never one person's work.
  int PAIRS_MAX = 100;

  /// A patient is so, whatever the event: who was admitted, moved or sent home is described alike.
  ///
  /// @param cleared the names of values that are taken back (`""`), such as `patient.address`
  /// @param visit what happened to the patient's visit, where it has a number
  /// @param facts the patient's allergies and diagnoses
  record Told(Patient patient, Set<String> cleared, Optional<VisitEvent> visit,
      ClinicalFacts facts, List<Fault> leftOut) implements PatientMessage {
    /// A patient of whom nothing is taken back, and nothing but they themselves told.
    public Told(Patient patient, List<Fault> leftOut) {
      this(patient, Set.of(), Optional.empty(), ClinicalFacts.NONE, leftOut);
    }

    static final Set<String> EVENTS = Set.of("ADT^A01", "ADT^A02", "ADT^A03", "ADT^A04",
        "ADT^A05", "ADT^A06", "ADT^A07", "ADT^A08", "ADT^A10", "ADT^A11", "ADT^A12", "ADT^A13",
        "ADT^A28", "ADT^A31", "ADT^A38");

    public Told {
      cleared = Set.copyOf(cleared);
      leftOut = List.copyOf(leftOut);
    }

    static Told of(Hl7Message message, OrderSite site) {
      var leftOut = new ArrayList<Fault>();
      var source = new OrderSource(site, List.of(), message.segments());
      var told = draft(source, leftOut);
      var cleared = PatientRules.RULES.stream()
          .filter(rule -> rule.isCleared(source)).map(Rule::value).collect(Collectors.toSet());
      var visit = VisitRules.read(message, source, leftOut);
      var facts = ClinicalRules.read(message.segments(), site, Listed.ALL, leftOut);
      return new Told(told.toPatient(), cleared, visit, facts, leftOut);
    }
  }

  /// Numbers stand for others from now on: A40, A47, and A34, which A40 succeeded. All of a
  /// message's replacements are made, or none.
  record Replaced(List<Replacement> replacements, List<Fault> leftOut)
      implements PatientMessage {
    static final Set<String> EVENTS = Set.of("ADT^A34", "ADT^A40", "ADT^A47");

    public Replaced {
      replacements = List.copyOf(replacements);
      leftOut = List.copyOf(leftOut);
    }

    static Replaced of(Hl7Message message, OrderSite site) {
      var leftOut = new ArrayList<Fault>();
      var kind = message.header().event().equals("A47")
          ? Replacement.Kind.RENUMBER : Replacement.Kind.MERGE;
      var replacements = pairs(message).stream()
          .map(pair -> replacement(kind, new OrderSource(site, List.of(), pair), leftOut))
          .toList();
      return new Replaced(replacements, leftOut);
    }

    private static Replacement replacement(
        Replacement.Kind kind, OrderSource pair, List<Fault> leftOut) {
      var draft = draft(pair, leftOut);
      ReplacedRules.RULES.forEach(rule -> rule.apply(pair, draft, leftOut));
      if (draft.replaced.isEmpty()) {
        throw new FaultException(Fault.error(FaultCode.REQUIRED_FIELD_MISSING,
            FaultLocation.of("MRG", 1), "MRG-1 holds no patient identifier"));
      }
      return new Replacement(kind, draft.toPatient(), draft.replaced);
    }
  }

  /// Two records are of one person and stay apart (A24), or are not of one person (A37).
  record Linked(PatientLink link, List<Fault> leftOut) implements PatientMessage {
    static final Set<String> EVENTS = Set.of("ADT^A24", "ADT^A37");

    public Linked {
      leftOut = List.copyOf(leftOut);
    }

    static Linked of(Hl7Message message, OrderSite site) {
      var leftOut = new ArrayList<Fault>();
      var patients = pairs(message).stream()
          .map(pair -> draft(new OrderSource(site, List.of(), pair), leftOut).toPatient())
          .toList();
      if (patients.size() != 2) {
        throw new FaultException(Fault.error(FaultCode.SEGMENT_SEQUENCE,
            FaultLocation.of("PID", 0), "a link has 2 PID, got " + patients.size()));
      }
      var kind = message.header().event().equals("A24")
          ? PatientLink.Kind.LINK : PatientLink.Kind.UNLINK;
      return new Linked(new PatientLink(kind, patients.getFirst(), patients.getLast()), leftOut);
    }
  }

  /// Each PID with what follows it until the next.
  private static List<List<Hl7Segment>> pairs(Hl7Message message) {
    var pairs = new ArrayList<List<Hl7Segment>>();
    for (Hl7Segment segment : message.segments()) {
      if (segment.name().equals("PID")) {
        pairs.add(new ArrayList<>());
      }
      if (!pairs.isEmpty()) {
        pairs.getLast().add(segment);
      }
    }
    if (pairs.isEmpty()) {
      pairs.add(List.of());
    }
    if (pairs.size() > PAIRS_MAX) {
      throw new FaultException(Fault.error(FaultCode.VALUE_TOO_LONG, FaultLocation.of("PID", 0),
          "the message has " + pairs.size() + " PID, at most " + PAIRS_MAX + " are taken"));
    }
    return pairs;
  }

  private static PatientDraft draft(OrderSource source, List<Fault> leftOut) {
    PatientDraft.require(source.segment("PID"));
    var draft = new PatientDraft();
    PatientRules.RULES.forEach(rule -> rule.apply(source, draft, leftOut));
    return draft;
  }
}
