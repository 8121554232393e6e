package vn.tia.fhir.search.extract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Base;
import vn.tia.fhir.search.IndexValue;
import vn.tia.fhir.search.Scope;
import vn.tia.fhir.search.extract.Parameter.Kind;

/// A composite parameter made ready: each element that holds both parts gives its second values
/// within the scopes of its first ones (R4 search, section 3.1.1.4.16).
record Composite(String code, List<Root> roots) {

  /// The elements, and the paths of the parts from there.
  record Root(Extraction.Path path, Side first, Side second) {}

  record Side(Kind kind, List<Extraction.Path> paths) {
    Stream<IndexValue> values(Base element, Values values) {
      return paths.stream().flatMap(path -> path.elements(element).stream())
          .flatMap((IBase one) -> values.of(kind, one));
    }
  }

  static Composite of(Parameter parameter, Function<String, Extraction.Path> paths) {
    var roots = new ArrayList<Root>();
    if (parameter.parts().size() == 2) {
      for (var root : Paths.alternatives(parameter.path())) {
        roots.add(new Root(paths.apply(root), side(parameter, 0, root, paths),
            side(parameter, 1, root, paths)));
      }
    }
    return new Composite(parameter.code(), roots);
  }

  private static Side side(
      Parameter parameter, int number, String root, Function<String, Extraction.Path> paths) {
    var part = parameter.parts().get(number);
    return new Side(part.kind(), part.ways().stream()
        .filter(way -> way.root().equals(root))
        .map(way -> paths.apply(way.path())).toList());
  }

  List<IndexValue> values(Base resource, Values values) {
    Map<IndexValue, Boolean> found = new LinkedHashMap<>();
    for (var root : roots) {
      for (var element : root.path().elements(resource)) {
        var seconds = root.second().values((Base) element, values).toList();
        root.first().values((Base) element, values).flatMap(Composite::scopes)
            .forEach(scope -> seconds.forEach(second ->
                within(scope, second).forEach(value -> found.put(value, true))));
      }
    }
    return List.copyOf(found.keySet());
  }

  private static Stream<String> scopes(IndexValue first) {
    return switch (first) {
      case IndexValue.Code code -> Scope.of(code).stream();
      case IndexValue.Link link -> Stream.of(Scope.of(link));
      case IndexValue.Text _, IndexValue.Words _, IndexValue.Period _,
          IndexValue.LinkIdentifier _, IndexValue.Uri _, IndexValue.Amount _,
          IndexValue.Scoped _ -> Stream.of();
    };
  }

  private static Stream<IndexValue> within(String scope, IndexValue second) {
    return switch (second) {
      case IndexValue.Scoped(var inner, var value) ->
          Stream.of(new IndexValue.Scoped(Scope.within(scope, inner), value));
      case IndexValue.Words _, IndexValue.LinkIdentifier _ -> Stream.of();
      case IndexValue.Code _, IndexValue.Text _, IndexValue.Period _, IndexValue.Link _,
          IndexValue.Uri _, IndexValue.Amount _ ->
          Stream.of(new IndexValue.Scoped(scope, second));
    };
  }
}
