package vn.tia.dicom.tool;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.ReadSettings;
import vn.tia.dicom.json.BulkDataUris;
import vn.tia.dicom.json.DicomJsonReader;
import vn.tia.dicom.json.DicomJsonWriter;

/// `json`: turns a file into DICOM JSON, and back.
final class JsonTool implements Tool {
  private static final Option TO_DICOM =
      Option.value("--to-dicom", "OUT", "read DICOM JSON, write the DICOM file OUT");
  private static final Option SYNTAX =
      Option.value("--syntax", "NAME", "the transfer syntax of OUT: " + Syntaxes.NATIVE_NAMES);
  private static final Option BULK_URI =
      Option.value("--bulk-uri", "BASE", "write BASE/TAGS instead of binary values over 1 KiB");

  private static final int BULK_BYTES_MIN = 1024;
  private static final int FILE_META_GROUP = 2;

  @Override
  public Manual manual() {
    return new Manual("json", "turn a file into DICOM JSON, and back", "FILE",
        List.of(BULK_URI, TO_DICOM, SYNTAX),
        """
        FILE may be - for what comes in. DICOM JSON (PS3.18 annex F) goes out. It has no place for
        the file's own header, nor for compressed pixel data but as a URI.

        Examples:
          ./tia dicom json slice.dcm > slice.json
          ./tia dicom json --to-dicom back.dcm slice.json
        """);
  }

  @Override
  public int run(Arguments arguments, Console console) throws IOException, UsageException {
    String name = arguments.operands(1, 1, "one FILE").getFirst();
    Optional<String> target = arguments.value(TO_DICOM);
    if (target.isPresent()) {
      if (arguments.has(BULK_URI)) {
        throw new UsageException("--bulk-uri is for writing JSON, not for --to-dicom.");
      }
      return toDicom(name, Path.of(target.get()), syntax(arguments), console);
    }
    if (arguments.has(SYNTAX)) {
      throw new UsageException("--syntax goes with --to-dicom.");
    }
    return toJson(name, arguments.value(BULK_URI), console);
  }

  private static TransferSyntax syntax(Arguments arguments) throws UsageException {
    return arguments.has(SYNTAX)
        ? Syntaxes.uncompressed(SYNTAX, arguments.value(SYNTAX).orElseThrow())
        : TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  }

  private static InputStream open(String name, Console console) throws IOException {
    return name.equals("-")
        ? new ByteArrayInputStream(console.in().readAllBytes())
        : Files.newInputStream(Path.of(name));
  }

  private static int toJson(String name, Optional<String> base, Console console)
      throws IOException {
    Dataset dataset;
    try (InputStream in = open(name, console)) {
      dataset = DicomFile.read(in, ReadSettings.DEFAULT).dataset();
    }
    new DicomJsonWriter(base.isPresent() ? uris(base.get()) : BulkDataUris.NONE)
        .write(dataset, console.out());
    console.out().println();
    boolean leavesOut = base.isEmpty()
        && dataset.elements().anyMatch(e -> e.value() instanceof Value.Fragments);
    if (leavesOut) {
      console.remark(
          "tia dicom json: the compressed pixel data was left out; --bulk-uri names it.");
    }
    return DicomTool.OK;
  }

  private static BulkDataUris uris(String base) {
    String prefix = base.endsWith("/") ? base : base + "/";
    return (path, element) -> isBulk(element) ? Optional.of(prefix + path) : Optional.empty();
  }

  private static boolean isBulk(Element element) {
    return switch (element.value()) {
      case Value.Fragments _, Value.Bulk _ -> true;
      case Value.Binary(var bytes) -> bytes.length() > BULK_BYTES_MIN;
      case Value.Empty _, Value.Text _, Value.Numbers _, Value.TagList _, Value.Sequence _ ->
          false;
    };
  }

  private static int toDicom(String name, Path target, TransferSyntax syntax, Console console)
      throws IOException {
    Dataset read;
    try (InputStream in = open(name, console)) {
      List<Dataset> all = new DicomJsonReader().readAll(in);
      if (all.size() != 1) {
        throw new IOException("a file holds one data set, the JSON has " + all.size());
      }
      read = all.getFirst();
    }
    var builder = Dataset.builder();
    read.elements().filter(e -> e.tag().group() > FILE_META_GROUP).forEach(builder::put);
    DicomFile file = DicomFile.of(builder.build(), syntax);
    NewFile.write(target, file::write);
    return DicomTool.OK;
  }
}
