package vn.tia.fhir.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.model.primitive.IdDt;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.PreferReturnEnum;
import ca.uhn.fhir.rest.api.SearchStyleEnum;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.api.SummaryEnum;
import ca.uhn.fhir.rest.client.api.IClientInterceptor;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.IHttpRequest;
import ca.uhn.fhir.rest.client.api.IHttpResponse;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;
import org.hl7.fhir.r4.model.ValueSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.tia.fhir.rest.FhirTestServer;
import vn.tia.fhir.rest.validate.ResourceValidator;
import vn.tia.mapping.fhir.FhirJson;

/// HAPI FHIR's client drives each interaction, in JSON and in XML; HAPI's validator checks all that
/// is answered, refusals included.
@Timeout(300)
class HapiPeerTest {
  private static FhirTestServer server;
  private static ResourceValidator validator;

  @BeforeAll
  static void start() {
    server = OperationsServer.open();
    validator = new ResourceValidator(FhirJson.context());
    assertThat(validator.errors("{\"resourceType\":\"Location\",\"mode\":\"x\",\"nme\":\"y\"}"))
        .as("the peer sees an error").hasSizeGreaterThan(1);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /// Keeps what is wrong with answers.
  private static final class Checks implements IClientInterceptor {
    private final List<String> flaws = new ArrayList<>();
    private String request = "";
    private int answers;

    @Override
    public void interceptRequest(IHttpRequest sent) {
      request = sent.getHttpVerbName() + " " + sent.getUri();
    }

    @Override
    public void interceptResponse(IHttpResponse answer) throws IOException {
      answer.bufferEntity();
      try (var body = answer.readEntity()) {
        var text = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
        if (!text.isEmpty()) {
          answers++;
          validator.errors(text).forEach(flaw -> flaws.add(request + " " + flaw));
        }
      }
    }
  }

  private static IGenericClient client(EncodingEnum encoding, Checks checks) {
    var client = server.client();
    client.setEncoding(encoding);
    client.registerInterceptor(checks);
    return client;
  }

  private static Location location(String number) {
    return new Location().setName("Phòng " + number)
        .addIdentifier(new Identifier().setSystem("urn:peer").setValue(number));
  }

  @SuppressWarnings("unchecked")
  private static <T extends Resource> T resource(MethodOutcome outcome) {
    return (T) outcome.getResource();
  }

  @ParameterizedTest
  @EnumSource(value = EncodingEnum.class, names = {"JSON", "XML"})
  void drivesReadsAndWrites(EncodingEnum encoding) {
    var checks = new Checks();
    var client = client(encoding, checks);
    var statement = client.capabilities().ofType(CapabilityStatement.class).execute();
    assertThat(statement.getFhirVersion()).isEqualTo(FHIRVersion._4_0_1);

    var number = "rw-" + encoding;
    var made = client.create().resource(location(number))
        .prefer(PreferReturnEnum.REPRESENTATION).execute();
    assertThat(made.getCreated()).isTrue();
    var id = made.getId().toUnqualifiedVersionless();
    assertThat(client.read().resource(Location.class).withId(id.getIdPart()).execute().getName())
        .isEqualTo("Phòng " + number);
    Location first = resource(made);
    assertThat(client.update().resource(first.setName("Phòng hai")).execute()
        .getId().getVersionIdPart()).isEqualTo("2");
    assertThat(client.vread(Location.class, id.getIdPart(), "1").getName())
        .isEqualTo("Phòng " + number);
    assertThat(client.read().resource(Location.class).withId(id.getIdPart())
        .ifVersionMatches("2").returnResource(first).execute()).isSameAs(first);
    assertThat(client.read().resource(Location.class).withId(id.getIdPart())
        .summaryMode(SummaryEnum.TRUE).execute().getMeta().getTag("http://terminology.hl7.org/"
            + "CodeSystem/v3-ObservationValue", "SUBSETTED")).isNotNull();
    assertThat(client.read().resource(Location.class).withId(id.getIdPart())
        .elementsSubset("identifier").execute().hasName()).isFalse();

    client.patch().withBody("[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"Ba\"}]")
        .withId((IdDt) new IdDt(id.getValue())).execute();
    var patch = new Parameters();
    var operation = patch.addParameter().setName("operation");
    operation.addPart().setName("type").setValue(new CodeType("replace"));
    operation.addPart().setName("path").setValue(new StringType("Location.name"));
    operation.addPart().setName("value").setValue(new StringType("Bốn"));
    client.patch().withFhirPatch(patch).withId(id.getValue()).execute();
    assertThat(client.history().onInstance(id).returnBundle(Bundle.class).execute().getEntry())
        .hasSize(4);
    assertThat(client.history().onType(Location.class).returnBundle(Bundle.class).count(2)
        .execute().getEntry()).hasSize(2);
    assertThat(client.history().onServer().returnBundle(Bundle.class).count(3).execute()
        .getEntry()).hasSize(3);

    client.delete().resourceById(id).execute();
    assertThatThrownBy(() -> client.read().resource(Location.class).withId(id.getIdPart())
        .execute()).isInstanceOf(ResourceGoneException.class);
    assertThat(client.history().onInstance(id).returnBundle(Bundle.class).execute().getEntry())
        .hasSize(5);
    assertThat(checks.flaws).isEmpty();
    assertThat(checks.answers).isGreaterThanOrEqualTo(14);
  }

  @ParameterizedTest
  @EnumSource(value = EncodingEnum.class, names = {"JSON", "XML"})
  void drivesConditionsAndRefusals(EncodingEnum encoding) {
    var checks = new Checks();
    var client = client(encoding, checks);
    var number = "cond-" + encoding;
    var criteria = "Location?identifier=urn:peer|" + number;
    var made = client.create().resource(location(number)).conditionalByUrl(criteria).execute();
    var again = client.create().resource(location(number)).conditionalByUrl(criteria).execute();
    assertThat(again.getId().getIdPart()).isEqualTo(made.getId().getIdPart());
    assertThat(client.update().resource(location(number).setDescription("x"))
        .conditionalByUrl(criteria).execute().getId().getVersionIdPart()).isEqualTo("2");
    client.patch().withBody("[{\"op\":\"add\",\"path\":\"/mode\",\"value\":\"instance\"}]")
        .conditionalByUrl(criteria).execute();

    var stale = location(number);
    stale.setId(made.getId().getIdPart());
    assertThatThrownBy(() -> client.update().resource(stale)
        .withId(made.getId().getIdPart()).withAdditionalHeader("If-Match", "W/\"1\"").execute())
        .isInstanceOf(PreconditionFailedException.class);
    assertThatThrownBy(() -> client.read().resource(Patient.class).withId("nobody").execute())
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> client.create().resource(observation("Patient/nobody")).execute())
        .isInstanceOfSatisfying(UnprocessableEntityException.class, refusal ->
            assertThat(refusal.getOperationOutcome()).isInstanceOf(OperationOutcome.class));

    var deleted = client.delete().resourceConditionalByUrl(criteria)
        .withAdditionalHeader("Prefer", "return=OperationOutcome").execute();
    assertThat(deleted.getOperationOutcome()).isNotNull();
    assertThat(checks.flaws).isEmpty();
  }

