package vn.tia.bench.micro;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vn.tia.bench.CtSlice;
import vn.tia.bench.Peer;
import vn.tia.bench.Table;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.io.DicomFile;

/// The same files read by pydicom, within one process, and by DCMTK, many files in one process;
/// with our own reading from the disk between them.
final class PeerReadings {
  private static final int FILES = 400;

  private static final String PYDICOM = """
      import io, sys, time, pydicom
      raw = open(sys.argv[1], 'rb').read()
      def once():
          pydicom.dcmread(io.BytesIO(raw), stop_before_pixels=True)
      for _ in range(200): once()
      start = time.perf_counter()
      for _ in range(1000): once()
      print((time.perf_counter() - start) * 1000)
      """;

  private PeerReadings() {}

  static void print(PrintStream out) throws IOException, InterruptedException {
    Path slice = Files.createTempFile("tia-bench-", ".dcm");
    try {
      Files.write(slice, CtSlice.file());
      var table = new Table("header of the same slice", "µs a file");
      table.row("Tia, from the disk", "%.1f".formatted(ours(slice)));
      pydicom(slice).ifPresent(
          micros -> table.row("pydicom, from memory", "%.0f".formatted(micros)));
      dcmdump(slice).ifPresent(micros -> table.row(
          "DCMTK dcmdump of one tag, from the disk", "%.1f".formatted(micros)));
      table.print(out);
    } finally {
      Files.delete(slice);
    }
  }

  private static double ours(Path slice) throws IOException {
    long nanos = 0;
    int found = 0;
    // The second half counts: the first warms up.
    for (int i = 0; i < 20 * FILES; i++) {
      long start = System.nanoTime();
      found += DicomFile.readHeader(slice).dataset().contains(Tags.STUDY_INSTANCE_UID) ? 1 : 0;
      nanos += i < 10 * FILES ? 0 : System.nanoTime() - start;
    }
    if (found != 20 * FILES) {
      throw new IllegalStateException("the slice has no study");
    }
    return nanos / 1000.0 / (10 * FILES);
  }

  private static Optional<Double> pydicom(Path slice) throws IOException, InterruptedException {
    Path python = Path.of("/usr/bin/python3");
    if (!Files.exists(Samples.SCANNED) || !Files.isExecutable(python)) {
      return Optional.empty();
    }
    String printed = output(List.of(python.toString(), "-c", PYDICOM, slice.toString()));
    return Optional.of(Double.valueOf(printed.strip()));
  }

  /// The time of many files less the time of one: what the start of the process takes goes away.
  private static Optional<Double> dcmdump(Path slice) throws IOException, InterruptedException {
    Optional<Path> program = Peer.installed("dcmdump");
    if (program.isEmpty()) {
      return Optional.empty();
    }
    List<String> one = List.of(program.get().toString(), "+P", "0020,000d", slice.toString());
    List<String> many = Stream.concat(
        one.stream(), Collections.nCopies(FILES, slice.toString()).stream()).toList();
    output(many);
    long start = System.nanoTime();
    output(one);
    long middle = System.nanoTime();
    output(many);
    return Optional.of((System.nanoTime() - middle - (middle - start)) / 1000.0 / FILES);
  }

  private static String output(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command.getFirst() + " failed");
    }
    return printed;
  }
}
