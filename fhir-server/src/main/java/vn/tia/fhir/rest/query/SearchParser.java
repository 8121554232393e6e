package vn.tia.fhir.rest.query;

import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.SearchQuery.Total;
import vn.tia.fhir.search.Sort;
import vn.tia.fhir.search.extract.Parameter;
import vn.tia.fhir.search.extract.Parameter.Kind;
import vn.tia.fhir.search.extract.Parameters;

/// Reads the parameters of a search request.
public final class SearchParser {
  /// Parameters about the form of the answer, which HAPI reads itself.
  public static final Set<String> FORMAT_PARAMETERS =
      Set.of("_format", "_pretty", "_elements", "_summary");

  private final Supplier<Parameters> current;
  private final ValueClauses values;
  private final Set<String> served;
  private final SearchLimits limits;

  /// @param parameters those that searches know now: custom ones come at run time
  /// @param served the resource types of this server
  /// @param zone of dates without an offset
  public SearchParser(
      Supplier<Parameters> parameters, Set<String> served, SearchLimits limits, ZoneId zone) {
    this.current = parameters;
    this.served = Set.copyOf(served);
    this.limits = limits;
    this.values = new ValueClauses(zone, Clock.systemUTC());
  }

  /// Reads one request.
  ///
  /// @throws BadSearchException if it can't be answered as asked
  public SearchRequest parse(
      String type, Map<String, List<String>> query, Handling handling, String serverBase) {
    return parse(SearchGround.of(type), query, handling, serverBase);
  }

  /// Reads a request for what is on that ground.
  ///
  /// @throws BadSearchException if it can't be answered as asked
  public SearchRequest parse(SearchGround ground, Map<String, List<String>> query,
      Handling handling, String serverBase) {
    return new Reading(ground, handling,
        new Conditions(current.get(), values, served, limits, serverBase)).read(query);
  }

  /// One request being read.
  private final class Reading {
    private final Handling handling;
    private final Conditions conditions;
    private final Parameters parameters;
    private final Map<String, List<Condition>> found = new LinkedHashMap<>();
    private final List<Include> includes = new ArrayList<>();
    private final List<Include> revIncludes = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private SearchGround ground;
    private List<String> types;
    private List<Sort> sort = List.of();
    private boolean isRanked;
    private int size = limits.countDefault();
    private Total total = Total.WHEN_FREE;

    Reading(SearchGround ground, Handling handling, Conditions conditions) {
      this.ground = ground;
      this.types = ground.types();
      this.handling = handling;
      this.conditions = conditions;
      this.parameters = conditions.parameters();
    }

    SearchRequest read(Map<String, List<String>> query) {
      if (ground.isOpen()) {
        narrow(query.getOrDefault("_type", List.of()));
      }
      ground.limits().forEach((type, limit) -> found.put(type, limited(limit)));
      query.forEach((name, all) -> all.stream()
          // A parameter without a value is as if it weren't there.
          .filter(value -> !value.isEmpty())
          .forEach(value -> read(name, value)));
      var most = found.values().stream().mapToInt(List::size).max().orElse(0);
      if (most > limits.valuesMax()) {
        throw new BadSearchException("the search has %d conditions, at most %d are allowed"
            .formatted(most, limits.valuesMax()));
      }
      // Only texts match better or worse; without one, ranking costs and says nothing.
      var usual = isRanked ? List.of(Sort.BEST, Sort.NEWEST) : List.of(Sort.NEWEST);
      var order = sort.isEmpty() ? usual : sort;
      return new SearchRequest(found, includes, revIncludes,
          new SearchRequest.Shape(order, size, total), warnings);
    }

    private static List<Condition> limited(Clause limit) {
      return limit instanceof Clause.Everything
          ? new ArrayList<>() : new ArrayList<>(List.of(new Condition.Direct(limit)));
    }

    /// Keeps the types that `_type` names, of those that can be searched here.
    private void narrow(List<String> values) {
      var named = values.stream().flatMap(value -> Escapes.split(value, ',').stream())
          .filter(one -> !one.isEmpty()).distinct().toList();
      if (named.isEmpty()) {
        return;
      }
      var known = named.stream().filter(types::contains).toList();
      if (known.isEmpty()) {
        throw new BadSearchException("_type names no type that is searched here");
      }
      if (known.size() < named.size()) {
        ignore("_type", "names a type that is not searched here; that");
      }
      ground = ground.only(known);
      types = known;
    }

    private void read(String name, String value) {
      switch (name) {
        case "_count" -> size = count(value);
        case "_sort" -> sort = sort(value);
        case "_total" -> total = total(value);
        case "_include", "_include:iterate", "_include:recurse" ->
            include(name, value, includes);
        case "_revinclude", "_revinclude:iterate", "_revinclude:recurse" ->
            include(name, value, revIncludes);
        case "_summary" -> summary(value);
        case "_format", "_pretty", "_elements" -> { }
        case "_query" -> throw new BadSearchException(
            "_query names a query, and this server has none");
        case "_contained", "_containedType" -> contained(name, value);
        default -> {
          if (!name.equals("_type") || !ground.isOpen()) {
            condition(name, value);
          }
        }
      }
    }

    // `false` is what a server does that isn't asked (R4 search, section 3.1.1.5.8).
    private static void contained(String name, String value) {
      if (!name.equals("_contained") || !value.equals("false")) {
        throw new BadSearchException(
            name + " asks for contained resources, which are not searched here");
      }
    }

