package vn.tia.dicom.tool;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// Writes files that are there whole or not at all.
final class NewFile {
  private NewFile() {}

  /// What writes the content.
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /// Writes beside the target, then takes its place; nothing is left where writing fails.
  static void write(Path target, Content content) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    Path part = folder.resolve(".tia-%s.part".formatted(UUID.randomUUID()));
    try {
      try (OutputStream out = new BufferedOutputStream(
          Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
        content.writeTo(out);
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IllegalArgumentException unwritable) {
      throw new IOException(unwritable.getMessage(), unwritable);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
