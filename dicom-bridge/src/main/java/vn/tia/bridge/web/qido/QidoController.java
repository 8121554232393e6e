package vn.tia.bridge.web.qido;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import vn.tia.bridge.remote.RemoteStudies;
import vn.tia.bridge.web.CallerAccess;
import vn.tia.bridge.web.Datasets;
import vn.tia.bridge.web.Paths;
import vn.tia.bridge.web.WebErrors;
import vn.tia.bridge.web.remote.RemoteRetrieval;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.records.studies.Found;
import vn.tia.records.studies.QueryLevel;
import vn.tia.records.studies.StudyQuery;
import vn.tia.records.studies.StudySearch;

/// QIDO-RS (PS3.18 section 10.6): searches for studies, series and instances.
@RestController
@RequestMapping(Paths.BASE)
public class QidoController extends WebErrors {

  private final StudySearch search;
  private final CallerAccess access;
  private final Optional<RemoteStudies> remotes;

  public QidoController(StudySearch search, CallerAccess access) {
    this(search, access, Optional.empty());
  }

  /// A search that also asks other archives.
  public QidoController(
      StudySearch search, CallerAccess access, Optional<RemoteStudies> remotes) {
    this.search = search;
    this.access = access;
    this.remotes = remotes;
  }

  @GetMapping("/studies")
  void studies(HttpServletRequest request, HttpServletResponse response) throws IOException {
    answer(QueryLevel.STUDY, Map.of(), request, response);
  }

  @GetMapping("/series")
  void allSeries(HttpServletRequest request, HttpServletResponse response) throws IOException {
    answer(QueryLevel.SERIES, Map.of(), request, response);
  }

  @GetMapping("/instances")
  void allInstances(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(QueryLevel.INSTANCE, Map.of(), request, response);
  }

  @GetMapping("/studies/{study}/series")
  void series(@PathVariable String study, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    answer(QueryLevel.SERIES, Map.of(Tags.STUDY_INSTANCE_UID, Paths.uid(study)), request,
        response);
  }

  @GetMapping("/studies/{study}/instances")
  void instancesOfStudy(@PathVariable String study, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    answer(QueryLevel.INSTANCE, Map.of(Tags.STUDY_INSTANCE_UID, Paths.uid(study)), request,
        response);
  }

  @GetMapping("/studies/{study}/series/{series}/instances")
  void instances(@PathVariable String study, @PathVariable String series,
      HttpServletRequest request, HttpServletResponse response) throws IOException {
    Map<Tag, String> fixed = new LinkedHashMap<>();
    fixed.put(Tags.STUDY_INSTANCE_UID, Paths.uid(study));
    fixed.put(Tags.SERIES_INSTANCE_UID, Paths.uid(series));
    answer(QueryLevel.INSTANCE, fixed, request, response);
  }

  private void answer(QueryLevel level, Map<Tag, String> fixed, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    var form = Datasets.chosen(request);
    var parameters = QidoParameters.read(level, fixed, request.getParameterMap());
    var found = find(parameters.query(), request, response);
    if (found.size() > parameters.limit()) {
      response.addHeader("Warning", "299 tia \"there are more results than were given: "
          + "use offset, or narrow the search\"");
    }
    if (parameters.isCut()) {
      response.addHeader("Warning",
          "299 tia \"one answer has at most " + QidoParameters.LIMIT_MAX + " results\"");
    }
    if (!search.unmatched(parameters.query()).isEmpty()) {
      response.addHeader("Warning", "299 tia \"some matching keys are not supported\"");
    }
    var base = Paths.base(request);
    var fields = QidoFields.of(parameters);
    form.writeAll(found.stream()
        .limit(parameters.limit())
        .map(one -> fields.pick(withAddress(one, base)))
        .iterator(), response);
  }

  private List<Found> find(
      StudyQuery query, HttpServletRequest request, HttpServletResponse response) {
    var caller = access.of(request);
    var others = remotes
        .filter(one -> one.isAsked(caller) && !RemoteRetrieval.isForwarded(request));
    if (others.isPresent() && !query.nestedKeys().isEmpty()) {
      // Not all archives match by them, and one that doesn't would answer too much.
      response.addHeader("Warning",
          "299 tia \"other archives are not asked for keys within sequences\"");
      return search.find(query, caller);
    }
    var asked = others.map(one -> RemoteResults.ask(one, search, query, caller));
    var ours = search.find(query, caller);
    return asked.map(one -> one.behind(ours, response)).orElse(ours);
  }

  private static Dataset withAddress(Found found, String base) {
    return found.attributes().toBuilder()
        .put(Tags.RETRIEVE_URL, base + Paths.of(found.path()))
        .build();
  }
}
