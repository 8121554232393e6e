package vn.tia.dicom.tool;

import java.io.InputStream;
import java.io.PrintStream;

/// Where a tool reads from, where its results go, and where it complains.
record Console(InputStream in, PrintStream out, PrintStream err) {

  /// Prints a line that must be seen at once.
  void say(String line) {
    out.println(line);
    out.flush();
  }

  /// Prints a remark that is no result.
  void remark(String line) {
    out.flush();
    err.println(line);
  }
}
