package vn.tia.fhir.search.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;

/// The builds of the index under one directory, each in a folder named by its number, and the file
/// that says which of them is the live one.
record Generations(Path root) {
  private static final String CURRENT = "current";

  /// The number of the live build, 0 before there was another.
  long current() {
    try {
      return Long.parseLong(Files.readString(root.resolve(CURRENT)).strip());
    } catch (NoSuchFileException none) {
      return 0;
    } catch (NumberFormatException damaged) {
      // Nothing is lost: an empty build is filled from the records.
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException("the search index cannot be opened", e);
    }
  }

  Path folder(long number) {
    return root.resolve(Long.toString(number));
  }

  /// Makes that build the live one, durably and at once.
  void promote(long number) throws IOException {
    var next = root.resolve(CURRENT + ".new");
    try (var file = FileChannel.open(next, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING)) {
      file.write(ByteBuffer.wrap(Long.toString(number).getBytes(StandardCharsets.UTF_8)));
      file.force(true);
    }
    Files.move(next, root.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE);
    try (var folder = FileChannel.open(root)) {
      folder.force(true);
    }
  }

  /// Drops everything but that build.
  void sweep(long kept) throws IOException {
    try (var files = Files.list(root)) {
      for (var file : files.toList()) {
        var name = file.getFileName().toString();
        if (!name.equals(CURRENT) && !name.equals(Long.toString(kept))) {
          wipe(file);
        }
      }
    }
  }

  static void wipe(Path path) throws IOException {
    try (var files = Files.walk(path)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
