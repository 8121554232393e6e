package vn.tia.fhir.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.IndexValue.Link;

/// What belongs to a patient or an encounter (R4 section 3.1.0.1.2, CompartmentDefinition): for
/// each resource type, the search parameters by which its resources name whom they belong to.
public record Compartment(String name, Map<String, List<String>> parameters) {
  public Compartment {
    parameters = Map.copyOf(parameters);
  }

  /// The compartment of that name, of the types that are served.
  public static Compartment of(String name, FhirContext context) {
    var parameters = new LinkedHashMap<String, List<String>>();
    for (var type : ServedType.names()) {
      var codes = context.getResourceDefinition(type).getSearchParamsForCompartmentName(name)
          .stream().map(RuntimeSearchParam::getName).distinct().toList();
      if (!codes.isEmpty()) {
        parameters.put(type, codes);
      }
    }
    return new Compartment(name, parameters);
  }

  /// Its types in the order of their names, that of its owner apart.
  public List<String> types() {
    return parameters.keySet().stream().filter(type -> !type.equals(name)).sorted().toList();
  }

  /// The same with the type of its owner.
  List<String> membersAndOwner() {
    return Stream.concat(types().stream(), Stream.of(name)).sorted().toList();
  }

  boolean has(String type) {
    return type.equals(name) || parameters.containsKey(type);
  }

  /// Holds for the resources of a type that belong to one of these.
  public Clause clause(String type, Set<Link> owners) {
    return new Clause.Or(parameters.getOrDefault(type, List.of()).stream()
        .<Clause>map(code -> new Clause.Links(code, owners)).toList());
  }

  /// Holds for the resources of a type that belong to anybody, and for some that belong to nobody:
  /// who performed an observation may be a practitioner.
  public Clause anybody(String type) {
    return new Clause.Or(parameters.getOrDefault(type, List.of()).stream()
        .<Clause>map(code -> new Clause.Not(new Clause.Missing(code))).toList());
  }
}
