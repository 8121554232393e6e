package vn.tia.fhir.search.extract;

import ca.uhn.fhir.context.FhirContext;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.SearchParameter;
import vn.tia.fhir.search.extract.Parameter.Kind;
import vn.tia.fhir.search.extract.Parameter.Part;
import vn.tia.fhir.search.extract.Parameter.Way;

/// Reads SearchParameter resources (R4 section 3.1.1.8) as search parameters of this server: the
/// active ones in which nothing is wrong.
public final class CustomParameters {
  /// How many may be active: each costs time with every resource that is indexed, and fields.
  public static final int ACTIVE_MAX = 300;

  private static final String CODE = "[A-Za-z][A-Za-z0-9-]{0,63}";

  private final Parameters standard;
  private final Set<String> served;
  private final PathCheck paths;

  /// @param served the resource types of this server
  public CustomParameters(FhirContext context, Parameters standard, List<String> served) {
    this.standard = standard;
    this.served = Set.copyOf(served);
    this.paths = new PathCheck(context);
  }

  /// Whether searches are to know it.
  public static boolean isActive(SearchParameter one) {
    return one.getStatus() == PublicationStatus.ACTIVE;
  }

  /// By resource type, of all that are stored. Of two with one code the first by its id holds.
  public Map<String, List<Parameter>> of(List<SearchParameter> stored) {
    var active = stored.stream().filter(CustomParameters::isActive)
        .sorted(Comparator.comparing((SearchParameter one) -> one.getIdElement().getIdPart()))
        .limit(ACTIVE_MAX).toList();
    var byType = new HashMap<String, Map<String, Parameter>>();
    for (var one : active) {
      if (ownFlaw(one, active).isEmpty()) {
        bases(one).forEach(base -> byType.computeIfAbsent(base, _ -> new TreeMap<>())
            .putIfAbsent(one.getCode(), parameter(one, base, active)));
      }
    }
    return byType.entrySet().stream().collect(Collectors.toUnmodifiableMap(
        Map.Entry::getKey, entry -> List.copyOf(entry.getValue().values())));
  }

  /// Why it can't be one, empty where it can.
  ///
  /// @param others what else is stored
  public Optional<String> flaw(SearchParameter one, List<SearchParameter> others) {
    var active = others.stream().filter(CustomParameters::isActive).toList();
    if (active.size() >= ACTIVE_MAX) {
      return Optional.of("%d SearchParameters are active, more cannot be".formatted(ACTIVE_MAX));
    }
    return ownFlaw(one, active).or(() -> active.stream()
        .filter(other -> other.getCode().equals(one.getCode()))
        .filter(other -> bases(other).stream().anyMatch(bases(one)::contains)).findFirst()
        .map(_ -> "another active SearchParameter has this code for the same base"));
  }

  private Optional<String> ownFlaw(SearchParameter one, List<SearchParameter> active) {
    if (one.getCode() == null || !one.getCode().matches(CODE)) {
      return Optional.of("code must be a letter and at most 63 letters, digits and hyphens");
    }
    var type = Optional.ofNullable(one.getType());
    if (type.flatMap(CustomParameters::kind).isEmpty()) {
      return Optional.of("type must be number, date, string, token, reference, composite, "
          + "quantity or uri");
    }
    if (!one.hasBase() || !served.containsAll(bases(one))) {
      return Optional.of("base must be resource types of this server");
    }
    if (!served.containsAll(targets(one))) {
      return Optional.of("target must be resource types of this server");
    }
    return bases(one).stream().flatMap(base -> Stream.of(
            paths.flaw(base, one.getExpression()), components(one, base, active),
            standard.find(base, one.getCode()).map(_ ->
                "%s has a search parameter of this code already".formatted(base))))
        .flatMap(Optional::stream).findFirst();
  }

  private Optional<String> components(
      SearchParameter one, String base, List<SearchParameter> active) {
    if (one.getType() != SearchParamType.COMPOSITE) {
      return one.hasComponent()
          ? Optional.of("component is for the type composite only") : Optional.empty();
    }
    if (one.getComponent().size() != 2) {
      return Optional.of("a composite has two components here");
    }
    for (var component : one.getComponent()) {
      if (part(component.getDefinition(), base, active).isEmpty()) {
        return Optional.of("component.definition must be the URL of a search parameter of %s, "
            .formatted(base) + "and none of a composite");
      }
      var flaw = paths.relativeFlaw(component.getExpression());
      if (flaw.isPresent()) {
        return flaw.map(why -> "component." + why);
      }
    }
    var first = part(one.getComponentFirstRep().getDefinition(), base, active).orElseThrow();
    return first.kind() == Kind.TOKEN || first.kind() == Kind.REFERENCE
        ? Optional.empty()
        : Optional.of("the first component must be a token or a reference");
  }

  private Parameter parameter(
      SearchParameter one, String base, List<SearchParameter> active) {
    var kind = kind(one.getType()).orElseThrow();
    var roots = Paths.alternatives(one.getExpression());
    var parts = one.getComponent().stream().map(component -> {
      var part = part(component.getDefinition(), base, active).orElseThrow();
      return new Part(part.code(), part.kind(), part.targets(), roots.stream()
          .map(root -> new Way(root, component.getExpression())).toList());
    }).toList();
    return new Parameter(one.getCode(), kind, one.getExpression(), aims(one, kind),
        Optional.ofNullable(one.getDescription()).orElse(""), parts);
  }

  /// What a reference leads to: whatever there is, where that isn't said.
  private Set<String> aims(SearchParameter one, Kind kind) {
    return kind != Kind.REFERENCE ? Set.of() : one.hasTarget() ? targets(one) : served;
  }

  /// The parameter that a component names by its URL.
  private Optional<Parameter> part(String url, String base, List<SearchParameter> active) {
    return standard.byUrl(base, url)
        .or(() -> active.stream()
            .filter(other -> other.hasUrl() && other.getUrl().equals(url))
            .filter(other -> bases(other).contains(base) && other.hasType())
            .findFirst().flatMap(other -> kind(other.getType()).map(kind ->
                new Parameter(other.getCode(), kind, "", aims(other, kind), ""))))
        .filter(found -> found.kind() != Kind.COMPOSITE);
  }

  private static Set<String> bases(SearchParameter one) {
    return one.getBase().stream().map(PrimitiveType::getValueAsString)
        .map(String::valueOf).collect(Collectors.toSet());
  }

  private static Set<String> targets(SearchParameter one) {
    return one.getTarget().stream().map(PrimitiveType::getValueAsString)
        .map(String::valueOf).collect(Collectors.toSet());
  }

  private static Optional<Kind> kind(SearchParamType type) {
    return switch (type) {
      case TOKEN -> Optional.of(Kind.TOKEN);
      case STRING -> Optional.of(Kind.STRING);
      case DATE -> Optional.of(Kind.DATE);
      case REFERENCE -> Optional.of(Kind.REFERENCE);
      case QUANTITY -> Optional.of(Kind.QUANTITY);
      case NUMBER -> Optional.of(Kind.NUMBER);
      case URI -> Optional.of(Kind.URI);
      case COMPOSITE -> Optional.of(Kind.COMPOSITE);
      case SPECIAL, NULL -> Optional.empty();
    };
  }
}
