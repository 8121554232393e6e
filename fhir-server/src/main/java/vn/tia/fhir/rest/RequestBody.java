package vn.tia.fhir.rest;

import ca.uhn.fhir.util.UrlUtil;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the body of a request at the door, so that HAPI only ever sees one that is short enough
/// and strict JSON or XML, or a search form.
final class RequestBody {
  private static final Set<String> JSON =
      Set.of("application/fhir+json", "application/json", "application/json+fhir");
  private static final Set<String> XML =
      Set.of("application/fhir+xml", "application/xml", "text/xml", "application/xml+fhir");
  private static final String FORM = "application/x-www-form-urlencoded";

  private static final byte[] NOTHING = {};

  static final String FHIR_JSON = "application/fhir+json";

  private final int bytesMax;

  RequestBody(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /// What became of a body.
  sealed interface Outcome {
    /// It is read, and the request can be answered.
    ///
    /// @param request as who comes after us reads it, its body too
    record Passed(HttpServletRequest request, byte[] bytes, String mediaType)
        implements Outcome {}

    /// It is refused with this HTTP status, OperationOutcome issue type and sentence.
    record Refused(int status, String code, String why) implements Outcome {}
  }

  /// What a body may be beside a resource and a form.
  enum Beside {
    /// Nothing.
    NOTHING,
    /// A JSON Patch.
    PATCH,
    /// Anything: what a Binary is made of.
    ANYTHING
  }

  /// Whether a media type is one of FHIR's.
  static boolean isFhir(String mediaType) {
    return JSON.contains(mediaType) || XML.contains(mediaType);
  }

  static boolean isXml(String mediaType) {
    return XML.contains(mediaType);
  }

  Outcome check(HttpServletRequest request, Beside beside) throws IOException {
    if (request.getContentLengthLong() > bytesMax) {
      return tooLong();
    }
    if (request.getHeader("Content-Encoding") != null) {
      // A compressed body is long only after it has been unpacked.
      return new Outcome.Refused(415, "not-supported", "a compressed body is not accepted");
    }
    // Most requests are reads, and have nothing that a buffer were to be made for.
    var body = hasNone(request)
        ? NOTHING : request.getInputStream().readNBytes(bytesMax + 1);
    if (body.length > bytesMax) {
      return tooLong();
    }
    var mediaType = mediaType(request);
    if (mediaType.equals(FORM)) {
      return new Outcome.Passed(new Form(request, body), body, mediaType);
    }
    var passed = new Outcome.Passed(new Buffered(request, body), body, mediaType);
    return body.length == 0
        ? passed
        : flaw(mediaType, body, beside).<Outcome>map(refused -> refused).orElse(passed);
  }

  /// Whether it has no body: in HTTP/1.1 a request says so (RFC 9112 section 6.3).
  private static boolean hasNone(HttpServletRequest request) {
    return request.getContentLengthLong() <= 0 && request.getProtocol().startsWith("HTTP/1.")
        && request.getHeader("Transfer-Encoding") == null;
  }

  private Outcome.Refused tooLong() {
    return new Outcome.Refused(413, "too-long",
        "the body is longer than %d bytes".formatted(bytesMax));
  }

  private static Optional<Outcome.Refused> flaw(String mediaType, byte[] body, Beside beside) {
    if (beside == Beside.PATCH && mediaType.equals(Planning.JSON_PATCH)) {
      return StrictJson.flaw(body, StrictJson.Root.ARRAY)
          .map(why -> new Outcome.Refused(400, "structure", why));
    }
    if (!isFhir(mediaType)) {
      return beside == Beside.ANYTHING && !mediaType.isEmpty()
          ? Optional.empty()
          : Optional.of(new Outcome.Refused(415, "not-supported",
              "a body is application/fhir+json, application/fhir+xml, or a form for _search"));
    }
    var flaw = isXml(mediaType)
        ? StrictXml.flaw(body) : StrictJson.flaw(body, StrictJson.Root.OBJECT);
    return flaw.map(why -> new Outcome.Refused(400, "structure", why));
  }

  private static String mediaType(HttpServletRequest request) {
    return Optional.ofNullable(request.getContentType())
        .map(type -> type.split(";")[0].strip().toLowerCase(Locale.ROOT))
        .orElse("");
  }

  /// The parameters of a search form, and those of the URL.
  private static Map<String, String[]> parameters(HttpServletRequest request, byte[] body) {
    return UrlUtil.parseQueryStrings(
        request.getQueryString(), new String(body, StandardCharsets.UTF_8));
  }

  /// The request of a search form, which the container can't read any more.
  private static final class Form extends Buffered {
    private final Map<String, String[]> parameters;

    Form(HttpServletRequest request, byte[] body) {
      super(request, body);
      this.parameters = parameters(request, body);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
      return parameters;
    }

    @Override
    public Enumeration<String> getParameterNames() {
      return Collections.enumeration(parameters.keySet());
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
      return parameters.get(name);
    }

    @Override
    public @Nullable String getParameter(String name) {
      var values = parameters.get(name);
      return values == null ? null : values[0];
    }
  }

  /// The request with its body in memory.
  private static class Buffered extends HttpServletRequestWrapper {
    private final byte[] body;

    Buffered(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = body;
    }

    @Override
    public ServletInputStream getInputStream() {
      return new Stream(new ByteArrayInputStream(body));
    }

    @Override
    public BufferedReader getReader() {
      return new BufferedReader(
          new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }
  }

  private static final class Stream extends ServletInputStream {
    private final ByteArrayInputStream bytes;

    Stream(ByteArrayInputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return bytes.read(buffer, offset, length);
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException("the body is already read");
    }
  }
}
