package vn.tia.dicom.tool;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.BulkContent;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.ReadSettings;

/// `json` and `xml`: turn a file into text, and back.
final class TextFormTool implements Tool {
  private static final Option SYNTAX =
      Option.value("--syntax", "NAME", "the transfer syntax of OUT: " + Syntaxes.NATIVE_NAMES);
  private static final Option BULK_URI =
      Option.value("--bulk-uri", "BASE", "write BASE/TAGS instead of binary values over 1 KiB");

  /// Longer binary values stay on the disk until they are written.
  private static final int BULK_BYTES_MIN = 64 * 1024;

  private static final int FILE_META_GROUP = 2;

  private final TextForm form;
  private final Option toDicom;

  TextFormTool(TextForm form) {
    this.form = form;
    this.toDicom = Option.value(
        "--to-dicom", "OUT", "read %s, write the DICOM file OUT".formatted(form.label()));
  }

  @Override
  public Manual manual() {
    return new Manual(form.command(), "turn a file into %s, and back".formatted(form.label()),
        "FILE", List.of(BULK_URI, toDicom, SYNTAX),
        """
        FILE may be - for what comes in. %s (%s) goes out. It has no place for the file's own
        header, nor for compressed pixel data but as a URI. Files of any size are written in
        little memory; what is read may have 64 MiB.

        Examples:
          ./tia dicom %3$s slice.dcm > slice.%3$s
          ./tia dicom %3$s --to-dicom back.dcm slice.%3$s
        """.formatted(form.label(), form.standard(), form.command()));
  }

  @Override
  public int run(Arguments arguments, Console console) throws IOException, UsageException {
    String name = arguments.operands(1, 1, "one FILE").getFirst();
    Optional<String> target = arguments.value(toDicom);
    if (target.isPresent()) {
      if (arguments.has(BULK_URI)) {
        throw new UsageException(
            "--bulk-uri is for writing %s, not for --to-dicom.".formatted(form.label()));
      }
      return toDicom(name, Path.of(target.get()), syntax(arguments), console);
    }
    if (arguments.has(SYNTAX)) {
      throw new UsageException("--syntax goes with --to-dicom.");
    }
    return toText(name, arguments.value(BULK_URI), console);
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

  private int toText(String name, Optional<String> base, Console console) throws IOException {
    Optional<String> prefix = base.map(uri -> uri.endsWith("/") ? uri : uri + "/");
    Dataset dataset;
    BulkContent content = BulkContent.NONE;
    if (name.equals("-") || !isPlain(Path.of(name))) {
      try (InputStream in = open(name, console)) {
        dataset = DicomFile.read(in, ReadSettings.DEFAULT).dataset();
      }
    } else {
      try (InputStream in = open(name, console)) {
        dataset = DicomFile.read(in, ReadSettings.DEFAULT.leavingBulkFrom(BULK_BYTES_MIN))
            .dataset();
      }
      content = new FileContent(Path.of(name));
    }
    form.write(dataset, prefix, content, console.out());
    console.out().println();
    if (base.isEmpty() && dataset.elements().anyMatch(TextFormTool::isCompressed)) {
      console.remark("tia dicom %s: the compressed pixel data was left out; --bulk-uri names it."
          .formatted(form.command()));
    }
    return DicomTool.OK;
  }

  /// Whether long values lie in the file as they are written: neither deflated nor turned round.
  private static boolean isPlain(Path file) throws IOException {
    TransferSyntax syntax = DicomFile.readHeader(file).meta().syntax();
    return !syntax.isDeflated() && syntax.order() == ByteOrder.LITTLE_ENDIAN;
  }

  private static boolean isCompressed(Element element) {
    return !element.isFromField() && switch (element.value()) {
      case Value.Fragments _ -> true;
      case Value.Bulk(_, long length) -> length < 0;
      case Value.Empty _, Value.Text _, Value.Numbers _, Value.TagList _, Value.Binary _,
          Value.Sequence _ -> false;
    };
  }

  private int toDicom(String name, Path target, TransferSyntax syntax, Console console)
      throws IOException {
    Dataset read;
    try (InputStream in = open(name, console)) {
      List<Dataset> all = form.read(in);
      if (all.size() != 1) {
        throw new IOException("a file holds one data set, the text has " + all.size());
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
