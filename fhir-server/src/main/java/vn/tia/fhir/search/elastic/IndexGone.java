package vn.tia.fhir.search.elastic;

import vn.tia.fhir.search.SearchUnavailable;

/// Says that an index was dropped under us: another process has built a newer one, or somebody
/// deleted it. What the alias names now tells how to go on.
final class IndexGone extends SearchUnavailable {
  private static final long serialVersionUID = 1L;

  IndexGone() {
    super("the index in Elasticsearch is gone: another one takes its place");
  }
}
