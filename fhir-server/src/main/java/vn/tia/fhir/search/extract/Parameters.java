package vn.tia.fhir.search.extract;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import vn.tia.fhir.search.extract.Parameter.Kind;
import vn.tia.fhir.search.extract.Parameter.Part;
import vn.tia.fhir.search.extract.Parameter.Way;

/// The search parameters by resource type: those of R4, and the few of ours.
public final class Parameters {
  /// Ours, by resource type. `study` is R5's name for what R4 left unsearchable; `accession` spares
  /// a client the system of the number.
  private static final Map<String, List<Parameter>> OURS = Map.of(
      "DiagnosticReport", List.of(new Parameter("study", Kind.REFERENCE,
          "DiagnosticReport.imagingStudy", Set.of("ImagingStudy"),
          "The ImagingStudy that the report is about")),
      "ImagingStudy", List.of(new Parameter("accession", Kind.TOKEN,
          "ImagingStudy.identifier.where(type.coding.where("
              + "system = 'http://terminology.hl7.org/CodeSystem/v2-0203' and code = 'ACSN')"
              + ".exists())", Set.of(),
          "The accession number of the order")));

  // Phonetic matching depends on the language; ours is the folded name.
  private static final Set<String> UNSUPPORTED = Set.of("phonetic", "_id", "_lastUpdated");

  /// What R4 defines for all resources and HAPI doesn't list; `_text` and `_content` are taken from
  /// the text of the resource itself.
  private static final List<Parameter> COMMON = List.of(
      new Parameter("_source", Kind.URI, "meta.source", Set.of(), "Where the resource came from"),
      new Parameter("_text", Kind.STRING, "", Set.of(), "Words of the narrative"),
      new Parameter("_content", Kind.STRING, "", Set.of(), "Words of all the resource"));

  /// What R4 defines for some types together, where HAPI has one for each.
  private static final Pattern SHARED =
      Pattern.compile("http://hl7\\.org/fhir/SearchParameter/[a-z]+-([a-z-]+)");

  private final FhirContext context;
  private final Map<String, List<Parameter>> custom;
  private final Map<String, Map<String, Parameter>> byType = new ConcurrentHashMap<>();

  public Parameters(FhirContext context) {
    this(context, Map.of());
  }

  private Parameters(FhirContext context, Map<String, List<Parameter>> custom) {
    this.context = context;
    this.custom = custom;
  }

  /// The same, with these custom ones by resource type in place of those that it has; none takes
  /// the code of another one.
  public Parameters with(Map<String, List<Parameter>> customByType) {
    return new Parameters(context, Map.copyOf(customByType));
  }

  /// The parameters of a resource type by code, in alphabetical order.
  public Map<String, Parameter> of(String type) {
    return byType.computeIfAbsent(type, this::read);
  }

  /// The parameter of that code, empty where the type has none such.
  public Optional<Parameter> find(String type, String code) {
    return Optional.ofNullable(of(type).get(code));
  }

  /// The one of R4 that is defined under that canonical URL, empty where the type has none such.
  Optional<Parameter> byUrl(String type, String url) {
    var shared = SHARED.matcher(url);
    return context.getResourceDefinition(type).getSearchParams().stream()
        .filter(one -> url.equals(one.getUri())
            || shared.matches() && one.getName().equals(shared.group(1))).findFirst()
        .flatMap(one -> find(type, one.getName()));
  }

  /// Names this set of parameters: an index built with another set is built anew.
  public String fingerprint(List<String> types) {
    var sum = new CRC32C();
    types.stream().sorted().forEach(type -> of(type).values().forEach(one -> sum.update(
        (type + " " + one.code() + one.kind() + one.path() + parts(one))
            .getBytes(StandardCharsets.UTF_8))));
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }

  private static List<String> parts(Parameter parameter) {
    return parameter.parts().stream()
        .map(part -> part.code() + part.kind() + part.ways()).toList();
  }

  private Map<String, Parameter> read(String type) {
    var parameters = new TreeMap<String, Parameter>();
    var defined = context.getResourceDefinition(type).getSearchParams();
    var byUri = new HashMap<String, RuntimeSearchParam>();
    defined.forEach(one -> byUri.put(one.getUri(), one));
    for (var one : defined) {
      if (!UNSUPPORTED.contains(one.getName())) {
        kind(one).ifPresent(kind -> parameters.put(one.getName(), parameter(one, kind, byUri)));
      }
    }
    COMMON.forEach(own -> parameters.put(own.code(), own));
    OURS.getOrDefault(type, List.of()).forEach(own -> parameters.put(own.code(), own));
    custom.getOrDefault(type, List.of()).forEach(own ->
        parameters.putIfAbsent(own.code(), own));
    return Collections.unmodifiableMap(parameters);
  }

  private static Parameter parameter(
      RuntimeSearchParam defined, Kind kind, Map<String, RuntimeSearchParam> byUri) {
    // `Resource.meta…` is said of the resource at hand.
    var path = defined.getPath().replaceFirst("^Resource\\.", "");
    var roots = Paths.alternatives(path);
    var parts = kind == Kind.COMPOSITE
        ? defined.getComponents().stream()
            .flatMap(one -> Optional.ofNullable(byUri.get(one.getReference())).stream())
            .flatMap(one -> part(one, roots).stream()).toList()
        : List.<Part>of();
    return new Parameter(defined.getName(), kind, path, defined.getTargets(),
        Optional.ofNullable(defined.getDescription()).orElse(""), parts);
  }

  /// The part by the parameter that it is defined by, seen from the composite's elements.
  private static Optional<Part> part(RuntimeSearchParam defined, List<String> roots) {
    var ways = roots.stream()
        .flatMap(root -> Paths.relative(defined.getPath(), root, roots).stream()
            .map(path -> new Way(root, path)))
        .toList();
    return kind(defined)
        .map(kind -> new Part(defined.getName(), kind, defined.getTargets(), ways));
  }

  private static Optional<Kind> kind(RuntimeSearchParam defined) {
    return switch (defined.getParamType()) {
      case TOKEN -> Optional.of(Kind.TOKEN);
      case STRING -> Optional.of(Kind.STRING);
      case DATE -> Optional.of(Kind.DATE);
      case REFERENCE -> Optional.of(Kind.REFERENCE);
      case QUANTITY -> Optional.of(Kind.QUANTITY);
      case NUMBER -> Optional.of(Kind.NUMBER);
      case URI -> Optional.of(Kind.URI);
      case COMPOSITE -> Optional.of(Kind.COMPOSITE);
      case HAS, SPECIAL -> Optional.empty();
    };
  }
}
