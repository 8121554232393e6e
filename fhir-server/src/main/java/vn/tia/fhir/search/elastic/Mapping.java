package vn.tia.fhir.search.elastic;

import co.elastic.clients.elasticsearch._types.mapping.TypeMapping;
import jakarta.json.Json;
import jakarta.json.JsonString;
import java.util.Optional;

/// How an index is made: its settings and its fields, and the note of what it was made for.
///
/// Nothing is seen before our own refresh, so that a page never mixes two states of a batch. The
/// source isn't kept: the records have it. Times are indexed, so that the first page of the latest
/// need not look at all that match.
final class Mapping {
  private static final String LAYOUT = "layout";
  /// Fields that parameters may add: each R4 parameter has some two.
  private static final int FIELDS_MAX = 5_000;
  /// Hits of one answer: chains and includes ask for more than a page shows, and for one more than
  /// they take, to see whether there are more.
  private static final int HITS_MAX = 60_000;

  private Mapping() {}

  /// The body of a request that makes an index.
  ///
  /// @param alias a name for this very index: writes that require one never make an index by chance
  static String creation(ElasticsearchSettings.Indices indices, String alias, String layout) {
    return """
        {"settings": {"number_of_shards": %d, "number_of_replicas": %d,
           "refresh_interval": "-1", "max_result_window": %d, "mapping.total_fields.limit": %d},
         "aliases": {"%s": {}},
         "mappings": {
           "_meta": {"layout": %s},
           "_source": {"enabled": false},
           "dynamic": "strict",
           "properties": {
             "type": {"type": "keyword", "doc_values": false},
             "facility": {"type": "keyword", "doc_values": false},
             "key": {"type": "keyword", "index": false},
             "terms": {"type": "keyword", "doc_values": false},
             "ranges": {"type": "ip_range", "doc_values": false},
             "grams": {"type": "text", "analyzer": "whitespace", "norms": false},
             "cursor": {"type": "keyword", "index": false, "doc_values": false, "store": true},
             "text": {"type": "object", "dynamic": true},
             "instant": {"type": "object", "dynamic": true},
             "amount": {"type": "object", "dynamic": true},
             "link": {"type": "object", "dynamic": true}},
           "dynamic_templates": [
             {"text": {"path_match": "text.*", "mapping": {"type": "keyword", "index": false}}},
             {"instant": {"path_match": "instant.*", "mapping": {"type": "long"}}},
             {"amount": {"path_match": "amount.*",
               "mapping": {"type": "double", "index": false}}},
             {"link": {"path_match": "link.*",
               "mapping": {"type": "keyword", "index": false}}}]}}
        """.formatted(indices.shards(), indices.replicas(), HITS_MAX, FIELDS_MAX, alias,
            Json.createValue(layout));
  }

  /// What an index was made for, empty where it isn't ours.
  static Optional<String> layout(TypeMapping mapping) {
    return Optional.ofNullable(mapping.meta().get(LAYOUT))
        .map(layout -> layout.toJson() instanceof JsonString text ? text.getString() : "");
  }

  /// What an index must have been made for to be used.
  static String layout(String parameters) {
    return Fields.LAYOUT + " " + parameters;
  }
}
