package vn.tia.records.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs the programs of PostgreSQL: `initdb` and `pg_ctl`.
///
/// @param home the directory with their `bin`
record PostgresPrograms(Path home) {
  static final int MINUTES_MAX = 2;

  /// Runs a program to its end.
  ///
  /// @throws IOException if it fails, with the last line that it said
  void run(String program, List<String> arguments) throws IOException {
    var output = Files.createTempFile("tia-postgres-", ".out");
    try {
      var code = exitCode(program, arguments, output);
      if (code != 0) {
        throw new IOException(program + " of the embedded PostgreSQL ended with " + code + ": "
            + lastLine(output));
      }
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private int exitCode(String program, List<String> arguments, Path output) throws IOException {
    var words = new ArrayList<String>();
    // PostgreSQL refuses to run as root; in a user namespace of its own it sees another user.
    if (System.getProperty("user.name").equals("root")) {
      words.addAll(List.of("unshare", "--user"));
    }
    words.add(home.resolve("bin").resolve(program).toString());
    words.addAll(arguments);
    var process = new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    try {
      process.getOutputStream().close();
      if (process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
        return process.exitValue();
      }
      process.destroyForcibly();
      throw new IOException(program + " did not end within " + MINUTES_MAX + " minutes");
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + program + " ran", error);
    }
  }

  private static String lastLine(Path output) throws IOException {
    return Files.readAllLines(output).stream()
        .filter(line -> !line.isBlank())
        .reduce((_, last) -> last)
        .orElse("it said nothing");
  }
}
