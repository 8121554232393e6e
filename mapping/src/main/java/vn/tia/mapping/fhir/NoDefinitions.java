package vn.tia.mapping.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;

/// Knows no structure definitions.
///
/// HAPI's FHIRPath engine asks for all of them when it is made: reading them from their XML took
/// half of the program's start, for checks that reading search parameters doesn't need.
record NoDefinitions(FhirContext context) implements IValidationSupport {
  @Override
  public FhirContext getFhirContext() {
    return context;
  }

  @Override
  public <T extends IBaseResource> List<T> fetchAllStructureDefinitions() {
    return List.of();
  }
}
