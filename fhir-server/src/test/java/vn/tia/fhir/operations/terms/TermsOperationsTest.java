package vn.tia.fhir.operations.terms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.CodeSystemContentMode;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.Enumerations.ConceptMapEquivalence;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.FilterOperator;
import org.hl7.fhir.r4.model.ValueSet.ValueSetExpansionContainsComponent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.tia.fhir.operations.OperationsServer;
import vn.tia.fhir.rest.FhirTestServer;
import vn.tia.fhir.search.CodePattern.InSystem;
import vn.tia.fhir.terminology.StoredTerms;
import vn.tia.fhir.terminology.Terminology;
import vn.tia.fhir.terminology.TermsLimits;
import vn.tia.records.resources.CanonicalResources;

class TermsOperationsTest {
  private static final String MODALITIES =
      "http://dicom.nema.org/medical/dicom/current/output/chtml/part16/sect_CID_29.html";
  private static final String DCM = "http://dicom.nema.org/resources/ontology/DCM";
  private static final String EXAMS = "http://example.vn/exams";

  private static FhirTestServer server;
  private static IGenericClient client;

  @BeforeAll
  static void start() {
    server = OperationsServer.open();
    client = server.client();
    store();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void store() {
    var exams = new CodeSystem().setUrl(EXAMS).setVersion("2").setName("Exams")
        .setStatus(PublicationStatus.ACTIVE).setContent(CodeSystemContentMode.COMPLETE)
        .setCaseSensitive(true);
    var ct = exams.addConcept().setCode("CT").setDisplay("Computed tomography");
    var head = ct.addConcept().setCode("CT-HEAD").setDisplay("CT of the head");
    head.addDesignation().setLanguage("vi").setValue("Chụp cắt lớp sọ não");
    head.addConcept().setCode("CT-HEAD-C").setDisplay("CT of the head with contrast");
    ct.addConcept().setCode("CT-OLD").setDisplay("CT of the old way")
        .addProperty().setCode("status").setValue(new CodeType("retired"));
    exams.addConcept().setCode("XR").setDisplay("X-ray");
    client.create().resource(exams).execute();

    var ctExams = new ValueSet().setUrl("http://example.vn/vs/ct").setName("CtExams")
        .setStatus(PublicationStatus.ACTIVE);
    ctExams.getCompose().addInclude().setSystem(EXAMS).addFilter()
        .setProperty("concept").setOp(FilterOperator.ISA).setValue("CT");
    client.create().resource(ctExams).execute();

    var map = new ConceptMap().setUrl("http://example.vn/map").setName("ExamModality")
        .setStatus(PublicationStatus.ACTIVE);
    map.addGroup().setSource(EXAMS).setTarget(DCM)
        .addElement().setCode("CT-HEAD").addTarget().setCode("CT")
        .setEquivalence(ConceptMapEquivalence.WIDER);
    client.create().resource(map).execute();
  }

  @Test
  void expandsTheModalitiesOfDicom() {
    assertThat(expand("url", MODALITIES).getExpansion().getContains())
        .extracting(ValueSetExpansionContainsComponent::getCode)
        .contains("CT", "MR", "US", "CR", "MG").doesNotContain("SR");
  }

  @Test
  void knowsAllCodesOfDicomUnderEachOfTheirNames() {
    var all = new ValueSet().setStatus(PublicationStatus.ACTIVE);
    all.getCompose().addInclude().setSystem(DCM);
    var parameters = new Parameters();
    parameters.addParameter().setName("valueSet").setResource(all);
    assertThat(client.operation().onType(ValueSet.class).named("$expand")
        .withParameters(parameters).returnResourceType(ValueSet.class).execute()
        .getExpansion().getTotal()).isGreaterThan(4_700);

    for (var name : new String[] {"RT Dose", "Radiotherapy Dose"}) {
      assertThat(validate("CodeSystem", "url", DCM, "code", "RTDOSE", "display", name)
          .getParameterBool("result")).as(name).isTrue();
    }
    assertThat(text(validate("CodeSystem", "url", DCM, "code", "999999"), "message"))
        .isEqualTo("the code is not in the code system");
  }

  @Test
  void knowsTheTermsThatR4BindsTo() {
    assertThat(expand("url", "http://hl7.org/fhir/ValueSet/administrative-gender")
        .getExpansion().getContains())
        .extracting(ValueSetExpansionContainsComponent::getCode)
        .containsExactly("male", "female", "other", "unknown");
    assertThat(expand("url", "http://terminology.hl7.org/ValueSet/v3-ActEncounterCode", "filter",
        "inpatient enc").getExpansion().getContains())
        .extracting(ValueSetExpansionContainsComponent::getCode).contains("IMP");
    assertThat(validate("CodeSystem", "url", "http://terminology.hl7.org/CodeSystem/v2-0203",
        "code", "ACSN").getParameterBool("result")).isTrue();
    assertThat(text(client.operation().onType(CodeSystem.class).named("$lookup")
        .withParameters(parameters("system", "http://hl7.org/fhir/request-status",
            "code", "on-hold")).useHttpGet().execute(), "display")).isEqualTo("On Hold");
    assertThatThrownBy(() -> expand("url", "http://hl7.org/fhir/ValueSet/body-site"))
        .hasMessageContaining("the code system http://snomed.info/sct is not known here");
    assertThatThrownBy(() -> expand("url", "http://hl7.org/fhir/ValueSet/none"))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void readsWhatIsShippedByItsId() {
    assertThat(client.read().resource(ValueSet.class).withId("dicom-cid-29").execute().getUrl())
        .isEqualTo(MODALITIES);
    var byId = client.operation().onInstance("ValueSet/dicom-cid-29").named("$expand")
        .withNoParameters(Parameters.class).useHttpGet().returnResourceType(ValueSet.class)
        .execute();
    assertThat(byId.getExpansion().getTotal()).isGreaterThan(30);
  }

  @Test
  void expandsAStoredSetByHierarchyWithoutAccentsAndInPages() {
    var all = expand("url", "http://example.vn/vs/ct");
    assertThat(all.getExpansion().getContains())
        .extracting(ValueSetExpansionContainsComponent::getCode)
        .containsExactly("CT", "CT-HEAD", "CT-HEAD-C", "CT-OLD");
    assertThat(expand("url", "http://example.vn/vs/ct", "activeOnly", "true")
        .getExpansion().getTotal()).isEqualTo(3);

    var found = expand("url", "http://example.vn/vs/ct", "filter", "cat lop so",
        "displayLanguage", "vi").getExpansion();
    assertThat(found.getContains()).singleElement().satisfies(one ->
        assertThat(one.getDisplay()).isEqualTo("Chụp cắt lớp sọ não"));

    var page = expand("url", "http://example.vn/vs/ct", "offset", "1", "count", "2")
        .getExpansion();
    assertThat(page.getTotal()).isEqualTo(4);
    assertThat(page.getOffset()).isEqualTo(1);
    assertThat(page.getContains()).extracting(ValueSetExpansionContainsComponent::getCode)
        .containsExactly("CT-HEAD", "CT-HEAD-C");
  }

  @Test
  void saysWhyASetCannotBeExpanded() {
    var set = new ValueSet().setStatus(PublicationStatus.ACTIVE);
    set.getCompose().addInclude().setSystem("http://snomed.info/sct");
    var parameters = new Parameters();
    parameters.addParameter().setName("valueSet").setResource(set);

    assertThatThrownBy(() -> client.operation().onType(ValueSet.class).named("$expand")
        .withParameters(parameters).execute())
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("the code system http://snomed.info/sct is not known here");
    assertThatThrownBy(() -> expand("url", "http://example.vn/none"))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> expand("url", MODALITIES, "colour", "red"))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("$expand has no parameter of that name");
  }

  @Test
  void refusesASetThatContainsItself() {
    var set = new ValueSet().setUrl("http://example.vn/vs/loop")
        .setStatus(PublicationStatus.ACTIVE);
    set.getCompose().addInclude().addValueSet("http://example.vn/vs/loop");
    client.create().resource(set).execute();

    assertThatThrownBy(() -> expand("url", "http://example.vn/vs/loop"))
        .isInstanceOf(UnprocessableEntityException.class)
        .hasMessageContaining("more than 10 deep");
  }

  @Test
  void validatesACodeInASet() {
    var right = validate("ValueSet", "url", "http://example.vn/vs/ct", "code", "CT-HEAD",
        "system", EXAMS, "display", "ct of the HEAD");
    assertThat(right.getParameterBool("result")).isTrue();

    var wrongName = validate("ValueSet", "url", "http://example.vn/vs/ct", "code", "CT-HEAD",
        "system", EXAMS, "display", "CT of the foot");
    assertThat(wrongName.getParameterBool("result")).isFalse();
    assertThat(text(wrongName, "display")).isEqualTo("CT of the head");

    var outside = validate("ValueSet", "url", "http://example.vn/vs/ct", "code", "XR",
        "system", EXAMS);
    assertThat(outside.getParameterBool("result")).isFalse();
    assertThat(text(outside, "message")).isEqualTo("the code is not in the value set");

    assertThat(text(validate("ValueSet", "url", "http://example.vn/vs/ct", "code", "CT-OLD",
        "system", EXAMS), "message")).isEqualTo("the code is inactive");
  }

  @Test
  void validatesACodeInACodeSystem() {
    assertThat(validate("CodeSystem", "url", DCM, "code", "CT").getParameterBool("result"))
        .isTrue();
    assertThat(validate("CodeSystem", "url", EXAMS, "code", "ct").getParameterBool("result"))
        .isFalse();
    var coding = new Parameters();
    coding.addParameter().setName("coding").setValue(new Coding(EXAMS, "XR", null));
    assertThat(client.operation().onType(CodeSystem.class).named("$validate-code")
        .withParameters(coding).execute().getParameterBool("result")).isTrue();
  }

  @Test
  void looksUpACode() {
    var answer = client.operation().onType(CodeSystem.class).named("$lookup")
        .withParameters(parameters("system", EXAMS, "code", "CT-HEAD", "displayLanguage", "vi"))
        .useHttpGet().execute();
    assertThat(text(answer, "name")).isEqualTo("Exams");
    assertThat(text(answer, "version")).isEqualTo("2");
    assertThat(text(answer, "display")).isEqualTo("Chụp cắt lớp sọ não");
    assertThat(answer.getParameter()).filteredOn(one -> one.getName().equals("property"))
        .extracting(one -> one.getPart().get(0).getValue() + "=" + one.getPart().get(1).getValue())
        .containsExactly("parent=CT", "child=CT-HEAD-C");
    assertThatThrownBy(() -> client.operation().onType(CodeSystem.class).named("$lookup")
        .withParameters(parameters("system", EXAMS, "code", "NONE")).execute())
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void tellsHowTwoCodesStand() {
    assertThat(subsumes("CT", "CT-HEAD-C")).isEqualTo("subsumes");
    assertThat(subsumes("CT-HEAD-C", "CT")).isEqualTo("subsumed-by");
    assertThat(subsumes("CT", "CT")).isEqualTo("equivalent");
    assertThat(subsumes("CT-HEAD", "XR")).isEqualTo("not-subsumed");
  }

  @Test
  void translatesByStoredAndShippedMaps() {
    var stored = translate("system", EXAMS, "code", "CT-HEAD");
    assertThat(stored.getParameterBool("result")).isTrue();
    assertThat(match(stored)).isEqualTo("wider " + DCM + " CT");

    assertThat(match(translate("system", "urn:tia:codes:body-part-examined", "code", "CHEST",
        "targetsystem", "http://snomed.info/sct"))).startsWith("equivalent http://snomed.info/sct");
    assertThat(match(translate("url", "http://example.vn/map", "reverse", "true", "system", DCM,
        "code", "CT"))).isEqualTo("narrower " + EXAMS + " CT-HEAD");
    assertThat(translate("system", EXAMS, "code", "XR").getParameterBool("result")).isFalse();
  }

  @Test
  void givesSearchesTheCodesOfASet() {
    var sets = new Terminology(new StoredTerms(new CanonicalResources(server.database),
        server.resources), TermsLimits.DEFAULT);
    var here = Set.of(server.facility.id());

    assertThat(sets.in("http://example.vn/vs/ct", here)).contains(Set.of(
        new InSystem(EXAMS, "CT"), new InSystem(EXAMS, "CT-HEAD"),
        new InSystem(EXAMS, "CT-HEAD-C"), new InSystem(EXAMS, "CT-OLD")));
    assertThat(sets.in("http://example.vn/vs/ct", Set.of(server.stranger.id()))).isEmpty();
    assertThat(sets.below(new InSystem(EXAMS, "CT-HEAD"), here)).containsExactlyInAnyOrder(
        new InSystem(EXAMS, "CT-HEAD"), new InSystem(EXAMS, "CT-HEAD-C"));
    assertThat(sets.above(new InSystem(EXAMS, "CT-HEAD"), here)).containsExactlyInAnyOrder(
        new InSystem(EXAMS, "CT-HEAD"), new InSystem(EXAMS, "CT"));
  }

  private static ValueSet expand(String... namesAndValues) {
    return client.operation().onType(ValueSet.class).named("$expand")
        .withParameters(parameters(namesAndValues)).useHttpGet()
        .returnResourceType(ValueSet.class).execute();
  }

  private static Parameters validate(String type, String... namesAndValues) {
    return client.operation().onType(type).named("$validate-code")
        .withParameters(parameters(namesAndValues)).useHttpGet().execute();
  }

  private static Parameters translate(String... namesAndValues) {
    return client.operation().onType(ConceptMap.class).named("$translate")
        .withParameters(parameters(namesAndValues)).useHttpGet().execute();
  }

  private static String subsumes(String one, String other) {
    return text(client.operation().onType(CodeSystem.class).named("$subsumes")
        .withParameters(parameters("system", EXAMS, "codeA", one, "codeB", other)).useHttpGet()
        .execute(), "outcome");
  }

  private static Parameters parameters(String... namesAndValues) {
    var parameters = new Parameters();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.addParameter().setName(namesAndValues[i]).setValue(
          namesAndValues[i].equals("url") || namesAndValues[i].equals("system")
              ? new UriType(namesAndValues[i + 1]) : new StringType(namesAndValues[i + 1]));
    }
    return parameters;
  }

  private static String text(Parameters parameters, String name) {
    return parameters.getParameterValue(name).primitiveValue();
  }

  private static String match(Parameters answer) {
    var parts = answer.getParameter().stream()
        .filter(one -> one.getName().equals("match")).findFirst().orElseThrow().getPart();
    var coding = (Coding) parts.get(1).getValue();
    return parts.get(0).getValue() + " " + coding.getSystem() + " " + coding.getCode();
  }
}
