package vn.tia.fhir.search.extract;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import vn.tia.fhir.search.extract.Parameter.Kind;

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

  private final FhirContext context;
  private final Map<String, Map<String, Parameter>> byType = new ConcurrentHashMap<>();

  public Parameters(FhirContext context) {
    this.context = context;
  }

  /// The parameters of a resource type by code, in alphabetical order.
  public Map<String, Parameter> of(String type) {
    return byType.computeIfAbsent(type, this::read);
  }

  /// The parameter of that code, empty where the type has none such.
  public Optional<Parameter> find(String type, String code) {
    return Optional.ofNullable(of(type).get(code));
  }

  /// Names this set of parameters: an index built with another set is built anew.
  public String fingerprint(List<String> types) {
    var sum = new CRC32C();
    types.stream().sorted().forEach(type -> of(type).values().forEach(one -> sum.update(
        (type + " " + one.code() + one.kind() + one.path()).getBytes(StandardCharsets.UTF_8))));
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }

  private Map<String, Parameter> read(String type) {
    var parameters = new TreeMap<String, Parameter>();
    for (var defined : context.getResourceDefinition(type).getSearchParams()) {
      if (!UNSUPPORTED.contains(defined.getName())) {
        kind(defined).ifPresent(kind ->
            parameters.put(defined.getName(), parameter(defined, kind)));
      }
    }
    OURS.getOrDefault(type, List.of()).forEach(own -> parameters.put(own.code(), own));
    return Collections.unmodifiableMap(parameters);
  }

  private static Parameter parameter(RuntimeSearchParam defined, Kind kind) {
    // `Resource.meta…` is said of the resource at hand.
    var path = defined.getPath().replaceFirst("^Resource\\.", "");
    return new Parameter(defined.getName(), kind, path,
        defined.getTargets(), Optional.ofNullable(defined.getDescription()).orElse(""));
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
      case COMPOSITE, HAS, SPECIAL -> Optional.empty();
    };
  }
}
