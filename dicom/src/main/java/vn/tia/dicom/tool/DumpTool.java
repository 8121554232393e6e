package vn.tia.dicom.tool;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.ReadProblem;
import vn.tia.dicom.io.ReadSettings;
import vn.tia.dicom.io.Salvaged;

/// `dump`: prints what a file holds, element by element.
final class DumpTool implements Tool {
  private static final Option FULL =
      Option.flag("--full", "show values as long as they are, pixel data too");

  /// Longer binary values stay on the disk unless they are to be shown in full.
  private static final int BULK_BYTES_MIN = 64 * 1024;

  @Override
  public Manual manual() {
    return new Manual("dump", "print what a file holds", "FILE...", List.of(FULL),
        """
        Each line has tag, VR, value; behind #, the length in bytes and the keyword. Text is shown
        by the file's character set. Of a broken file all that is there is printed, then what is
        wrong with it, with its place: tags and byte.

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
        if (!dump(name, settings, printer, console)) {
          code = DicomTool.FAILED;
        }
      } catch (IOException e) {
        console.remark("tia dicom dump: %s: %s".formatted(name, Sentences.of(e)));
        code = DicomTool.FAILED;
      }
    }
    return code;
  }

  /// Prints what is there, and returns whether that is all.
  private static boolean dump(
      String name, ReadSettings settings, DatasetPrinter printer, Console console)
      throws IOException {
    Salvaged<DicomFile> file;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(name)))) {
      file = DicomFile.salvage(in, settings);
    }
    printer.print(file.value().meta().elements(), 0);
    printer.print(file.value().dataset(), 0);
    for (ReadProblem problem : file.problems()) {
      console.remark("tia dicom dump: %s: %s.".formatted(name, problem));
    }
    return file.isWhole();
  }
}
