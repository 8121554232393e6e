package vn.tia.fhir.search.elastic;

import java.util.List;
import java.util.Optional;
import vn.tia.fhir.search.IndexChange;
import vn.tia.fhir.search.SearchIndex;
import vn.tia.fhir.search.SearchPage;
import vn.tia.fhir.search.SearchQuery;

/// A build that is fed while another one is searched.
final class Beside implements SearchIndex {
  private final Builds builds;
  private final String parameters;
  private final Pages pages;
  private Build build;
  private boolean isTaken;

  Beside(Builds builds, Build build, String parameters, Pages pages) {
    this.builds = builds;
    this.build = build;
    this.parameters = parameters;
    this.pages = pages;
  }

  Build build() {
    return build;
  }

  /// Notes that it is the live one now.
  void taken() {
    isTaken = true;
  }

  @Override
  public String parameters() {
    return parameters;
  }

  @Override
  public Optional<String> cursor() {
    return build.cursor();
  }

  @Override
  public void apply(List<IndexChange> changes) {
    build.apply(changes);
  }

  @Override
  public void reached(String cursor) {
    build.reached(cursor);
  }

  @Override
  public void refresh() {
    build.refresh();
  }

  @Override
  public void commit() {
    build.commit();
  }

  @Override
  public void clear() {
    builds.drop(build.name());
    build = builds.create(parameters);
  }

  @Override
  public SearchPage search(SearchQuery query) {
    return pages.answer(build.name(), query);
  }

  @Override
  public SearchIndex beside(String others) {
    throw new UnsupportedOperationException("a build beside another one has none beside it");
  }

  @Override
  public void takeOver(SearchIndex built) {
    throw new UnsupportedOperationException("a build beside another one is taken over itself");
  }

  /// Drops it, unless it was taken over.
  @Override
  public void close() {
    if (!isTaken) {
      builds.drop(build.name());
    }
  }
}
