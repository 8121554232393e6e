package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import vn.tia.fhir.rest.query.BadSearchException;
import vn.tia.fhir.rest.query.Found;
import vn.tia.fhir.rest.query.Handling;
import vn.tia.fhir.rest.query.PageLinks;
import vn.tia.fhir.rest.query.SearchLimits;
import vn.tia.fhir.rest.query.SearchParser;
import vn.tia.fhir.rest.query.Searches;
import vn.tia.fhir.search.PageKey;
import vn.tia.fhir.search.SearchPage;
import vn.tia.fhir.search.SearchQuery;
import vn.tia.fhir.search.feed.SearchFeed;
import vn.tia.records.access.Access;

/// Answers a search of a type, of several, or of a compartment (R4 section 3.1.0.11), its
/// first page or a later one.
///
/// A search that follows a write through this server waits a moment until the index has it.
final class SearchInteraction {
  static final String PAGE = "_page";

  /// Another index takes over at once, and not twice in a second.
  private static final int TRIES_MAX = 5;

  private final SearchParser parser;
  private final Searches searches;
  private final SearchFeed feed;
  private final PageLinks links;
  private final SearchLimits limits;
  private final List<DoorAddition> additions;
  private final AtomicLong lastWrite = new AtomicLong();

  SearchInteraction(SearchParser parser, Searches searches, SearchFeed feed, PageLinks links,
      SearchLimits limits, List<DoorAddition> additions) {
    this.parser = parser;
    this.searches = searches;
    this.feed = feed;
    this.links = links;
    this.limits = limits;
    this.additions = additions;
  }

  /// What the client asks: the type, its parameters, and how unknown ones are handled.
  record Question(
      SearchPlace place, Map<String, List<String>> query, Handling handling,
      String serverBase) {}

  /// The answer, and the token of the next page where there is one.
  record Answer(Found found, Optional<String> nextToken) {

    Answer with(List<String> warnings) {
      return warnings.isEmpty() ? this : new Answer(new Found(found.matches(), found.included(),
          found.next(), found.total(), Stream.concat(
              found.warnings().stream(), warnings.stream()).toList()), nextToken);
    }
  }

  /// Notes that this server has just written, for the searches that follow.
  void wrote() {
    lastWrite.set(feed.ticket());
  }

  /// What the index finds, a write through this server just before included.
  SearchPage find(SearchQuery query) {
    settle();
    return searches.find(query);
  }

  // An index that isn't fed now would be waited for in vain.
  private void settle() {
    if (feed.isReady() && feed.error().isEmpty()) {
      feed.await(lastWrite.get(), limits.seenWait());
    }
  }

  Answer search(Question question, Access access) {
    var warnings = ahead(question, access);
    settle();
    for (int i = 0; i < TRIES_MAX; i++) {
      var schema = feed.schema();
      var answer = answer(question, access);
      // Else another index took over meanwhile, made for other search parameters.
      if (feed.isFor(schema)) {
        return answer.with(warnings);
      }
    }
    throw new BusyException("the search index is being replaced");
  }

  private List<String> ahead(Question question, Access access) {
    List<String> warnings = new ArrayList<>();
    if (!question.query().containsKey(PAGE)) {
      for (var addition : additions) {
        var ahead = addition.ahead(question.place().path(), question.query(), access);
        if (ahead.written() > 0) {
          wrote();
        }
        warnings.addAll(ahead.warnings());
      }
    }
    return warnings;
  }

  private Answer answer(Question question, Access access) {
    var position = position(question, access);
    var query = position.map(PageLinks.Position::query).orElse(question.query());
    try {
      var request = parser.parse(
          question.place().ground(), query, question.handling(), question.serverBase());
      Optional<PageKey> after = position.map(PageLinks.Position::after);
      var found = searches.search(request, after, access);
      return new Answer(found, found.next().map(key -> links.write(
          new PageLinks.Position(question.place().path(), content(query), key), access)));
    } catch (BadSearchException e) {
      throw new InvalidRequestException(e.getMessage());
    }
  }

  private Optional<PageLinks.Position> position(Question question, Access access) {
    return Optional.ofNullable(question.query().get(PAGE)).map(tokens ->
        links.read(tokens.getFirst(), access)
            .filter(position -> position.type().equals(question.place().path()))
            .orElseThrow(() -> new ResourceGoneException(
                "this page link is not, or no longer, valid: search again")));
  }

  private static Map<String, List<String>> content(Map<String, List<String>> query) {
    var content = new LinkedHashMap<>(query);
    content.keySet().removeAll(SearchParser.FORMAT_PARAMETERS);
    return content;
  }
}
