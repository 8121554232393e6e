package vn.tia.fhir.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.resources.StoredResource;

/// One request over HTTP and its answer: reads the headers of the one, writes those of the other.
record HttpExchange(
    FhirContext context, HttpServletRequest request, HttpServletResponse response) {
  /// Types that a browser shows without running anything in them.
  private static final Set<String> HARMLESS = Set.of(
      "application/pdf", "image/jpeg", "image/png", "image/gif", "text/plain");

  /// A miscellaneous warning (RFC 7234 section 5.5.6).
  private static final String REMARKS = "199 - \"The resource is stored and has validation errors;"
      + " Prefer: return=OperationOutcome tells them\"";

  RestCall.Headers headers() {
    return new RestCall.Headers(header("If-Match"), header("If-None-Match"),
        header("If-Modified-Since"), header("If-None-Exist"), all("Prefer"));
  }

  Optional<Form> form(Map<String, List<String>> query) {
    return Form.of(query, all("Accept"));
  }

  Optional<HTTPVerb> verb() {
    return switch (request.getMethod()) {
      case "GET" -> Optional.of(HTTPVerb.GET);
      case "HEAD" -> Optional.of(HTTPVerb.HEAD);
      case "POST" -> Optional.of(HTTPVerb.POST);
      case "PUT" -> Optional.of(HTTPVerb.PUT);
      case "PATCH" -> Optional.of(HTTPVerb.PATCH);
      case "DELETE" -> Optional.of(HTTPVerb.DELETE);
      default -> Optional.empty();
    };
  }

  /// Whether the client wants what a Binary holds instead of the resource (R4 section 2.40.3).
  boolean wantsContent(RestCall call) {
    var accept = all("Accept");
    return call.isRead() && !accept.isEmpty() && !call.query().containsKey("_format")
        && call.target().about().filter(key -> key.type().equals("Binary")).isPresent()
        && accept.stream().noneMatch(range -> range.contains("fhir") || range.contains("json")
            || range.contains("xml;") || range.equals("application/xml"));
  }

  void send(Reply reply, Form form, String base) throws IOException {
    head(reply, base);
    if (reply.json().isEmpty()) {
      return;
    }
    body(form.of(reply.json().get(), context).getBytes(StandardCharsets.UTF_8),
        form.mediaType() + ";charset=UTF-8");
  }

  /// Sends the bytes of a Binary, which may be anything: nothing in them may run as a page of ours.
  void sendContent(Reply reply, String base) throws IOException {
    head(reply, base);
    var binary = (Binary) FhirJson.decode(reply.json().orElse("{\"resourceType\":\"Binary\"}"));
    var said = Optional.ofNullable(binary.getContentType()).orElse("application/octet-stream");
    var isHarmless = HARMLESS.contains(said.split(";")[0].strip());
    if (!isHarmless) {
      response.setHeader("Content-Disposition", "attachment");
    }
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
    body(Optional.ofNullable(binary.getData()).orElse(new byte[0]),
        said.matches("[\\w.+-]+/[\\w.+-]+(; ?charset=[\\w-]+)?")
            ? said : "application/octet-stream");
  }

  void send(BaseServerResponseException refusal, Optional<Form> form) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    response.resetBuffer();
    response.setStatus(refusal.getStatusCode());
    refusal.getResponseHeaders().forEach((name, values) ->
        values.forEach(value -> response.addHeader(name, value)));
    var wanted = form.or(() -> Form.of(Map.of(), List.of())).orElseThrow();
    var outcome = FhirJson.encode(Outcomes.of(refusal));
    body(wanted.of(outcome, context).getBytes(StandardCharsets.UTF_8),
        wanted.mediaType() + ";charset=UTF-8");
  }

  private void head(Reply reply, String base) {
    response.setStatus(reply.status());
    reply.remarks().ifPresent(_ -> response.setHeader("Warning", REMARKS));
    reply.version().ifPresent(version -> {
      response.setHeader("ETag", "W/\"" + version.version() + "\"");
      response.setHeader("Last-Modified", HttpTime.of(version.lastUpdated()));
      if (!version.deleted() && reply.status() != 304) {
        response.setHeader(reply.made() == Reply.Made.HERE ? "Location" : "Content-Location",
            address(version, base));
      }
    });
  }

  private static String address(StoredResource version, String base) {
    return base + "/" + version.key() + "/_history/" + version.version();
  }

  private void body(byte[] bytes, String mediaType) throws IOException {
    response.setContentType(mediaType);
    response.setContentLength(bytes.length);
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(bytes);
    }
  }

  private Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeader(name));
  }

  private List<String> all(String name) {
    return Collections.list(request.getHeaders(name));
  }
}
