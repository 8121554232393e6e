package vn.tia.fhir.rest;

import org.junit.jupiter.api.BeforeAll;
import vn.tia.fhir.search.elastic.ElasticsearchSearchIndex;
import vn.tia.fhir.search.elastic.TestElasticsearch;

/// The contract of searches, answered by Elasticsearch.
class SearchCasesOnElasticsearchTest extends SearchCasesTest {
  @BeforeAll
  static void startOnElasticsearch() {
    stop();
    var settings = TestElasticsearch.shared().settings();
    fill(FhirTestServer.on(parameters -> ElasticsearchSearchIndex.open(settings, parameters)));
  }
}
