package vn.tia.fhir.terminology;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.ValueSet;
import vn.tia.records.access.Access;

/// Asks several sources, one after the other: the first that knows the answer gives it.
public record FirstTerms(List<TermsSource> sources) implements TermsSource {
  public FirstTerms {
    sources = List.copyOf(sources);
  }

  @Override
  public Optional<CodeTable> codeSystem(String canonical, Access access) {
    return first(source -> source.codeSystem(canonical, access));
  }

  @Override
  public Optional<ValueSet> valueSet(String canonical, Access access) {
    return first(source -> source.valueSet(canonical, access));
  }

  @Override
  public Optional<ConceptMap> conceptMap(String canonical, Access access) {
    return first(source -> source.conceptMap(canonical, access));
  }

  @Override
  public List<ConceptMap> conceptMapsFrom(String system, Access access, int max) {
    return sources.stream()
        .flatMap(source -> source.conceptMapsFrom(system, access, max).stream())
        .limit(max).toList();
  }

  private <T> Optional<T> first(Function<TermsSource, Optional<T>> question) {
    return sources.stream().flatMap(source -> question.apply(source).stream()).findFirst();
  }
}
