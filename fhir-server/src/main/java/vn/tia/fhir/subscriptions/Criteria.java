package vn.tia.fhir.subscriptions;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import vn.tia.fhir.rest.SearchLanguage;
import vn.tia.fhir.rest.query.BadSearchException;
import vn.tia.fhir.rest.query.Handling;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.ClauseMatch;
import vn.tia.fhir.search.IndexDocument;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.resources.StoredResource;

/// Answers whether a version of a resource meets a search, from that version alone.
///
/// No index is asked: it may be late, and knows the current version only. So what a search says of
/// other resources (chains, `_has`) can't be watched.
public final class Criteria {
  private final Supplier<SearchLanguage> now;
  private final Supplier<String> base;
  private volatile Optional<SearchLanguage> known = Optional.empty();

  /// @param now reads by which search parameters is asked: some may have come at run time
  /// @param base of this server, for references that are written in full
  public Criteria(Supplier<SearchLanguage> now, Supplier<String> base) {
    this.now = now;
    this.base = base;
  }

  /// Takes note that the search parameters may have changed.
  void renew() {
    known = Optional.empty();
  }

  private SearchLanguage known() {
    var language = known.orElseGet(now);
    known = Optional.of(language);
    return language;
  }

  /// What a query asks of a type.
  ///
  /// @throws BadSubscriptionException if it can't be watched
  Clause clause(String type, String query) {
    try {
      var request = now.get().parser().parse(type, parameters(query), Handling.STRICT, base.get());
      if (!request.includes().isEmpty() || !request.revIncludes().isEmpty()) {
        throw new BadSubscriptionException("criteria can't include other resources");
      }
      return request.direct().orElseThrow(() -> new BadSubscriptionException(
          "criteria can't ask what other resources say (chains, _has)"));
    } catch (BadSearchException e) {
      throw new BadSubscriptionException("criteria: " + e.getMessage());
    }
  }

  /// The values of a version, for any number of clauses.
  IndexDocument document(StoredResource resource) {
    return new IndexDocument(resource.type(), resource.id(), resource.version(),
        resource.facilityId(), resource.lastUpdated(),
        known().extraction().values(FhirJson.decode(resource.json()), resource.json()));
  }

  static boolean meets(Clause clause, IndexDocument document) {
    return ClauseMatch.matches(clause, document);
  }

  private static Map<String, List<String>> parameters(String query) {
    var parameters = new LinkedHashMap<String, List<String>>();
    for (var part : query.split("&")) {
      if (part.isEmpty()) {
        continue;
      }
      var pair = part.split("=", 2);
      if (pair.length != 2) {
        throw new BadSubscriptionException("criteria has a parameter without a value");
      }
      try {
        parameters.computeIfAbsent(decoded(pair[0]), _ -> new ArrayList<>()).add(decoded(pair[1]));
      } catch (IllegalArgumentException _) {
        throw new BadSubscriptionException("criteria has a % without two digits");
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
