package vn.tia.bench.memory;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Starts a JVM of 128 MB that does the work, and prints what it says.
public final class MemoryRun {
  private static final String HEAP = "-Xmx128m";

  private MemoryRun() {}

  public static void run(PrintStream out) throws IOException, InterruptedException {
    out.println("## A multi-frame of 3 GB in a JVM with " + HEAP + "\n");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process = new ProcessBuilder(List.of(java.toString(), HEAP, "-XX:+UseSerialGC",
            "-Dstdout.encoding=UTF-8", "-cp", System.getProperty("java.class.path"),
            LargeObject.class.getName()))
        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    out.print(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    if (process.waitFor() != 0) {
      throw new IOException("the JVM with " + HEAP + " failed");
    }
  }
}
