package vn.tia.fhir.search.extract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Assumptions;
import vn.tia.mapping.fhir.FhirJson;

/// The FHIR samples beside the project: the examples of R4 and of IHE, those in Bundles too.
public final class SampleResources {
  private SampleResources() {}

  /// All of them; the test is skipped where the samples are absent.
  public static List<Resource> all() {
    var folder = Path.of(System.getProperty("tia.root", ".."), "..", "shared", "data", "fhir");
    Assumptions.assumeTrue(Files.isDirectory(folder), "no samples at ../shared/data/fhir");
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".json"))
          .filter(file -> !file.endsWith("search-parameters.json"))
          .flatMap(SampleResources::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Resource> read(Path file) {
    try {
      var resource = FhirJson.decode(Files.readString(file));
      return resource instanceof Bundle bundle
          ? Stream.concat(Stream.of(bundle), bundle.getEntry().stream()
              .map(Bundle.BundleEntryComponent::getResource).filter(one -> one != null))
          : Stream.of(resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException notR4) {
      return Stream.of();
    }
  }
}
