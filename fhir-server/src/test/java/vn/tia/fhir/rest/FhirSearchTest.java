package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.gclient.ReferenceClientParam;
import ca.uhn.fhir.rest.gclient.TokenClientParam;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.resources.StoredResource;

class FhirSearchTest {
  private static FhirTestServer server;
  private static IGenericClient client;
  private static StoredResource huong;
  private static StoredResource ct;

  @BeforeAll
  static void start() {
    fill(new FhirTestServer());
  }

  static void fill(FhirTestServer empty) {
    server = empty;
    client = server.client();
    huong = server.put(Examples.patient("BN001", "Đặng", "Thị", "Hường"));
    var binh = server.put(Examples.patient("BN002", "Trần", "Văn", "Bình"));
    ct = server.put(Examples.study(huong.key().toString(), "ACC1", "CT",
        "2026-11-24T08:30:00+07:00"));
    server.put(Examples.study(huong.key().toString(), "ACC22", "MR",
        "2026-10-01T08:30:00+07:00"));
    server.put(Examples.study(binh.key().toString(), "ACC333", "CT",
        "2026-11-25T08:30:00+07:00"));
    server.settle();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Bundle search(String query) {
    var response = server.get("/" + query);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return FhirJson.decode(response.body(), Bundle.class);
  }

  private static List<String> accessions(String query) {
    return search("ImagingStudy?" + query).getEntry().stream()
        .filter(entry -> entry.getSearch().getMode() == SearchEntryMode.MATCH)
        .map(entry -> ((ImagingStudy) entry.getResource()).getIdentifierFirstRep().getValue())
        .toList();
  }

  @Test
  void findsAPatientByNameWithoutAccents() {
    for (var name : List.of("huong%20dang", "HUONG", "%C4%90%E1%BA%B7ng%20Th%E1%BB%8B")) {
      assertThat(search("Patient?name=" + name).getEntry()).as(name)
          .extracting(entry -> entry.getResource().getIdElement().getIdPart())
          .containsExactly(huong.id());
    }
    assertThat(search("Patient?family:exact=Dang").getEntry()).isEmpty();
    assertThat(search("Patient?name:contains=uon").getEntry()).hasSize(1);
  }

  @Test
  void findsStudiesByEachKindOfParameter() {
    assertThat(accessions("identifier=urn:ris%7CACC1")).containsExactly("ACC1");
    assertThat(accessions("accession=ACC22")).containsExactly("ACC22");
    assertThat(accessions("modality=CT&started=ge2026-11-24&_sort=-started&_count=20"))
        .containsExactly("ACC333", "ACC1");
    assertThat(accessions("started=2026-11-24")).containsExactly("ACC1");
    assertThat(accessions("started=lt2026-11")).containsExactly("ACC22");
    assertThat(accessions("modality:not=CT")).containsExactly("ACC22");
    assertThat(accessions("patient=" + huong.key() + "&_sort=started"))
        .containsExactly("ACC22", "ACC1");
    assertThat(accessions("patient=" + huong.id() + "&modality=MR")).containsExactly("ACC22");
    assertThat(accessions("subject:Patient=" + huong.id() + "&_sort=started")).hasSize(2);
    assertThat(accessions("modality=CT,MR&_sort=started")).hasSize(3);
    assertThat(accessions("endpoint:missing=true&_sort=started")).hasSize(3);
  }

  @Test
  void goesThroughOneReference() {
    assertThat(accessions("patient.identifier=BN001&_sort=started"))
        .containsExactly("ACC22", "ACC1");
    assertThat(accessions("subject:Patient.name=binh")).containsExactly("ACC333");
    assertThat(accessions("patient.identifier=nobody")).isEmpty();
    var tooDeep = server.get("/DiagnosticReport?result:Observation."
        + "derived-from:Observation.".repeat(3) + "code=x");
    assertThat(tooDeep.statusCode()).isEqualTo(400);
    assertThat(tooDeep.body()).contains("a chain goes through 3 references at most");
  }

  @Test
  void findsAReportRightAfterItWasWrittenWithItsObservations() {
    var observation = client.create()
        .resource(Examples.observation(huong.key().toString())).execute().getId();
    var report = Examples.report(huong.key().toString())
        .addResult(new Reference(observation.toUnqualifiedVersionless()))
        .addImagingStudy(new Reference(ct.key().toString()));
    var id = client.create().resource(report).execute().getId().getIdPart();

    var bundle = client.search().forResource(DiagnosticReport.class)
        .where(new ReferenceClientParam("patient").hasId(huong.key().toString()))
        .include(DiagnosticReport.INCLUDE_RESULT)
        .returnBundle(Bundle.class).execute();

    assertThat(bundle.getEntry()).extracting(entry -> entry.getSearch().getMode())
        .containsExactly(SearchEntryMode.MATCH, SearchEntryMode.INCLUDE);
    assertThat(bundle.getEntryFirstRep().getResource().getIdElement().getIdPart()).isEqualTo(id);
    assertThat(bundle.getEntry().get(1).getResource()).isInstanceOf(Observation.class);
    assertThat(search("DiagnosticReport?study=" + ct.key()).getEntry()).hasSize(1);
    assertThat(search("ImagingStudy?accession=ACC1&_revinclude=DiagnosticReport:study")
        .getEntry()).extracting(entry -> entry.getResource().fhirType())
        .containsExactly("ImagingStudy", "DiagnosticReport");
    assertThat(search("DiagnosticReport?_id=" + id + "&_include=DiagnosticReport:subject:Patient")
        .getEntry()).extracting(entry -> entry.getResource().fhirType())
        .containsExactly("DiagnosticReport", "Patient");
  }

  @Test
  void takesASearchByPost() {
    var response = server.post("/Patient/_search", "application/x-www-form-urlencoded",
        "identifier=BN001&_total=accurate".getBytes());

    var bundle = FhirJson.decode(response.body(), Bundle.class);

    assertThat(bundle.getTotal()).isEqualTo(1);
    assertThat(bundle.getLink("self").getUrl())
        .isEqualTo(server.base() + "/Patient?_total=accurate&identifier=BN001");
    assertThat(client.search().forResource(Patient.class)
        .where(new TokenClientParam("identifier").exactly().code("BN001"))
        .usingStyle(ca.uhn.fhir.rest.api.SearchStyleEnum.POST)
        .returnBundle(Bundle.class).execute().getEntry()).hasSize(1);
  }

  @Test
  void walksThePagesByTheirLinks() {
    for (var format : List.of("", "&_format=xml")) {
      var seen = new ArrayList<String>();
      var page = client.search().byUrl(server.base() + "/ImagingStudy?_sort=-started&_count=2"
          + format).returnBundle(Bundle.class).execute();
      seen.addAll(ids(page));
      while (page.getLink(Bundle.LINK_NEXT) != null) {
        page = client.loadPage().next(page).execute();
        seen.addAll(ids(page));
      }
      assertThat(seen).hasSize(3).doesNotHaveDuplicates();
    }
  }

  private static List<String> ids(Bundle bundle) {
    return bundle.getEntry().stream().map(BundleEntryComponent::getResource)
        .map(resource -> resource.getIdElement().getIdPart()).toList();
  }

  @Test
  void takesNoForgedPageLink() {
    var next = search("ImagingStudy?_count=1").getLink("next").getUrl();
    var token = next.substring(next.indexOf("_page=") + 6);
    var forged = (token.charAt(5) == 'A' ? "B" : "A");
    var bad = token.substring(0, 5) + forged + token.substring(6);

    assertThat(server.get("/ImagingStudy?_page=" + token).statusCode()).isEqualTo(200);
    assertThat(server.get("/ImagingStudy?_page=" + bad).statusCode()).isEqualTo(410);
    assertThat(server.get("/ImagingStudy?_page=x").statusCode()).isEqualTo(410);
    assertThat(server.get("/Patient?_page=" + token).statusCode()).isEqualTo(410);
  }

  @Test
  void countsWithoutListing() {
    assertThat(search("ImagingStudy?_summary=count").getTotal()).isEqualTo(3);
    assertThat(search("ImagingStudy?_summary=count").getEntry()).isEmpty();
    assertThat(search("ImagingStudy?modality=CT&_count=1&_total=accurate").getTotal())
        .isEqualTo(2);
    assertThat(search("ImagingStudy?_count=1").hasTotal()).isFalse();
    assertThat(search("ImagingStudy?_count=1000000000").getEntry()).hasSize(3);
  }

  @Test
  void ignoresWhatItDoesNotKnowAndSaysSo() {
    var bundle = search("ImagingStudy?modality=CT&nonsense=secret&_include=Patient:link");

    var outcome = (OperationOutcome) bundle.getEntry().getLast().getResource();
    assertThat(bundle.getEntry().getLast().getSearch().getMode())
        .isEqualTo(SearchEntryMode.OUTCOME);
    assertThat(outcome.getIssue()).extracting(issue -> issue.getDiagnostics()).containsExactly(
        "the search parameter _include names no reference parameter and was ignored",
        "the search parameter nonsense is not known for ImagingStudy and was ignored");
  }

  @Test
  void refusesWhatItDoesNotKnowFromAStrictClient() {
    var response = strict("/ImagingStudy?nonsense=1");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains(
        "the search parameter nonsense is not known for ImagingStudy");
    assertThat(strict("/ImagingStudy?modality=CT").statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> strict(String path) {
    return server.send(HttpRequest.newBuilder(URI.create(server.base() + path))
        .header("Prefer", "handling=strict"));
  }

  @Test
  void refusesABadSearch() {
    for (var query : List.of("started=yesterday", "started=2026-13", "started=ge", "_count=-1",
        "_count=x", "_sort=nonsense", "started:exact=2026", "_total=some",
        "modality=a%7Cb%7Cc", "modality:in=http://nobody.org/x",
        "modality:below=CT", "_filter=modality%20xx%20y",
        "_filter=(modality%20eq%20CT", "endpoint:missing=maybe", "subject:Medication=1",
        "modality=" + "x,".repeat(600))) {
      var response = server.get("/ImagingStudy?" + query);
      assertThat(response.statusCode()).as(query).isEqualTo(400);
      assertThat(response.body()).contains("OperationOutcome");
    }
    assertThat(search("ImagingStudy?modality=").getEntry()).hasSize(3);
  }
}
