package vn.tia.fhir.rest;

import ca.uhn.fhir.context.FhirContext;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.hl7.fhir.r4.model.SearchParameter;
import vn.tia.fhir.rest.query.SearchLimits;
import vn.tia.fhir.rest.query.SearchParser;
import vn.tia.fhir.search.extract.CustomParameters;
import vn.tia.fhir.search.extract.Extraction;
import vn.tia.fhir.search.extract.Parameters;
import vn.tia.fhir.search.feed.SearchSchema;
import vn.tia.records.database.Database;
import vn.tia.records.resources.CanonicalResources;

/// The search parameters of this server: R4's, the few of ours, and the SearchParameter resources
/// that are stored.
///
/// These define the server for all its callers, whichever facility keeps them.
public final class SearchDefinitions {
  /// How many are looked at, whatever their status.
  private static final int STORED_MAX = 5_000;

  private final FhirContext context;
  private final ZoneId zone;
  private final CanonicalResources stored;
  private final Parameters standard;
  private final CustomParameters custom;
  private final String database;
  private final AtomicReference<Optional<SearchSchema>> last =
      new AtomicReference<>(Optional.empty());

  /// @param zone of dates without an offset
  public SearchDefinitions(FhirContext context, Database database, ZoneId zone) {
    this.context = context;
    this.zone = zone;
    this.stored = new CanonicalResources(database);
    this.standard = new Parameters(context);
    this.custom = new CustomParameters(context, standard, ServedType.names());
    this.database = identity(database);
  }

  // An index of another database, or of this one before it was restored, must not be followed.
  private static String identity(Database database) {
    return database.jdbc().sql("""
            SELECT system_identifier || '/' || (SELECT oid FROM pg_database
              WHERE datname = current_database()) FROM pg_control_system()""")
        .query(String.class).single();
  }

  /// What is to be searched by, as the records say now.
  SearchSchema now() {
    var parameters = standard.with(custom.of(stored()));
    var name = parameters.fingerprint(ServedType.names()) + " " + database;
    var known = last.get().filter(one -> one.name().equals(name));
    if (known.isPresent()) {
      return known.get();
    }
    var schema = new SearchSchema(name, parameters, new Extraction(context, parameters, zone));
    last.set(Optional.of(schema));
    return schema;
  }

  /// The same for searches that ask single resources.
  public SearchLanguage language(SearchLimits limits) {
    var schema = now();
    return new SearchLanguage(new SearchParser(
        schema::parameters, Set.copyOf(ServedType.names()), limits, zone), schema.extraction());
  }

  /// Why one can't be searched by, empty where it can.
  Optional<String> flaw(SearchParameter one) {
    var others = stored().stream()
        .filter(other -> !other.getIdElement().getIdPart().equals(one.getIdElement().getIdPart()))
        .toList();
    return custom.flaw(one, others);
  }

  private List<SearchParameter> stored() {
    return stored.everywhere("SearchParameter", STORED_MAX).stream()
        .map(one -> one.decode(SearchParameter.class)).toList();
  }

  /// What one set has and the other hasn't, each as `Type.code`.
  static List<String> missing(Parameters wanted, Parameters there) {
    return ServedType.names().stream().sorted().flatMap(type ->
            wanted.of(type).keySet().stream()
                .filter(code -> there.find(type, code).isEmpty())
                .map(code -> type + "." + code))
        .toList();
  }
}
