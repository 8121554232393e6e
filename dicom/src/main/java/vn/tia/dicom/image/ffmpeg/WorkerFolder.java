package vn.tia.dicom.image.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The folder from which child processes start: the libraries and their program's classes.
///
/// Both are copied out of the class path, since a library inside an archive can't be loaded, or
/// linked to where they are files. The folder belongs to this process alone and goes with it;
/// that of a process that was killed goes when the next one makes its own.
final class WorkerFolder {
  private static final String PREFIX = "tia-ffmpeg-";
  private static final String LOCK = "lock";
  /// Folders of this process, whose locks would go with any channel to them that is closed.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();
  private static final String LIBRARIES = "/org/bytedeco/ffmpeg/linux-x86_64/";
  private static final List<String> CLASSES = List.of("DecoderProcess", "DecoderProcess$1",
      "FrameWork", "VideoWork", "Libav", "LibavContainer", "LibavContainer$Memory",
      "LibavException", "LibavFrame", "ProcessLimits", "Request", "Request$Answer",
      "Request$Shape", "Request$Work");

  private WorkerFolder() {}

  /// Why children can't be started on this machine, empty where they can.
  static Optional<String> obstacle() {
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!system.equals("Linux amd64")) {
      return Optional.of("FFmpeg's decoders are here for Linux on x86-64 only, not for " + system);
    }
    if (Libav.FILES.stream().anyMatch(file ->
        WorkerFolder.class.getResource(LIBRARIES + file) == null)) {
      return Optional.of("FFmpeg's libraries are not on the class path");
    }
    return Optional.empty();
  }

  /// Makes the folder.
  static Path make() throws IOException {
    Path folder = Files.createTempDirectory(PREFIX);
    hold(folder);
    removeAbandoned(folder.getParent());
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> remove(folder)));
    for (String file : Libav.FILES) {
      copy(LIBRARIES + file, folder.resolve(file));
    }
    String packageName = "/" + WorkerFolder.class.getPackageName().replace('.', '/') + "/";
    Path classes = Files.createDirectories(folder.resolve(packageName.substring(1)));
    for (String name : CLASSES) {
      copy(packageName + name + ".class", classes.resolve(name + ".class"));
    }
    return folder;
  }

  /// Locks the folder until this process ends, however it ends.
  private static void hold(Path folder) throws IOException {
    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
        .lock();
    HELD.add(folder);
  }

  private static void removeAbandoned(Path parent) {
    try (Stream<Path> folders = Files.list(parent)) {
      folders
          .filter(folder -> folder.getFileName().toString().startsWith(PREFIX))
          .filter(WorkerFolder::isAbandoned)
          .forEach(WorkerFolder::remove);
    } catch (IOException | UncheckedIOException _) {
      // They are in nobody's way, and the next process tries again.
    }
  }

  /// False for a folder that is being made, which has no lock yet, and for another user's.
  private static boolean isAbandoned(Path folder) {
    if (HELD.contains(folder)) {
      return false;
    }
    try (var channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (IOException _) {
      return false;
    }
  }

  private static void copy(String resource, Path file) throws IOException {
    URL place = WorkerFolder.class.getResource(resource);
    if (place != null && place.getProtocol().equals("file")) {
      Files.createSymbolicLink(file, Path.of(URI.create(place.toString())));
      return;
    }
    try (InputStream in = WorkerFolder.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException(resource + " is not on the class path");
      }
      Files.copy(in, file);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.toList().reversed()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException _) {
      // The system empties its folder of temporary files by itself.
    }
  }
}
