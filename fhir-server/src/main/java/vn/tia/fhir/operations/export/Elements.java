package vn.tia.fhir.operations.export;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.fhir.rest.ServedType;
import vn.tia.mapping.fhir.FhirJson;

/// The elements of `_elements` (Bulk Data Access 2.0, section 2.4.1): resources are written with
/// these, with their id, meta and what R4 demands, and carry the tag SUBSETTED.
record Elements(List<String> asked) {
  Elements {
    asked = List.copyOf(asked);
  }

  /// Refuses names that no resource has.
  ///
  /// @throws InvalidRequestException (400) if one is no element
  void check() {
    for (var one : asked) {
      var parts = one.split("[.]", -1);
      var types = parts.length == 2 ? Stream.of(parts[0]) : ServedType.names().stream();
      var name = parts[parts.length - 1];
      var isKnown = parts.length <= 2 && types
          .filter(type -> ServedType.named(type).isPresent())
          .map(type -> FhirJson.context().getResourceDefinition(type))
          .anyMatch(type -> type.getChildByName(name) != null
              || type.getChildByName(name + "[x]") != null);
      if (!isKnown) {
        throw new InvalidRequestException(
            "_elements are top-level elements: Type.element or element");
      }
    }
  }

  /// How resources of that type are written.
  UnaryOperator<String> of(String type) {
    var wanted = asked.stream()
        .filter(one -> !one.contains(".") || one.startsWith(type + "."))
        .map(one -> one.contains(".") ? one : type + "." + one)
        .collect(Collectors.toSet());
    if (wanted.isEmpty()) {
      return UnaryOperator.identity();
    }
    wanted.addAll(Set.of(type + ".id", type + ".meta", type + ".(mandatory)"));
    return json -> FhirJson.context().newJsonParser()
        .setStripVersionsFromReferences(false)
        .setEncodeElements(wanted)
        .encodeResourceToString(FhirJson.decode(json));
  }
}
