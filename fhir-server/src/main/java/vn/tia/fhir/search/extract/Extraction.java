package vn.tia.fhir.search.extract;

import ca.uhn.fhir.context.FhirContext;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.fhir.search.IndexValue;
import vn.tia.fhir.search.extract.Parameter.Kind;

/// Takes the values of all search parameters out of a resource.
///
/// Paths are compiled once per resource type. Safe for use by many threads.
public final class Extraction {
  private record Compiled(Parameter parameter, Path path) {}

  private final Parameters parameters;
  private final Engine engine;
  private final Values values;
  private final Map<String, List<Compiled>> byType = new ConcurrentHashMap<>();
  private final Map<String, List<Composite>> composites = new ConcurrentHashMap<>();

  /// @param zone of dates without an offset
  public Extraction(FhirContext context, Parameters parameters, ZoneId zone) {
    this.parameters = parameters;
    this.values = new Values(zone);
    this.engine = new Engine(context);
  }

  /// The values by the codes of the parameters; parameters without a value are left out.
  public Map<String, List<IndexValue>> values(Resource resource) {
    var found = new HashMap<String, List<IndexValue>>();
    for (var compiled : byType.computeIfAbsent(resource.fhirType(), this::compile)) {
      var elements = compiled.path().elements(resource);
      if (!elements.isEmpty()) {
        put(compiled.parameter(), elements, found);
      }
    }
    for (var composite
        : composites.computeIfAbsent(resource.fhirType(), this::compileComposites)) {
      put(composite.code(), composite.values(resource, values).stream(), found);
    }
    return found;
  }

  /// The same, with the words of the text itself for `_text` and `_content`.
  public Map<String, List<IndexValue>> values(Resource resource, String json) {
    var found = values(resource);
    Contents.put(json, found);
    return found;
  }

  private void put(Parameter parameter, List<? extends IBase> elements,
      Map<String, List<IndexValue>> found) {
    var code = parameter.code();
    put(code, elements.stream().flatMap(element -> values.of(parameter.kind(), element)), found);
    if (parameter.kind() == Kind.TOKEN) {
      put(Parameter.text(code), elements.stream().flatMap(Values::texts), found);
      put(Parameter.ofType(code), elements.stream().flatMap(Values::typed), found);
    } else if (parameter.kind() == Kind.QUANTITY) {
      put(Parameter.sortable(code), elements.stream()
          .flatMap(element -> Amounts.sortable(Amounts.of(element)).stream()), found);
    }
  }

  private static void put(
      String code, Stream<IndexValue> values, Map<String, List<IndexValue>> found) {
    var all = new LinkedHashSet<IndexValue>();
    values.forEach(all::add);
    if (!all.isEmpty()) {
      found.put(code, List.copyOf(all));
    }
  }

  private List<Compiled> compile(String type) {
    return parameters.of(type).values().stream()
        .filter(parameter -> parameter.kind() != Kind.COMPOSITE && !parameter.path().isEmpty())
        .map(parameter -> new Compiled(parameter, path(type, parameter.path())))
        .toList();
  }

  private List<Composite> compileComposites(String type) {
    return parameters.of(type).values().stream()
        .filter(parameter -> parameter.kind() == Kind.COMPOSITE)
        .map(parameter -> Composite.of(parameter, path -> path(type, path)))
        .toList();
  }

  private Path path(String type, String text) {
    return Walk.from(type, text).<Path>map(walk -> walk::elements)
        .orElseGet(() -> guarded(engine.path(text)));
  }

  // A path that some resource makes fail, such as `single()`, must not hide the resource from all
  // other parameters.
  private static Path guarded(Path path) {
    return from -> {
      try {
        return path.elements(from);
      } catch (RuntimeException _) {
        return List.of();
      }
    };
  }

  /// A compiled path.
  interface Path {
    List<? extends IBase> elements(Base from);
  }
}
