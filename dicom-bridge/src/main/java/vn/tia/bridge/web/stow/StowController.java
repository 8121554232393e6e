package vn.tia.bridge.web.stow;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import vn.tia.bridge.retrieve.Spool;
import vn.tia.bridge.store.InstanceIntake;
import vn.tia.bridge.web.CallerFacility;
import vn.tia.bridge.web.Datasets;
import vn.tia.bridge.web.MediaRange;
import vn.tia.bridge.web.Paths;
import vn.tia.bridge.web.WebErrors;
import vn.tia.bridge.web.WebException;

/// STOW-RS (PS3.18 section 10.5): what it says is stored is durable.
@RestController
@RequestMapping(Paths.BASE)
public class StowController extends WebErrors {

  private final StowRequest.Parts parts;
  private final CallerFacility callers;

  /// @param spool where bulk data waits for its metadata
  public StowController(InstanceIntake intake, Spool spool, CallerFacility callers,
      StowSettings settings) {
    this.parts = new StowRequest.Parts(intake, spool, settings);
    this.callers = callers;
  }

  @PostMapping("/studies")
  void any(HttpServletRequest request, HttpServletResponse response) throws IOException {
    store(Optional.empty(), request, response);
  }

  @PostMapping("/studies/{study}")
  void study(@PathVariable String study, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    store(Optional.of(Paths.uid(study)), request, response);
  }

  private void store(Optional<String> study, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    var facility = callers.of(request);
    if (facility.isEmpty()) {
      throw WebException.forbidden("this caller may not store");
    }
    var form = Datasets.chosen(request);
    var type = Optional.ofNullable(request.getContentType()).flatMap(MediaRange::contentType)
        .orElseThrow(StowRequest::unsupported);
    checkCoding(request);
    long bytesMax = parts.settings().requestBytesMax();
    if (request.getContentLengthLong() > bytesMax) {
      throw WebException.tooLarge("the request is longer than is taken");
    }
    var source = new StowSource(facility.getAsInt(), request.getRemoteAddr(), study);
    var entries = entries(source, type, new LimitedBody(request.getInputStream(), bytesMax));
    if (entries.isEmpty()) {
      throw WebException.badRequest("the request holds no instance");
    }
    var report = new StowReport(Paths.base(request), study, entries);
    response.setStatus(report.status());
    if (report.status() == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
      response.setHeader("Retry-After",
          Long.toString(parts.settings().retryAfter().toSeconds()));
    }
    form.write(report.dataset(), response);
  }

  private List<StowReport.Entry> entries(StowSource source, MediaRange type, InputStream body)
      throws IOException {
    try {
      return new StowRequest(parts, source).store(type, body);
    } catch (EOFException _) {
      throw WebException.badRequest("the body ends within a part");
    } catch (SocketTimeoutException _) {
      throw WebException.timeout();
    }
  }

  /// A compressed body is not taken: files of images don't shrink, and bombs do.
  private static void checkCoding(HttpServletRequest request) {
    var coding = request.getHeader("Content-Encoding");
    if (coding != null && !coding.equalsIgnoreCase("identity")) {
      throw WebException.unsupported("a request has no content coding");
    }
  }
}
