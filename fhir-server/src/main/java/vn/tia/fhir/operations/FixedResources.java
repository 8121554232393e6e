package vn.tia.fhir.operations;

import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.fhir.terminology.ShippedTerms;

/// The resources that come with the program: operation definitions and terms.
record FixedResources(Definitions definitions, ShippedTerms shipped) {
  Optional<? extends Resource> find(String type, String id) {
    return switch (type) {
      case "OperationDefinition" -> definitions.byId(id);
      case "CodeSystem", "ValueSet", "ConceptMap" -> shipped.byId(type, id);
      default -> Optional.empty();
    };
  }
}
