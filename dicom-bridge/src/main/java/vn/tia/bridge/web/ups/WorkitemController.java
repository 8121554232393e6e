package vn.tia.bridge.web.ups;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import vn.tia.bridge.ups.InvalidKeyException;
import vn.tia.bridge.ups.WorkitemSearch;
import vn.tia.bridge.ups.WorkitemService;
import vn.tia.bridge.web.DatasetBody;
import vn.tia.bridge.web.Datasets;
import vn.tia.bridge.web.MatchParameters;
import vn.tia.bridge.web.Paths;
import vn.tia.bridge.web.WebErrors;
import vn.tia.bridge.web.WebException;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;

/// The steps at `/workitems` (PS3.18 sections 11.4 to 11.9).
@RestController
@RequestMapping(Paths.BASE + "/workitems")
public class WorkitemController extends WebErrors {
  private final WorkitemService service;
  private final WorkitemSearch search;
  private final UpsCallers callers;

  public WorkitemController(
      WorkitemService service, WorkitemSearch search, UpsCallers callers) {
    this.service = service;
    this.search = search;
    this.callers = callers;
  }

  @PostMapping
  void create(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var facility = callers.facility(request);
    var attributes = DatasetBody.read(request);
    var uid = queryUid(request, "workitem", "AffectedSOPInstanceUID")
        .or(() -> attributes.string(Tags.SOP_INSTANCE_UID))
        .orElseGet(() -> Uid.random().value());
    var outcome = service.create(facility, uid, attributes, callers.of(request));
    if (outcome.status().isDone()) {
      var address = Paths.base(request) + "/workitems/" + uid;
      response.setHeader("Location", address);
      response.setHeader("Content-Location", address);
    }
    UpsAnswers.answer(outcome, 201, response);
  }

  @GetMapping("/{workitem}")
  void retrieve(@PathVariable String workitem, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    var form = Datasets.chosen(request);
    var step = service.retrieve(Paths.uid(workitem), callers.of(request))
        .orElseThrow(WebException::notFound);
    response.setHeader("Content-Location", Paths.base(request) + "/workitems/" + workitem);
    response.setHeader("Cache-Control", "no-store");
    form.write(step, response);
  }

  @PostMapping("/{workitem}")
  void update(@PathVariable String workitem, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    var changes = DatasetBody.read(request);
    var transaction = queryUid(request, "transaction-uid", "TransactionUID")
        .or(() -> changes.string(Tags.TRANSACTION_UID));
    UpsAnswers.answer(service.update(
        Paths.uid(workitem), transaction, changes, callers.of(request)), 200, response);
  }

  @PutMapping("/{workitem}/state")
  void changeState(@PathVariable String workitem, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    UpsAnswers.answer(service.changeState(Paths.uid(workitem), DatasetBody.read(request),
        callers.of(request)), 200, response);
  }

  @PostMapping("/{workitem}/cancelrequest")
  void requestCancellation(@PathVariable String workitem, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    var information = request.getContentLengthLong() == 0 || request.getContentType() == null
        ? Dataset.EMPTY : DatasetBody.read(request);
    // A web client has no AE title; what it says is one has to be told apart.
    var requester = information.string(Tags.REQUESTING_AE).orElse("DICOMWEB");
    UpsAnswers.answer(service.requestCancel(Paths.uid(workitem), requester, information,
        callers.of(request)), 202, response);
  }

  @GetMapping
  void search(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var form = Datasets.chosen(request);
    var parameters = MatchParameters.read(request.getParameterMap());
    var wanted = parameters.offset() + parameters.limit();
    var found = search.find(parameters.keys(), callers.of(request).access(), wanted);
    var isPartial = found.isCut() || parameters.isCut() && found.steps().size() == wanted;
    var steps = found.steps().stream().skip(parameters.offset()).toList();
    if (isPartial) {
      response.setStatus(206);
      response.addHeader("Warning", "299 tia \"there are more results than were given: "
          + "use offset, or narrow the search\"");
    }
    if (steps.isEmpty()) {
      response.setStatus(isPartial ? 206 : 204);
      return;
    }
    form.writeAll(steps.iterator(), response);
  }

  /// A UID of the query, alone (`?1.2.3`) as the standard writes it, or under a name.
  private static Optional<String> queryUid(HttpServletRequest request, String... names) {
    for (var name : names) {
      if (request.getParameter(name) != null) {
        return Optional.of(Paths.uid(request.getParameter(name)));
      }
    }
    return Optional.ofNullable(request.getQueryString()).filter(Uid::isWellFormed);
  }

  @ExceptionHandler
  void invalid(InvalidKeyException e, HttpServletResponse response) throws IOException {
    refused(WebException.badRequest(String.valueOf(e.getMessage())), response);
  }
}
