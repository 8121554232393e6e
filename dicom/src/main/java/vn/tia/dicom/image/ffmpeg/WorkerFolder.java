package vn.tia.dicom.image.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The folder from which child processes start: the libraries and their program's classes.
///
/// Both are copied out of the class path, since a library inside an archive can't be loaded, or
/// linked to where they are files. The folder belongs to this process alone and goes with it.
final class WorkerFolder {
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
    Path folder = Files.createTempDirectory("tia-ffmpeg-");
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
