package vn.tia.dicom.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import vn.tia.dicom.data.Tag;

/// DCMTK's reading of a file, as a second opinion.
public final class Dcmdump {
  /// One element as it was printed, at its depth of nesting.
  public record Line(int depth, Tag tag, String vr, String value) {}

  private static final Path PROGRAM = Path.of("/usr/bin/dcmdump");

  private static final Pattern LINE = Pattern.compile(
      "^( *)\\(([0-9a-f]{4}),([0-9a-f]{4})\\) (\\w\\w|\\?\\?) (.*?) +# .*$", Pattern.DOTALL);

  /// Where a line starts: not at each line's end, for values hold such too.
  private static final String START = "\n(?= *\\([0-9a-f]{4},[0-9a-f]{4}\\) )";

  private Dcmdump() {}

  /// Skips the test that asks where DCMTK isn't installed.
  public static void assumeInstalled() {
    Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "skipped: DCMTK isn't installed here");
  }

  /// The elements of the data set in `dcmdump`'s order, without items and delimiters; none where
  /// it refuses the file.
  public static List<Line> read(Path file) throws IOException {
    var process = new ProcessBuilder(PROGRAM.toString(), "-q", "-Un", "+L", file.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    var lines = new ArrayList<Line>();
    byte[] output = process.getInputStream().readAllBytes();
    for (String text : new String(output, StandardCharsets.ISO_8859_1).split(START)) {
      var line = LINE.matcher(text);
      if (line.matches() && !line.group(2).equals("fffe") && !line.group(2).equals("0002")) {
        Tag tag = Tag.parse(line.group(2) + line.group(3));
        lines.add(new Line(line.group(1).length() / 4, tag, line.group(4), line.group(5)));
      }
    }
    try {
      return process.waitFor() == 0 ? lines : List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while dcmdump ran", e);
    }
  }
}
