package vn.tia.dicom.image;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Real files and real tools: those of Debian's `python3-pydicom` and `dcmtk`.
public final class Corpus {
  private static final Path PYDICOM =
      Path.of("/usr/lib/python3/dist-packages/pydicom/data/test_files");

  private Corpus() {}

  /// A file of pydicom's; the test is skipped where the package is absent.
  public static Path pydicom(String name) {
    Path file = PYDICOM.resolve(name);
    assumeTrue(Files.isRegularFile(file), "python3-pydicom is not installed");
    return file;
  }

  /// A file of either corpus; the test is skipped where it is absent.
  static Path any(String name) {
    Optional<Path> file =
        all().stream().filter(path -> path.getFileName().toString().equals(name)).findFirst();
    assumeTrue(file.isPresent(), "no corpus with " + name + " is installed");
    return file.orElseThrow();
  }

  /// The first frame of a file of pydicom's, as it wants to be seen.
  static Picture picture(String name) throws IOException {
    try (ImageFile file = ImageFile.open(pydicom(name))) {
      return switch (file.render(0)) {
        case Rendered.Shown(Picture picture) -> picture;
        case Rendered.NotShown(_, String why) -> throw new IOException(why);
      };
    }
  }

  /// All files that there are with the ending `.dcm`: pydicom's and those of the shared data.
  public static List<Path> all() {
    Path shared = Path.of(System.getProperty("tia.root", "."), "..", "shared", "data", "dicom");
    return Stream.of(PYDICOM, shared).filter(Files::isDirectory).flatMap(Corpus::files).toList();
  }

  private static Stream<Path> files(Path directory) {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(file -> file.toString().endsWith(".dcm")).sorted().toList().stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// Runs a tool; the test is skipped where it is not installed.
  public static int run(String... command) throws IOException, InterruptedException {
    assumeTrue(Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place).resolve(command[0]))),
        command[0] + " is not installed");
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(command[0] + " did not end within 30 s");
    }
    return process.exitValue();
  }
}
