package vn.tia.fhir.rest.query;

import java.util.Optional;
import java.util.Set;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.IndexValue.Link;
import vn.tia.fhir.search.extract.Parameter;

/// Reads the value of a reference parameter (R4 search, section 3.1.1.4.11).
record References(Parameter parameter, String serverBase) {
  private static final String ID = "[A-Za-z0-9.-]{1,64}";

  /// `Type/id`, `id`, or a URL; a URL of this server is the resource itself.
  Clause clause(String value) {
    var local = local(value);
    var param = parameter.code();
    var link = link(local);
    if (link.isPresent()) {
      return new Clause.Links(param, Set.of(link.get()));
    }
    if (!local.matches(ID)) {
      return new Clause.Uri(param, local);
    }
    return parameter.targets().size() == 1
        ? new Clause.Links(
            param, Set.of(new Link(parameter.targets().iterator().next(), local)))
        : new Clause.LinkId(param, local);
  }

  /// The value as a resource of this server, empty where it names none for sure.
  Optional<Link> target(String value) {
    var local = local(value);
    return link(local).or(() -> local.matches(ID) && parameter.targets().size() == 1
        ? Optional.of(new Link(parameter.targets().iterator().next(), local))
        : Optional.empty());
  }

  private String local(String value) {
    var plain = Escapes.plain(value);
    return plain.startsWith(serverBase + "/")
        ? plain.substring(serverBase.length() + 1) : plain;
  }

  private static Optional<Link> link(String local) {
    if (!local.matches("[A-Z][A-Za-z]+/" + ID + "(/_history/[0-9]+)?")) {
      return Optional.empty();
    }
    var parts = local.split("/");
    return Optional.of(new Link(parts[0], parts[1]));
  }
}
