package vn.tia.records.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// Unpacks the PostgreSQL programs of the class path, once per version.
final class PostgresBinaries {
  private static final Set<PosixFilePermission> EXECUTABLE = Set.of(
      PosixFilePermission.OWNER_READ,
      PosixFilePermission.OWNER_WRITE,
      PosixFilePermission.OWNER_EXECUTE,
      PosixFilePermission.GROUP_READ,
      PosixFilePermission.GROUP_EXECUTE,
      PosixFilePermission.OTHERS_READ,
      PosixFilePermission.OTHERS_EXECUTE);
  private static final String PREFIX = "unpacking-";

  private PostgresBinaries() {}

  /// The directory with `bin`, `lib` and `share`, made under the given one if not there yet.
  ///
  /// Its name carries the archive's digest, so a new version never meets an old one's files;
  /// it appears by one rename, so several processes may unpack at once.
  static Path under(Path parent) throws IOException {
    var home = parent.resolve("postgresql-" + digest().substring(0, 16));
    if (Files.isDirectory(home)) {
      return home;
    }
    Files.createDirectories(parent);
    sweep(parent);
    var unpacked = Files.createTempDirectory(parent, PREFIX);
    unpack(unpacked);
    try {
      Files.move(unpacked, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException error) {
      // Another process was faster.
      Directories.delete(unpacked);
      if (!Files.isDirectory(home)) {
        throw error;
      }
    }
    return home;
  }

  // What a start left that was interrupted while it unpacked; younger ones may be at work.
  private static void sweep(Path parent) throws IOException {
    try (var leftovers = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (var leftover : leftovers) {
        var made = Files.getLastModifiedTime(leftover).toInstant();
        if (made.isBefore(Instant.now().minus(Duration.ofHours(1)))) {
          Directories.delete(leftover);
        }
      }
    }
  }

  private static void unpack(Path target) throws IOException {
    try (var tar = new TarArchiveInputStream(
        new XZInputStream(new BufferedInputStream(archive(), 1 << 16)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, target);
      }
    }
  }

  private static void unpack(InputStream content, TarArchiveEntry entry, Path target)
      throws IOException {
    var path = target.resolve(entry.getName()).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("the PostgreSQL archive has an entry outside of itself");
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, path);
    if ((entry.getMode() & 0100) != 0) {
      Files.setPosixFilePermissions(path, EXECUTABLE);
    }
  }

  private static String digest() throws IOException {
    try (var stream = new DigestInputStream(archive(), MessageDigest.getInstance("SHA-256"))) {
      stream.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(stream.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException error) {
      throw new IllegalStateException(error);
    }
  }

  // The names that io.zonky.test.postgres gives its archives.
  private static InputStream archive() throws IOException {
    var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    var machine = System.getProperty("os.arch");
    var name = "postgres-"
        + (system.startsWith("mac") ? "darwin" : system)
        + "-"
        + (machine.equals("aarch64") ? "arm_64" : "x86_64")
        + ".txz";
    var stream = PostgresBinaries.class.getResourceAsStream("/" + name);
    if (stream == null) {
      throw new IOException("this build of Tia has no PostgreSQL for " + system + " on " + machine
          + " (" + name + "): set tia.database.url to use a server of yours");
    }
    return stream;
  }
}
