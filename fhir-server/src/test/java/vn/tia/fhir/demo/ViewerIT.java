package vn.tia.fhir.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/// A radiologist's browser on the packaged program: OHIF is the hardest DICOMweb client there is.
class ViewerIT {
  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  /// Generous: the browser draws by software here, beside whatever else the machine does.
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  /// How many shades of grey the picture on the canvas has; a blank one has one.
  private static final String SHADES = """
      const canvas = document.querySelector('canvas.cornerstone-canvas');
      if (!canvas || !canvas.width) return 0;
      const pixels = canvas.getContext('2d')
          .getImageData(0, 0, canvas.width, canvas.height).data;
      const shades = new Set();
      for (let i = 0; i < pixels.length; i += 4) shades.add(pixels[i]);
      return shades.size;""";

  @BeforeAll
  static void needsABrowserAndTheViewer() {
    assumeTrue(Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER),
        "Chromium and its driver are not installed");
    assumeTrue(ViewerIT.class.getResource("/ohif/index.html.gz") != null,
        "the build had no npm, so there is no viewer");
  }

  @Test
  void showsAStoredCtAndScrollsThroughIt(@TempDir Path data, @TempDir Path profile)
      throws Exception {
    try (var tia = TiaProcess.start(data, "demo")) {
      var base = tia.awaitDoors().http("");
      awaitTold(tia);
      var browser = browser(profile);
      try {
        showsTheStudyInTheList(browser, base);

        browser.get(base + "/IHEInvokeImageDisplay?requestType=STUDY&studyUID=" + study(base));
        waiting(browser).until(_ -> shades(browser) > 20);
        waiting(browser).until(_ -> text(browser).contains("(1/64)"));
        Files.write(Path.of("target", "viewer.png"), browser.getScreenshotAs(OutputType.BYTES));
        var first = picture(browser);

        var canvas = browser.findElement(By.cssSelector("canvas.cornerstone-canvas"));
        new Actions(browser).moveToElement(canvas).click().perform();
        for (int slice = 2; slice <= 5; slice++) {
          new Actions(browser).sendKeys(Keys.ARROW_DOWN).perform();
          var position = "(" + slice + "/64)";
          waiting(browser).until(_ -> text(browser).contains(position));
        }

        waiting(browser).until(_ -> !picture(browser).equals(first));
        assertThat(shades(browser)).isGreaterThan(20);
      } finally {
        browser.quit();
      }
    }
  }

  private static void showsTheStudyInTheList(ChromeDriver browser, String base) {
    browser.get(base + "/viewer");

    waiting(browser).until(_ -> text(browser).contains("ĐẶNG, HƯỜNG THỊ"));
    assertThat(text(browser)).contains("Chụp CT lồng ngực có tiêm thuốc");
  }

  private static ChromeDriver browser(Path profile) {
    var options = new ChromeOptions();
    options.setBinary(BROWSER.toString());
    options.addArguments("--headless", "--no-sandbox", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
        "--window-size=1400,900", "--user-data-dir=" + profile);
    var service = new ChromeDriverService.Builder()
        .usingDriverExecutable(DRIVER.toFile()).usingAnyFreePort().build();
    return new ChromeDriver(service, options);
  }

  private static void awaitTold(TiaProcess tia) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!tia.output().contains("every step was right")) {
      assertThat(System.nanoTime()).as(tia.output()).isLessThan(until);
      Thread.sleep(50);
    }
  }

  private static String study(String base) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(
          HttpRequest.newBuilder(URI.create(base + "/dicom-web/studies")).build(),
          BodyHandlers.ofString());
      var uid = Pattern.compile("\"0020000D\":\\{\"vr\":\"UI\",\"Value\":\\[\"([0-9.]+)\"")
          .matcher(answer.body());
      assertThat(uid.find()).as(answer.body()).isTrue();
      return uid.group(1);
    }
  }

  private static WebDriverWait waiting(ChromeDriver browser) {
    return new WebDriverWait(browser, PATIENCE, Duration.ofMillis(100));
  }

  private static String text(ChromeDriver browser) {
    return browser.findElement(By.tagName("body")).getText();
  }

  private static long shades(ChromeDriver browser) {
    return (Long) ((JavascriptExecutor) browser).executeScript(SHADES);
  }

  private static String picture(ChromeDriver browser) {
    return (String) ((JavascriptExecutor) browser).executeScript(
        "return document.querySelector('canvas.cornerstone-canvas').toDataURL()");
  }
}
