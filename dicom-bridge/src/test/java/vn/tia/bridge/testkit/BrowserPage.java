package vn.tia.bridge.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// A page for a headless Chromium, served beside what it talks to; the page posts what it found to
/// `/page/result`.
@RestController
public final class BrowserPage {

  private static final Path BROWSER = Path.of("/usr/bin/chromium");

  private final Map<String, byte[]> files;
  private final CompletableFuture<String> result = new CompletableFuture<>();

  /// @param files by name; `index.html` is the page
  public BrowserPage(Map<String, byte[]> files) {
    this.files = Map.copyOf(files);
  }

  @GetMapping("/page/{name}")
  void file(@PathVariable String name, HttpServletResponse response) throws IOException {
    response.setContentType(name.endsWith(".html") ? "text/html;charset=UTF-8"
        : name.endsWith(".js") ? "text/javascript;charset=UTF-8" : "application/octet-stream");
    response.getOutputStream().write(files.getOrDefault(name, new byte[0]));
  }

  @PostMapping("/page/result")
  void result(HttpServletRequest request) throws IOException {
    result.complete(
        new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  /// Opens the page and waits for its result; the test is skipped where there is no Chromium.
  public String open(WebServer server, Path profile) throws Exception {
    assumeTrue(Files.isExecutable(BROWSER), "Chromium is not installed");
    var browser = new ProcessBuilder(BROWSER.toString(), "--headless", "--no-sandbox",
        "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--remote-debugging-port=0",
        "--user-data-dir=" + profile, "http://127.0.0.1:" + server.port() + "/page/index.html")
        .redirectErrorStream(true)
        .redirectOutput(profile.resolveSibling("browser.log").toFile()).start();
    try {
      return result.get(120, TimeUnit.SECONDS);
    } finally {
      browser.descendants().forEach(ProcessHandle::destroy);
      browser.destroy();
      browser.waitFor(20, TimeUnit.SECONDS);
    }
  }
}
