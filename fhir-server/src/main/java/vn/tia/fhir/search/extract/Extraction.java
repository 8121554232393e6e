package vn.tia.fhir.search.extract;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.fhirpath.IFhirPath;
import ca.uhn.fhir.fhirpath.IFhirPath.IParsedExpression;
import ca.uhn.fhir.fhirpath.IFhirPathEvaluationContext;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ResourceType;
import org.jspecify.annotations.Nullable;
import vn.tia.fhir.search.IndexValue;

/// Takes the values of all search parameters out of a resource.
///
/// Expressions are parsed once per resource type. Used by one thread at a time.
public final class Extraction {
  private record Compiled(Parameter parameter, IParsedExpression expression) {}

  private final Parameters parameters;
  private final IFhirPath paths;
  private final Values values;
  private final Map<String, List<Compiled>> byType = new ConcurrentHashMap<>();

  /// @param zone of dates without an offset
  public Extraction(FhirContext context, Parameters parameters, ZoneId zone) {
    this.parameters = parameters;
    this.values = new Values(zone);
    this.paths = context.newFhirPath();
    paths.setEvaluationContext(new ReferenceTypes(context));
  }

  /// The values by the codes of the parameters; parameters without a value are left out.
  public Map<String, List<IndexValue>> values(Resource resource) {
    var found = new HashMap<String, List<IndexValue>>();
    for (var compiled : byType.computeIfAbsent(resource.fhirType(), this::compile)) {
      var kind = compiled.parameter().kind();
      var all = paths.evaluate(resource, compiled.expression(), IBase.class).stream()
          .flatMap(element -> values.of(kind, element))
          .distinct()
          .toList();
      if (!all.isEmpty()) {
        found.put(compiled.parameter().code(), all);
      }
    }
    return found;
  }

  private List<Compiled> compile(String type) {
    return parameters.of(type).values().stream()
        .map(parameter -> new Compiled(parameter, parse(parameter)))
        .toList();
  }

  private IParsedExpression parse(Parameter parameter) {
    try {
      return paths.parse(parameter.path());
    } catch (Exception e) {
      throw new IllegalStateException(
          "the path of search parameter " + parameter.code() + " is no FHIRPath", e);
    }
  }

  /// Answers `resolve() is Patient` from the reference itself: its type is all that is asked.
  private record ReferenceTypes(FhirContext context) implements IFhirPathEvaluationContext {
    @Override
    public @Nullable IBase resolveReference(IIdType reference, @Nullable IBase referrer) {
      var type = reference.getResourceType();
      return type == null || !isKnown(type)
          ? null
          : context.getResourceDefinition(type).newInstance();
    }

    private static boolean isKnown(String type) {
      try {
        ResourceType.fromCode(type);
        return true;
      } catch (org.hl7.fhir.exceptions.FHIRException unknown) {
        return false;
      }
    }
  }
}
