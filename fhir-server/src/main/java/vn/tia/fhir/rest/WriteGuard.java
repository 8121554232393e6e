package vn.tia.fhir.rest;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.MethodNotAllowedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;

/// Refuses what no resource of a type can have done to it, and says why (405, RFC 9110
/// section 15.5.6): writes to derived types, deletes and patches.
///
/// Public because HAPI calls hooks by reflection.
public final class WriteGuard {

  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
  public void check(ServletRequestDetails request) {
    var isSearch = "_search".equals(request.getOperation());
    var method = request.getRequestType();
    if (isSearch || method == RequestTypeEnum.GET || method == RequestTypeEnum.OPTIONS) {
      return;
    }
    ServedType.named(String.valueOf(request.getResourceName())).ifPresent(type -> {
      if (!type.isWritable()) {
        throw new MethodNotAllowedException(
            "%s is read-only here. %s".formatted(type.name(), type.origin()),
            RequestTypeEnum.GET);
      }
      if (method != RequestTypeEnum.POST && method != RequestTypeEnum.PUT) {
        throw new MethodNotAllowedException(
            "%s of a %s is not supported".formatted(method, type.name()),
            RequestTypeEnum.GET, RequestTypeEnum.POST, RequestTypeEnum.PUT);
      }
    });
    if (String.valueOf(request.getRequestPath()).contains("/_history")) {
      throw new ResourceVersionConflictException(
          "a version is made by the server and never written: PUT to the resource itself");
    }
    if (request.getHeader("If-None-Exist") != null) {
      // Ignoring it would write what the client asked not to write.
      throw new InvalidRequestException("conditional create (If-None-Exist) is not supported");
    }
  }
}
