package vn.tia.fhir.profiles;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.ValueSet;
import org.jspecify.annotations.Nullable;
import vn.tia.fhir.terminology.CodeTable;
import vn.tia.fhir.terminology.TermsSource;
import vn.tia.records.access.Access;

/// The definitions of R4 itself, as HAPI brings them: the code systems and value sets that its
/// resources bind to, the tables of HL7 v2 and v3, and its profiles.
///
/// Read when one of them is first asked for, which takes seconds; shared by the validator and the
/// terminology. Safe for use by many threads.
public final class R4Definitions implements TermsSource {
  /// Where R4's own terms are: nothing else is looked for, so nothing else has them read.
  private static final List<String> HOMES =
      List.of("http://hl7.org/fhir/", "http://terminology.hl7.org/", "http://www.hl7.org/fhir/");

  private final FhirContext context;
  private final Map<String, CodeTable> tables = new ConcurrentHashMap<>();
  private Optional<DefaultProfileValidationSupport> read = Optional.empty();

  public R4Definitions(FhirContext context) {
    this.context = context;
  }

  FhirContext context() {
    return context;
  }

  /// As the validator takes them.
  synchronized DefaultProfileValidationSupport support() {
    if (read.isEmpty()) {
      read = Optional.of(new DefaultProfileValidationSupport(context));
    }
    return read.get();
  }

  @Override
  public Optional<CodeTable> codeSystem(String canonical, Access access) {
    return named(canonical, url -> support().fetchCodeSystem(url), CodeSystem.class)
        // Tables that only name a system, such as the one for v2's user-defined ones, know no code.
        .filter(found -> !found.getConcept().isEmpty())
        .map(found -> tables.computeIfAbsent(found.getUrl(), _ -> new CodeTable(found)));
  }

  @Override
  public Optional<ValueSet> valueSet(String canonical, Access access) {
    return named(canonical, url -> support().fetchValueSet(url), ValueSet.class);
  }

  /// R4 brings none.
  @Override
  public Optional<ConceptMap> conceptMap(String canonical, Access access) {
    return Optional.empty();
  }

  @Override
  public List<ConceptMap> conceptMapsFrom(String system, Access access, int max) {
    return List.of();
  }

  private static <T extends MetadataResource> Optional<T> named(
      String canonical, Function<String, @Nullable IBaseResource> read, Class<T> type) {
    if (HOMES.stream().noneMatch(canonical::startsWith)) {
      return Optional.empty();
    }
    var bar = canonical.indexOf('|');
    var url = bar < 0 ? canonical : canonical.substring(0, bar);
    return Optional.ofNullable(read.apply(url)).map(type::cast)
        .filter(found -> bar < 0 || canonical.substring(bar + 1).equals(found.getVersion()));
  }
}
