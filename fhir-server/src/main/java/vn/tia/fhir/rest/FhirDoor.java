package vn.tia.fhir.rest;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import vn.tia.fhir.rest.query.PageLinks;
import vn.tia.fhir.search.CodeSets;
import vn.tia.fhir.search.SearchEngine;
import vn.tia.fhir.search.SearchIndex;
import vn.tia.fhir.search.feed.Reindexing;
import vn.tia.fhir.search.feed.SearchFeed;
import vn.tia.fhir.search.lucene.LuceneSearchIndex;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.audit.Audit;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.orders.Orders;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.patients.Patients;
import vn.tia.records.resources.Resources;

/// The FHIR door of one machine, put together: the servlet, the search index under it, and the
/// feed that keeps the index close behind the records.
public final class FhirDoor implements AutoCloseable {
  private final SearchIndex index;
  private final SearchFeed feed;
  private final FhirRestServer servlet;

  private final PageLinks links;

  private FhirDoor(
      SearchIndex index, SearchFeed feed, PageLinks links, FhirRestServer servlet) {
    this.index = index;
    this.feed = feed;
    this.links = links;
    this.servlet = servlet;
  }

  /// The records that the door opens to, and who may see what of them.
  public record Records(Database database, Outbox outbox, Resources resources,
      Facilities facilities, Patients patients, Orders orders, Audit audit,
      RequestAccess access) {}

  /// Opens the Lucene index in the directory, and starts to feed it.
  ///
  /// @param codeSets what `:in` and `:below` ask
  public static FhirDoor open(
      Path directory, Records records, CodeSets codeSets, FhirRestSettings settings) {
    return open(parameters -> LuceneSearchIndex.open(directory, parameters), records, codeSets,
        settings);
  }

  /// Opens the index of that engine, and starts to feed it.
  public static FhirDoor open(SearchEngine engine, Records records, CodeSets codeSets,
      FhirRestSettings settings) {
    var definitions = new SearchDefinitions(FhirJson.context(), records.database(),
        settings.zone());
    var schema = definitions.now();
    var index = engine.open(schema.name());
    var feed = SearchFeed.start(index, schema, new SearchFeed.Sources(
        records.database(), records.outbox(), records.resources(), definitions::now));
    var orders = new OrderWrites.Records(records.database(), records.facilities(),
        records.patients(), records.orders(), records.resources());
    var links = new PageLinks(PageSecret.of(records.database()), settings.search().pageLinkAge(),
        Clock.systemUTC());
    var parts = new FhirRestServer.Parts(records.resources(), orders, index, feed,
        definitions, records.audit(), records.access(), links, codeSets);
    return new FhirDoor(index, feed, links, new FhirRestServer(parts, settings));
  }

  /// The servlet, to be registered at `/fhir/*`.
  public FhirRestServer servlet() {
    return servlet;
  }

  /// Where searches are answered from.
  public SearchIndex index() {
    return index;
  }

  /// Who signs the links of pages.
  public PageLinks links() {
    return links;
  }

  /// Whether searches are answered: the index is built.
  public boolean isReady() {
    return feed.isReady();
  }

  /// Waits until searches see all that this process has committed; answers whether they do.
  public boolean settle() {
    return feed.await(feed.ticket(), Duration.ofSeconds(10));
  }

  /// Begins to build the search index anew beside the live one; false where that is going on.
  public boolean reindex() {
    return feed.reindex();
  }

  /// Which search parameters are stored and not searched by yet, each as `Type.code`.
  public List<String> awaited() {
    return SearchDefinitions.missing(feed.wanted().parameters(), feed.schema().parameters());
  }

  /// How the last [#reindex] stands.
  public Reindexing reindexing() {
    return feed.reindexing();
  }

  /// What the search feed fails at now, for the health page.
  public Optional<String> error() {
    return feed.error();
  }

  /// Stops the feed and commits the index.
  @Override
  public void close() {
    feed.close();
    index.close();
  }
}
