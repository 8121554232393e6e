package vn.tia.fhir.terminology;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionDesignationComponent;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ConceptReferenceComponent;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetComponent;
import org.hl7.fhir.r4.model.ValueSet.ValueSetExpansionContainsComponent;
import vn.tia.fhir.terminology.Concept.Key;
import vn.tia.fhir.terminology.Concept.Trait;
import vn.tia.fhir.terminology.TermsException.Kind;
import vn.tia.records.access.Access;

/// The codes of a value set: what it includes, less what it excludes (R4 section 4.9.5).
final class Expander {
  private final TermsSource source;
  private final Access access;
  private final TermsLimits limits;

  Expander(TermsSource source, Access access, TermsLimits limits) {
    this.source = source;
    this.access = access;
    this.limits = limits;
  }

  Map<Key, Concept> expand(ValueSet set) {
    return expand(set, limits.depthMax());
  }

  private Map<Key, Concept> expand(ValueSet set, int depth) {
    if (depth == 0) {
      throw new TermsException(Kind.TOO_COSTLY,
          "value sets stand in each other more than %d deep".formatted(limits.depthMax()));
    }
    var found = new LinkedHashMap<Key, Concept>();
    if (!set.hasCompose()) {
      set.getExpansion().getContains().forEach(one -> contained(one, found));
      return found;
    }
    set.getCompose().getInclude().forEach(one -> {
      selected(one, depth).forEach(found::putIfAbsent);
      checkSize(found.size());
    });
    set.getCompose().getExclude().forEach(one ->
        found.keySet().removeAll(selected(one, depth).keySet()));
    return found;
  }

  private void contained(ValueSetExpansionContainsComponent one, Map<Key, Concept> into) {
    if (one.hasCode() && !one.getAbstract()) {
      var key = new Key(one.getSystem() == null ? "" : one.getSystem(), one.getCode());
      into.put(key, new Concept(key, Optional.ofNullable(one.getVersion()),
          Optional.ofNullable(one.getDisplay()), List.of(),
          one.getInactive() ? Set.of(Trait.INACTIVE) : Set.of()));
    }
    checkSize(into.size());
    one.getContains().forEach(child -> contained(child, into));
  }

  private void checkSize(int size) {
    if (size > limits.codesMax()) {
      throw new TermsException(Kind.TOO_COSTLY,
          "the value set has more than %d codes".formatted(limits.codesMax()));
    }
  }

  /// What all parts of an include have in common.
  private Map<Key, Concept> selected(ConceptSetComponent include, int depth) {
    var sets = include.getValueSet().stream().map(one -> expand(named(one), depth - 1)).toList();
    if (!include.hasSystem()) {
      if (sets.isEmpty()) {
        throw new TermsException(Kind.INVALID,
            "an include of the value set has neither a system nor a value set");
      }
      return common(sets.getFirst(), sets.subList(1, sets.size()));
    }
    var own = include.hasConcept() ? listed(include) : filtered(include);
    return common(own, sets);
  }

  private static Map<Key, Concept> common(
      Map<Key, Concept> first, List<Map<Key, Concept>> others) {
    var common = new LinkedHashMap<>(first);
    others.forEach(other -> common.keySet().retainAll(other.keySet()));
    return common;
  }

  private ValueSet named(CanonicalType canonical) {
    return source.valueSet(canonical.getValue(), access).orElseThrow(() ->
        new TermsException(Kind.NOT_FOUND, "a value set that it includes is not known here"));
  }

  private Map<Key, Concept> listed(ConceptSetComponent include) {
    var table = source.codeSystem(canonical(include), access);
    return include.getConcept().stream()
        .map(one -> concept(one, include, table))
        .collect(Collectors.toMap(Concept::key, one -> one, (one, _) -> one,
            LinkedHashMap::new));
  }

  private static Concept concept(ConceptReferenceComponent one, ConceptSetComponent include,
      Optional<CodeTable> table) {
    var said = Optional.ofNullable(one.getDisplay());
    return table.flatMap(known -> known.find(one.getCode()))
        .map(known -> known.called(said))
        .orElseGet(() -> new Concept(new Key(include.getSystem(), one.getCode()),
            Optional.ofNullable(include.getVersion()), said,
            one.getDesignation().stream().map(Expander::designation).toList(), Set.of()));
  }

  private static ConceptDefinitionDesignationComponent designation(
      ValueSet.ConceptReferenceDesignationComponent one) {
    return new ConceptDefinitionDesignationComponent().setLanguage(one.getLanguage())
        .setUse(one.getUse()).setValue(one.getValue());
  }

  private Map<Key, Concept> filtered(ConceptSetComponent include) {
    var table = source.codeSystem(canonical(include), access).orElseThrow(() ->
        new TermsException(Kind.NOT_FOUND,
            "the code system %s is not known here".formatted(include.getSystem())));
    if (!table.isComplete()) {
      throw new TermsException(Kind.NOT_SUPPORTED,
          "the code system %s is here in parts only".formatted(include.getSystem()));
    }
    var filters = include.getFilter().stream()
        .map(one -> ConceptFilter.of(one, table)).toList();
    return table.all().stream()
        .filter(one -> filters.stream().allMatch(filter -> filter.test(one)))
        .collect(Collectors.toMap(Concept::key, one -> one, (one, _) -> one,
            LinkedHashMap::new));
  }

  private static String canonical(ConceptSetComponent include) {
    return include.hasVersion()
        ? include.getSystem() + "|" + include.getVersion() : include.getSystem();
  }
}
