package vn.tia.fhir.rest.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import vn.tia.fhir.rest.query.Condition.Direct;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.Clause.TextMatch;
import vn.tia.fhir.search.IndexValue.Link;
import vn.tia.fhir.search.extract.Parameter;
import vn.tia.fhir.search.extract.Parameter.Kind;
import vn.tia.fhir.search.extract.Parameters;

/// Turns one parameter of a search, with its modifier or chain, into a condition.
///
/// An empty answer means: no such parameter. A modifier that a parameter doesn't have is an
/// error whatever the handling (R4 search, section 3.1.1.4.7).
record Conditions(
    Parameters parameters, ValueClauses values, Set<String> served, SearchLimits limits,
    String serverBase) {

  Optional<Condition> of(String type, String name, String value) {
    return of(type, name, value, 0);
  }

  private Optional<Condition> of(String type, String name, String value, int depth) {
    if (depth > limits.chainDepthMax()) {
      throw new BadSearchException("a chain goes through %d references at most"
          .formatted(limits.chainDepthMax()));
    }
    if (name.startsWith("_has:")) {
      return referred(type, name, value, depth);
    }
    return switch (name) {
      case "_id" -> Optional.of(new Condition.ById(
          alternatives(name, value).stream().map(Escapes::plain).toList()));
      case "_lastUpdated" -> Optional.of(any(name, value,
          one -> new Direct(values.date("_lastUpdated", one))));
      case "_list" -> Optional.of(any(name, value, one ->
          new Condition.Listed(Escapes.plain(one).replaceFirst("^List/", ""))));
      case "_filter" -> Optional.of(new Filter(this, type).read(value));
      default -> name.contains(".") ? chain(type, name, value, depth) : direct(type, name, value);
    };
  }

  private Optional<Condition> direct(String type, String name, String value) {
    var colon = name.indexOf(':');
    var code = colon < 0 ? name : name.substring(0, colon);
    var modifier = colon < 0 ? "" : name.substring(colon + 1);
    return parameters.find(type, code)
        .map(parameter -> condition(parameter, modifier, value));
  }

  private Condition condition(Parameter parameter, String modifier, String value) {
    if (modifier.equals("missing")) {
      return missing(parameter.code(), value);
    }
    return switch (parameter.kind()) {
      case TOKEN -> token(parameter, modifier, value);
      case STRING -> any(parameter.code(), value, one -> new Direct(
          ValueClauses.text(parameter.code(), textMatch(parameter, modifier), one)));
      case REFERENCE -> reference(parameter, modifier, value);
      case URI -> uri(parameter, modifier, value);
      case DATE, NUMBER, QUANTITY, COMPOSITE -> {
        if (!modifier.isEmpty()) {
          throw unsupported(parameter, modifier, "missing");
        }
        yield any(parameter.code(), value, one -> new Direct(clause(parameter, one)));
      }
    };
  }

  /// The clause of one value without a modifier.
  Clause clause(Parameter parameter, String value) {
    var code = parameter.code();
    return switch (parameter.kind()) {
      case TOKEN -> new Clause.Code(code, ValueClauses.code(value));
      case STRING -> ValueClauses.text(code, TextMatch.START, value);
      case DATE -> values.date(code, value);
      case NUMBER -> ValueClauses.number(code, value);
      case QUANTITY -> ValueClauses.quantity(code, value);
      case URI -> ValueClauses.uri(code, value);
      case REFERENCE -> new References(parameter, serverBase).clause(value);
      case COMPOSITE -> new Composites(parameter, this::clause, serverBase).clause(value);
    };
  }

  private static TextMatch textMatch(Parameter parameter, String modifier) {
    return switch (modifier) {
      case "" -> TextMatch.START;
      case "exact" -> TextMatch.EXACT;
      case "contains" -> TextMatch.CONTAINS;
      default -> throw unsupported(parameter, modifier, "missing, exact, contains");
    };
  }

  private Condition token(Parameter parameter, String modifier, String value) {
    var code = parameter.code();
    return switch (modifier) {
      case "" -> any(code, value, one -> new Direct(clause(parameter, one)));
      case "not" -> new Condition.Not(
          any(code, value, one -> new Direct(clause(parameter, one))));
      case "text" -> any(code, value, one -> new Direct(
          ValueClauses.text(Parameter.text(code), TextMatch.START, one)));
      case "of-type" -> any(code, value, one -> new Direct(ValueClauses.ofType(code, one)));
      case "in" -> any(code, value, one ->
          new Condition.InValueSet(code, Escapes.plain(one)));
      case "not-in" -> new Condition.Not(any(code, value, one ->
          new Condition.InValueSet(code, Escapes.plain(one))));
      case "below" -> any(code, value, one -> kindred(code, one, Condition.Way.BELOW));
      case "above" -> any(code, value, one -> kindred(code, one, Condition.Way.ABOVE));
      default -> throw unsupported(parameter, modifier,
          "missing, not, text, of-type, in, not-in, below, above");
    };
  }

  private static Condition kindred(String code, String value, Condition.Way way) {
    var parts = Escapes.split(value, '|').stream().map(Escapes::plain).toList();
    if (parts.size() != 2 || parts.getFirst().isEmpty() || parts.getLast().isEmpty()) {
      throw new BadSearchException(code + ":below and :above take system|code");
    }
    return new Condition.Kindred(code, parts.getFirst(), parts.getLast(), way);
  }

  private Condition uri(Parameter parameter, String modifier, String value) {
    var code = parameter.code();
    return switch (modifier) {
      case "" -> any(code, value, one -> new Direct(ValueClauses.uri(code, one)));
      case "below" -> any(code, value, one -> new Direct(ValueClauses.below(code, one)));
      case "above" -> any(code, value, one -> new Direct(ValueClauses.above(code, one)));
      default -> throw unsupported(parameter, modifier, "missing, above, below");
    };
  }

  private Condition reference(Parameter parameter, String modifier, String value) {
    var code = parameter.code();
    var references = new References(parameter, serverBase);
    return switch (modifier) {
      case "" -> any(code, value, one -> new Direct(references.clause(one)));
      case "identifier" -> any(code, value, one ->
          new Direct(new Clause.LinkIdentifier(code, ValueClauses.code(one))));
      case "below" -> any(code, value, one -> references.target(one)
          .<Condition>map(link -> new Condition.Under(code, link))
          .orElseGet(() -> new Direct(ValueClauses.below(code, one))));
      default -> {
        if (!parameter.targets().contains(modifier)) {
          throw unsupported(parameter, modifier,
              "missing, identifier, below, a type it refers to");
        }
        yield any(code, value, one -> new Direct(new Clause.Links(code, Set.of(
            new Link(modifier, one.substring(one.lastIndexOf('/') + 1))))));
      }
    };
  }

  private Optional<Condition> chain(String type, String name, String value, int depth) {
    var dot = name.indexOf('.');
    var reference = name.substring(0, dot).split(":", -1);
    var rest = name.substring(dot + 1);
    var parameter = parameters.find(type, reference[0])
        .filter(found -> found.kind() == Kind.REFERENCE && reference.length <= 2);
    if (parameter.isEmpty()) {
      return Optional.empty();
    }
    var byTarget = new HashMap<String, Condition>();
    for (var target : parameter.get().targets()) {
      var isWanted = reference.length == 1 || reference[1].equals(target);
      if (isWanted && served.contains(target)) {
        of(target, rest, value, depth + 1)
            .ifPresent(condition -> byTarget.put(target, condition));
      }
    }
    return byTarget.isEmpty()
        ? Optional.empty()
        : Optional.of(new Condition.Chained(reference[0], byTarget));
  }

  /// `_has:Source:reference:parameter`, whose last part may be another chain.
  private Optional<Condition> referred(String type, String name, String value, int depth) {
    var parts = name.split(":", 4);
    if (parts.length < 4 || !served.contains(parts[1])) {
      return Optional.empty();
    }
    return parameters.find(parts[1], parts[2])
        .filter(found -> found.kind() == Kind.REFERENCE && found.targets().contains(type))
        .flatMap(_ -> of(parts[1], parts[3], value, depth + 1))
        .map(condition -> new Condition.Referred(parts[1], parts[2], condition));
  }

  private static Condition missing(String code, String value) {
    return switch (value) {
      case "true" -> new Direct(new Clause.Missing(code));
      case "false" -> new Direct(new Clause.Not(new Clause.Missing(code)));
      default -> throw new BadSearchException(code + ":missing is true or false");
    };
  }

  private Condition any(String name, String value, Function<String, Condition> condition) {
    var all = new ArrayList<Condition>();
    for (var one : alternatives(name, value)) {
      all.add(condition.apply(one));
    }
    return all.size() == 1 ? all.getFirst() : new Condition.Any(all);
  }

  private List<String> alternatives(String name, String value) {
    var all = Escapes.split(value, ',').stream().filter(one -> !one.isEmpty()).toList();
    if (all.size() > limits.valuesMax()) {
      throw new BadSearchException("%s has %d values, at most %d are allowed"
          .formatted(name.replaceAll("[^A-Za-z0-9_:.-]", "?"), all.size(), limits.valuesMax()));
    }
    return all;
  }

  private static BadSearchException unsupported(
      Parameter parameter, String modifier, String supported) {
    return new BadSearchException("%s has no modifier %s; it has: %s".formatted(
        parameter.code(), modifier.replaceAll("[^A-Za-z0-9_-]", "?"), supported));
  }
}
