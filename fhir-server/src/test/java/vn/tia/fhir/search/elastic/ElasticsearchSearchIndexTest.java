package vn.tia.fhir.search.elastic;

import vn.tia.fhir.search.SearchIndex;
import vn.tia.fhir.search.SearchIndexContract;

class ElasticsearchSearchIndexTest extends SearchIndexContract {
  private final ElasticsearchSettings settings = TestElasticsearch.shared().settings();

  @Override
  protected SearchIndex create() {
    return ElasticsearchSearchIndex.open(settings, "set 1");
  }

  /// What a crash of Tia leaves behind is what the cluster has by then.
  @Override
  protected SearchIndex reopen(SearchIndex index) {
    return ElasticsearchSearchIndex.open(settings, "set 1");
  }
}