    /// Adds a condition that can be said of all types (R4 search, section 3.1.1.2).
    private void condition(String name, String value) {
      isRanked |= types.stream().anyMatch(type -> parameters.find(type, name.split("[:.]")[0])
          .filter(parameter -> parameter.kind() == Kind.STRING).isPresent());
      var all = new LinkedHashMap<String, Condition>();
      types.forEach(type -> conditions.of(type, name, value)
          .ifPresent(condition -> all.put(type, condition)));
      if (all.size() == types.size()) {
        all.forEach((type, condition) -> found.get(type).add(condition));
      } else {
        ignore(name, "is not known for " + searched());
      }
    }

    private String searched() {
      return types.size() == 1 ? types.getFirst() : "all types that are searched";
    }

    private void summary(String value) {
      if (value.equals("count")) {
        size = 0;
        total = Total.COUNTED;
      }
    }

    private int count(String value) {
      if (!value.matches("\\d{1,18}")) {
        throw new BadSearchException("_count is a whole number from 0");
      }
      var asked = (int) Math.min(Long.parseLong(value), limits.countMax());
      if (asked == 0) {
        total = Total.COUNTED;
      }
      return size == 0 ? 0 : asked;
    }

    private Total total(String value) {
      return switch (value) {
        case "none" -> total;
        case "estimate", "accurate" -> Total.COUNTED;
        default -> throw new BadSearchException("_total is none, estimate or accurate");
      };
    }

    private List<Sort> sort(String value) {
      return Escapes.split(value, ',').stream().filter(one -> !one.isEmpty())
          .map(one -> one.startsWith("-")
              ? sort(one.substring(1), Sort.Direction.DESCENDING)
              : sort(one, Sort.Direction.ASCENDING))
          .toList();
    }

    private Sort sort(String code, Sort.Direction direction) {
      return switch (code) {
        case "_id" -> new Sort("_id", Sort.Kind.TEXT, direction);
        case "_lastUpdated" -> new Sort("_lastUpdated", Sort.Kind.INSTANT, direction);
        case "_score" -> Sort.BEST;
        default -> known(code, direction);
      };
    }

    private Sort known(String code, Sort.Direction direction) {
      var sorts = types.stream()
          .map(type -> sort(known(type, code), direction)).distinct().toList();
      if (sorts.size() > 1) {
        throw new BadSearchException("_sort by a parameter that has one order for some of the "
            + "types that are searched, and another for others");
      }
      return sorts.getFirst();
    }

    private Parameter known(String type, String code) {
      return parameters.find(type, code).filter(found -> found.kind() != Kind.COMPOSITE)
          .filter(found -> !found.path().isEmpty()).orElseThrow(() -> new BadSearchException(
              "_sort by a parameter that is not known for " + type + ", or has no order"));
    }

    private static Sort sort(Parameter parameter, Sort.Direction direction) {
      var code = parameter.code();
      return switch (parameter.kind()) {
        case TOKEN, STRING, REFERENCE, URI, COMPOSITE ->
            new Sort(code, Sort.Kind.TEXT, direction);
        case DATE -> new Sort(code, Sort.Kind.INSTANT, direction);
        case NUMBER -> new Sort(code, Sort.Kind.AMOUNT, direction);
        // By the amount in base units, so that 1 g comes after 2 mg.
        case QUANTITY -> new Sort(Parameter.sortable(code), Sort.Kind.AMOUNT, direction);
      };
    }

    private void include(String name, String value, List<Include> into) {
      var isIterated = name.contains(":");
      if (value.equals("*")) {
        all(name.startsWith("_rev"), isIterated).forEach(into::add);
        return;
      }
      Include.parse(value, isIterated).filter(include -> isKnown(name, include))
          .ifPresentOrElse(into::add, () -> ignore(name, "names no reference parameter"));
    }

    /// All references from, or to, the type.
    private Stream<Include> all(boolean isReverse, boolean isIterated) {
      var sources = isReverse ? served.stream().sorted() : types.stream();
      return sources.flatMap(source -> parameters.of(source).values().stream()
          .filter(parameter -> parameter.kind() == Kind.REFERENCE)
          .filter(parameter -> !isReverse || types.stream().anyMatch(parameter.targets()::contains))
          .map(parameter ->
              new Include(source, parameter.code(), Optional.empty(), isIterated)));
    }

    private boolean isKnown(String name, Include include) {
      var isFromElsewhere = name.startsWith("_rev") || include.isIterated();
      var isFromHere = isFromElsewhere
          ? served.contains(include.source()) : types.contains(include.source());
      return isFromHere && reference(include).isPresent();
    }

    private Optional<Parameter> reference(Include include) {
      return parameters.find(include.source(), include.param())
          .filter(parameter -> parameter.kind() == Kind.REFERENCE);
    }

    private void ignore(String name, String why) {
      // The name only: values may be patient data.
      var sentence = "the search parameter %s %s".formatted(printable(name), why);
      if (handling == Handling.STRICT) {
        throw new BadSearchException(sentence);
      }
      warnings.add(sentence + " and was ignored");
    }

    private static String printable(String name) {
      var clean = name.replaceAll("[^A-Za-z0-9_:.-]", "?");
      return clean.length() > 64 ? clean.substring(0, 64) : clean;
    }
  }
}
