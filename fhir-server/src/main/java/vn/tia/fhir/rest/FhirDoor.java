package vn.tia.fhir.rest;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import vn.tia.fhir.rest.query.PageLinks;
import vn.tia.fhir.search.CodeSets;
import vn.tia.fhir.search.SearchEngine;
import vn.tia.fhir.search.SearchIndex;
import vn.tia.fhir.search.extract.Extraction;
import vn.tia.fhir.search.extract.Parameters;
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
  private final String layout;

  private record Search(SearchIndex index, SearchFeed feed, String layout) {}

  private FhirDoor(Search search, PageLinks links, FhirRestServer servlet) {
    this.index = search.index();
    this.feed = search.feed();
    this.layout = search.layout();
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
    var context = FhirJson.context();
    var parameters = new Parameters(context);
    var layout =
        parameters.fingerprint(ServedType.names()) + " " + identity(records.database());
    var index = engine.open(layout);
    var feed = SearchFeed.start(index, records.database(), records.outbox(), records.resources(),
        new Extraction(context, parameters, settings.zone()));
    var orders = new OrderWrites.Records(records.database(), records.facilities(),
        records.patients(), records.orders(), records.resources());
    var links = new PageLinks(PageSecret.of(records.database()), settings.search().pageLinkAge(),
        Clock.systemUTC());
    var parts = new FhirRestServer.Parts(records.resources(), orders, index, feed, parameters,
        records.audit(), records.access(), links, codeSets);
    return new FhirDoor(
        new Search(index, feed, layout), links, new FhirRestServer(parts, settings));
  }

  // An index of another database, or of this one before it was restored, must not be followed.
  private static String identity(Database database) {
    return database.jdbc().sql("""
            SELECT system_identifier || '/' || (SELECT oid FROM pg_database
              WHERE datname = current_database()) FROM pg_control_system()""")
        .query(String.class).single();
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
    return feed.reindex(layout);
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
