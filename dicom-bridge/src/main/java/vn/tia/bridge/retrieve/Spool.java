package vn.tia.bridge.retrieve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// A directory for what is made of instances on their way out; nothing in it outlives its reader.
public final class Spool {
  private final Path directory;

  /// Opens the directory and removes what an earlier process left there.
  public Spool(Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectories(directory);
    List<Path> left;
    try (var files = Files.list(directory)) {
      left = files.toList();
    }
    for (var file : left) {
      Files.delete(file);
    }
  }

  /// A new file; who asked for it removes it.
  public Path file() throws IOException {
    return Files.createTempFile(directory, "", ".part");
  }

  /// Writes to a file.
  @FunctionalInterface
  interface Writing {
    void to(Path file) throws IOException;
  }

  /// What was written, to be read once.
  InputStream written(Writing writing) throws IOException {
    var file = Files.createTempFile(directory, "", ".dcm");
    try {
      writing.to(file);
      return Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /// Writes a file, lets it be read, and removes it.
  void within(Writing writing, Writing reading) throws IOException {
    var file = Files.createTempFile(directory, "", ".dcm");
    try {
      writing.to(file);
      reading.to(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
