package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.resources.StoredResource;

/// Searches of several types and of compartments (R4 sections 3.1.0.11 and 3.1.0.1.2).
@Timeout(120)
class WideSearchTest {
  private static FhirTestServer server;
  private static StoredResource huong;
  private static StoredResource binh;
  private static StoredResource ct;
  private static StoredResource observed;
  private static StoredResource report;

  @BeforeAll
  static void start() {
    fill(new FhirTestServer());
  }

  static void fill(FhirTestServer empty) {
    server = empty;
    huong = server.put(Examples.patient("BN001", "Đặng", "Hường"));
    binh = server.put(Examples.patient("BN002", "Trần", "Bình"));
    ct = server.put(Examples.study(huong.key().toString(), "ACC1", "CT",
        "2026-11-24T08:30:00+07:00"));
    server.put(Examples.study(binh.key().toString(), "ACC22", "MR", "2026-10-01T08:30:00+07:00"));
    observed = server.put(Examples.observation(huong.key().toString()));
    report = server.put(Examples.report(huong.key().toString()));
    server.resources.put(server.stranger.id(), Examples.patient("BN009", "Ngô", "Lan"));
    server.settle();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Bundle search(String query) {
    var response = server.get(query);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return FhirJson.decode(response.body(), Bundle.class);
  }

  private static List<String> keys(Bundle bundle) {
    return bundle.getEntry().stream()
        .filter(entry -> !(entry.getResource() instanceof OperationOutcome))
        .map(entry -> entry.getResource().getIdElement().toUnqualifiedVersionless().getValue())
        .toList();
  }

  private static List<String> found(String query) {
    return keys(search(query));
  }

  private static String key(StoredResource resource) {
    return resource.key().toString();
  }

  private static HttpResponse<String> strictly(String query) {
    return server.send(HttpRequest.newBuilder(URI.create(server.base() + query))
        .header("Prefer", "handling=strict"));
  }

  private static HttpResponse<String> post(String path, String form) {
    return server.send(HttpRequest.newBuilder(URI.create(server.base() + path))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(form)));
  }

  @Test
  void findsResourcesOfTheTypesNamed() {
    assertThat(found("?_type=Patient")).containsExactly(key(binh), key(huong));
    assertThat(found("?_type=Patient,ImagingStudy&_sort=_lastUpdated&_count=3")).hasSize(3)
        .startsWith(key(huong), key(binh), key(ct));
    assertThat(found("?_type=Patient,ImagingStudy&identifier=ACC1")).containsExactly(key(ct));
    assertThat(found("?_type=ImagingStudy,Observation&patient.identifier=BN001"))
        .containsExactlyInAnyOrder(key(ct), key(observed));
    assertThat(found("?_id=" + ct.id() + "," + huong.id()))
        .containsExactlyInAnyOrder(key(ct), key(huong));
    assertThat(found("?_content=huong")).containsExactly(key(huong));
  }

  @Test
  void looksThroughAllTypesWhereNoneIsNamed() {
    assertThat(found("")).hasSize(6).contains(key(huong), key(ct), key(report));
    assertThat(search("?_summary=count").getTotal()).isEqualTo(6);
    assertThat(found("?_lastUpdated=ge2100")).isEmpty();
  }

  @Test
  void goesOnPageByPage() {
    var keys = new ArrayList<String>();
    var bundle = search("?_type=Patient,ImagingStudy,Observation&_count=2");
    keys.addAll(keys(bundle));
    while (bundle.getLink("next") != null) {
      var url = bundle.getLink("next").getUrl();
      assertThat(url).startsWith(server.base() + "?");
      bundle = search(url.substring(server.base().length()));
      keys.addAll(keys(bundle));
    }
    assertThat(keys).hasSize(5).doesNotHaveDuplicates().doesNotContain(key(report));
    var foreign = search("?_type=Patient&_count=1").getLink("next").getUrl();
    assertThat(server.get("/Patient?" + foreign.split("\\?")[1]).statusCode()).isEqualTo(410);
  }

  @Test
  void takesTheSameByPost() {
    for (var path : List.of("/_search", "/Patient/" + huong.id() + "/_search",
        "/Patient/" + huong.id() + "/Observation/_search")) {
      var answer = post(path, "_type=Observation");
      assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
      assertThat(keys(FhirJson.decode(answer.body(), Bundle.class)))
          .containsExactly(key(observed));
    }
  }

  @Test
  void findsWhatBelongsToAPatient() {
    var patient = "/" + key(huong);
    assertThat(found(patient + "/ImagingStudy")).containsExactly(key(ct));
    assertThat(found(patient + "/ImagingStudy?modality=MR")).isEmpty();
    assertThat(found(patient + "/Patient")).containsExactly(key(huong));
    assertThat(found(patient + "/*")).containsExactlyInAnyOrder(
        key(huong), key(ct), key(observed), key(report));
    assertThat(found(patient + "/*?_type=ImagingStudy,DiagnosticReport"))
        .containsExactlyInAnyOrder(key(ct), key(report));
    assertThat(found(patient + "/*?_type=ImagingStudy&_include=ImagingStudy:patient"))
        .containsExactly(key(ct), key(huong));
    assertThat(found("/Patient/nobody/*")).isEmpty();
    assertThat(found("/Practitioner/nobody/Observation")).isEmpty();
    assertThat(found("/Encounter/x/*")).isEmpty();
    assertThat(found("/Device/x/Observation")).isEmpty();
  }

  @Test
  void answersInBundles() {
    var bundle = new Bundle().setType(Bundle.BundleType.BATCH);
    for (var url : List.of("?_type=Patient&identifier=BN001", key(huong) + "/ImagingStudy")) {
      bundle.addEntry().getRequest().setMethod(Bundle.HTTPVerb.GET).setUrl(url);
    }
    for (var type : List.of(Bundle.BundleType.BATCH, Bundle.BundleType.TRANSACTION)) {
      var answer = server.send("POST", "", FhirJson.encode(bundle.setType(type)));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(FhirJson.decode(answer.body(), Bundle.class).getEntry())
          .extracting(entry -> keys((Bundle) entry.getResource()))
          .containsExactly(List.of(key(huong)), List.of(key(ct)));
    }
  }

  @Test
  void saysWhatIsNotKnownForAllTypes() {
    assertThat(search("?_type=Patient,ImagingStudy&modality=CT").getEntry()).hasSize(5);
    var refused = strictly("?_type=Patient,ImagingStudy&modality=CT");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("modality is not known for all types that are searched");
    assertThat(strictly("?_type=Patient,Slot").statusCode()).isEqualTo(400);
    assertThat(found("?_type=Patient,Slot")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?_type=Slot", "/Patient?_query=recent", "/Patient?_contained=true",
      "/Patient?_containedType=container", "?_type=Patient,ImagingStudy&_sort=started",
      "/Patient/a%7Cb/*"})
  void refusesWhatItCannotAnswer(String query) {
    assertThat(server.get(query).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/Patient/x/Organization", "/Device/x/ImagingStudy",
      "/Patient/x/Slot", "/Location/x/*",
      "/Patient/x/Observation/y"})
  void hasNothingAtOtherPlaces(String path) {
    assertThat(server.get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void takesNoWritesThere() {
    for (var path : List.of("/Patient/x/Observation", "/Patient/x/*")) {
      assertThat(server.send("PUT", path, "{\"resourceType\":\"Observation\"}").statusCode())
          .as(path).isEqualTo(405);
    }
    assertThat(server.send("DELETE", "?_type=Patient", "").statusCode()).isEqualTo(405);
    assertThat(found("/Patient?_contained=false")).hasSize(2);
  }
}
