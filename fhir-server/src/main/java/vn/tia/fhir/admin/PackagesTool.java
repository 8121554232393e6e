package vn.tia.fhir.admin;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.MetadataResource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import vn.tia.fhir.profiles.ProfilePackage;
import vn.tia.mapping.fhir.FhirJson;

/// `./tia packages load`: stores the definitions of a package in the Tia that runs on this machine,
/// each under its canonical URL, so that a second load changes what has changed.
public final class PackagesTool {

  /// The text of `./tia packages --help`.
  public static final String HELP =
      """
      Usage: ./tia packages load FILE [--facility CODE] [--http-port N]

        Stores profiles, value sets, code systems and maps of a package (.tgz, or a directory with
        package/package.json) by PUT with their canonical URLs. packages/vn-tables are the
        Vietnamese tables. Without loading, the setting tia.fhir.packages makes them known too.

        --facility   whose they are, where the server serves several
      """;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String FACILITY = "urn:tia:facility";

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final PrintStream out;
  private final String base;
  private final Optional<String> facility;

  private PackagesTool(PrintStream out, String base, Optional<String> facility) {
    this.out = out;
    this.base = base;
    this.facility = facility;
  }

  /// Does what the arguments say.
  ///
  /// @return the exit code: 0 all stored, 1 not all, 64 not understood
  public static int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.contains("--help")) {
      out.print(HELP);
      return 0;
    }
    var words = new ArrayList<>(arguments);
    var port = flag(words, "--http-port").orElse("8080");
    var facility = flag(words, "--facility");
    if (words.size() != 2 || !words.getFirst().equals("load") || !port.matches("\\d{1,5}")) {
      err.println("tia: 'load' and a package are needed; ./tia packages --help says more.");
      return 64;
    }
    try {
      var read = ProfilePackage.read(Path.of(words.getLast()));
      return new PackagesTool(out, "http://127.0.0.1:" + port + "/fhir/", facility).load(read);
    } catch (IOException e) {
      err.println("tia: " + (e.getMessage() == null
          ? "no Tia answers on this machine's HTTP port; --http-port names another."
          : e.getMessage()));
      return 1;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /// Takes a flag and its value out of the words.
  private static Optional<String> flag(List<String> words, String name) {
    int at = words.indexOf(name);
    if (at < 0 || at + 1 == words.size()) {
      return Optional.empty();
    }
    words.remove(at);
    return Optional.of(words.remove(at));
  }

  private int load(ProfilePackage read) throws IOException, InterruptedException {
    int refused = 0;
    for (var resource : read.resources()) {
      var answer = store(resource);
      if (answer.statusCode() != 200 && answer.statusCode() != 201) {
        refused++;
        out.printf("%s: %d %s%n", resource.getUrl(), answer.statusCode(), why(answer.body()));
      }
    }
    out.printf("%s: %d of %d definitions stored%n", read.name(),
        read.resources().size() - refused, read.resources().size());
    return refused == 0 ? 0 : 1;
  }

  private HttpResponse<String> store(MetadataResource resource)
      throws IOException, InterruptedException {
    var type = resource.fhirType();
    // The server gives the id, which two packages may share; the URL is what names a definition.
    resource.setId((String) null);
    facility.ifPresent(code -> resource.getMeta().addTag(FACILITY, code, null));
    var url = URLEncoder.encode(resource.getUrl(), StandardCharsets.UTF_8);
    return client.send(HttpRequest.newBuilder(URI.create(base + type + "?url=" + url))
        .timeout(PATIENCE).header("Content-Type", "application/fhir+json")
        .header("Prefer", "return=minimal")
        .PUT(BodyPublishers.ofString(FhirJson.encode(resource))).build(),
        BodyHandlers.ofString());
  }

  private static String why(String outcome) {
    try {
      return JSON.readTree(outcome).at("/issue/0/diagnostics").asString("");
    } catch (JacksonException _) {
      return "";
    }
  }
}
