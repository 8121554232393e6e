package vn.tia.fhir.operations.export;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import vn.tia.fhir.rest.SearchLanguage;
import vn.tia.fhir.rest.query.BadSearchException;
import vn.tia.fhir.rest.query.Handling;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.ClauseMatch;
import vn.tia.fhir.search.IndexDocument;
import vn.tia.fhir.search.extract.Extraction;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.resources.StoredResource;

/// The searches of `_typeFilter` (Bulk Data Access 2.0, section 2.4.3), answered from each resource
/// as it was at the moment of the export. The index isn't asked: it knows the present only, so
/// chains, `_has` and value sets are refused.
///
/// Safe for use by many threads.
public final class TypeFilters {
  private static final String NAME = "_typeFilter";

  private final Supplier<SearchLanguage> now;

  /// @param now reads by which search parameters is asked: some may have come at run time
  public TypeFilters(Supplier<SearchLanguage> now) {
    this.now = now;
  }

  /// The type that a filter is about.
  static String type(String filter) {
    return filter.split("[?]", 2)[0];
  }

  /// Refuses a filter that can't be answered.
  ///
  /// @throws InvalidRequestException (400) if it is no search, or one on other resources
  void check(String filter) {
    clause(filter, now.get());
  }

  /// Whether a resource of that type meets one of the filters for it, or there is none.
  Predicate<StoredResource> of(String type, List<String> filters) {
    var language = now.get();
    var clauses = filters.stream().filter(filter -> type(filter).equals(type))
        .map(filter -> clause(filter, language)).toList();
    if (clauses.isEmpty()) {
      return _ -> true;
    }
    return resource -> {
      var document = document(resource, language.extraction());
      return clauses.stream().anyMatch(clause -> ClauseMatch.matches(clause, document));
    };
  }

  private static IndexDocument document(StoredResource resource, Extraction extraction) {
    return new IndexDocument(resource.type(), resource.id(), resource.version(),
        resource.facilityId(), resource.lastUpdated(),
        extraction.values(FhirJson.decode(resource.json()), resource.json()));
  }

  private static Clause clause(String filter, SearchLanguage language) {
    var parts = filter.split("[?]", 2);
    if (parts.length < 2) {
      throw new InvalidRequestException(NAME + " is a search: Type?parameter=value");
    }
    try {
      var request = language.parser().parse(parts[0], parameters(parts[1]), Handling.STRICT, "");
      if (!request.includes().isEmpty() || !request.revIncludes().isEmpty()) {
        throw new InvalidRequestException(NAME + " can't include other resources");
      }
      return request.direct().orElseThrow(() -> new InvalidRequestException(NAME
          + " can't ask what other resources or value sets say (chains, _has, :in)"));
    } catch (BadSearchException e) {
      throw new InvalidRequestException(NAME + ": " + e.getMessage());
    }
  }

  private static Map<String, List<String>> parameters(String query) {
    var parameters = new LinkedHashMap<String, List<String>>();
    for (var part : query.split("&")) {
      var pair = part.split("=", 2);
      if (pair.length < 2) {
        throw new InvalidRequestException(NAME + " has a parameter without a value");
      }
      parameters.computeIfAbsent(decoded(pair[0]), _ -> new ArrayList<>()).add(decoded(pair[1]));
    }
    return parameters;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new InvalidRequestException(NAME + " has a % without two digits");
    }
  }
}