  private static Observation observation(String patient) {
    return new Observation().setStatus(ObservationStatus.FINAL)
        .setCode(new CodeableConcept(new Coding("http://loinc.org", "29463-7", "Body weight")))
        .setSubject(new Reference(patient))
        .setValue(new Quantity().setValue(54).setUnit("kg")
            .setSystem("http://unitsofmeasure.org").setCode("kg"));
  }

  /// A patient, his order and the report on it.
  private static Bundle exam(String number) {
    var bundle = new Bundle().setType(BundleType.TRANSACTION);
    var patient = new Patient();
    patient.addIdentifier().setSystem("urn:oid:1.2.840.99999.1").setValue("P" + number);
    patient.addName().setFamily("Nguyễn").addGiven("Hường").addGiven("Thị");
    post(bundle, "urn:uuid:0b0c1b1e-2b3a-4c4d-8e5f-001122334401", patient);
    post(bundle, "urn:uuid:0b0c1b1e-2b3a-4c4d-8e5f-001122334402", new ServiceRequest()
        .setStatus(ServiceRequest.ServiceRequestStatus.ACTIVE)
        .setIntent(ServiceRequest.ServiceRequestIntent.ORDER)
        .setCode(new CodeableConcept(new Coding("urn:ward", "CTSN", "CT sọ não"))
            .setText("CT sọ não"))
        .addOrderDetail(new CodeableConcept(
            new Coding("http://dicom.nema.org/resources/ontology/DCM", "CT", null)))
        .setSubject(new Reference("urn:uuid:0b0c1b1e-2b3a-4c4d-8e5f-001122334401")));
    post(bundle, "urn:uuid:0b0c1b1e-2b3a-4c4d-8e5f-001122334403",
        observation("urn:uuid:0b0c1b1e-2b3a-4c4d-8e5f-001122334401"));
    post(bundle, "urn:uuid:0b0c1b1e-2b3a-4c4d-8e5f-001122334404", new DiagnosticReport()
        .setStatus(DiagnosticReportStatus.PRELIMINARY)
        .setCode(new CodeableConcept().setText("CT sọ não"))
        .setSubject(new Reference("urn:uuid:0b0c1b1e-2b3a-4c4d-8e5f-001122334401"))
        .addBasedOn(new Reference("urn:uuid:0b0c1b1e-2b3a-4c4d-8e5f-001122334402"))
        .addResult(new Reference("urn:uuid:0b0c1b1e-2b3a-4c4d-8e5f-001122334403")));
    return bundle;
  }

  private static void post(Bundle bundle, String url, Resource resource) {
    bundle.addEntry().setFullUrl(url).setResource(resource).getRequest()
        .setMethod(HTTPVerb.POST).setUrl(resource.fhirType());
  }

