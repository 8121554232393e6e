package vn.tia.fhir.rest;

import org.junit.jupiter.api.BeforeAll;
import vn.tia.fhir.search.elastic.ElasticsearchSearchIndex;
import vn.tia.fhir.search.elastic.TestElasticsearch;

/// SearchParameters at run time where two nodes share one index in Elasticsearch.
class CustomParameterOnElasticsearchTest extends CustomParameterTest {
  @BeforeAll
  static void startOnElasticsearch() {
    stop();
    var settings = TestElasticsearch.shared().settings();
    fill(FhirTestServer.on(parameters -> ElasticsearchSearchIndex.open(settings, parameters)),
        parameters -> ElasticsearchSearchIndex.open(settings, parameters));
  }
}
