package vn.tia.fhir.rest;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseExtension;
import org.hl7.fhir.r4.model.Resource;

/// Finds the elements that R4 demands and a resource doesn't have.
record Cardinality(FhirContext context) {

  /// The paths of what is missing, such as `Observation.status`; none where all is there.
  List<String> missing(Resource resource) {
    var missing = new ArrayList<String>();
    walk(resource, resource.fhirType(), missing);
    return missing;
  }

  private void walk(IBase element, String path, List<String> missing) {
    if (!(context.getElementDefinition(element.getClass())
        instanceof BaseRuntimeElementCompositeDefinition<?> definition)) {
      return;
    }
    for (var child : definition.getChildren()) {
      var values = child.getAccessor().getValues(element);
      var isThere = values.stream().anyMatch(value -> !value.isEmpty());
      if (!isThere && child.getMin() > 0) {
        missing.add(path + "." + name(child));
      }
      if (isThere) {
        values.stream().filter(value -> !(value instanceof IBaseExtension))
            .forEach(value -> walk(value, path + "." + name(child), missing));
      }
    }
  }

  private static String name(BaseRuntimeChildDefinition child) {
    return child.getElementName();
  }
}
