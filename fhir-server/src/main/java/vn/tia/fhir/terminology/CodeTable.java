package vn.tia.fhir.terminology;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.CodeSystemContentMode;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.CodeSystem.ConceptPropertyComponent;
import vn.tia.fhir.terminology.Concept.Key;
import vn.tia.fhir.terminology.Concept.Trait;

/// The codes of a CodeSystem, to be found by code, with who stands over and under whom: nested
/// concepts, and those that name a `parent` or `subsumedBy` (R4 section 4.8.12).
public final class CodeTable {
  private static final Set<String> UPWARDS = Set.of("parent", "subsumedBy");
  private static final Set<String> DOWNWARDS = Set.of("child");
  private static final Set<String> ENDED = Set.of("inactive", "notSelectable", "status");

  private final CodeSystem source;
  private final Map<String, ConceptDefinitionComponent> concepts = new LinkedHashMap<>();
  private final Map<String, Set<String>> parents = new LinkedHashMap<>();
  private final Map<String, Set<String>> children = new LinkedHashMap<>();

  public CodeTable(CodeSystem source) {
    this.source = source;
    source.getConcept().forEach(this::add);
    concepts.values().forEach(this::linkProperties);
  }

  private void add(ConceptDefinitionComponent concept) {
    concepts.put(key(concept.getCode()), concept);
    concept.getConcept().forEach(child -> {
      link(child.getCode(), concept.getCode());
      add(child);
    });
  }

  private void linkProperties(ConceptDefinitionComponent concept) {
    concept.getProperty().forEach(property -> {
      if (property.hasValue() && UPWARDS.contains(property.getCode())) {
        link(concept.getCode(), property.getValue().primitiveValue());
      }
      if (property.hasValue() && DOWNWARDS.contains(property.getCode())) {
        link(property.getValue().primitiveValue(), concept.getCode());
      }
    });
  }

  private void link(String child, String parent) {
    parents.computeIfAbsent(key(child), _ -> new LinkedHashSet<>()).add(key(parent));
    children.computeIfAbsent(key(parent), _ -> new LinkedHashSet<>()).add(key(child));
  }

  private String key(String code) {
    return source.hasCaseSensitive() && !source.getCaseSensitive()
        ? code.toLowerCase(Locale.ROOT) : code;
  }

  public CodeSystem source() {
    return source;
  }

  /// Whether all its codes are here, not only some of them.
  public boolean isComplete() {
    return source.getContent() == CodeSystemContentMode.COMPLETE;
  }

  public Optional<Concept> find(String code) {
    return definition(code).map(this::concept);
  }

  /// The concept as the source has it.
  public Optional<ConceptDefinitionComponent> definition(String code) {
    return Optional.ofNullable(concepts.get(key(code)));
  }

  /// All of them, in the order of the source.
  public List<Concept> all() {
    return concepts.values().stream().map(this::concept).toList();
  }

  public List<String> parents(String code) {
    return codes(parents.getOrDefault(key(code), Set.of()));
  }

  public List<String> children(String code) {
    return codes(children.getOrDefault(key(code), Set.of()));
  }

  /// The codes under a code at any depth, without itself.
  public Set<String> below(String code) {
    return reached(code, children);
  }

  /// The codes over a code at any distance, without itself.
  public Set<String> above(String code) {
    return reached(code, parents);
  }

  private Set<String> reached(String code, Map<String, Set<String>> next) {
    var seen = new LinkedHashSet<String>();
    var waiting = new ArrayDeque<>(next.getOrDefault(key(code), Set.of()));
    while (!waiting.isEmpty()) {
      var one = waiting.poll();
      if (seen.add(one)) {
        waiting.addAll(next.getOrDefault(one, Set.of()));
      }
    }
    seen.remove(key(code));
    return new LinkedHashSet<>(codes(seen));
  }

  private List<String> codes(Collection<String> keys) {
    var codes = new ArrayList<String>();
    keys.forEach(key -> Optional.ofNullable(concepts.get(key))
        .ifPresent(found -> codes.add(found.getCode())));
    return codes;
  }

  private Concept concept(ConceptDefinitionComponent concept) {
    var traits = EnumSet.noneOf(Trait.class);
    concept.getProperty().stream().filter(one -> ENDED.contains(one.getCode()))
        .forEach(one -> trait(one).ifPresent(traits::add));
    return new Concept(new Key(source.getUrl(), concept.getCode()),
        Optional.ofNullable(source.getVersion()), Optional.ofNullable(concept.getDisplay()),
        concept.getDesignation(), traits);
  }

  private static Optional<Trait> trait(ConceptPropertyComponent property) {
    var value = property.hasValue() ? property.getValue().primitiveValue() : "";
    return switch (property.getCode()) {
      case "notSelectable" -> value.equals("true")
          ? Optional.of(Trait.ABSTRACT) : Optional.empty();
      case "status" -> value.equals("retired") || value.equals("inactive")
          ? Optional.of(Trait.INACTIVE) : Optional.empty();
      default -> value.equals("true") ? Optional.of(Trait.INACTIVE) : Optional.empty();
    };
  }
}
