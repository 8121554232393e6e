package vn.tia.fhir.search.elastic;

import java.util.List;
import java.util.Optional;
import vn.tia.fhir.search.IndexChange;
import vn.tia.fhir.search.SearchUnavailable;

/// One build of the search index, fed with changes.
///
/// The outbox position is a document beside the others, written after the changes that it stands
/// for have been acknowledged: after a crash some changes come again, and their versions make them
/// harmless.
final class Build {
  private static final String POSITION = "position";

  private final Cluster cluster;
  private final String name;
  private final Bulk bulk;
  private Optional<String> cursor;

  Build(Cluster cluster, String name, Optional<String> cursor) {
    this.cluster = cluster;
    this.name = name;
    this.bulk = new Bulk(cluster, alias(name));
    this.cursor = cursor;
  }

  /// The name under which a build is written to. Elasticsearch makes an index of any name that is
  /// written to, unless it is told that the name is an alias.
  static String alias(String name) {
    return name + "-write";
  }

  /// The position that was written into the index of that name.
  static Optional<String> position(Cluster cluster, String name) {
    return cluster.find(client -> client.get(get -> get
            .index(name).id(POSITION).storedFields(Fields.CURSOR), Void.class))
        .map(answer -> answer.fields().get(Fields.CURSOR))
        .map(field -> field.toJson().asJsonArray().getString(0));
  }

  String name() {
    return name;
  }

  synchronized Optional<String> cursor() {
    return cursor;
  }

  synchronized void reached(String position) {
    cursor = Optional.of(position);
  }

  void apply(List<IndexChange> changes) {
    bulk.apply(changes);
  }

  void refresh() {
    var shards = cluster.change(client ->
        client.indices().refresh(all -> all.index(name))).shards();
    if (shards != null && shards.failed().intValue() > 0) {
      throw new SearchUnavailable("Elasticsearch refreshed a part of its shards only");
    }
  }

  /// Writes down the position reached, where there is one; answers whether there is.
  boolean commit() {
    var position = cursor();
    position.ifPresent(cursor -> bulk.write(POSITION, Documents.position(cursor)));
    return position.isPresent();
  }
}
