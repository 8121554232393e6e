package vn.tia.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// docs/bad-inputs.md names tests that exist.
class BadInputsTest {
  private static final Path ROOT = Path.of(System.getProperty("tia.root", ".."));
  private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))#(\\w+)`");

  @Test
  void namesOnlyTestsThatAreThere() throws IOException {
    var named = NAMED.matcher(Files.readString(ROOT.resolve("docs/bad-inputs.md")))
        .results().toList();
    assertThat(named).hasSizeGreaterThan(60);

    var sources = sources();
    var missing = new ArrayList<String>();
    for (var test : named) {
      var method = Pattern.compile("void " + test.group(2) + "\\(");
      var isThere = sources.entrySet().stream()
          .filter(source -> source.getKey().endsWith(test.group(1) + ".java"))
          .anyMatch(source -> method.matcher(source.getValue()).find());
      if (!isThere) {
        missing.add(test.group());
      }
    }
    assertThat(missing).isEmpty();
  }

  /// The text of each test of each module.
  private static Map<Path, String> sources() throws IOException {
    var texts = new HashMap<Path, String>();
    try (var modules = Files.list(ROOT)) {
      for (var tests : modules.map(module -> module.resolve("src/test/java"))
          .filter(Files::isDirectory).toList()) {
        try (var files = Files.walk(tests)) {
          for (var file : files.filter(Files::isRegularFile).toList()) {
            texts.put(file, Files.readString(file));
          }
        }
      }
    }
    return texts;
  }
}
