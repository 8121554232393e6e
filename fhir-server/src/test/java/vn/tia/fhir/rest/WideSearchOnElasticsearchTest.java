package vn.tia.fhir.rest;

import org.junit.jupiter.api.BeforeAll;
import vn.tia.fhir.search.elastic.ElasticsearchSearchIndex;
import vn.tia.fhir.search.elastic.TestElasticsearch;

/// Searches of several types and of compartments, answered by Elasticsearch.
class WideSearchOnElasticsearchTest extends WideSearchTest {
  @BeforeAll
  static void startOnElasticsearch() {
    stop();
    var settings = TestElasticsearch.shared().settings();
    fill(FhirTestServer.on(parameters -> ElasticsearchSearchIndex.open(settings, parameters)));
  }
}
