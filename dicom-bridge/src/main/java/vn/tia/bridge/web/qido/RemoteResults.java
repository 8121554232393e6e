package vn.tia.bridge.web.qido;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import vn.tia.bridge.remote.RemoteQuestion;
import vn.tia.bridge.remote.RemoteStudies;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.records.access.Access;
import vn.tia.records.studies.Found;
import vn.tia.records.studies.InstancePath;
import vn.tia.records.studies.QueryLevel;
import vn.tia.records.studies.StudyQuery;
import vn.tia.records.studies.StudySearch;

/// What other archives add to the results of a search: they stand behind ours.
final class RemoteResults {

  private final StudySearch search;
  private final StudyQuery query;
  private final Access access;
  private final FutureTask<RemoteStudies.Found> asked;

  private RemoteResults(StudySearch search, StudyQuery query, Access access,
      FutureTask<RemoteStudies.Found> asked) {
    this.search = search;
    this.query = query;
    this.access = access;
    this.asked = asked;
  }

  /// Begins to ask, while the records are searched.
  static RemoteResults ask(
      RemoteStudies remotes, StudySearch search, StudyQuery query, Access access) {
    int wanted = Math.min(remotes.matchesMax(), query.offset() + query.limit());
    var task = new FutureTask<>(
        () -> remotes.find(RemoteQuestion.of(query, Math.max(1, wanted)), access));
    Thread.ofVirtual().name("remote-results").start(task);
    return new RemoteResults(search, query, access, task);
  }

  /// The page with what follows after our last result, where that is on it; a header names the
  /// archives that gave no answer.
  List<Found> behind(List<Found> ours, HttpServletResponse response) {
    if (ours.size() == query.limit()) {
      return ours;
    }
    var found = found();
    found.silent().forEach(name -> response.addHeader("Warning",
        "299 tia \"the archive " + name + " gave no answer: its results are missing\""));
    var page = new ArrayList<>(ours);
    found.matches().stream()
        .flatMap(match -> path(match.attributes()).stream()
            .map(path -> new Found(path, match.attributes())))
        .skip(ours.isEmpty() ? query.offset() - oursBefore() : 0)
        .limit(query.limit() - ours.size())
        .forEach(page::add);
    return page;
  }

  /// How many of ours lie on the pages before this one.
  private int oursBefore() {
    if (query.offset() == 0) {
      return 0;
    }
    return search.find(new StudyQuery(query.level(), query.keys(), query.nestedKeys(),
        query.names(), query.dates(), query.offset(), 0), access).size();
  }

  private RemoteStudies.Found found() {
    try {
      return asked.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return RemoteStudies.Found.NOTHING;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause : new IllegalStateException(e.getCause());
    }
  }

  private List<InstancePath> path(Dataset match) {
    var study = match.string(Tags.STUDY_INSTANCE_UID).orElse("").strip();
    var series = match.string(Tags.SERIES_INSTANCE_UID).orElse("").strip();
    var instance = match.string(Tags.SOP_INSTANCE_UID).orElse("").strip();
    if (study.isEmpty() || query.level() != QueryLevel.STUDY && series.isEmpty()
        || query.level() == QueryLevel.INSTANCE && instance.isEmpty()) {
      return List.of();
    }
    return List.of(switch (query.level()) {
      case STUDY -> InstancePath.study(study);
      case SERIES -> InstancePath.series(study, series);
      case INSTANCE -> InstancePath.instance(study, series, instance);
    });
  }
}
