package vn.tia.fhir.profiles;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.ValueSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.fhir.terminology.CodeTable;
import vn.tia.fhir.terminology.TermsSource;
import vn.tia.records.access.Access;

/// The packages of the settings, read when something of them is asked for, the same for everybody.
/// One that can't be read is told in the log and left out.
public final class PackageFiles implements TermsSource {
  private static final Logger LOG = LoggerFactory.getLogger(PackageFiles.class);

  private final List<Path> files;
  private Optional<Content> content = Optional.empty();

  private record Content(Map<String, StructureDefinition> profiles,
      Map<String, CodeTable> systems, Map<String, ValueSet> sets, Map<String, ConceptMap> maps) {}

  public PackageFiles(List<Path> files) {
    this.files = List.copyOf(files);
  }

  private synchronized Content content() {
    if (content.isEmpty()) {
      content = Optional.of(read());
    }
    return content.get();
  }

  private Content read() {
    var read = new Content(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(),
        new LinkedHashMap<>());
    for (var file : files) {
      try {
        var one = ProfilePackage.read(file);
        one.resources().forEach(resource -> add(resource, read));
        LOG.info("read the package {} with {} definitions", one.name(), one.resources().size());
      } catch (IOException e) {
        LOG.error("the package {} is left out: {}: {}", file.getFileName(),
            e.getClass().getSimpleName(), e.getMessage());
      }
    }
    return read;
  }

  private static void add(MetadataResource resource, Content into) {
    switch (resource) {
      case StructureDefinition one -> into.profiles().put(one.getUrl(), one);
      case CodeSystem one -> into.systems().put(one.getUrl(), new CodeTable(one));
      case ValueSet one -> into.sets().put(one.getUrl(), one);
      case ConceptMap one -> into.maps().put(one.getUrl(), one);
      default -> { }
    }
  }

  /// All profiles.
  public List<StructureDefinition> profiles() {
    return new ArrayList<>(content().profiles().values());
  }

  public Optional<StructureDefinition> profile(String canonical) {
    return Optional.ofNullable(content().profiles().get(url(canonical)));
  }

  @Override
  public Optional<CodeTable> codeSystem(String canonical, Access access) {
    return Optional.ofNullable(content().systems().get(url(canonical)));
  }

  @Override
  public Optional<ValueSet> valueSet(String canonical, Access access) {
    return Optional.ofNullable(content().sets().get(url(canonical)));
  }

  @Override
  public Optional<ConceptMap> conceptMap(String canonical, Access access) {
    return Optional.ofNullable(content().maps().get(url(canonical)));
  }

  @Override
  public List<ConceptMap> conceptMapsFrom(String system, Access access, int max) {
    return content().maps().values().stream()
        .filter(map -> map.getGroup().stream().anyMatch(one -> system.equals(one.getSource())))
        .limit(max).toList();
  }

  private static String url(String canonical) {
    var bar = canonical.indexOf('|');
    return bar < 0 ? canonical : canonical.substring(0, bar);
  }
}
