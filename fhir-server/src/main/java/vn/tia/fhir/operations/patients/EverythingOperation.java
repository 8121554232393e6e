package vn.tia.fhir.operations.patients;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.StringType;
import vn.tia.fhir.operations.Operation;
import vn.tia.fhir.operations.OperationAnswer;
import vn.tia.fhir.operations.OperationCall;
import vn.tia.fhir.operations.OperationInfo;
import vn.tia.fhir.operations.OperationInfo.Effect;
import vn.tia.fhir.operations.OperationInfo.Level;
import vn.tia.fhir.operations.OperationInput;
import vn.tia.fhir.operations.StoredBundle;
import vn.tia.fhir.operations.StoredBundle.Entry;
import vn.tia.fhir.rest.ServedType;
import vn.tia.fhir.rest.Compartment;
import vn.tia.fhir.rest.query.PageLinks;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.Clause.RangeMatch;
import vn.tia.fhir.search.IndexValue.Link;
import vn.tia.fhir.search.PageKey;
import vn.tia.fhir.search.SearchQuery;
import vn.tia.fhir.search.SearchQuery.Page;
import vn.tia.fhir.search.SearchQuery.Total;
import vn.tia.fhir.search.extract.PartialDate;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.StoredResource;

/// `$everything` on a Patient, all Patients or an Encounter (R4 sections 8.1.15, 8.11.9): the
/// resource itself, all that belongs to it type by type, and on each page what that refers to.
public final class EverythingOperation implements Operation {
  private static final Pattern REFERENCE =
      Pattern.compile("\"reference\":\"([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})\"");

  private final Compartment compartment;
  private final CompartmentParts parts;
  private final OperationInfo info;

  public EverythingOperation(Compartment compartment, CompartmentParts parts) {
    this.compartment = compartment;
    this.parts = parts;
    this.info = new OperationInfo("everything",
        OperationInfo.r4(compartment.name() + "-everything"),
        "All that belongs to a " + compartment.name() + ", and what it refers to.",
        Effect.READS, levels(compartment), Set.of(compartment.name()), List.of(
            OperationInfo.in("start", "date", "Only care from this date on."),
            OperationInfo.in("end", "date", "Only care up to this date."),
            OperationInfo.in("_since", "instant", "Only what changed since."),
            OperationInfo.many("_type", "code", "Only these resource types."),
            OperationInfo.in("_count", "integer", "The size of a page; included ones apart."),
            OperationInfo.in("_page", "string", "A page, as a next link names it."),
            OperationInfo.out("return", "Bundle", "A page of the resources.")));
  }

  /// R4 has it on the type for patients only.
  private static Set<Level> levels(Compartment compartment) {
    return compartment.name().equals("Patient")
        ? Set.of(Level.TYPE, Level.INSTANCE) : Set.of(Level.INSTANCE);
  }

  @Override
  public OperationInfo info() {
    return info;
  }

  /// Where a page begins: at a type, behind a key in it.
  private record Place(String type, Optional<PageKey> after) {}

  /// @param owner empty for all there are
  private record Asked(OperationCall call, Optional<StoredResource> owner, OperationInput input,
      List<String> types, int count) {}

  @Override
  public OperationAnswer answer(OperationCall call) {
    var owner = call.key().map(key -> parts.resources().read(key, call.access())
        .filter(found -> !found.deleted()).orElseThrow(() -> new ResourceNotFoundException(
            "there is no such %s here".formatted(key.type()))));
    parts.settle();
    var position = position(call);
    var input = position.map(one -> input(one.query())).orElse(call.input());
    var asked = new Asked(call, owner, input, types(input),
        Math.clamp(input.number("_count").orElse(parts.limits().everythingCount()), 1,
            parts.limits().everythingCountMax()));
    return new OperationAnswer.Found(page(asked, position.map(EverythingOperation::place)));
  }

  private List<String> types(OperationInput input) {
    var wanted = input.texts("_type").stream().flatMap(one -> Stream.of(one.split(","))).toList();
    wanted.stream().filter(one -> ServedType.named(one).isEmpty()).findFirst().ifPresent(_ -> {
      throw new InvalidRequestException("_type names a resource type that is not served here");
    });
    return wanted;
  }

  private static boolean isWanted(List<String> types, String type) {
    return types.isEmpty() || types.contains(type);
  }

  private StoredBundle page(Asked asked, Optional<Place> from) {
    var matches = new ArrayList<StoredResource>();
    asked.owner().filter(owner -> from.isEmpty() && isWanted(asked.types(), owner.type()))
        .ifPresent(matches::add);
    var next = fill(asked, matches, from);
    var entries = new ArrayList<Entry>();
    matches.forEach(one -> entries.add(Entry.match(one)));
    included(asked, matches).forEach(one -> entries.add(Entry.included(one)));
    return new StoredBundle(asked.call().base(), link(asked.call(), asked.input()),
        next.map(place -> next(asked, place)),
        from.isEmpty() && next.isEmpty() ? OptionalInt.of(matches.size()) : OptionalInt.empty(),
        entries);
  }

