package vn.tia.fhir.operations.terms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.tia.fhir.admin.PackagesTool;
import vn.tia.fhir.operations.OperationsServer;
import vn.tia.fhir.operations.export.ExportSettings;
import vn.tia.fhir.profiles.ProfilePackage;
import vn.tia.fhir.rest.FhirTestServer;

/// The Vietnamese tables of the repository, known by a setting and by loading them.
class VietnameseTablesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path TABLES =
      Path.of(System.getProperty("tia.root", "..")).resolve("packages/vn-tables");

  @Test
  void areKnownWhereTheSettingsNameThem() throws IOException {
    try (var server = OperationsServer.open(
        ExportSettings.Limits.DEFAULT, List.of(TABLES), Map.of())) {
      assertTablesAreKnown(server);
      assertThat(server.get("/CodeSystem?url=urn:tia:codes:vn-provinces&_summary=count").body())
          .contains("\"total\":0");
    }
  }

  @Test
  void areLoadedIntoARunningServerAsOftenAsOneLikes() throws IOException {
    try (var server = OperationsServer.open()) {
      assertThat(json(server.get("/ValueSet/$expand?url=urn:tia:valueset:vn-provinces").body())
          .path("resourceType").asText()).isEqualTo("OperationOutcome");
      var all = ProfilePackage.read(TABLES).resources().size();

      assertThat(load(server)).isEqualTo(
          "0 vn.tia.tables#1.0.0: %d of %d definitions stored%n".formatted(all, all));
      assertThat(load(server)).startsWith("0 ");

      assertTablesAreKnown(server);
      server.settle();
      assertThat(server.get("/CodeSystem?url=urn:tia:codes:vn-provinces&_summary=count").body())
          .contains("\"total\":1");
    }
  }

  @Test
  void saysWhatCouldNotBeLoaded() throws IOException {
    try (var server = OperationsServer.open()) {
      assertThat(load(server, "--facility", "NOBODY")).startsWith("1 urn:tia:codes:")
          .contains("0 of ");
    }
    assertThat(run("load", "no/such/package")).startsWith("1 ");
    assertThat(run("load")).startsWith("64 ").contains("./tia packages --help says more");
  }

  private static void assertTablesAreKnown(FhirTestServer server) throws IOException {
    assertThat(codes(server, "vn-provinces")).hasSize(34).contains("01", "15", "96");
    assertThat(codes(server, "vn-provinces-2004")).hasSize(63).contains("02", "10", "95");
    assertThat(codes(server, "vn-ethnic-groups")).hasSize(56).contains("01", "54", "99");
    assertThat(codes(server, "vn-bhyt-objects")).contains("DN", "TE", "HN", "GD");
    assertThat(codes(server, "vn-bhyt-benefits")).containsExactly("1", "2", "3", "4", "5");
    assertThat(codes(server, "vn-facility-levels"))
        .containsExactly("initial", "basic", "specialised");
    // Code 15 was Yên Bái and is Lào Cai, which Yên Bái became a part of: so was 10.
    for (var old : List.of("10", "15")) {
      assertThat(translated(server, old)).isEqualTo("15 Tỉnh Lào Cai wider");
    }
    assertThat(translated(server, "46")).isEqualTo("46 Thành phố Huế equivalent");
    assertThat(translated(server, "77")).isEqualTo("79 Thành phố Hồ Chí Minh wider");
    assertThat(json(server.get("/CodeSystem/$lookup?system=urn:tia:codes:vn-bhyt-objects&code=TE")
        .body()).toString()).contains("Trẻ em dưới 6 tuổi");
    assertThat(json(server.get("/ValueSet/$expand?url=urn:tia:valueset:vn-provinces-2004&filter="
        + "dak%20nong").body()).at("/expansion/contains/0/code").asText()).isEqualTo("67");
  }

  private static List<String> codes(FhirTestServer server, String table) throws IOException {
    var codes = new ArrayList<String>();
    json(server.get("/ValueSet/$expand?url=urn:tia:valueset:" + table).body())
        .at("/expansion/contains").forEach(one -> codes.add(one.path("code").asText()));
    return codes;
  }

  private static String translated(FhirTestServer server, String old) throws IOException {
    var system = URLEncoder.encode("urn:tia:codes:vn-provinces-2004", StandardCharsets.UTF_8);
    var match = json(server.get("/ConceptMap/$translate?system=" + system + "&code=" + old)
        .body()).at("/parameter/1/part");
    return match.at("/1/valueCoding/code").asText() + " "
        + match.at("/1/valueCoding/display").asText() + " " + match.at("/0/valueCode").asText();
  }

  private static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }

  private static String load(FhirTestServer server, String... more) {
    var words = new ArrayList<>(List.of("load", TABLES.toString(), "--http-port",
        String.valueOf(URI.create(server.base()).getPort())));
    words.addAll(List.of(more));
    return run(words.toArray(String[]::new));
  }

  /// The exit code, and what was printed.
  private static String run(String... words) {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return PackagesTool.run(List.of(words), out, out) + " "
        + bytes.toString(StandardCharsets.UTF_8);
  }
}
