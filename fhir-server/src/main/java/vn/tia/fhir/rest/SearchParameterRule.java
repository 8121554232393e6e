package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.SearchParameter;
import vn.tia.fhir.search.extract.CustomParameters;
import vn.tia.records.resources.StoredResource;

/// Refuses an active SearchParameter that searches can't go by. Drafts and retired ones are kept
/// as they are.
record SearchParameterRule(SearchDefinitions definitions) implements WriteRule {
  @Override
  public void check(int facilityId, Resource resource, Optional<StoredResource> before) {
    if (resource instanceof SearchParameter one && CustomParameters.isActive(one)) {
      definitions.flaw(one).ifPresent(why -> {
        throw new UnprocessableEntityException("SearchParameter: " + why);
      });
    }
  }
}