  @ParameterizedTest
  @EnumSource(value = EncodingEnum.class, names = {"JSON", "XML"})
  void drivesBundlesAndSearches(EncodingEnum encoding) {
    var checks = new Checks();
    var client = client(encoding, checks);
    var done = client.transaction().withBundle(exam("S" + encoding)).execute();
    assertThat(done.getEntry()).hasSize(4).allSatisfy(entry ->
        assertThat(entry.getResponse().getStatus()).startsWith("201"));
    var batch = new Bundle().setType(BundleType.BATCH);
    post(batch, null, location("b-" + encoding));
    batch.addEntry().getRequest().setMethod(HTTPVerb.GET).setUrl("Patient?name=huong");
    batch.addEntry().getRequest().setMethod(HTTPVerb.GET).setUrl("Patient/nobody");
    assertThat(client.transaction().withBundle(batch).execute().getEntry()).hasSize(3);

    var found = client.search().forResource(DiagnosticReport.class)
        .where(DiagnosticReport.PATIENT.hasChainedProperty(
            Patient.IDENTIFIER.exactly().code("PS" + encoding)))
        .include(DiagnosticReport.INCLUDE_PATIENT).include(DiagnosticReport.INCLUDE_RESULT)
        .returnBundle(Bundle.class).execute();
    assertThat(found.getEntry()).extracting(entry -> entry.getResource().fhirType())
        .containsExactlyInAnyOrder("DiagnosticReport", "Patient", "Observation");
    assertThat(client.search().forResource(Patient.class)
        .where(Patient.NAME.matches().value("hường")).usingStyle(SearchStyleEnum.POST)
        .revInclude(ServiceRequest.INCLUDE_SUBJECT).sort(new SortSpec("family"))
        .returnBundle(Bundle.class).execute().getEntry()).isNotEmpty();
    for (int i = 0; i < 5; i++) {
      client.create().resource(location("page-" + i + encoding)).execute();
    }
    var page = client.search().forResource(Location.class)
        .where(Location.NAME.contains().value("page")).count(2)
        .sort().ascending(Location.NAME).returnBundle(Bundle.class).execute();
    var names = new ArrayList<String>();
    for (int left = 20; left > 0; left--) {
      page.getEntry().forEach(entry -> names.add(((Location) entry.getResource()).getName()));
      if (page.getLink("next") == null) {
        break;
      }
      page = client.loadPage().next(page).execute();
    }
    assertThat(names).doesNotHaveDuplicates().filteredOn(name -> name.endsWith("" + encoding))
        .hasSize(5);
    assertThat(client.search().forResource(Location.class).summaryMode(SummaryEnum.COUNT)
        .returnBundle(Bundle.class).execute().getTotal()).isPositive();
    assertThat(checks.flaws).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = EncodingEnum.class, names = {"JSON", "XML"})
  void drivesOperations(EncodingEnum encoding) {
    var checks = new Checks();
    var client = client(encoding, checks);
    var done = client.transaction().withBundle(exam("O" + encoding)).execute();
    var patient = new IdDt(done.getEntryFirstRep().getResponse().getLocation())
        .toUnqualifiedVersionless();
    var all = client.operation().onInstance(patient).named("$everything")
        .withNoParameters(Parameters.class).useHttpGet().returnResourceType(Bundle.class).execute();
    assertThat(all.getEntry()).hasSizeGreaterThanOrEqualTo(4);

    var meta = new Meta().addTag("urn:tags", "peer", null);
    assertThat(client.meta().add().onResource(patient).meta(meta).execute()
        .getTag("urn:tags", "peer")).isNotNull();
    assertThat(client.meta().get(Meta.class).fromResource(patient).execute().getTag()).isNotEmpty();
    assertThat(client.meta().delete().onResource(patient).meta(meta).execute()
        .getTag("urn:tags", "peer")).isNull();
    assertThat(client.validate().resource(location("v")).execute().getOperationOutcome())
        .isInstanceOf(OperationOutcome.class);

    var likeness = new Parameters();
    var asked = new Patient();
    asked.addIdentifier().setSystem("urn:oid:1.2.840.99999.1").setValue("PO" + encoding);
    likeness.addParameter().setName("resource").setResource(asked);
    assertThat(client.operation().onType(Patient.class).named("$match").withParameters(likeness)
        .returnResourceType(Bundle.class).execute().getEntry()).hasSize(1);
    var modalities = client.operation()
        .onInstance(new IdDt("ValueSet", "dicom-cid-29")).named("$expand")
        .withNoParameters(Parameters.class).useHttpGet().returnResourceType(ValueSet.class)
        .execute();
    assertThat(modalities.getExpansion().getContains()).extracting(one -> one.getCode())
        .contains("CT", "MR");
    var code = new Parameters().addParameter("code", new CodeType("CT"))
        .addParameter("system",
            new UriType("http://dicom.nema.org/resources/ontology/DCM"));
    assertThat(((BooleanType) client.operation().onInstance(new IdDt("ValueSet", "dicom-cid-29"))
        .named("$validate-code").withParameters(code).execute().getParameter("result").getValue())
        .booleanValue()).isTrue();
    assertThat(checks.flaws).isEmpty();
  }
}
