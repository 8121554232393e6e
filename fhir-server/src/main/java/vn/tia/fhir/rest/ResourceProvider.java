package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.annotation.History;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.resources.ResourceKey;

/// Tells HAPI what a type that clients only read can do; the same for every type.
public class ResourceProvider implements IResourceProvider {
  final Interactions interactions;
  private final ServedType type;

  ResourceProvider(ServedType type, Interactions interactions) {
    this.type = type;
    this.interactions = interactions;
  }

  @Override
  public Class<? extends IBaseResource> getResourceType() {
    return type.model();
  }

  @Read(version = true)
  public IBaseResource read(@IdParam IdType id, ServletRequestDetails request) {
    var servlet = request.getServletRequest();
    var stored = id.hasVersionIdPart()
        ? interactions.vread(servlet, key(id), id.getVersionIdPart())
        : interactions.read(servlet, key(id));
    return FhirJson.decode(stored.json());
  }

  @History
  public Bundle history(@IdParam IdType id, ServletRequestDetails request) {
    return interactions.history(request.getServletRequest(), key(id),
        request.getFhirServerBase(), request.getCompleteUrl());
  }

  @Search(allowUnknownParams = true)
  public Bundle search(ServletRequestDetails request) {
    return new SearchCall(request).answer(interactions).model();
  }

  final ResourceKey key(IdType id) {
    return new ResourceKey(type.name(), id.getIdPart());
  }
}
