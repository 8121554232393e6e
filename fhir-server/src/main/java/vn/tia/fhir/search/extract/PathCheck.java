package vn.tia.fhir.search.extract;

import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Base;
import org.jspecify.annotations.Nullable;

/// Looks whether a client's FHIRPath can say what a search parameter finds.
///
/// Functions whose time grows with more than the resource are refused: somebody else's writes would
/// wait for them.
final class PathCheck {
  /// The longest of R4's own has some 700 letters.
  private static final int LETTERS_MAX = 1_000;

  private static final Pattern REFUSED = Pattern.compile(
      "\\b(trace|repeat|descendants|matches|replaceMatches|memberOf|conformsTo|aggregate)\\s*\\(");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z]+(\\.[a-z][A-Za-z0-9]*)+");

  private final FhirContext context;
  private final Engine engine;

  PathCheck(FhirContext context) {
    this.context = context;
    this.engine = new Engine(context);
  }

  /// Why it isn't one for resources of that type, empty where it is.
  Optional<String> flaw(String type, @Nullable String path) {
    var flaw = relativeFlaw(path);
    if (flaw.isPresent() || path == null) {
      return flaw;
    }
    try {
      engine.path(path).elements((Base) context.getResourceDefinition(type).newInstance());
    } catch (RuntimeException failure) {
      return Optional.of("expression can't be evaluated for %s".formatted(type));
    }
    var own = Paths.alternatives(path).stream().map(String::strip)
        .filter(one -> PLAIN.matcher(one).matches())
        .map(one -> List.of(one.split("\\.")))
        .filter(steps -> steps.getFirst().equals(type));
    return own.filter(steps -> !leads(type, steps.subList(1, steps.size()))).findFirst()
        .map(_ -> "expression names an element that %s hasn't".formatted(type));
  }

  /// The same, of a path from elements that aren't known here.
  Optional<String> relativeFlaw(@Nullable String path) {
    if (path == null || path.isBlank()) {
      return Optional.of("expression must be present");
    }
    if (path.length() > LETTERS_MAX) {
      return Optional.of("expression has more than %d letters".formatted(LETTERS_MAX));
    }
    var refused = REFUSED.matcher(path);
    if (refused.find()) {
      return Optional.of("expression uses %s(), which search parameters can't use here"
          .formatted(refused.group(1)));
    }
    try {
      engine.path(path);
      return Optional.empty();
    } catch (IllegalArgumentException none) {
      return Optional.of("expression is no FHIRPath");
    }
  }

  private boolean leads(String type, List<String> names) {
    BaseRuntimeElementDefinition<?> at = context.getResourceDefinition(type);
    for (var name : names) {
      if (!(at instanceof BaseRuntimeElementCompositeDefinition<?> parent)) {
        return false;
      }
      var child = Optional.ofNullable(parent.getChildByName(name))
          .or(() -> Optional.ofNullable(parent.getChildByName(name + "[x]")));
      if (child.isEmpty()) {
        return false;
      }
      var next = child.get().getChildByName(name);
      // What a choice has depends on the resource.
      if (child.get() instanceof RuntimeChildChoiceDefinition || next == null) {
        return true;
      }
      at = next;
    }
    return true;
  }
}
