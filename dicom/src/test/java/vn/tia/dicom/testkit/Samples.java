package vn.tia.dicom.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import vn.tia.dicom.data.Bytes;

/// Real DICOM files on this machine: Debian's python3-pydicom, and the corpus beside the checkout.
public final class Samples {
  private static final Path PYDICOM = Path.of("/usr/lib/python3/dist-packages/pydicom/data");

  private static final Bytes PREFIX = Bytes.hex("4449434D");

  private Samples() {}

  /// The files of Debian's python3-pydicom, none where it isn't installed.
  public static List<Path> pydicom() {
    return filesUnder(PYDICOM);
  }

  /// The files of python3-pydicom in all kinds of character sets.
  public static List<Path> characterSets() {
    return filesUnder(PYDICOM.resolve("charset_files"));
  }

  /// The files of `../shared/data/dicom` beside the checkout, none where it is absent.
  public static List<Path> shared() {
    return filesUnder(Path.of(System.getProperty("tia.root", ".."), "../shared/data/dicom"));
  }

  /// All sample files; the test that asks is skipped where there are none.
  public static List<Path> all() {
    List<Path> all = Stream.concat(pydicom().stream(), shared().stream()).toList();
    Assumptions.assumeFalse(all.isEmpty(),
        "skipped: neither python3-pydicom nor ../shared/data/dicom is here");
    return all;
  }

  /// One file of python3-pydicom; the test that asks is skipped where it is absent.
  public static Path pydicom(String name) {
    Path file = PYDICOM.resolve("test_files").resolve(name);
    Assumptions.assumeTrue(Files.exists(file), "skipped: python3-pydicom has no " + name + " here");
    return file;
  }

  private static List<Path> filesUnder(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).filter(Samples::isDicom).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isDicom(Path file) {
    if (file.toString().endsWith(".dcm")) {
      return true;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(132);
      return head.length == 132 && Bytes.wrap(head, 128, 4).equals(PREFIX);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
