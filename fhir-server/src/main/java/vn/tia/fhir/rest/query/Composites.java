package vn.tia.fhir.rest.query;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.IndexValue;
import vn.tia.fhir.search.Scope;
import vn.tia.fhir.search.extract.Parameter;
import vn.tia.fhir.search.extract.Parameter.Kind;

/// Reads the value of a composite parameter, `first$second` (R4 search, section 3.1.1.4.16).
record Composites(Parameter parameter, BiFunction<Parameter, String, Clause> clauses,
    String serverBase) {

  Clause clause(String value) {
    var halves = Escapes.split(value, '$');
    if (halves.size() != 2 || parameter.parts().size() != 2) {
      throw new BadSearchException(parameter.code() + " is two values with one $ between");
    }
    var scope = scope(parameter.parts().getFirst(), halves.getFirst());
    var second = parameter.parts().getLast();
    return within(scope, clauses.apply(new Parameter(parameter.code(), second.kind(), "",
        second.targets(), ""), halves.getLast()));
  }

  private String scope(Parameter.Part first, String value) {
    if (first.kind() == Kind.TOKEN) {
      return Scope.of(ValueClauses.code(value));
    }
    return link(first, value).map(Scope::of).orElseThrow(() -> new BadSearchException(
        parameter.code() + " begins with a resource of the form Type/id"));
  }

  private Optional<IndexValue.Link> link(Parameter.Part first, String value) {
    return first.kind() == Kind.REFERENCE
        ? new References(new Parameter(first.code(), first.kind(), "", first.targets(), ""),
            serverBase).target(value)
        : Optional.empty();
  }

  private static Clause within(String scope, Clause clause) {
    return switch (clause) {
      case Clause.And(var all) -> new Clause.And(within(scope, all));
      case Clause.Or(var any) -> new Clause.Or(within(scope, any));
      case Clause.Scoped(var inner, var leaf) ->
          new Clause.Scoped(Scope.within(scope, inner), leaf);
      case Clause.Everything _, Clause.Not _, Clause.Ids _, Clause.OfTypes _,
          Clause.Code _, Clause.Text _, Clause.Period _, Clause.Amount _, Clause.Links _,
          Clause.LinkId _, Clause.LinkIdentifier _, Clause.Uri _, Clause.UriBelow _,
          Clause.Missing _ ->
          new Clause.Scoped(scope, clause);
    };
  }

  private static List<Clause> within(String scope, List<Clause> clauses) {
    return clauses.stream().map(clause -> within(scope, clause)).toList();
  }
}
