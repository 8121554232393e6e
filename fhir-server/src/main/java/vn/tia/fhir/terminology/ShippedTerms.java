package vn.tia.fhir.terminology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.ValueSet;
import vn.tia.records.access.Access;

/// The code systems, value sets and maps that come with Tia, the same for everybody.
///
/// Made when the first of them is asked for.
public final class ShippedTerms implements TermsSource {
  private static final class Holder {
    static final Map<String, CodeTable> TABLES = new LinkedHashMap<>();
    static final Map<String, ValueSet> SETS = new LinkedHashMap<>();
    static final Map<String, ConceptMap> MAPS = new LinkedHashMap<>();

    static {
      var dicom = DicomCodes.read();
      Stream.of(dicom.codeSystem(), BodyPartTerms.codeSystem())
          .forEach(one -> TABLES.put(one.getUrl(), new CodeTable(one)));
      Stream.concat(dicom.valueSets().stream(), Stream.of(BodyPartTerms.valueSet()))
          .forEach(one -> SETS.put(one.getUrl(), one));
      var bodyParts = BodyPartTerms.conceptMap();
      MAPS.put(bodyParts.getUrl(), bodyParts);
    }
  }

  /// All of them.
  public List<MetadataResource> all() {
    var all = new ArrayList<MetadataResource>();
    Holder.TABLES.values().stream().map(CodeTable::source).forEach(all::add);
    all.addAll(Holder.SETS.values());
    all.addAll(Holder.MAPS.values());
    return all;
  }

  /// The one of that type and id.
  public Optional<MetadataResource> byId(String type, String id) {
    return all().stream()
        .filter(one -> one.fhirType().equals(type) && one.getIdElement().getIdPart().equals(id))
        .findFirst();
  }

  @Override
  public Optional<CodeTable> codeSystem(String canonical, Access access) {
    return named(canonical, Holder.TABLES)
        .filter(one -> fits(canonical, one.source()));
  }

  @Override
  public Optional<ValueSet> valueSet(String canonical, Access access) {
    return named(canonical, Holder.SETS).filter(one -> fits(canonical, one));
  }

  @Override
  public Optional<ConceptMap> conceptMap(String canonical, Access access) {
    return named(canonical, Holder.MAPS).filter(one -> fits(canonical, one));
  }

  @Override
  public List<ConceptMap> conceptMapsFrom(String system, Access access, int max) {
    return Holder.MAPS.values().stream()
        .filter(map -> map.getGroup().stream().anyMatch(one -> system.equals(one.getSource())))
        .limit(max).toList();
  }

  private static <T> Optional<T> named(String canonical, Map<String, T> all) {
    return Optional.ofNullable(all.get(Canonical.of(canonical).url()));
  }

  private static boolean fits(String canonical, MetadataResource one) {
    return Canonical.of(canonical).isVersion(String.valueOf(one.getVersion()));
  }
}
