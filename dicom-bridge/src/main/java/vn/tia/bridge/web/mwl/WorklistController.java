package vn.tia.bridge.web.mwl;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;
import vn.tia.bridge.web.CallerAccess;
import vn.tia.bridge.web.CallerFacility;
import vn.tia.bridge.web.DatasetBody;
import vn.tia.bridge.web.Datasets;
import vn.tia.bridge.web.MatchParameters;
import vn.tia.bridge.web.Paths;
import vn.tia.bridge.web.WebErrors;
import vn.tia.bridge.web.WebException;
import vn.tia.bridge.worklist.InvalidKeyException;
import vn.tia.bridge.worklist.WorklistSearch;
import vn.tia.mapping.exam.StepStatus;
import vn.tia.records.access.Access;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.worklist.WorklistItem;

/// The worklist at `/mwlitems`: an item is a step, addressed by its study and its id.
///
/// DICOM has no such service; paths and methods are those that dcm4chee made common.
@RestController
@RequestMapping(Paths.BASE + "/mwlitems")
public class WorklistController extends WebErrors {
  private static final String ITEM = "/{study}/{step}";

  private final WorklistSearch search;
  private final WorklistEdits edits;
  private final Callers callers;

  /// What the sender of a request may see, and for whom he writes.
  public record Callers(CallerAccess access, CallerFacility facility, Facilities facilities) {}

  public WorklistController(WorklistSearch search, WorklistEdits edits, Callers callers) {
    this.search = search;
    this.edits = edits;
    this.callers = callers;
  }

  @GetMapping
  void search(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var form = Datasets.chosen(request);
    var parameters = MatchParameters.read(request.getParameterMap());
    var wanted = parameters.offset() + parameters.limit();
    var found = search.find(
        parameters.keys(), callers.access().of(request), wanted + 1);
    if (found.size() > wanted || parameters.isCut()) {
      response.addHeader("Warning", "299 tia \"there are more results than were given: "
          + "use offset, or narrow the search\"");
    }
    form.writeAll(found.stream().skip(parameters.offset()).limit(parameters.limit()).iterator(),
        response);
  }

  @PostMapping
  void create(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var form = Datasets.chosen(request);
    var facility = facility(request);
    var order = edits.create(facility, DatasetBody.read(request), request.getRemoteAddr());
    var study = order.content().numbers().studyUid().orElseThrow();
    var items = order.steps().stream()
        .map(step -> found(study, step.step().id().orElseThrow(), Access.to(facility.id())))
        .toList();
    response.setStatus(201);
    response.setHeader("Location", address(request, items).toString());
    form.writeAll(items.stream().map(WorklistSearch::whole).iterator(), response);
  }

  @GetMapping(ITEM)
  void retrieve(@PathVariable String study, @PathVariable String step,
      HttpServletRequest request, HttpServletResponse response) throws IOException {
    var form = Datasets.chosen(request);
    form.write(WorklistSearch.whole(of(study, step, request)), response);
  }

  @PutMapping(ITEM)
  void change(@PathVariable String study, @PathVariable String step,
      HttpServletRequest request, HttpServletResponse response) throws IOException {
    var form = Datasets.chosen(request);
    var known = of(study, step, request);
    edits.change(known, DatasetBody.read(request), request.getRemoteAddr());
    form.write(WorklistSearch.whole(of(study, step, request)), response);
  }

  @DeleteMapping(ITEM)
  void cancel(@PathVariable String study, @PathVariable String step,
      HttpServletRequest request, HttpServletResponse response) {
    edits.move(of(study, step, request), StepStatus.CANCELED, request.getRemoteAddr());
    response.setStatus(204);
  }

  @PostMapping(ITEM + "/status/{status}")
  void move(@PathVariable String study, @PathVariable String step, @PathVariable String status,
      HttpServletRequest request, HttpServletResponse response) {
    var to = WorklistSearch.status(status).orElseThrow(() ->
        WebException.badRequest("the path holds none of the states of a step"));
    edits.move(of(study, step, request), to, request.getRemoteAddr());
    response.setStatus(204);
  }

  private Facility facility(HttpServletRequest request) {
    var id = callers.facility().of(request);
    var found = id.isPresent()
        ? callers.facilities().byId(id.getAsInt()) : Optional.<Facility>empty();
    return found.orElseThrow(() ->
        WebException.forbidden("the sender of this request may not write"));
  }

  private WorklistItem of(String study, String step, HttpServletRequest request) {
    return found(Paths.uid(study), step, callers.access().of(request));
  }

  private WorklistItem found(String study, String step, Access access) {
    return search.step(study, step, access).orElseThrow(WebException::notFound);
  }

  private static URI address(HttpServletRequest request, List<WorklistItem> items) {
    var first = items.getFirst();
    return UriComponentsBuilder.fromUriString(Paths.base(request))
        .pathSegment("mwlitems", first.content().numbers().studyUid().orElseThrow(),
            first.step().step().id().orElseThrow())
        .build().encode().toUri();
  }

  @ExceptionHandler
  void invalid(InvalidKeyException e, HttpServletResponse response) throws IOException {
    refused(WebException.badRequest(String.valueOf(e.getMessage())), response);
  }
}
