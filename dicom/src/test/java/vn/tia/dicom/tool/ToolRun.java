package vn.tia.dicom.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a command line printed, and how it ended.
record ToolRun(int exitCode, byte[] bytes, String errors) {

  /// Runs a command line with nothing to read.
  static ToolRun of(String... args) {
    return reading(new byte[0], args);
  }

  /// Runs a command line that reads these bytes.
  static ToolRun reading(byte[] input, String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code = DicomTool.run(List.of(args), new ByteArrayInputStream(input),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
    return new ToolRun(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
  }

  String output() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  ToolRun isOk() {
    assertThat(exitCode).as(errors + output()).isZero();
    return this;
  }
}
