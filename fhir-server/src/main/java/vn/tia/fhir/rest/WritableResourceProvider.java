package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.annotation.Update;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.resources.StoredResource;

/// Tells HAPI what a type that clients write can do.
///
/// @param <T> the type, for HAPI, which reads it from the signature
public final class WritableResourceProvider<T extends IBaseResource> extends ResourceProvider {

  WritableResourceProvider(ServedType type, Interactions interactions) {
    super(type, interactions);
  }

  @Create
  public MethodOutcome create(@ResourceParam T resource, ServletRequestDetails request) {
    var stored = interactions.create(request.getServletRequest(), (Resource) resource);
    return outcome(stored).setCreated(true);
  }

  @Update
  public MethodOutcome update(
      @IdParam IdType id, @ResourceParam T resource, ServletRequestDetails request) {
    return outcome(interactions.update(request.getServletRequest(), key(id),
        (Resource) resource, IfMatch.version(request))).setCreated(false);
  }

  private static MethodOutcome outcome(StoredResource stored) {
    var id = new IdType(stored.type(), stored.id(), Long.toString(stored.version()));
    return new MethodOutcome(id).setResource(FhirJson.decode(stored.json()));
  }
}
