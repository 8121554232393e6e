package vn.tia.bridge.web.ups;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;
import vn.tia.bridge.ups.InvalidKeyException;
import vn.tia.bridge.ups.SubscriptionService;
import vn.tia.bridge.ups.SubscriptionService.Target;
import vn.tia.bridge.web.MatchParameters;
import vn.tia.bridge.web.Paths;
import vn.tia.bridge.web.WebErrors;
import vn.tia.bridge.web.WebException;
import vn.tia.dicom.data.Dataset;
import vn.tia.records.workitems.DeletionLock;

/// Subscriptions to steps (PS3.18 sections 11.10 to 11.12).
@RestController
@RequestMapping(Paths.BASE + "/workitems/{workitem}/subscribers/{ae}")
public class SubscriptionController extends WebErrors {
  /// Where subscribers hear of events, below the base.
  public static final String SOCKET = "/ws/subscribers/";

  private final SubscriptionService service;
  private final UpsCallers callers;

  public SubscriptionController(SubscriptionService service, UpsCallers callers) {
    this.service = service;
    this.callers = callers;
  }

  @PostMapping
  void subscribe(@PathVariable String workitem, @PathVariable String ae,
      HttpServletRequest request, HttpServletResponse response) throws IOException {
    var outcome = service.subscribe(target(workitem, ae, request), lock(request),
        filter(request), callers.of(request));
    if (outcome.status().isDone()) {
      response.setHeader("Content-Location", socket(ae, request));
    }
    UpsAnswers.answer(outcome, 201, response);
  }

  @DeleteMapping
  void unsubscribe(@PathVariable String workitem, @PathVariable String ae,
      HttpServletRequest request, HttpServletResponse response) throws IOException {
    UpsAnswers.answer(service.unsubscribe(
        target(workitem, ae, request), callers.of(request)), 200, response);
  }

  @PostMapping("/suspend")
  void suspend(@PathVariable String workitem, @PathVariable String ae,
      HttpServletRequest request, HttpServletResponse response) throws IOException {
    UpsAnswers.answer(service.suspend(
        target(workitem, ae, request), callers.of(request)), 200, response);
  }

  private Target target(String workitem, String ae, HttpServletRequest request) {
    return new Target(callers.facility(request), Paths.uid(workitem), ae.strip());
  }

  private static DeletionLock lock(HttpServletRequest request) {
    var said = request.getParameter("deletionlock");
    return switch (said == null ? "false" : said) {
      case "true" -> DeletionLock.HELD;
      case "false" -> DeletionLock.NONE;
      default -> throw WebException.badRequest("deletionlock is true or false");
    };
  }

  /// Matching keys, a comma between them; a piece without an equals sign goes on with a list.
  private static Dataset filter(HttpServletRequest request) {
    var said = request.getParameter("filter");
    Map<String, String> keys = new LinkedHashMap<>();
    var name = "";
    for (var piece : said == null ? new String[0] : said.split(",")) {
      int equal = piece.indexOf('=');
      if (equal < 0 && name.isEmpty()) {
        throw WebException.badRequest("filter is a list of attribute=value");
      }
      name = equal < 0 ? name : piece.substring(0, equal).strip();
      keys.merge(name, piece.substring(equal + 1), (one, other) -> one + "," + other);
    }
    Map<String, String[]> parameters = new LinkedHashMap<>();
    keys.forEach((key, value) -> parameters.put(key, new String[] {value}));
    return MatchParameters.read(parameters).keys();
  }

  private static String socket(String ae, HttpServletRequest request) {
    var base = Paths.base(request).replaceFirst("^http", "ws");
    return UriComponentsBuilder.fromUriString(base + SOCKET).pathSegment(ae)
        .build().encode().toUriString();
  }

  @ExceptionHandler
  void invalid(InvalidKeyException e, HttpServletResponse response) throws IOException {
    refused(WebException.badRequest(String.valueOf(e.getMessage())), response);
  }
}
