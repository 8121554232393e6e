package vn.tia.fhir.search.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;

/// A FHIRPath of the plain forms that nearly all search parameters have, walked from element to
/// element: a hundred times faster than FHIRPath's engine, which answers the rest.
///
/// The forms: `a.b.c`, `a | b`, `a.as(T)`, `(a as T)`, `a.ofType(T)`, `a.where(resolve() is T)`,
/// `a.where(name='value')`.
final class Walk {
  private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]*");
  private static final Pattern CAST = Pattern.compile("(?:as|ofType)\\(([A-Za-z]+)\\)");
  private static final Pattern INFIX = Pattern.compile("(.+) as ([A-Za-z]+)");
  private static final Pattern RESOLVED =
      Pattern.compile("where\\(resolve\\(\\) is ([A-Za-z]+)\\)");
  private static final Pattern EQUAL =
      Pattern.compile("where\\(([a-z][A-Za-z]*) ?= ?'([^']*)'\\)");
  private static final Set<String> ROOTS = Set.of("Resource", "DomainResource");

  private sealed interface Step {
    record Child(int hash, String name) implements Step {}

    record Cast(String type) implements Step {}

    record RefersTo(String type) implements Step {}

    record Has(int hash, String name, String value) implements Step {}
  }

  private final List<List<Step>> alternatives;

  private Walk(List<List<Step>> alternatives) {
    this.alternatives = alternatives;
  }

  /// The walk from a resource of the type, empty where the path has another form. Alternatives
  /// that begin with another type lead nowhere.
  static Optional<Walk> from(String type, String path) {
    var alternatives = new ArrayList<List<Step>>();
    for (var alternative : Paths.alternatives(path)) {
      var first = Paths.bare(alternative).split("[. ]", 2)[0];
      if (first.equals(type) || ROOTS.contains(first)) {
        var steps = steps(alternative, true);
        if (steps.isEmpty()) {
          return Optional.empty();
        }
        alternatives.add(steps.get());
      } else if (!Character.isUpperCase(first.isEmpty() ? 'x' : first.charAt(0))) {
        var steps = steps(alternative, false);
        if (steps.isEmpty()) {
          return Optional.empty();
        }
        alternatives.add(steps.get());
      }
    }
    return Optional.of(new Walk(alternatives));
  }

  private static Optional<List<Step>> steps(String alternative, boolean isRooted) {
    var steps = new ArrayList<Step>();
    var text = alternative.strip();
    var rest = "";
    if (text.startsWith("(")) {
      var close = Paths.closing(text);
      rest = text.substring(close + 1);
      text = text.substring(1, close);
    }
    var infix = INFIX.matcher(text);
    var isCast = infix.matches() && !text.contains("(");
    var names = new ArrayList<>(Paths.parts(isCast ? infix.group(1) : text));
    if (isRooted) {
      names.removeFirst();
    }
    if (!add(names, steps)) {
      return Optional.empty();
    }
    if (isCast) {
      steps.add(new Step.Cast(infix.group(2)));
    }
    if (!rest.isEmpty() && (!rest.startsWith(".") || !add(Paths.parts(rest.substring(1)), steps))) {
      return Optional.empty();
    }
    return Optional.of(List.copyOf(steps));
  }

  private static boolean add(List<String> parts, List<Step> steps) {
    for (var part : parts) {
      var cast = CAST.matcher(part);
      var resolved = RESOLVED.matcher(part);
      var equal = EQUAL.matcher(part);
      if (NAME.matcher(part).matches()) {
        steps.add(new Step.Child(part.hashCode(), part));
      } else if (cast.matches()) {
        steps.add(new Step.Cast(cast.group(1)));
      } else if (resolved.matches()) {
        steps.add(new Step.RefersTo(resolved.group(1)));
      } else if (equal.matches()) {
        steps.add(new Step.Has(equal.group(1).hashCode(), equal.group(1), equal.group(2)));
      } else {
        return false;
      }
    }
    return true;
  }

  /// The elements at the ends of the walk.
  List<Base> elements(Base from) {
    var found = new ArrayList<Base>();
    alternatives.forEach(steps -> follow(from, steps, 0, found));
    return found;
  }

  private static void follow(Base at, List<Step> steps, int next, List<Base> found) {
    if (next == steps.size()) {
      found.add(at);
      return;
    }
    switch (steps.get(next)) {
      case Step.Child(var hash, var name) -> {
        for (var child : children(at, hash, name)) {
          follow(child, steps, next + 1, found);
        }
      }
      case Step.Cast(var type) -> {
        if (isOf(at, type)) {
          follow(at, steps, next + 1, found);
        }
      }
      case Step.RefersTo(var type) -> {
        if (refersTo(at, type)) {
          follow(at, steps, next + 1, found);
        }
      }
      case Step.Has(var hash, var name, var value) -> {
        for (var child : children(at, hash, name)) {
          if (value.equals(child.primitiveValue())) {
            follow(at, steps, next + 1, found);
            return;
          }
        }
      }
    }
  }

  private static Base[] children(Base at, int hash, String name) {
    var children = at.getProperty(hash, name, false);
    return children == null ? NOTHING : children;
  }

  private static final Base[] NOTHING = {};

  // FHIRPath's `as(DateTime)` means the primitive, as R4's definitions write it.
  private static boolean isOf(Base at, String type) {
    return at.fhirType().equals(type)
        || at instanceof PrimitiveType<?> && at.fhirType().equalsIgnoreCase(type);
  }

  private static boolean refersTo(Base at, String type) {
    var target = switch (at) {
      case Reference reference when reference.hasReference() ->
          new IdType(reference.getReference()).getResourceType();
      case PrimitiveType<?> uri when uri.hasValue() ->
          new IdType(uri.getValueAsString()).getResourceType();
      default -> null;
    };
    return type.equals(target);
  }
}
