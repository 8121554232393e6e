package vn.tia.fhir.search.elastic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipInputStream;

/// The programs of a real Elasticsearch, from the archive that the build fetched from Maven
/// Central; unpacked once and kept under `target`.
final class ElasticsearchZip {
  private ElasticsearchZip() {}

  /// The archive, where the build put it or where Maven keeps what it fetched.
  static Optional<Path> file() {
    var home = Path.of(System.getProperty("user.home"));
    var folders = List.of(root().resolve("fhir-server/target/elasticsearch"),
        home.resolve(".m2/repository/org/elasticsearch/distribution/integ-test-zip/elasticsearch"));
    return folders.stream().map(ElasticsearchZip::newest).flatMap(Optional::stream).findFirst();
  }

  private static Optional<Path> newest(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (var files = Files.walk(folder, 2)) {
      return files.filter(file -> file.toString().endsWith(".zip"))
          .max(Comparator.comparing(file -> file.getFileName().toString()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Path root() {
    return Path.of(System.getProperty("tia.root", System.getProperty("java.io.tmpdir")));
  }

  /// The unpacked programs: the folder with `bin`.
  static Path unpacked(Path zip) throws IOException {
    var name = zip.getFileName().toString().replace(".zip", "");
    var home = root().resolve("target").resolve(name).toAbsolutePath();
    if (Files.exists(home)) {
      return home;
    }
    Files.createDirectories(home.getParent());
    // Another name while it is half done; who comes second finds it there.
    var unfinished = Files.createTempDirectory(home.getParent(), name + "-");
    unpack(zip, unfinished);
    try {
      Files.move(unfinished.resolve(name), home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      if (!Files.exists(home)) {
        throw failure;
      }
    }
    return home;
  }

  private static void unpack(Path zip, Path folder) throws IOException {
    try (var entries = new ZipInputStream(Files.newInputStream(zip))) {
      for (var entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        var file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
          throw new IOException("an entry of the archive lies outside of it");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
          continue;
        }
        Files.createDirectories(file.getParent());
        Files.copy(entries, file);
        if (file.getParent().endsWith("bin") && !file.toFile().setExecutable(true)) {
          throw new IOException("a program of Elasticsearch can't be made executable");
        }
      }
    }
  }
}
