package vn.tia.fhir.search.elastic;

import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.util.BinaryData;
import co.elastic.clients.util.ContentType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.fhir.search.IndexChange;
import vn.tia.fhir.search.IndexDocument;
import vn.tia.fhir.search.SearchUnavailable;

/// Writes changes in bulk, each under its resource's version: Elasticsearch itself refuses one that
/// is not newer than what it has.
record Bulk(Cluster cluster, String alias) {
  /// Bytes of documents in one request: some thousand resources, or one large study.
  private static final int BYTES_MAX = 8 * 1024 * 1024;

  private static final int CONFLICT = 409;
  private static final int BAD_DOCUMENT = 400;

  private static final Logger LOG = LoggerFactory.getLogger(Bulk.class);

  /// Takes all changes in, or throws and may be asked again.
  void apply(List<IndexChange> changes) {
    var part = new ArrayList<IndexChange>();
    var operations = new ArrayList<BulkOperation>();
    var bytes = 0;
    for (var change : changes) {
      var document = document(change);
      if (!part.isEmpty() && bytes + document.length > BYTES_MAX) {
        send(part, operations);
        part.clear();
        operations.clear();
        bytes = 0;
      }
      part.add(change);
      operations.add(operation(change, document));
      bytes += document.length;
    }
    if (!part.isEmpty()) {
      send(part, operations);
    }
  }

  private void send(List<IndexChange> changes, List<BulkOperation> operations) {
    var answer = cluster.change(client -> client.bulk(bulk ->
        bulk.requireAlias(true).operations(List.copyOf(operations))));
    if (!answer.errors()) {
      return;
    }
    for (int i = 0; i < changes.size(); i++) {
      check(answer.items().get(i), changes.get(i));
    }
  }

  private void check(BulkResponseItem item, IndexChange change) {
    var status = item.status();
    if (status < 300 || status == CONFLICT) {
      return;
    }
    if (status == 404) {
      throw new IndexGone();
    }
    var error = item.error();
    var kind = error == null ? "no reason" : String.valueOf(error.type());
    // What can't be indexed must not hold back all that come after it.
    if (status == BAD_DOCUMENT && change instanceof IndexChange.Put(var document)
        && !document.values().isEmpty()) {
      LOG.error("A {} can be found by its id only, Elasticsearch can't index its values: {}",
          document.type(), kind);
      apply(List.of(new IndexChange.Put(bare(document))));
      return;
    }
    throw new SearchUnavailable(
        "Elasticsearch did not take a change in: %d %s".formatted(status, kind));
  }

  private static IndexDocument bare(IndexDocument document) {
    return new IndexDocument(document.type(), document.id(), document.version(),
        document.facilityId(), Instant.EPOCH, Map.of());
  }

  private static byte[] document(IndexChange change) {
    return switch (change) {
      case IndexChange.Put(var document) -> Documents.of(document);
      case IndexChange.Remove _ -> Documents.tombstone();
    };
  }

  private BulkOperation operation(IndexChange change, byte[] document) {
    var version = switch (change) {
      case IndexChange.Put(var put) -> put.version();
      case IndexChange.Remove remove -> remove.version();
    };
    var key = switch (change) {
      case IndexChange.Put(var put) -> Fields.key(put.type(), put.id());
      case IndexChange.Remove remove -> Fields.key(remove.type(), remove.id());
    };
    return BulkOperation.of(operation -> operation.index(index -> index
        .index(alias).id(key).version(version).versionType(VersionType.External)
        .document(json(document))));
  }

  /// Writes one document of our own, whatever stood there.
  void write(String id, byte[] document) {
    cluster.change(client -> client.index(index ->
        index.index(alias).requireAlias(true).id(id).document(json(document))));
  }

  private static BinaryData json(byte[] document) {
    return BinaryData.of(document, ContentType.APPLICATION_JSON);
  }
}