  /// Adds resources until the page is full; answers where the next one begins.
  private Optional<Place> fill(
      Asked asked, List<StoredResource> matches, Optional<Place> from) {
    var all = order(asked);
    var types = all.stream()
        .skip(from.map(place -> Math.max(0, all.indexOf(place.type()))).orElse(0))
        .filter(type -> isWanted(asked.types(), type))
        .toList();
    for (var type : types) {
      if (matches.size() >= asked.count()) {
        return Optional.of(new Place(type, Optional.empty()));
      }
      var after = from.filter(place -> place.type().equals(type)).flatMap(Place::after);
      var page = parts.index().search(new SearchQuery(type, asked.call().access().facilityIds(),
          clause(asked, type),
          new Page(List.of(), asked.count() - matches.size(), after, Total.WHEN_FREE), List.of()));
      parts.resources().readMany(page.hits().stream()
              .map(hit -> new ResourceKey(hit.type(), hit.id())).toList(), asked.call().access())
          .stream().filter(one -> belongs(asked, one)).forEach(matches::add);
      if (page.next().isPresent()) {
        return Optional.of(new Place(type, page.next()));
      }
    }
    return Optional.empty();
  }

  /// The types in which resources are looked for, one after the other.
  private List<String> order(Asked asked) {
    return asked.owner().isPresent() ? compartment.types()
        : Stream.concat(Stream.of(compartment.name()), compartment.types().stream()).toList();
  }

  private boolean belongs(Asked asked, StoredResource one) {
    return asked.owner().isPresent() || one.type().equals(compartment.name())
        || one.json().contains("\"reference\":\"" + compartment.name() + "/");
  }

  private Clause owned(Asked asked, String type) {
    return asked.owner()
        .map(owner -> compartment.clause(type, Set.of(new Link(owner.type(), owner.id()))))
        .orElseGet(() -> type.equals(compartment.name())
            ? new Clause.Everything() : compartment.anybody(type));
  }

  private Clause clause(Asked asked, String type) {
    var clauses = new ArrayList<Clause>();
    clauses.add(owned(asked, type));
    clauses.addAll(CareDates.of(asked.input(), parts.zone()).clauses(type));
    asked.input().text("_since").ifPresent(since -> {
      var period = PartialDate.period(since, parts.zone()).orElseThrow(() ->
          new InvalidRequestException("_since is an instant"));
      clauses.add(new Clause.Or(List.of(
          new Clause.Period("_lastUpdated", RangeMatch.REACHES_AFTER, period.from(), period.to()),
          new Clause.Period("_lastUpdated", RangeMatch.WITHIN, period.from(), period.to()))));
    });
    return new Clause.And(clauses);
  }

  /// What the resources of a page refer to and doesn't belong to the compartment itself.
  private List<StoredResource> included(Asked asked, List<StoredResource> matches) {
    var keys = new LinkedHashSet<ResourceKey>();
    for (var match : matches) {
      var references = REFERENCE.matcher(match.json());
      while (references.find()) {
        var type = references.group(1);
        var isOutside = !compartment.parameters().containsKey(type)
            && !type.equals(compartment.name());
        if (isOutside && isWanted(asked.types(), type) && ServedType.named(type).isPresent()) {
          keys.add(new ResourceKey(type, references.group(2)));
        }
      }
    }
    return keys.isEmpty() ? List.of() : parts.resources().readMany(
        keys.stream().limit(parts.limits().includedMax()).toList(), asked.call().access());
  }

  private Optional<PageLinks.Position> position(OperationCall call) {
    return call.input().text("_page").map(token -> parts.links().read(token, call.access())
        .filter(one -> one.query().getOrDefault("", List.of()).equals(List.of(about(call))))
        .orElseThrow(() -> new ResourceGoneException(
            "this page link is not, or no longer, valid: ask for everything again")));
  }

  private static Place place(PageLinks.Position position) {
    return new Place(position.type(), Optional.of(position.after())
        .filter(after -> !after.values().isEmpty()));
  }

  private static OperationInput input(Map<String, List<String>> query) {
    var parameters = new Parameters();
    query.forEach((name, values) -> values.forEach(value -> parameters.addParameter(
        new ParametersParameterComponent().setName(name)
            .setValue(new StringType(value)))));
    return OperationInput.of(parameters);
  }

  private String next(Asked asked, Place place) {
    var query = new LinkedHashMap<String, List<String>>();
    query.put("", List.of(about(asked.call())));
    for (var name : List.of("start", "end", "_since", "_type", "_count")) {
      var values = asked.input().texts(name);
      if (!values.isEmpty()) {
        query.put(name, values);
      }
    }
    var token = parts.links().write(new PageLinks.Position(place.type(), query,
        place.after().orElse(new PageKey(List.of()))), asked.call().access());
    return self(asked.call()) + "?_page=" + token;
  }

  private static String self(OperationCall call) {
    return call.base() + "/" + about(call) + "/$everything";
  }

  /// Whose page it is: that of one resource, or of a type.
  private static String about(OperationCall call) {
    return call.key().map(ResourceKey::toString).orElseGet(() -> call.type().orElseThrow());
  }

  private static String link(OperationCall call, OperationInput input) {
    var pairs = new ArrayList<String>();
    for (var name : List.of("start", "end", "_since", "_type", "_count")) {
      input.texts(name).forEach(value -> pairs.add(
          name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    }
    return pairs.isEmpty() ? self(call) : self(call) + "?" + String.join("&", pairs);
  }
}
