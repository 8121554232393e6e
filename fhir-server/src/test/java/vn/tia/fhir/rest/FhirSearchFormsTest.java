package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ValueSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.tia.mapping.fhir.FhirJson;

/// Each form of a search through the whole door: modifiers, chains, composites, inclusion.
class FhirSearchFormsTest {
  private static final String UCUM = "http://unitsofmeasure.org";
  private static FhirTestServer server;

  @BeforeAll
  static void start() {
    server = new FhirTestServer();
    var hospital = new Organization().setName("Bệnh viện Bạch Mai");
    hospital.setId("hospital");
    server.put(hospital);
    var ward = new Organization().setName("Khoa X quang");
    ward.setPartOf(new Reference("Organization/hospital"));
    ward.setId("ward");
    server.put(ward);
    patient("an", "Nguyễn", "An", "ward");
    patient("dung", "Nguyễn", "Dũng", "hospital");
    server.put(Examples.study("Patient/an", "ACC1", "CT", "2026-11-24T08:30:00+07:00")
        .setId("ct"));
    server.put(Examples.study("Patient/dung", "ACC2", "MR", "2026-11-25T08:30:00+07:00")
        .setId("mr"));
    observation("dose", 5.4, "mGy", "Patient/an");
    observation("more", 0.9, "Gy", "Patient/dung");
    report();
    rest();
    server.settle();
  }

  private static void patient(String id, String family, String given, String organization) {
    var patient = Examples.patient("BN-" + id, family, given);
    patient.getIdentifierFirstRep().setType(
        new CodeableConcept(new Coding("urn:types", "MR", null)).setText("Số bệnh nhân"));
    patient.setManagingOrganization(new Reference("Organization/" + organization));
    patient.getMeta().setSource("http://his.vn/a/b").addTag("urn:tags", "vip", null);
    patient.setId(id);
    server.put(patient);
  }

  private static void observation(String id, double value, String unit, String patient) {
    var observation = Examples.observation(patient);
    observation.getCode().getCodingFirstRep().setDisplay("Liều bức xạ");
    observation.setValue(new Quantity().setValue(value).setSystem(UCUM).setCode(unit));
    observation.setEffective(new DateTimeType("2026-11-24"));
    observation.setId(id);
    server.put(observation);
  }

  private static void report() {
    var report = Examples.report("Patient/an")
        .addResult(new Reference("Observation/dose"))
        .addImagingStudy(new Reference("ImagingStudy/ct"));
    report.setConclusion("Tổn thương đáy phổi phải");
    report.getText().setStatus(Narrative.NarrativeStatus.GENERATED);
    report.getText().setDivAsString("<div>Kết luận: u máu gan</div>");
    report.setId("report");
    server.put(report);
  }

