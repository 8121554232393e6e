package vn.tia.fhir.terminology;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionDesignationComponent;
import org.jspecify.annotations.Nullable;

/// A code of a system, with what is known of it.
///
/// @param display what it is called, empty where only the code is known
public record Concept(
    Key key,
    Optional<String> version,
    Optional<String> display,
    List<ConceptDefinitionDesignationComponent> designations,
    Set<Trait> traits) {

  public Concept {
    designations = List.copyOf(designations);
    traits = Set.copyOf(traits);
  }

  /// What makes it one: the URI of its system and the code.
  public record Key(String system, String code) {}

  /// What a code isn't good for: new data, or any data.
  public enum Trait { INACTIVE, ABSTRACT }

  /// What it is called in a language such as `vi`, else its display.
  public Optional<String> display(Optional<String> language) {
    return language.flatMap(wanted -> designations.stream()
            .filter(one -> speaks(one.getLanguage(), wanted))
            .map(ConceptDefinitionDesignationComponent::getValue).findFirst())
        .or(() -> display);
  }

  /// Whether this is one of its names, whatever its case.
  public boolean isCalled(String name) {
    return display.filter(name::equalsIgnoreCase).isPresent()
        || designations.stream().anyMatch(one -> name.equalsIgnoreCase(one.getValue()));
  }

  /// A display in place of the system's own.
  Concept called(Optional<String> other) {
    return other.isEmpty() ? this : new Concept(key, version, other, designations, traits);
  }

  private static boolean speaks(@Nullable String one, String wanted) {
    return one != null && (one.equalsIgnoreCase(wanted)
        || one.toLowerCase(Locale.ROOT)
            .startsWith(wanted.toLowerCase(Locale.ROOT) + "-"));
  }
}
