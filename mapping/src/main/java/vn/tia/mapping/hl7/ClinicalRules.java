package vn.tia.mapping.hl7;

import static vn.tia.mapping.hl7.Rule.lenient;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import vn.tia.mapping.exam.Allergy;
import vn.tia.mapping.exam.ClinicalFacts;
import vn.tia.mapping.exam.ClinicalFacts.Listed;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.exam.Diagnosis;
import vn.tia.mapping.exam.Diagnosis.Certainty;
import vn.tia.mapping.hl7.ClinicalDraft.AllergyDraft;
import vn.tia.mapping.hl7.ClinicalDraft.DiagnosisDraft;

/// The tables that take AL1 to an allergy and DG1 to a diagnosis, by the HL7 v2-to-FHIR guide.
///
/// All of it is lenient: an order isn't refused for how a ward writes an allergy.
final class ClinicalRules {
  /// Of each kind; more is no list that a person keeps.
  private static final int SEGMENTS_MAX = 100;

  static final List<Rule<Source, AllergyDraft>> ALLERGIES = List.of(
      lenient("AL1-2", "allergy.kind: AllergyIntolerance.category",
          (in, out) -> out.kind = in.segment.text(2).flatMap(ClinicalRules::kind)),
      lenient("AL1-3", "allergy.codes: AllergyIntolerance.code; a word without a scheme is none",
          (in, out) -> out.codes = schemed(in.segment, 3)),
      lenient("AL1-3.2 | AL1-3", "allergy.words: AllergyIntolerance.code.text",
          (in, out) -> out.words = Hl7Types.words(in.segment, 3)),
      lenient("AL1-4", "allergy.severity: criticality and reaction.severity",
          (in, out) -> out.severity = in.segment.text(4).flatMap(ClinicalRules::severity)),
      lenient("AL1-5", "allergy.reactions: reaction.manifestation",
          (in, out) -> out.reactions = in.segment.texts(5, 1).toList()),
      lenient("AL1-6", "allergy.since: onset",
          (in, out) -> out.since = in.segment.text(6).map(Hl7Times::date)));

  static final List<Rule<Source, DiagnosisDraft>> DIAGNOSES = List.of(
      lenient("DG1-20", "diagnosis.number: Condition.identifier",
          (in, out) -> out.number = Hl7Types.entityIdentifier(in.segment, 20)),
      lenient("DG1-3 + DG1-2", "diagnosis.codes: Condition.code; DG1-2 where a code has no scheme",
          (in, out) -> out.codes = diagnosis(in.segment)),
      lenient("DG1-4 | DG1-3.2", "diagnosis.words: Condition.code.text",
          (in, out) -> out.words = in.segment.whole(4)
              .or(() -> Hl7Types.words(in.segment, 3))),
      lenient("DG1-6 | DG1-21", "diagnosis.certainty: verificationStatus, D is taken back",
          (in, out) -> out.certainty = certainty(in.segment)),
      lenient("DG1-5", "diagnosis.since: onset",
          (in, out) -> out.since = in.segment.text(5)
              .map(time -> Hl7Times.instant(time, in.site.zone()))),
      lenient("DG1-19", "diagnosis.recordedAt: recordedDate",
          (in, out) -> out.recordedAt = in.segment.text(19)
              .map(time -> Hl7Times.instant(time, in.site.zone()))),
      lenient("DG1-16", "diagnosis.by: asserter",
          (in, out) -> out.by = Hl7Types.person(in.segment, 16)));

  private ClinicalRules() {}

  /// A segment and the site that it comes from.
  record Source(Hl7Segment segment, OrderSite site) {}

