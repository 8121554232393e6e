package vn.tia.fhir.rest;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.StoredResource;

/// Answers read, vread, search, create and update with the stored text itself where the client
/// takes plain JSON: nothing is parsed and encoded again (ADR 0003). Every other form of answer
/// is left to HAPI.
///
/// Public because HAPI calls hooks by reflection.
public final class RawAnswers {
  // RFC 9110 section 5.6.7: two digits for the day, which RFC_1123_DATE_TIME doesn't write.
  private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter
      .ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
  private static final Set<String> RESHAPING = Set.of("_elements", "_summary", "_pretty");

  private final Interactions interactions;
  private final BodyReader bodies;

  RawAnswers(Interactions interactions, BodyReader bodies) {
    this.interactions = interactions;
    this.bodies = bodies;
  }

  /// Answers the request, or returns true where HAPI shall.
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED)
  public boolean goesOn(ServletRequestDetails request, HttpServletRequest servlet,
      HttpServletResponse response) throws IOException {
    if (request.getRestOperationType() == null) {
      return true;
    }
    return switch (request.getRestOperationType()) {
      case READ, VREAD -> isPlain(request) ? read(request, servlet, response) : true;
      case SEARCH_TYPE -> isPlain(request) ? search(request, response) : true;
      case CREATE, UPDATE -> write(request, servlet, response);
      default -> true;
    };
  }

  private boolean read(ServletRequestDetails request, HttpServletRequest servlet,
      HttpServletResponse response) throws IOException {
    // HAPI knows the conditions of read.
    if (request.getHeader("If-Modified-Since") != null
        || request.getHeader("If-None-Match") != null) {
      return true;
    }
    var id = request.getId();
    var key = new ResourceKey(request.getResourceName(), id.getIdPart());
    var stored = id.hasVersionIdPart()
        ? interactions.vread(servlet, key, id.getVersionIdPart())
        : interactions.read(servlet, key);
    headers(request, response, stored);
    send(request, response, 200, stored.bytes());
    return false;
  }

  private boolean search(ServletRequestDetails request, HttpServletResponse response)
      throws IOException {
    var json = new SearchCall(request).answer(interactions).json();
    send(request, response, 200, json.getBytes(StandardCharsets.UTF_8));
    return false;
  }

  private boolean write(ServletRequestDetails request, HttpServletRequest servlet,
      HttpServletResponse response) throws IOException {
    var resource = bodies.read(request);
    if (!isPlain(request) || request.getHeader("Prefer") != null) {
      return true;
    }
    return switch (request.getRequestType()) {
      case POST -> created(request, response, interactions.create(servlet, resource));
      case PUT -> updated(request, response, resource, servlet);
      default -> true;
    };
  }

  private boolean created(ServletRequestDetails request, HttpServletResponse response,
      StoredResource stored) throws IOException {
    response.setHeader("Location", "%s/%s/_history/%d"
        .formatted(request.getFhirServerBase(), stored.key(), stored.version()));
    headers(request, response, stored);
    send(request, response, 201, stored.bytes());
    return false;
  }

  private boolean updated(ServletRequestDetails request, HttpServletResponse response,
      Resource resource, HttpServletRequest servlet) throws IOException {
    var id = Optional.ofNullable(request.getId());
    if (id.isEmpty()) {
      return true;
    }
    var key = new ResourceKey(request.getResourceName(), id.get().getIdPart());
    var stored = interactions.update(servlet, key, resource, IfMatch.version(request));
    headers(request, response, stored);
    send(request, response, 200, stored.bytes());
    return false;
  }

  private static void headers(
      ServletRequestDetails request, HttpServletResponse response, StoredResource stored) {
    response.setHeader("ETag", "W/\"" + stored.version() + "\"");
    response.setHeader("Last-Modified",
        HTTP_DATE.format(stored.lastUpdated().atOffset(ZoneOffset.UTC)));
    response.setHeader("Content-Location", "%s/%s/_history/%d"
        .formatted(request.getFhirServerBase(), stored.key(), stored.version()));
  }

  private static void send(ServletRequestDetails request, HttpServletResponse response,
      int status, byte[] json) throws IOException {
    response.setStatus(status);
    response.setContentType(RestfulServerUtils.determineResponseEncodingWithDefault(request)
        .getResourceContentType() + ";charset=UTF-8");
    response.setContentLength(json.length);
    response.getOutputStream().write(json);
  }

  private static boolean isPlain(ServletRequestDetails request) {
    var parameters = request.getParameters();
    var isReshaped = RESHAPING.stream().anyMatch(parameters::containsKey);
    var accept = Optional.ofNullable(request.getHeader("Accept")).orElse("");
    return !isReshaped && !accept.contains("text/html")
        && RestfulServerUtils.determineResponseEncodingWithDefault(request).getEncoding()
            == EncodingEnum.JSON;
  }
}