  private static void rest() {
    var set = new ValueSet().setUrl("http://tia.vn/cross").setStatus(PublicationStatus.ACTIVE);
    set.getCompose().addInclude()
        .setSystem("http://dicom.nema.org/resources/ontology/DCM")
        .addConcept().setCode("CT");
    server.put(set);
    var list = new ListResource();
    list.addEntry().setItem(new Reference("Patient/dung"));
    list.addEntry().setItem(new Reference("Location/x"));
    list.setId("mine");
    server.put(list);
    var location = new Location();
    location.addIdentifier(new Identifier().setValue("1"));
    location.setId("x");
    server.put(location);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<String> ids(String query, SearchEntryMode... modes) {
    var response = server.get("/" + query);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    var wanted = modes.length == 0 ? List.of(SearchEntryMode.MATCH) : List.of(modes);
    var bundle = FhirJson.decode(response.body(), Bundle.class);
    assertThat(bundle.getEntry()).as("%s", response.body()).noneMatch(entry ->
        entry.getSearch().getMode() == SearchEntryMode.OUTCOME);
    return bundle.getEntry().stream()
        .filter(entry -> wanted.contains(entry.getSearch().getMode()))
        .map(entry -> entry.getResource().getIdElement().getIdPart()).sorted().toList();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void goesThroughUpToThreeReferences() {
    assertThat(ids("ImagingStudy?patient.organization.name=khoa%20x")).containsExactly("ct");
    assertThat(ids("ImagingStudy?patient.organization.partof.name=benh%20vien"))
        .containsExactly("ct");
    assertThat(ids("ImagingStudy?subject:Patient.name=nguyen")).containsExactly("ct", "mr");
    assertThat(ids("DiagnosticReport?result.value-quantity=5.4")).containsExactly("report");
  }

  @Test
  void goesAgainstReferences() {
    assertThat(ids("Patient?_has:ImagingStudy:patient:modality=CT")).containsExactly("an");
    assertThat(ids("Patient?_has:Observation:patient:_has:DiagnosticReport:result:status=final"))
        .containsExactly("an");
    assertThat(ids("ImagingStudy?patient._has:DiagnosticReport:patient:status=final"))
        .containsExactly("ct");
    assertThat(ids("Organization?_has:Patient:organization:name=dung"))
        .containsExactly("hospital");
  }

  @Test
  void knowsTheModifiersOfTokens() {
    assertThat(ids("Patient?identifier:of-type=urn:types%7CMR%7CBN-an")).containsExactly("an");
    assertThat(ids("Patient?identifier:of-type=urn:types%7CMR%7CBN-x")).isEmpty();
    assertThat(ids("Patient?identifier:text=so%20benh")).containsExactly("an", "dung");
    assertThat(ids("Observation?code:text=buc%20xa")).containsExactly("dose", "more");
    assertThat(ids("ImagingStudy?modality:in=http://tia.vn/cross")).containsExactly("ct");
    assertThat(ids("ImagingStudy?modality:not-in=http://tia.vn/cross")).containsExactly("mr");
    assertThat(ids("ImagingStudy?modality:not=CT")).containsExactly("mr");
    assertThat(ids("Patient?gender:missing=true")).containsExactly("an", "dung");
  }

  @Test
  void knowsTheModifiersOfAddresses() {
    assertThat(ids("Patient?_source=http://his.vn/a/b")).containsExactly("an", "dung");
    assertThat(ids("Patient?_source:below=http://his.vn/a")).containsExactly("an", "dung");
    assertThat(ids("Patient?_source:below=http://his.vn/")).containsExactly("an", "dung");
    assertThat(ids("Patient?_source:below=http://his")).isEmpty();
    assertThat(ids("Patient?_source:above=http://his.vn/a/b/c")).containsExactly("an", "dung");
    assertThat(ids("Organization?partof:below=Organization/hospital")).containsExactly("ward");
  }

  @Test
  void comparesQuantitiesInWhateverUnit() {
    assertThat(ids("Observation?value-quantity=5.4")).containsExactly("dose");
    assertThat(ids("Observation?value-quantity=5.4%7C" + UCUM + "%7CmGy"))
        .containsExactly("dose");
    assertThat(ids("Observation?value-quantity=0.0054%7C" + UCUM + "%7CGy"))
        .containsExactly("dose");
    assertThat(ids("Observation?value-quantity=gt100%7C" + UCUM + "%7CmGy"))
        .containsExactly("more");
    assertThat(ids("Observation?value-quantity=gt0.1%7C%7CGy")).containsExactly("more");
    assertThat(ids("Observation?value-quantity=5.4%7C" + UCUM + "%7Cm")).isEmpty();
  }

  @Test
  void keepsTheHalvesOfACompositeTogether() {
    assertThat(ids("Observation?code-value-quantity=" + encoded("http://loinc.org|73568-4$5.4")))
        .containsExactly("dose");
    assertThat(ids("Observation?code-value-quantity=" + encoded(
        "73568-4$gt1|" + UCUM + "|mGy"))).containsExactly("dose", "more");
    assertThat(ids("Observation?code-value-quantity=" + encoded("18748-4$5.4"))).isEmpty();
  }

  @Test
  void findsTheWordsOfATextWithoutAccents() {
    assertThat(ids("DiagnosticReport?_content=" + encoded("ton thuong phoi")))
        .containsExactly("report");
    assertThat(ids("DiagnosticReport?_text=" + encoded("U máu"))).containsExactly("report");
    assertThat(ids("DiagnosticReport?_text=phoi")).isEmpty();
  }

  @Test
  void findsTheMembersOfAList() {
    assertThat(ids("Patient?_list=mine")).containsExactly("dung");
    assertThat(ids("Location?_list=mine")).containsExactly("x");
    assertThat(ids("Patient?_list=nobodys")).isEmpty();
  }

  @Test
  void understandsFilters() {
    for (var filter : List.of("name co \"guye\" and (organization.name sw \"khoa\")",
        "not (name eq dung)", "identifier eq BN-an or gender pr true",
        "_lastUpdated gt 2000 and _id eq an")) {
      assertThat(ids("Patient?_filter=" + encoded(filter))).as(filter).containsExactly("an");
    }
    assertThat(ids("Observation?_filter=" + encoded("value-quantity lt 1")))
        .containsExactly("more");
  }

  @Test
  void includesLevelByLevelWhereAsked() {
    var base = "DiagnosticReport?_include=DiagnosticReport:patient";
    assertThat(ids(base, SearchEntryMode.INCLUDE)).containsExactly("an");
    assertThat(ids(base + "&_include:iterate=Patient:organization"
        + "&_include:iterate=Organization:partof", SearchEntryMode.INCLUDE))
        .containsExactly("an", "hospital", "ward");
    assertThat(ids("Organization?_id=hospital&_revinclude:iterate=Organization:partof"
        + "&_revinclude:iterate=Patient:organization&_revinclude:iterate=ImagingStudy:patient",
        SearchEntryMode.INCLUDE)).containsExactly("an", "ct", "dung", "mr", "ward");
    assertThat(ids("DiagnosticReport?_include=*", SearchEntryMode.INCLUDE))
        .containsExactly("an", "ct", "dose");
    assertThat(ids("Patient?_id=an&_revinclude=*", SearchEntryMode.INCLUDE))
        .contains("ct", "dose", "report");
  }

  @Test
  void endsWhereReferencesGoInACircle() {
    var one = new Organization().setName("vòng 1").setPartOf(new Reference("Organization/o2"));
    var two = new Organization().setName("vòng 2").setPartOf(new Reference("Organization/o1"));
    one.setId("o1");
    two.setId("o2");
    server.put(one);
    server.put(two);
    server.settle();

    assertThat(ids("Organization?_id=o1&_include:iterate=Organization:partof",
        SearchEntryMode.INCLUDE)).containsExactly("o2");
    assertThat(ids("Organization?partof:below=o1")).containsExactly("o1", "o2");
  }

  @Test
  void sortsByEachTypeOfParameter() {
    var sorts = Stream.of("name", "-_id", "identifier", "organization", "-_lastUpdated",
        "_score", "gender,-name");
    sorts.forEach(sort ->
        assertThat(ids("Patient?_sort=" + sort)).as(sort).containsExactly("an", "dung"));
    assertThat(order("Observation?_sort=value-quantity")).containsExactly("dose", "more");
    assertThat(order("Observation?_sort=-value-quantity")).containsExactly("more", "dose");
    assertThat(server.get("/Observation?_sort=code-value-quantity").statusCode())
        .isEqualTo(400);
  }

  private static List<String> order(String query) {
    return FhirJson.decode(server.get("/" + query).body(), Bundle.class).getEntry().stream()
        .map(entry -> entry.getResource().getIdElement().getIdPart()).toList();
  }
}
