package vn.tia.fhir.profiles;

import ca.uhn.fhir.parser.DataFormatException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.hl7.fhir.r4.model.MetadataResource;
import vn.tia.mapping.fhir.FhirJson;

/// A package of an implementation guide (NPM `.tgz`, FHIR Package Specification), or a directory
/// that one was unpacked into: its profiles, value sets, code systems and maps, of which examples
/// are left out.
///
/// @param name as its `package.json` says, with the version
public record ProfilePackage(String name, List<MetadataResource> resources) {
  /// A definition is some kilobytes; a national code system some megabytes.
  private static final int ENTRY_BYTES_MAX = 64 * 1024 * 1024;
  private static final int ENTRIES_MAX = 20_000;
  private static final Set<String> TYPES =
      Set.of("StructureDefinition", "ValueSet", "CodeSystem", "ConceptMap");
  private static final ObjectMapper JSON = new ObjectMapper();

  public ProfilePackage {
    resources = List.copyOf(resources);
  }

  /// Reads a package file or directory.
  ///
  /// @throws IOException if it can't be read, or is no package for R4, in one sentence
  public static ProfilePackage read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      return unpacked(file);
    }
    try (var tar = new TarArchiveInputStream(new GZIPInputStream(
        new BufferedInputStream(Files.newInputStream(file))))) {
      return read(tar, file.getFileName().toString());
    } catch (IllegalArgumentException | DataFormatException e) {
      throw noJson(file, e);
    }
  }

  private static IOException noJson(Path file, Exception cause) {
    return new IOException("%s is no package: a file in it is no R4 JSON"
        .formatted(file.getFileName()), cause);
  }

  private static ProfilePackage unpacked(Path directory) throws IOException {
    var resources = new ArrayList<MetadataResource>();
    var manifest = Optional.<JsonNode>empty();
    var name = directory.getFileName().toString();
    try (var files = Files.list(directory.resolve("package"))) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        var plain = file.getFileName().toString();
        if (plain.equals("package.json")) {
          manifest = Optional.of(JSON.readTree(Files.readAllBytes(file)));
        } else if (plain.matches("[^.].*\\.json")) {
          resource(Files.readAllBytes(file)).ifPresent(resources::add);
        }
      }
    } catch (NoSuchFileException _) {
      throw new IOException("%s is no package: it has no package/package.json".formatted(name));
    } catch (IllegalArgumentException | DataFormatException e) {
      throw noJson(directory, e);
    }
    return new ProfilePackage(name(manifest, name), resources);
  }

  private static ProfilePackage read(TarArchiveInputStream tar, String file)
      throws IOException {
    var resources = new ArrayList<MetadataResource>();
    var manifest = Optional.<JsonNode>empty();
    var entries = 0;
    for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      if (++entries > ENTRIES_MAX) {
        throw new IOException("%s has more than %d files".formatted(file, ENTRIES_MAX));
      }
      var name = entry.getName();
      if (name.equals("package/package.json")) {
        manifest = Optional.of(JSON.readTree(content(tar, file)));
      } else if (name.matches("package/[^/.][^/]*\\.json") && !entry.isDirectory()) {
        resource(content(tar, file)).ifPresent(resources::add);
      }
    }
    return new ProfilePackage(name(manifest, file), resources);
  }

  private static byte[] content(InputStream entry, String file) throws IOException {
    var bytes = entry.readNBytes(ENTRY_BYTES_MAX + 1);
    if (bytes.length > ENTRY_BYTES_MAX) {
      throw new IOException("%s has a file of more than %d bytes"
          .formatted(file, ENTRY_BYTES_MAX));
    }
    return bytes;
  }

  private static Optional<MetadataResource> resource(byte[] json) throws IOException {
    var type = JSON.readTree(json).path("resourceType").asText("");
    return TYPES.contains(type)
        ? Optional.of((MetadataResource) FhirJson.decode(new String(json, StandardCharsets.UTF_8)))
        : Optional.empty();
  }

  private static String name(Optional<JsonNode> manifest, String file) throws IOException {
    var json = manifest.orElseThrow(() ->
        new IOException("%s is no package: it has no package/package.json".formatted(file)));
    var versions = json.path("fhirVersions").toString() + json.path("fhir-version-list");
    if (!versions.contains("4.0")) {
      throw new IOException("%s is no package for R4".formatted(file));
    }
    return json.path("name").asText("") + "#" + json.path("version").asText("");
  }
}
