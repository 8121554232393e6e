package vn.tia.fhir.terminology;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.ValueSet;
import org.jspecify.annotations.Nullable;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.resources.CanonicalResources;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;

/// The code systems, value sets and maps that were stored: each question asks the records, and
/// reads a text that it has read before only once.
///
/// Safe for use by many threads.
public final class StoredTerms implements TermsSource {
  /// How many are kept read: a site uses some ten.
  private static final int KEPT_MAX = 64;

  private final CanonicalResources canonicals;
  private final Resources resources;
  private final Map<ResourceKey, Kept> kept = Collections.synchronizedMap(
      new LinkedHashMap<>(KEPT_MAX, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ResourceKey, Kept> eldest) {
          return size() > KEPT_MAX;
        }
      });

  private record Kept(long version, Object read) {}

  public StoredTerms(CanonicalResources canonicals, Resources resources) {
    this.canonicals = canonicals;
    this.resources = resources;
  }

  @Override
  public Optional<CodeTable> codeSystem(String canonical, Access access) {
    return named("CodeSystem", canonical, access).flatMap(found -> read(found, CodeTable.class,
        stored -> new CodeTable(stored.decode(CodeSystem.class))));
  }

  @Override
  public Optional<ValueSet> valueSet(String canonical, Access access) {
    return named("ValueSet", canonical, access).flatMap(found ->
        read(found, ValueSet.class, stored -> stored.decode(ValueSet.class)));
  }

  @Override
  public Optional<ConceptMap> conceptMap(String canonical, Access access) {
    return named("ConceptMap", canonical, access).flatMap(found ->
        read(found, ConceptMap.class, stored -> stored.decode(ConceptMap.class)));
  }

  @Override
  public List<ConceptMap> conceptMapsFrom(String system, Access access, int max) {
    return canonicals.all("ConceptMap", access, max).stream()
        .flatMap(found -> read(found, ConceptMap.class,
            stored -> stored.decode(ConceptMap.class)).stream())
        .filter(map -> map.getGroup().stream().anyMatch(one -> system.equals(one.getSource())))
        .toList();
  }

  private Optional<StoredResource> named(String type, String canonical, Access access) {
    // `ValueSet/id` is how `:in` may name one of this server.
    if (canonical.matches(type + "/[A-Za-z0-9.-]{1,64}")) {
      return resources.read(ResourceKey.parse(canonical), access)
          .filter(found -> !found.deleted());
    }
    var wanted = Canonical.of(canonical);
    return canonicals.named(type, wanted.url(), access).stream()
        .filter(found -> wanted.version().isEmpty()
            || wanted.isVersion(String.valueOf(version(found))))
        .findFirst();
  }

  private static @Nullable String version(StoredResource found) {
    return ((MetadataResource) FhirJson.decode(found.json())).getVersion();
  }

  private <T> Optional<T> read(
      StoredResource found, Class<T> as, Function<StoredResource, T> reading) {
    var known = Optional.ofNullable(kept.get(found.key()))
        .filter(one -> one.version() == found.version())
        .map(Kept::read).filter(as::isInstance).map(as::cast);
    if (known.isPresent()) {
      return known;
    }
    var fresh = reading.apply(found);
    kept.put(found.key(), new Kept(found.version(), fresh));
    return Optional.of(fresh);
  }
}
