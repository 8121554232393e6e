package vn.tia.fhir.operations.docs;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hl7.fhir.r4.model.CapabilityStatement;
import vn.tia.fhir.operations.OperationInfo;
import vn.tia.fhir.operations.Operations;
import vn.tia.fhir.rest.Capabilities;
import vn.tia.fhir.rest.DoorAddition;

/// Answers `/fhir/api-docs` with the OpenAPI document and `/fhir/api` with the page.
///
/// Public because HAPI calls hooks by reflection.
public final class ApiDocs implements DoorAddition {
  private final List<OperationInfo> operations;

  public ApiDocs(Operations operations) {
    this.operations = operations.infos().toList();
  }

  @Override
  public List<Object> interceptors() {
    return List.of(this);
  }

  @Override
  public void describe(CapabilityStatement statement) {}

  /// Answers the request, or returns true where it asks for something else.
  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED, order = -80)
  public boolean goesOn(ServletRequestDetails request, HttpServletResponse response)
      throws IOException {
    if (request.getRequestType() != RequestTypeEnum.GET) {
      return true;
    }
    return switch (String.valueOf(request.getRequestPath())) {
      case "api-docs" -> send(response, "application/json",
          OpenApiDocument.of(statement(request), operations).toString());
      case "api", "api/" -> send(response, "text/html",
          new ApiPage(statement(request), operations).html());
      default -> true;
    };
  }

  private static CapabilityStatement statement(ServletRequestDetails request) {
    var server = (RestfulServer) request.getServer();
    return ((Capabilities) server.getServerConformanceProvider()).statement(request);
  }

  private static boolean send(HttpServletResponse response, String type, String text)
      throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    response.setContentType(type + ";charset=UTF-8");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
    return false;
  }
}
