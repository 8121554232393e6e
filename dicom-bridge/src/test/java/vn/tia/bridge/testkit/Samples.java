package vn.tia.bridge.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.DicomParseException;
import vn.tia.dicom.net.Instance;

/// Real DICOM files that others made: those of Debian's pydicom, and of the shared samples where
/// they are there.
public final class Samples {

  private static final Path PYDICOM =
      Path.of("/usr/lib/python3/dist-packages/pydicom/data/test_files");

  private Samples() {}

  /// A file that can be stored.
  ///
  /// @param bytes its data set, as the file holds it
  public record Sample(Path file, Dataset dataset, TransferSyntax syntax, byte[] bytes) {

    public String uid() {
      return dataset.string(Tags.SOP_INSTANCE_UID).orElseThrow();
    }

    public String study() {
      return dataset.string(Tags.STUDY_INSTANCE_UID).orElseThrow();
    }

    public String series() {
      return dataset.string(Tags.SERIES_INSTANCE_UID).orElseThrow();
    }

    public Instance instance() {
      return new Instance(dataset.string(Tags.SOP_CLASS_UID).orElseThrow(), uid(),
          syntax.uid().value());
    }
  }

  /// One file of pydicom; the test is skipped where pydicom is not installed.
  public static Sample pydicom(String name) throws IOException {
    Assumptions.assumeTrue(Files.isDirectory(PYDICOM), "python3-pydicom is not installed");
    return read(PYDICOM.resolve(name)).orElseThrow();
  }

  /// All files that have the four UIDs, well formed, each SOP Instance UID once.
  public static List<Sample> all() throws IOException {
    Assumptions.assumeTrue(Files.isDirectory(PYDICOM), "python3-pydicom is not installed");
    Map<String, Sample> samples = new TreeMap<>();
    for (var file : files()) {
      read(file).ifPresent(sample -> samples.putIfAbsent(sample.uid(), sample));
    }
    return List.copyOf(samples.values());
  }

  private static List<Path> files() throws IOException {
    var shared = Path.of(System.getProperty("tia.root", ".")).resolve("../shared/data/dicom");
    try (var own = Files.walk(PYDICOM);
        var others = Files.isDirectory(shared) ? Files.walk(shared) : Stream.<Path>empty()) {
      return Stream.concat(own, others)
          .filter(Files::isRegularFile)
          .sorted(Comparator.comparing(Path::toString))
          .toList();
    }
  }

  private static Optional<Sample> read(Path path) throws IOException {
    try {
      var file = DicomFile.read(path);
      var isWhole = Stream.of(Tags.SOP_CLASS_UID, Tags.SOP_INSTANCE_UID, Tags.STUDY_INSTANCE_UID,
          Tags.SERIES_INSTANCE_UID).map(file.dataset()::string)
          .allMatch(uid -> uid.filter(Uid::isWellFormed).isPresent());
      var all = Files.readAllBytes(path);
      // Only files by the book: the data set begins behind the meta information.
      if (!isWhole || all.length < 144 || all[128] != 'D' || all[129] != 'I') {
        return Optional.empty();
      }
      int start = 144 + (all[140] & 0xFF | (all[141] & 0xFF) << 8);
      var dataset = Arrays.copyOfRange(all, start, all.length);
      return Optional.of(new Sample(path, file.dataset(), file.meta().syntax(), dataset));
    } catch (DicomParseException _) {
      return Optional.empty();
    }
  }
}
