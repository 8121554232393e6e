package vn.tia.bridge.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/// A package of npm, fetched for one test and never kept.
///
/// @param integrity what npm says its SHA-512 is
public record NpmPackage(String name, String version, String integrity) {

  /// One of its files; the test is skipped where npm is absent or can't fetch it.
  public String text(String file, Path directory)
      throws IOException, InterruptedException, GeneralSecurityException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/npm")), "npm is not installed");
    run(directory, "npm", "pack", name + "@" + version, "--prefer-offline", "--silent");
    var packed = directory.resolve(name + "-" + version + ".tgz");
    assumeTrue(Files.exists(packed), "npm could not fetch " + name + " " + version);
    var digest = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(packed));
    if (!integrity.equals("sha512-" + Base64.getEncoder().encodeToString(digest))) {
      throw new IOException(name + " is not what it was when its version was chosen");
    }
    run(directory, "tar", "-xzf", packed.toString(), "package/" + file);
    return Files.readString(directory.resolve("package").resolve(file));
  }

  private static void run(Path directory, String... command)
      throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).directory(directory.toFile())
        .redirectErrorStream(true).redirectOutput(directory.resolve("npm.log").toFile()).start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
