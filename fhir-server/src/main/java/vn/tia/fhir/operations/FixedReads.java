package vn.tia.fhir.operations;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.io.IOException;

/// Answers reads of the resources that come with the program: its code systems, value sets, maps
/// and operation definitions. They have one version, no history, and are the same for everybody.
///
/// Public because HAPI calls hooks by reflection.
public final class FixedReads {
  private final FixedResources resources;

  FixedReads(FixedResources resources) {
    this.resources = resources;
  }

  /// Answers the request, or returns true where it reads no such resource.
  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED, order = -90)
  public boolean goesOn(ServletRequestDetails request) throws IOException {
    if (request.getRequestType() != RequestTypeEnum.GET || request.getId() == null
        || request.getOperation() != null || request.getId().hasVersionIdPart()) {
      return true;
    }
    var found = resources.find(
        request.getResourceName(), request.getId().getIdPart());
    if (found.isEmpty()) {
      return true;
    }
    RestfulServerUtils.streamResponseAsResource(request.getServer(), found.get(),
        RestfulServerUtils.determineSummaryMode(request), 200, false, request.isRespondGzip(),
        request);
    return false;
  }
}
