package vn.tia.dicom.tool;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.DicomParseException;
import vn.tia.dicom.io.ReadSettings;

/// `dump`: prints what a file holds, element by element.
final class DumpTool implements Tool {
  private static final Option FULL =
      Option.flag("--full", "show values as long as they are, pixel data too");

  /// Longer binary values stay on the disk unless they are to be shown in full.
  private static final int BULK_BYTES_MIN = 64 * 1024;

  /// How long a tag such as `(0010,0010)` is at the head of a path.
  private static final int TAG_CHARS = 11;

  @Override
  public Manual manual() {
    return new Manual("dump", "print what a file holds", "FILE...", List.of(FULL),
        """
        Each line has tag, VR, value; behind #, the length in bytes and the keyword. Text is shown
        by the file's character set. Where a file is broken, what comes before is printed, then
        the place: tags and byte.

        Example:
          ./tia dicom dump slice.dcm
        """);
  }

  @Override
  public int run(Arguments arguments, Console console) throws IOException, UsageException {
    List<String> files =
        arguments.operands(1, Integer.MAX_VALUE, "one FILE or more");
    boolean isFull = arguments.has(FULL);
    var settings = isFull
        ? ReadSettings.DEFAULT : ReadSettings.DEFAULT.leavingBulkFrom(BULK_BYTES_MIN);
    var printer = isFull
        ? DatasetPrinter.whole(console.out()) : DatasetPrinter.cutting(console.out());
    int code = DicomTool.OK;
    for (String name : files) {
      if (files.size() > 1) {
        console.out().println("# " + name);
      }
      try {
        dump(Path.of(name), settings, printer);
      } catch (IOException e) {
        console.remark("tia dicom dump: %s: %s".formatted(name, Sentences.of(e)));
        code = DicomTool.FAILED;
      }
    }
    return code;
  }

  private static void dump(Path path, ReadSettings settings, DatasetPrinter printer)
      throws IOException {
    try {
      print(read(path, settings), printer);
    } catch (DicomParseException broken) {
      Optional<Tag> first = firstTag(broken);
      if (first.isPresent()) {
        print(read(path, settings.stoppingBefore(first.get())), printer);
      }
      throw broken;
    }
  }

  private static DicomFile read(Path path, ReadSettings settings) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      return DicomFile.read(in, settings);
    }
  }

  private static void print(DicomFile file, DatasetPrinter printer) {
    printer.print(file.meta().elements(), 0);
    printer.print(file.dataset(), 0);
  }

  /// The tag at the top level under which reading ended.
  private static Optional<Tag> firstTag(DicomParseException broken) {
    String path = broken.path();
    if (path.length() < TAG_CHARS || path.startsWith("(0002")) {
      return Optional.empty();
    }
    return Optional.of(Tag.parse(path.substring(1, 5) + path.substring(6, 10)));
  }
}
