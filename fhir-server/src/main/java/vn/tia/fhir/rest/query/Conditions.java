package vn.tia.fhir.rest.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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
    if (name.equals("_id")) {
      return Optional.of(new Condition.ById(alternatives(name, value)));
    }
    if (name.equals("_lastUpdated")) {
      return Optional.of(new Condition.Direct(
          any(name, value, one -> values.date("_lastUpdated", one))));
    }
    return name.contains(".") ? chain(type, name, value) : direct(type, name, value);
  }

  private Optional<Condition> direct(String type, String name, String value) {
    var colon = name.indexOf(':');
    var code = colon < 0 ? name : name.substring(0, colon);
    var modifier = colon < 0 ? "" : name.substring(colon + 1);
    return parameters.find(type, code)
        .map(parameter -> new Condition.Direct(clause(parameter, modifier, value)));
  }

  private Clause clause(Parameter parameter, String modifier, String value) {
    var code = parameter.code();
    if (modifier.equals("missing")) {
      return missing(code, value);
    }
    return switch (parameter.kind()) {
      case TOKEN -> switch (modifier) {
        case "" -> codes(code, value);
        case "not" -> new Clause.Not(codes(code, value));
        default -> throw unsupported(parameter, modifier, "missing, not");
      };
      case STRING -> any(code, value, one -> ValueClauses.text(code, switch (modifier) {
        case "" -> TextMatch.START;
        case "exact" -> TextMatch.EXACT;
        case "contains" -> TextMatch.CONTAINS;
        default -> throw unsupported(parameter, modifier, "missing, exact, contains");
      }, one));
      case REFERENCE -> reference(parameter, modifier, value);
      case DATE -> plain(parameter, modifier, value, one -> values.date(code, one));
      case NUMBER -> plain(parameter, modifier, value, one -> ValueClauses.number(code, one));
      case QUANTITY ->
          plain(parameter, modifier, value, one -> ValueClauses.quantity(code, one));
      case URI -> plain(parameter, modifier, value, one -> ValueClauses.uri(code, one));
    };
  }

  private Clause plain(
      Parameter parameter, String modifier, String value, Function<String, Clause> clause) {
    if (!modifier.isEmpty()) {
      throw unsupported(parameter, modifier, "missing");
    }
    return any(parameter.code(), value, clause);
  }

  private Clause codes(String code, String value) {
    return any(code, value, one -> new Clause.Code(code, ValueClauses.code(one)));
  }

  private Clause reference(Parameter parameter, String modifier, String value) {
    var code = parameter.code();
    if (modifier.equals("identifier")) {
      return any(code, value, one -> new Clause.LinkIdentifier(code, ValueClauses.code(one)));
    }
    if (modifier.isEmpty()) {
      return any(code, value, one -> ValueClauses.reference(parameter, one, serverBase));
    }
    if (!parameter.targets().contains(modifier)) {
      throw unsupported(parameter, modifier, "missing, identifier, a type it refers to");
    }
    return any(code, value, one -> new Clause.Links(code, Set.of(
        new Link(modifier, one.substring(one.lastIndexOf('/') + 1)))));
  }

  private Optional<Condition> chain(String type, String name, String value) {
    var steps = name.split("\\.", -1);
    if (steps.length > 2) {
      throw new BadSearchException("a chain goes through 1 reference, this one through "
          + (steps.length - 1));
    }
    var reference = steps[0].split(":", -1);
    var parameter = parameters.find(type, reference[0])
        .filter(found -> found.kind() == Kind.REFERENCE && reference.length <= 2);
    if (parameter.isEmpty()) {
      return Optional.empty();
    }
    var byTarget = new HashMap<String, Clause>();
    for (var target : parameter.get().targets()) {
      var isWanted = reference.length == 1 || reference[1].equals(target);
      if (isWanted && served.contains(target)) {
        clauseOf(target, steps[1], value).ifPresent(clause -> byTarget.put(target, clause));
      }
    }
    return byTarget.isEmpty()
        ? Optional.empty()
        : Optional.of(new Condition.Chained(reference[0], byTarget));
  }

  private Optional<Clause> clauseOf(String type, String name, String value) {
    return of(type, name, value).map(condition -> switch (condition) {
      case Condition.Direct(var clause) -> clause;
      case Condition.ById(var ids) -> new Clause.Ids(Set.copyOf(ids));
      case Condition.Chained _ -> throw new BadSearchException("a chain goes through 1 reference");
    });
  }

  private static Clause missing(String code, String value) {
    return switch (value) {
      case "true" -> new Clause.Missing(code);
      case "false" -> new Clause.Not(new Clause.Missing(code));
      default -> throw new BadSearchException(code + ":missing is true or false");
    };
  }

  private Clause any(String name, String value, Function<String, Clause> clause) {
    var clauses = new ArrayList<Clause>();
    for (var one : alternatives(name, value)) {
      clauses.add(clause.apply(one));
    }
    return clauses.size() == 1 ? clauses.getFirst() : new Clause.Or(clauses);
  }

  private List<String> alternatives(String name, String value) {
    var all = Escapes.split(value, ',').stream().filter(one -> !one.isEmpty()).toList();
    if (all.size() > limits.valuesMax()) {
      throw new BadSearchException("%s has %d values, at most %d are allowed"
          .formatted(name, all.size(), limits.valuesMax()));
    }
    return all;
  }

  private static BadSearchException unsupported(
      Parameter parameter, String modifier, String supported) {
    return new BadSearchException("%s has no modifier %s; it has: %s"
        .formatted(parameter.code(), modifier, supported));
  }
}