  /// What a message tells of its patient's health.
  ///
  /// @param listed which allergies AL1 list in this kind of message, where there are any
  static ClinicalFacts read(List<Hl7Segment> segments, OrderSite site, Listed listed,
      List<Fault> leftOut) {
    var allergies = named(segments, "AL1", leftOut);
    var diagnoses = named(segments, "DG1", leftOut);
    if (allergies.isEmpty() && diagnoses.isEmpty()) {
      return ClinicalFacts.NONE;
    }
    var made = all(allergies, site, ALLERGIES, AllergyDraft::new,
        AllergyDraft::toAllergy, leftOut);
    // A list of which a line can't be read, or of which the end was cut, says nothing of the rest.
    boolean whole = made.size() == allergies.size()
        || allergies.stream().allMatch(one -> one.isCleared(3, 1));
    return new ClinicalFacts(
        allergies.isEmpty() || !whole || allergies.size() == SEGMENTS_MAX ? Listed.THESE : listed,
        made, all(diagnoses, site, DIAGNOSES, DiagnosisDraft::new, DiagnosisDraft::toDiagnosis,
            leftOut));
  }

  private static <D, T> List<T> all(List<Hl7Segment> segments, OrderSite site,
      List<Rule<Source, D>> rules, Supplier<D> empty, Function<D, Optional<T>> read,
      List<Fault> leftOut) {
    return segments.stream().flatMap(segment -> {
      var draft = empty.get();
      rules.forEach(rule -> rule.apply(new Source(segment, site), draft, leftOut));
      try {
        return read.apply(draft).stream();
      } catch (IllegalArgumentException e) {
        leftOut.add(Fault.error(FaultCode.DATA_TYPE, FaultLocation.of(segment.name(), 3),
            String.valueOf(e.getMessage())));
        return Stream.empty();
      }
    }).toList();
  }

  /// Codes that say whose they are: a word in the place of a code is none.
  private static List<Coded> schemed(Hl7Segment segment, int field) {
    return Hl7Types.codes(segment, field).stream()
        .filter(code -> code.scheme().isPresent()).toList();
  }

  private static List<Coded> diagnosis(Hl7Segment segment) {
    return Hl7Types.codes(segment, 3).stream()
        .map(code -> new Coded(
            code.code(), code.display(), code.scheme().or(() -> segment.text(2))))
        .toList();
  }

  private static List<Hl7Segment> named(
      List<Hl7Segment> segments, String name, List<Fault> leftOut) {
    var found = segments.stream().filter(segment -> segment.name().equals(name)).toList();
    if (found.size() <= SEGMENTS_MAX) {
      return found;
    }
    leftOut.add(Fault.error(FaultCode.VALUE_TOO_LONG, FaultLocation.of(name, 0),
        "the message has " + found.size() + " " + name + ", at most " + SEGMENTS_MAX
            + " are taken"));
    return found.subList(0, SEGMENTS_MAX);
  }

  /// Table 0127; what is against no kind of thing that FHIR names is known by its code alone.
  private static Optional<Allergy.Kind> kind(String code) {
    return switch (code.toUpperCase(Locale.ROOT)) {
      case "DA" -> Optional.of(Allergy.Kind.MEDICATION);
      case "FA" -> Optional.of(Allergy.Kind.FOOD);
      case "EA", "LA", "PA", "AA" -> Optional.of(Allergy.Kind.ENVIRONMENT);
      case "MA", "MC" -> Optional.of(Allergy.Kind.OTHER);
      default -> Optional.empty();
    };
  }

  /// Table 0128.
  private static Optional<Allergy.Severity> severity(String code) {
    return switch (code.toUpperCase(Locale.ROOT)) {
      case "SV" -> Optional.of(Allergy.Severity.SEVERE);
      case "MO" -> Optional.of(Allergy.Severity.MODERATE);
      case "MI" -> Optional.of(Allergy.Severity.MILD);
      case "U" -> Optional.of(Allergy.Severity.UNKNOWN);
      default -> Optional.empty();
    };
  }

  /// Tables 0206 and 0052.
  private static Certainty certainty(Hl7Segment segment) {
    if (segment.text(21).filter("D"::equals).isPresent()) {
      return Certainty.RETRACTED;
    }
    return segment.text(6).filter("F"::equals).isPresent()
        ? Certainty.CONFIRMED : Certainty.PROVISIONAL;
  }
}
