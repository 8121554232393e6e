package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.InstantType;
import vn.tia.fhir.rest.query.PageLinks;
import vn.tia.fhir.rest.query.SearchLimits;
import vn.tia.fhir.rest.query.SearchParser;
import vn.tia.fhir.search.PageKey;
import vn.tia.records.access.Access;
import vn.tia.records.resources.ResourceHistory;
import vn.tia.records.resources.ResourceHistory.Place;
import vn.tia.records.resources.ResourceHistory.Span;
import vn.tia.records.resources.ResourceHistory.Wanted;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.StoredResource;

/// Answers the history of one resource, of a type, or of all, newest version first, a page at a
/// time (R4 section 3.1.0.12).
record HistoryInteraction(ResourceHistory versions, PageLinks links, SearchLimits limits) {
  private static final Set<String> KNOWN =
      Set.of("_since", "_at", "_count", SearchInteraction.PAGE);

  String history(Target.History target, RestCall call) {
    target.key().ifPresent(ReadInteraction::valid);
    refuseUnknown(call);
    var access = call.caller().access();
    var page = position(target, call);
    var query = page.map(PageLinks.Position::query).orElse(call.query());
    int max = count(query);
    var found = versions.page(wanted(target, query), page.map(one -> place(one.after())),
        max + 1, access);
    if (found.isEmpty() && page.isEmpty() && target.key().isPresent()) {
      requireThere(target.key().get(), access);
    }
    return bundle(target, call, query, found, max);
  }

  private void requireThere(ResourceKey key, Access access) {
    if (versions.count(key, access) == 0) {
      throw ReadInteraction.absent(key);
    }
  }

  private String bundle(Target.History target, RestCall call, Map<String, List<String>> query,
      List<StoredResource> found, int max) {
    var access = call.caller().access();
    var isWhole = !query.containsKey("_since") && !query.containsKey("_at");
    var total = target.key().filter(_ -> isWhole)
        .map(key -> OptionalLong.of(versions.count(key, access))).orElse(OptionalLong.empty());
    var url = call.caller().base() + path(target);
    var bundle = new BundleText("history", total).link("self", Links.to(url, call.query()));
    var shown = found.stream().limit(max).toList();
    if (found.size() > max && !shown.isEmpty()) {
      var next = new PageLinks.Position(path(target), content(query), key(shown.getLast()));
      var parameters = new LinkedHashMap<>(call.query());
      parameters.keySet().retainAll(SearchParser.FORMAT_PARAMETERS);
      parameters.put(SearchInteraction.PAGE, List.of(links.write(next, access)));
      bundle.link("next", Links.to(url, parameters));
    }
    shown.forEach(version -> entry(bundle, version, call.caller().base()));
    return bundle.text();
  }

  private static void entry(BundleText bundle, StoredResource version, String base) {
    var isFirst = version.version() == 1;
    var method = version.deleted() ? "DELETE" : isFirst ? "POST" : "PUT";
    var request = "\"request\":{\"method\":\"" + method + "\",\"url\":"
        + BundleText.quoted(isFirst ? version.type() : version.key().toString()) + "}";
    var response = BundleText.response(version.deleted() ? "204" : isFirst ? "201" : "200",
        Optional.of(version), Optional.empty(), Optional.empty());
    var fullUrl = BundleText.fullUrl(base + "/" + version.key());
    if (version.deleted()) {
      bundle.entry(fullUrl, request, response);
    } else {
      bundle.entry(fullUrl, BundleText.resource(version.json()), request, response);
    }
  }

  private static String path(Target.History target) {
    return target.key().map(key -> "/" + key)
        .or(() -> target.type().map(type -> "/" + type.name())).orElse("") + "/_history";
  }

  private Optional<PageLinks.Position> position(Target.History target, RestCall call) {
    return Optional.ofNullable(call.query().get(SearchInteraction.PAGE)).map(tokens ->
        links.read(tokens.getFirst(), call.caller().access())
            .filter(position -> position.type().equals(path(target)))
            .orElseThrow(() -> new ResourceGoneException(
                "this page link is not, or no longer, valid: ask for the history again")));
  }

  private static PageKey key(StoredResource last) {
    return new PageKey(Stream.of(last.lastUpdated().toString(), last.type(), last.id(),
        Long.toString(last.version())).map(Optional::of).toList());
  }

  private static Place place(PageKey key) {
    var values = key.values().stream().map(Optional::orElseThrow).toList();
    return new Place(Instant.parse(values.get(0)), values.get(1), values.get(2),
        Long.parseLong(values.get(3)));
  }

  private static Map<String, List<String>> content(Map<String, List<String>> query) {
    var content = new LinkedHashMap<>(query);
    content.keySet().removeAll(SearchParser.FORMAT_PARAMETERS);
    return content;
  }

  private static Wanted wanted(Target.History target, Map<String, List<String>> query) {
    return new Wanted(
        target.type().map(type -> List.of(type.name())).orElseGet(ServedType::names),
        target.key().map(ResourceKey::id),
        one(query, "_since").map(HistoryInteraction::instant),
        one(query, "_at").map(HistoryInteraction::span));
  }

  private static void refuseUnknown(RestCall call) {
    call.query().keySet().stream()
        .filter(name -> !KNOWN.contains(name) && !SearchParser.FORMAT_PARAMETERS.contains(name))
        .filter(_ -> call.headers().prefers("handling=strict"))
        .findFirst().ifPresent(_ -> {
          throw new InvalidRequestException("a history has the parameters _since, _at and _count");
        });
  }

  private int count(Map<String, List<String>> query) {
    return one(query, "_count").map(value -> {
      if (!value.matches("\\d{1,18}")) {
        throw new InvalidRequestException("_count is a whole number from 0");
      }
      return (int) Math.min(Long.parseLong(value), limits.countMax());
    }).orElse(limits.countDefault());
  }

  private static Optional<String> one(Map<String, List<String>> query, String name) {
    return Optional.ofNullable(query.get(name)).map(List::getFirst)
        .filter(value -> !value.isEmpty());
  }

  private static Instant instant(String text) {
    try {
      return new InstantType(text).getValue().toInstant();
    } catch (RuntimeException none) {
      throw new InvalidRequestException("_since is an instant, such as 2026-11-25T08:00:00+07:00");
    }
  }

  /// The time that a text names, from its first instant to its last: a day lasts for a day.
  private static Span span(String text) {
    try {
      var time = new DateTimeType(text);
      var from = time.getValue().toInstant();
      var end = time.copy();
      end.add(time.getPrecision().getCalendarConstant(), 1);
      return new Span(from, end.getValue().toInstant().minusMillis(1));
    } catch (RuntimeException none) {
      throw new InvalidRequestException("_at is a date, or a date and time with its offset");
    }
  }
}
