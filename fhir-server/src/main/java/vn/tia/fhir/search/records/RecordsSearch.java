package vn.tia.fhir.search.records;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import vn.tia.fhir.search.ClauseMatch;
import vn.tia.fhir.search.IndexDocument;
import vn.tia.fhir.search.IndexValue.Link;
import vn.tia.fhir.search.SearchPage;
import vn.tia.fhir.search.SearchPage.Hit;
import vn.tia.fhir.search.SearchQuery;
import vn.tia.fhir.search.SearchQuery.Total;
import vn.tia.fhir.search.extract.Parameter;
import vn.tia.fhir.search.feed.SearchSchema;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.resources.IdentifiedResources;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;

/// Answers from the records, without an index, what asks for ids or identifiers, whatever else it
/// asks beside: the few resources that may be meant are judged by their own values, as an index is
/// filled with them.
public final class RecordsSearch {
  /// How many resources are read and judged for one question; one that means more is left to an
  /// index. A number of a patient or an exam is that of some few.
  static final int CANDIDATES_MAX = 200;

  private final Resources resources;
  private final IdentifiedResources identified;
  private final Supplier<SearchSchema> schema;

  /// @param schema by which questions are understood now
  public RecordsSearch(
      Resources resources, IdentifiedResources identified, Supplier<SearchSchema> schema) {
    this.resources = resources;
    this.identified = identified;
    this.schema = schema;
  }

  /// The page that an index would answer; empty where the records can't.
  public Optional<SearchPage> answer(SearchQuery query) {
    var now = schema.get();
    return Candidates.of(query.clause(), param -> isIdentifier(now, query.types(), param))
        .flatMap(candidates -> read(candidates, query))
        .map(some -> some.stream().map(one -> document(now, one))
            .filter(one -> ClauseMatch.matches(query.clause(), one)).toList())
        // One alone stands where it stands, in whatever order.
        .filter(matches -> matches.size() < 2 || Places.know(query.page().sort()))
        .map(matches -> page(matches, query));
  }

  private Optional<List<StoredResource>> read(Candidates candidates, SearchQuery query) {
    var access = new Access(query.facilityIds());
    if (candidates.ids().size() * query.types().size() > CANDIDATES_MAX) {
      return Optional.empty();
    }
    var keys = query.types().stream().flatMap(type ->
        candidates.ids().stream().map(id -> new ResourceKey(type, id))).toList();
    var found = new LinkedHashMap<ResourceKey, StoredResource>();
    resources.readMany(keys, access).forEach(one -> found.put(one.key(), one));
    if (!candidates.values().isEmpty()) {
      identified.with(candidates.values(), query.types(), access, CANDIDATES_MAX + 1)
          .forEach(one -> found.put(one.key(), one));
    }
    return found.size() > CANDIDATES_MAX
        ? Optional.empty() : Optional.of(List.copyOf(found.values()));
  }

  private static IndexDocument document(SearchSchema schema, StoredResource resource) {
    return new IndexDocument(resource.type(), resource.id(), resource.version(),
        resource.facilityId(), resource.lastUpdated(),
        schema.extraction().values(FhirJson.decode(resource.json()), resource.json()));
  }

  /// Whether the values of a parameter are those of identifiers, for each type that has it.
  private static boolean isIdentifier(SearchSchema schema, Set<String> types, String param) {
    var code = param.split(":")[0];
    return (param.equals(code) || param.equals(Parameter.ofType(code)))
        && types.stream().allMatch(type -> schema.parameters().find(type, code)
            .filter(one -> !IdentifierPath.isOf(type, one.path())).isEmpty());
  }

  private static SearchPage page(List<IndexDocument> matches, SearchQuery query) {
    var asked = query.page();
    var places = new Places(Places.know(asked.sort()) ? asked.sort() : List.of());
    var order = places.order();
    var left = new ArrayList<>(matches);
    asked.after().ifPresent(key -> left.removeIf(one -> order.compare(places.of(one), key) <= 0));
    left.sort((one, other) -> order.compare(places.of(one), places.of(other)));
    var hits = left.subList(0, Math.min(asked.size(), left.size()));
    var isMore = left.size() > hits.size() && !hits.isEmpty();
    var isAll = asked.after().isEmpty() && left.size() <= asked.size();
    return new SearchPage(hits.stream().map(one -> hit(one, query.links())).toList(),
        isMore ? Optional.of(places.of(hits.getLast())) : Optional.empty(),
        asked.total() == Total.COUNTED || isAll
            ? OptionalLong.of(matches.size()) : OptionalLong.empty());
  }

  private static Hit hit(IndexDocument document, List<String> params) {
    Map<String, List<Link>> links = new HashMap<>();
    for (var param : params) {
      links.put(param, document.values().getOrDefault(param, List.of()).stream()
          .filter(Link.class::isInstance).map(Link.class::cast).toList());
    }
    return new Hit(document.type(), document.id(), document.version(), links);
  }
}
