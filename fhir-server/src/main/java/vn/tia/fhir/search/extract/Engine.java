package vn.tia.fhir.search.extract;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.fhirpath.IFhirPath;
import ca.uhn.fhir.fhirpath.IFhirPathEvaluationContext;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.ResourceType;
import org.jspecify.annotations.Nullable;

/// HAPI's FHIRPath engine: any path, slowly.
final class Engine {
  private final IFhirPath paths;

  Engine(FhirContext context) {
    this.paths = context.newFhirPath();
    paths.setEvaluationContext(new ReferenceTypes(context));
  }

  /// @throws IllegalArgumentException if the text is no FHIRPath
  Extraction.Path path(String text) {
    IFhirPath.IParsedExpression parsed;
    try {
      parsed = paths.parse(text);
    } catch (Exception e) {
      throw new IllegalArgumentException("the path of a search parameter is no FHIRPath", e);
    }
    return from -> {
      // The engine keeps state while it evaluates.
      synchronized (paths) {
        return paths.evaluate(from, parsed, IBase.class);
      }
    };
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
