package vn.tia.fhir.terminology;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.ConceptMap.ConceptMapGroupComponent;
import org.hl7.fhir.r4.model.ConceptMap.SourceElementComponent;
import org.hl7.fhir.r4.model.ConceptMap.TargetElementComponent;
import org.hl7.fhir.r4.model.Enumerations.ConceptMapEquivalence;
import vn.tia.fhir.terminology.Concept.Key;
import vn.tia.records.access.Access;

/// Translates codes by concept maps (R4 section 4.10.4).
public final class Translation {
  private static final int OTHER_MAPS_MAX = 3;

  private final TermsSource source;
  private final Access access;

  public Translation(TermsSource source, Access access) {
    this.source = source;
    this.access = access;
  }

  /// A code that a map gives for another.
  public record Match(ConceptMapEquivalence equivalence, Key key, Optional<String> display,
      String map) {}

  /// What a map gives for a code.
  ///
  /// @param targetSystem only codes of this system, where it is named
  public List<Match> forward(ConceptMap map, Key code, Optional<String> targetSystem) {
    return forward(map, code, OTHER_MAPS_MAX).stream()
        .filter(one -> targetSystem.isEmpty() || targetSystem.get().equals(one.key().system()))
        .toList();
  }

  private List<Match> forward(ConceptMap map, Key code, int depth) {
    var matches = new ArrayList<Match>();
    map.getGroup().stream()
        .filter(group -> code.system().equals(group.getSource()))
        .forEach(group -> {
          var elements = group.getElement().stream()
              .filter(element -> code.code().equals(element.getCode())).toList();
          elements.stream().flatMap(element -> element.getTarget().stream())
              .filter(Translation::isMatch)
              .forEach(target -> matches.add(match(map, group, target)));
          if (elements.isEmpty()) {
            matches.addAll(unmapped(map, group, code, depth));
          }
        });
    return matches;
  }

  private static boolean isMatch(TargetElementComponent target) {
    return target.hasCode() && target.getEquivalence() != ConceptMapEquivalence.UNMATCHED
        && target.getEquivalence() != ConceptMapEquivalence.DISJOINT;
  }

  private static Match match(
      ConceptMap map, ConceptMapGroupComponent group, TargetElementComponent target) {
    return new Match(target.getEquivalence(),
        new Key(String.valueOf(group.getTarget()), target.getCode()),
        Optional.ofNullable(target.getDisplay()), String.valueOf(map.getUrl()));
  }

  private List<Match> unmapped(
      ConceptMap map, ConceptMapGroupComponent group, Key code, int depth) {
    var rest = group.getUnmapped();
    if (!group.hasUnmapped() || rest.getMode() == null) {
      return List.of();
    }
    var target = String.valueOf(group.getTarget());
    return switch (rest.getMode()) {
      case PROVIDED -> List.of(new Match(ConceptMapEquivalence.EQUAL,
          new Key(target, code.code()), Optional.empty(), String.valueOf(map.getUrl())));
      case FIXED -> List.of(new Match(ConceptMapEquivalence.INEXACT,
          new Key(target, rest.getCode()), Optional.ofNullable(rest.getDisplay()),
          String.valueOf(map.getUrl())));
      case OTHERMAP -> depth == 0 ? List.of() : source.conceptMap(rest.getUrl(), access)
          .map(other -> forward(other, code, depth - 1)).orElse(List.of());
      case NULL -> List.of();
    };
  }

  /// The codes for which a map gives this one.
  public List<Match> backward(ConceptMap map, Key code, Optional<String> targetSystem) {
    return map.getGroup().stream()
        .filter(group -> code.system().equals(group.getTarget()))
        .filter(group -> targetSystem.isEmpty() || targetSystem.get().equals(group.getSource()))
        .flatMap(group -> group.getElement().stream()
            .flatMap(element -> backward(map, group, element, code)))
        .toList();
  }

  private static Stream<Match> backward(ConceptMap map, ConceptMapGroupComponent group,
      SourceElementComponent element, Key code) {
    return element.getTarget().stream()
        .filter(target -> isMatch(target) && code.code().equals(target.getCode()))
        .map(target -> new Match(reversed(target.getEquivalence()),
            new Key(group.getSource(), element.getCode()),
            Optional.ofNullable(element.getDisplay()), String.valueOf(map.getUrl())));
  }

  // What is wider one way is narrower the other way.
  private static ConceptMapEquivalence reversed(ConceptMapEquivalence equivalence) {
    return switch (equivalence) {
      case WIDER -> ConceptMapEquivalence.NARROWER;
      case NARROWER -> ConceptMapEquivalence.WIDER;
      case SUBSUMES -> ConceptMapEquivalence.SPECIALIZES;
      case SPECIALIZES -> ConceptMapEquivalence.SUBSUMES;
      case RELATEDTO, EQUIVALENT, EQUAL, INEXACT, UNMATCHED, DISJOINT, NULL -> equivalence;
    };
  }
}
