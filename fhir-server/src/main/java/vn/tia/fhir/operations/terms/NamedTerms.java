package vn.tia.fhir.operations.terms;

import java.util.Optional;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ValueSet;
import vn.tia.fhir.operations.OperationCall;
import vn.tia.fhir.terminology.CodeTable;
import vn.tia.fhir.terminology.ShippedTerms;
import vn.tia.fhir.terminology.Terminology;
import vn.tia.fhir.terminology.TermsException;
import vn.tia.fhir.terminology.TermsException.Kind;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;

/// Finds the code system, value set or map that a call is about: by the id in the URL, as a
/// resource that came along, or by its canonical URL.
record NamedTerms(Terminology terminology, Resources resources) {
  private static final ShippedTerms SHIPPED = new ShippedTerms();

  ValueSet valueSet(OperationCall call) {
    return given(call, ValueSet.class, "valueSet")
        .orElseGet(() -> {
          var url = canonical(call, "valueSetVersion");
          return terminology.source().valueSet(url, call.access())
              .orElseThrow(absent("value set"));
        });
  }

  CodeTable codeSystem(OperationCall call, String parameter) {
    return given(call, CodeSystem.class, "codeSystem").map(CodeTable::new)
        .orElseGet(() -> {
          var url = call.input().required(parameter);
          var version = call.input().text("version").map(one -> "|" + one).orElse("");
          return terminology.codeSystem(url + version, call.access());
        });
  }

  /// The map that is named; empty where none is.
  Optional<ConceptMap> conceptMap(OperationCall call) {
    return given(call, ConceptMap.class, "conceptMap")
        .or(() -> call.input().text("url").map(_ -> {
          var url = canonical(call, "conceptMapVersion");
          return terminology.source().conceptMap(url, call.access())
              .orElseThrow(absent("concept map"));
        }));
  }

  private static String canonical(OperationCall call, String version) {
    return call.input().required("url")
        + call.input().text(version).map(one -> "|" + one).orElse("");
  }

  private <T extends Resource> Optional<T> given(
      OperationCall call, Class<T> type, String parameter) {
    return call.key().map(key -> stored(key, type, call))
        .or(() -> call.input().resource(parameter, type));
  }

  private <T extends Resource> T stored(ResourceKey key, Class<T> type, OperationCall call) {
    return SHIPPED.byId(key.type(), key.id()).map(type::cast)
        .or(() -> resources.read(key, call.access()).filter(found -> !found.deleted())
            .map(found -> FhirJson.decode(found.json(), type)))
        .orElseThrow(absent(key.type()));
  }

  private static Supplier<TermsException> absent(String what) {
    return () -> new TermsException(Kind.NOT_FOUND, "the %s is not known here".formatted(what));
  }
}
