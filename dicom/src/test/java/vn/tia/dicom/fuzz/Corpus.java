package vn.tia.dicom.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The committed inputs of a fuzz target of another module: a folder of seeds and finds, and beside
/// it an archive of what reached new code, named `<folder>-reached.zip`.
public final class Corpus {
  /// What takes an input.
  public interface Input {
    void give(byte[] bytes) throws Exception;
  }

  private Corpus() {}

  /// Gives a target all of them, and says how many there were.
  public static int give(Path folder, Input target) throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      give(file.getFileName().toString(), Files.readAllBytes(file), target);
    }
    Path archive = folder.resolveSibling(folder.getFileName() + "-reached.zip");
    return files.size() + (Files.exists(archive) ? archived(archive, target) : 0);
  }

  private static int archived(Path archive, Input target) throws Exception {
    int given = 0;
    try (var zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (!entry.isDirectory()) {
          give(entry.getName(), zip.getInputStream(entry).readAllBytes(), target);
          given++;
        }
      }
    }
    return given;
  }

  private static void give(String name, byte[] bytes, Input target) throws IOException {
    try {
      target.give(bytes);
    } catch (Throwable failure) {
      throw new IOException("the input " + name + " fails", failure);
    }
  }
}
