package vn.tia.bench.fhir;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import vn.tia.bench.fhir.FhirConnection.Answer;
import vn.tia.bench.fhir.Measure.Call;

/// The requests that are measured.
final class Requests {
  private static final int ENTRIES = 50;
  /// The first of the last month that was examined in.
  private static final String SINCE = "2026-10-25";
  private static final String NUMBERS = "urn:tia:authority:BVBD:BVBD";
  private static final int UPDATED = 200;

  private final Sizes sizes;

  /// One kind of request.
  ///
  /// @param things how many one request does
  /// @param reference what HAPI's JPA server did of them in a second, by the issue
  /// @param factor how much more is wanted
  record Kind(String name, int things, double reference, double factor, Call call) {}

  Requests(Sizes sizes) {
    this.sizes = sizes;
  }

  /// All kinds, the writing ones last.
  List<Kind> all(FhirServer server) throws IOException {
    var kinds = new ArrayList<Kind>(searches());
    kinds.add(search("read by id", 1_151, 5, n -> "/ImagingStudy/" + Exams.studyId(study(n))));
    kinds.add(new Kind("create", 1, 581, 3, (connection, n) ->
        connection.send("POST", "/Observation", observation("", n))));
    var ids = ids(server);
    kinds.add(new Kind("update", 1, 877, 3, (connection, n) -> {
      var id = ids.get(n % ids.size());
      return connection.send("PUT", "/Observation/" + id, observation(id, n));
    }));
    var bundle = bundle();
    kinds.add(new Kind("transaction of 50, resources", ENTRIES, 816, 5, (connection, _) ->
        connection.send("POST", "", bundle)));
    return kinds;
  }

  /// Those that the search index answers.
  List<Kind> searches() {
    var kinds = new ArrayList<Kind>();
    kinds.add(search("ImagingStudy?patient=", 408, 10, n ->
        "/ImagingStudy?patient=" + Exams.patientId(patient(n))));
    kinds.add(search("ImagingStudy?identifier= accession", 901, 10, n ->
        "/ImagingStudy?identifier=" + Exams.accession(study(n))));
    kinds.add(search("ImagingStudy?modality=CT&started=ge…&_sort=-started&_count=20", 87, 20, _ ->
        "/ImagingStudy?modality=CT&started=ge" + SINCE + "&_sort=-started&_count=20"));
    kinds.add(search("ImagingStudy?patient.identifier=", 363, 10, n ->
        "/ImagingStudy?patient.identifier="
            + escaped(NUMBERS + "|" + Exams.patientNumber(patient(n)))));
    kinds.add(search("DiagnosticReport?patient=&_include=DiagnosticReport:subject", 308, 10, n ->
        "/DiagnosticReport?patient=" + Exams.patientId(patient(n))
            + "&_include=DiagnosticReport:subject"));
    return kinds;
  }

  private interface Path {
    String of(int number);
  }

  private static Kind search(String name, double reference, double factor, Path path) {
    return new Kind(name, 1, reference, factor, (connection, n) -> connection.get(path.of(n)));
  }

  private int patient(int n) {
    return (int) (n * 7_919L % sizes.patients());
  }

  private int study(int n) {
    return (int) (n * 7_919L % sizes.studies());
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// Asks each search once; it must find something.
  static void check(FhirConnection connection, Kind kind) throws IOException {
    Answer answer = kind.call().send(connection, 0);
    if (answer.status() >= 300) {
      throw new IOException(
          kind.name() + " was answered " + answer.status() + ": " + answer.text());
    }
    if (kind.name().contains("?") && !answer.text().contains("\"entry\"")) {
      throw new IOException(kind.name() + " found nothing");
    }
  }

  private static List<String> ids(FhirServer server) throws IOException {
    try (var connection = new FhirConnection(server)) {
      var ids = new ArrayList<String>();
      for (int i = 0; i < UPDATED; i++) {
        var location = connection.send("POST", "/Observation", observation("", i)).location()
            .orElseThrow(() -> new IOException("the server made no Observation"));
        ids.add(location.replaceAll(".*/Observation/|/_history.*", ""));
      }
      return ids;
    }
  }

  private static byte[] observation(String id, int number) {
    return ("{\"resourceType\":\"Observation\"" + (id.isEmpty() ? "" : ",\"id\":\"" + id + "\"")
        + ",\"status\":\"final\",\"category\":[{\"coding\":[{\"system\":\"http://terminology"
        + ".hl7.org/CodeSystem/observation-category\",\"code\":\"imaging\"}]}],"
        + "\"code\":{\"coding\":[{"
        + "\"system\":\"http://loinc.org\",\"code\":\"73568-4\",\"display\":\"Communication of "
        + "critical results\"}],\"text\":\"number " + number + " of " + System.nanoTime()
        + "\"},\"subject\":{\"reference\":\"Patient/" + Exams.patientId(number % 100)
        + "\"},\"effectiveDateTime\":\"2026-11-25T08:00:00+07:00\",\"valueQuantity\":{\"value\":"
        + number + ",\"unit\":\"mGy\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"mGy\"}}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bundle() {
    var entries = IntStream.range(0, ENTRIES).mapToObj(i -> "{\"resource\":"
            + new String(observation("", i), StandardCharsets.UTF_8)
            + ",\"request\":{\"method\":\"POST\",\"url\":\"Observation\"}}")
        .collect(Collectors.joining(","));
    return ("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + entries + "]}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
