package vn.tia.dicom.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /// The elements of the data set of each file in `dcmdump`'s order, without items and delimiters;
  /// files that it refuses are left out. One run of the program reads them all.
  public static Map<Path, List<Line>> readAll(List<Path> files) throws IOException {
    var command = new ArrayList<>(
        List.of(PROGRAM.toString(), "+F", "-Un", "+L", "-M"));
    files.forEach(file -> command.add(file.toString()));
    Path refusals = Files.createTempFile("dcmdump", ".err");
    try {
      var process = new ProcessBuilder(command).redirectError(refusals.toFile()).start();
      byte[] output = process.getInputStream().readAllBytes();
      process.waitFor();
      String refused = Files.readString(refusals, StandardCharsets.ISO_8859_1);
      return readings(new String(output, StandardCharsets.ISO_8859_1), refused);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while dcmdump ran", e);
    } finally {
      Files.delete(refusals);
    }
  }

  private static Map<Path, List<Line>> readings(String output, String refused) {
    var readings = new LinkedHashMap<Path, List<Line>>();
    for (String text : output.split("(?m)^# dcmdump \\(\\d+/\\d+\\): ")) {
      int end = text.indexOf('\n');
      if (end > 0 && !refused.contains("reading file: " + text.substring(0, end))) {
        readings.put(Path.of(text.substring(0, end)), lines(text.substring(end)));
      }
    }
    return readings;
  }

  private static List<Line> lines(String output) {
    var lines = new ArrayList<Line>();
    for (String text : output.split(START)) {
      var line = LINE.matcher(text);
      if (line.matches() && !line.group(2).equals("fffe") && !line.group(2).equals("0002")) {
        Tag tag = Tag.parse(line.group(2) + line.group(3));
        lines.add(new Line(line.group(1).length() / 4, tag, line.group(4), line.group(5)));
      }
    }
    return lines;
  }
}
