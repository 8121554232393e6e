package vn.tia.fhir.search.elastic;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.fhir.search.IndexChange;
import vn.tia.fhir.search.IndexValue;
import vn.tia.fhir.search.SearchIndex;
import vn.tia.fhir.search.SearchPage;
import vn.tia.fhir.search.SearchQuery;
import vn.tia.fhir.search.SearchUnavailable;

/// The search index in an Elasticsearch cluster, shared by all processes with the same prefix.
///
/// Each of them feeds it with all changes; versions make the second one harmless. A build is made
/// beside the live one and searched by others when it is whole. Where another process has built
/// anew, the position of its build is the one to go on from. All calls throw
/// [SearchUnavailable] while the cluster doesn't answer, and may be made again.
public final class ElasticsearchSearchIndex implements SearchIndex {
  private static final Logger LOG = LoggerFactory.getLogger(ElasticsearchSearchIndex.class);

  /// Targets that the cluster gathers in one answer (`search.max_buckets` is 65,536).
  private static final int TARGETS_MAX = 60_000;

  private final Cluster cluster;
  private final Builds builds;
  private final Pages pages;
  private volatile String parameters;
  private volatile Optional<Build> current = Optional.empty();
  private Optional<Beside> beside = Optional.empty();
  private boolean isWhole;
  private boolean wasFound;

  private ElasticsearchSearchIndex(
      Cluster cluster, ElasticsearchSettings settings, String parameters) {
    this.cluster = cluster;
    this.builds = new Builds(cluster, settings.indices());
    this.pages = new Pages(cluster, new Snapshots(cluster));
    this.parameters = parameters;
  }

  /// The index in that cluster, which need not answer yet. One that was made for something else is
  /// replaced, which a missing [#cursor] tells.
  ///
  /// @param parameters names the set of search parameters; another set makes another layout
  public static ElasticsearchSearchIndex open(ElasticsearchSettings settings, String parameters) {
    return new ElasticsearchSearchIndex(Cluster.at(settings), settings, parameters);
  }

  private Build current() {
    var known = current;
    return known.isPresent() ? known.get() : find();
  }

  private synchronized Build find() {
    if (current.isPresent()) {
      return current.get();
    }
    var live = builds.live();
    var isOurs = live.flatMap(builds::layout)
        .filter(Mapping.layout(parameters)::equals).isPresent();
    // Two versions of Tia would else drop each other's index without end.
    if (live.isPresent() && !isOurs && wasFound) {
      throw new SearchUnavailable("the index in Elasticsearch is now that of another Tia");
    }
    isWhole = isOurs && live.flatMap(Build::cursor).isPresent();
    var found = isWhole ? live.orElseThrow() : builds.create(parameters);
    current = Optional.of(found);
    wasFound = true;
    return found;
  }

  private interface Work<T> {
    T on(Build build);
  }

  private <T> T work(Work<T> work) {
    var build = current();
    try {
      return work.on(build);
    } catch (IndexGone gone) {
      forget(build);
      throw gone;
    }
  }

  private synchronized void forget(Build build) {
    if (current.filter(one -> one == build).isPresent()) {
      current = Optional.empty();
    }
  }

  @Override
  public Optional<String> cursor() {
    return current().cursor();
  }

  @Override
  public void apply(List<IndexChange> changes) {
    work(build -> {
      build.apply(changes);
      return build;
    });
  }

  @Override
  public void reached(String position) {
    current().reached(position);
  }

  @Override
  public void refresh() {
    work(build -> {
      build.refresh();
      return build;
    });
  }

  @Override
  public void commit() {
    work(build -> {
      if (build.commit()) {
        show(build);
      }
      return build;
    });
  }

  private synchronized void show(Build build) {
    if (!isWhole && current.filter(one -> one == build).isPresent()) {
      builds.promote(build);
      isWhole = true;
    }
  }

  @Override
  public synchronized void clear() {
    var unfinished = current.filter(_ -> !isWhole);
    current = Optional.of(builds.create(parameters));
    isWhole = false;
    wasFound = true;
    unfinished.ifPresent(build -> builds.drop(build.name()));
  }

  @Override
  public SearchPage search(SearchQuery query) {
    try {
      return work(build -> pages.answer(build.name(), query));
    } catch (IndexGone replaced) {
      return work(build -> pages.answer(build.name(), query));
    }
  }

  @Override
  public Optional<Set<IndexValue.Link>> targets(SearchQuery query, String param, int max) {
    return max < TARGETS_MAX
        ? work(build -> pages.targets(build.name(), query, new Pages.Wanted(param, max)))
        : SearchIndex.super.targets(query, param, max);
  }

  @Override
  public String parameters() {
    return parameters;
  }

  @Override
  public synchronized void expect(String wanted) {
    var isBuilt = !wanted.equals(parameters)
        && builds.live().flatMap(builds::layout).filter(Mapping.layout(wanted)::equals).isPresent();
    if (isBuilt) {
      parameters = wanted;
      current = Optional.empty();
    }
  }

  @Override
  public Optional<String> sharedAs() {
    return Optional.of(builds.indices().prefix());
  }

  @Override
  public synchronized void lookAgain() {
    var live = builds.live().filter(build -> build.cursor().isPresent())
        .filter(build -> builds.layout(build).filter(Mapping.layout(parameters)::equals)
            .isPresent());
    if (live.isPresent()) {
      var unfinished = current.filter(_ -> !isWhole);
      current = live;
      isWhole = true;
      wasFound = true;
      unfinished.ifPresent(build -> builds.drop(build.name()));
    }
  }

  @Override
  public synchronized SearchIndex beside(String others) {
    beside.ifPresent(Beside::close);
    var made = new Beside(builds, builds.create(others), others, pages);
    beside = Optional.of(made);
    return made;
  }

  @Override
  public synchronized void takeOver(SearchIndex built) {
    var next = beside.filter(one -> one == built).orElseThrow(() ->
        new IllegalArgumentException("this index was not made beside the live one, or dropped"));
    next.commit();
    builds.promote(next.build());
    next.taken();
    parameters = next.parameters();
    current = Optional.of(next.build());
    isWhole = true;
    wasFound = true;
    beside = Optional.empty();
  }

  /// Writes the position down, where the cluster answers, and lets go of it.
  @Override
  public synchronized void close() {
    try {
      beside.ifPresent(Beside::close);
      if (current.isPresent()) {
        commit();
      }
    } catch (SearchUnavailable unreachable) {
      LOG.warn("Some changes will be indexed again at the next start: {}",
          unreachable.getMessage());
    } finally {
      beside = Optional.empty();
      cluster.close();
    }
  }
}
