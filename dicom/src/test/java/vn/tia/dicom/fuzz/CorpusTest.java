package vn.tia.dicom.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.tia.dicom.image.FramesTarget;
import vn.tia.dicom.image.RunLengthTarget;
import vn.tia.dicom.io.FileTarget;
import vn.tia.dicom.json.JsonTarget;
import vn.tia.dicom.net.CommandTarget;
import vn.tia.dicom.net.pdu.PduTarget;
import vn.tia.dicom.xml.XmlTarget;

/// Every fuzz target over its committed corpus: seeds, finds, and inputs that reached new code.
class CorpusTest {
  private interface Input {
    void give(byte[] bytes) throws Exception;
  }

  private record Target(String name, Input input) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Target> targets() {
    return List.of(
        new Target("file", FileTarget::fuzzerTestOneInput),
        new Target("pdu", PduTarget::fuzzerTestOneInput),
        new Target("command", CommandTarget::fuzzerTestOneInput),
        new Target("json", JsonTarget::fuzzerTestOneInput),
        new Target("xml", XmlTarget::fuzzerTestOneInput),
        new Target("rle", RunLengthTarget::fuzzerTestOneInput),
        new Target("frames", FramesTarget::fuzzerTestOneInput));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void takesItsSeedsAndFinds(Target target) throws Exception {
    List<Path> inputs = files(corpus().resolve(target.name()));

    assertThat(inputs).isNotEmpty();
    for (Path input : inputs) {
      byte[] bytes = Files.readAllBytes(input);
      assertThatCode(() -> target.input().give(bytes)).as("%s", input).doesNotThrowAnyException();
    }
  }

  /// What the fuzzer found to reach new code, of all targets in one archive.
  @ParameterizedTest
  @MethodSource("targets")
  void takesWhatReachedNewCode(Target target) throws Exception {
    int given = 0;
    try (var zip = new ZipFile(corpus().resolve("reached.zip").toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().startsWith(target.name() + "/") && !entry.isDirectory()) {
          byte[] bytes = zip.getInputStream(entry).readAllBytes();
          assertThatCode(() -> target.input().give(bytes)).as("%s", entry)
              .doesNotThrowAnyException();
          given++;
        }
      }
    }
    assertThat(given).isGreaterThan(20);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static Path corpus() throws URISyntaxException {
    URL folder = Objects.requireNonNull(CorpusTest.class.getResource("/fuzz"));
    return Path.of(folder.toURI());
  }
}
