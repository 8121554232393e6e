package vn.tia.dicom.tool;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
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
    write(target, content, _ -> {});
  }

  /// The same; when it returns, the file is on the disk and survives a loss of power.
  static void writeDurably(Path target, Content content) throws IOException {
    write(target, content, NewFile::force);
    force(target.toAbsolutePath().getParent());
  }

  private static void force(Path path) throws IOException {
    // Reading is enough for a file's bytes, and all that a folder can be opened for.
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// What is done with a part that is whole, before it takes the target's place.
  @FunctionalInterface
  private interface Finish {
    void on(Path part) throws IOException;
  }

  private static void write(Path target, Content content, Finish finish) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    Path part = folder.resolve(".tia-%s.part".formatted(UUID.randomUUID()));
    try {
      try (OutputStream out = new BufferedOutputStream(
          Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
        content.writeTo(out);
      }
      finish.on(part);
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IllegalArgumentException unwritable) {
      throw new IOException(unwritable.getMessage(), unwritable);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
