package vn.tia.fhir.operations.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.StructureDefinition.StructureDefinitionKind;
import org.hl7.fhir.r4.model.StructureDefinition.TypeDerivationRule;
import org.hl7.fhir.r4.model.Type;
import org.hl7.fhir.r4.model.UriType;
import org.hl7.fhir.r4.model.ValueSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.fhir.operations.OperationsServer;
import vn.tia.fhir.operations.export.ExportSettings;
import vn.tia.fhir.operations.validate.WriteValidation.Mode;
import vn.tia.fhir.rest.FhirTestServer;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;

class ValidateTest {
  private static final String PROFILE = "http://example.vn/StructureDefinition/vn-observation";

  @TempDir
  static Path directory;

  private static FhirTestServer server;
  private static IGenericClient client;

  @BeforeAll
  static void start() throws IOException {
    var file = directory.resolve("vn-shapes.tgz");
    write(file, profile(), valueSet());
    server = OperationsServer.open(ExportSettings.Limits.DEFAULT,
        List.of(file, directory.resolve("absent.tgz")),
        Map.of("Observation", Mode.REFUSE, "Organization", Mode.WARN));
    // The first validation reads the definitions of R4: seconds, more on a busy machine.
    FhirJson.context().getRestfulClientFactory().setSocketTimeout(120_000);
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /// A package as `npm pack` of an implementation guide makes it.
  private static void write(Path file, Resource... resources) throws IOException {
    try (var tar = new TarArchiveOutputStream(
        new GZIPOutputStream(Files.newOutputStream(file)))) {
      entry(tar, "package/package.json", """
          {"name": "vn.example.shapes", "version": "0.1.0", "fhirVersions": ["4.0.1"]}""");
      for (var resource : resources) {
        entry(tar, "package/%s-%s.json".formatted(resource.fhirType(), resource.getId()),
            FhirJson.encode(resource));
      }
    }
  }

  private static void entry(TarArchiveOutputStream tar, String name, String text)
      throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    ((OutputStream) tar).write(bytes);
    tar.closeArchiveEntry();
  }

  /// An Observation that says when, as an implementation guide writes it: only what differs.
  private static StructureDefinition profile() {
    var profile = new StructureDefinition().setUrl(PROFILE).setName("VnObservation")
        .setStatus(PublicationStatus.ACTIVE).setKind(StructureDefinitionKind.RESOURCE)
        .setAbstract(false).setType("Observation")
        .setBaseDefinition("http://hl7.org/fhir/StructureDefinition/Observation")
        .setDerivation(TypeDerivationRule.CONSTRAINT);
    profile.setId("vn-observation");
    profile.getDifferential().addElement().setPath("Observation.effective[x]").setMin(1)
        .setId("Observation.effective[x]");
    return profile;
  }

  private static ValueSet valueSet() {
    var set = new ValueSet().setUrl("http://example.vn/ValueSet/rooms").setName("Rooms")
        .setStatus(PublicationStatus.ACTIVE);
    set.setId("rooms");
    set.getCompose().addInclude().setSystem("http://example.vn/rooms")
        .addConcept().setCode("P1").setDisplay("Phòng 1");
    return set;
  }

  @Test
  void saysThatNothingIsWrong() {
    assertThat(errors(validate(observation(), "profile", new UriType(
        "http://hl7.org/fhir/StructureDefinition/Observation")))).isEmpty();
  }

  @Test
  void saysWhatIsWrongByR4() {
    var observation = observation();
    observation.setStatus(null);

    assertThat(errors(validate(observation)))
        .anyMatch(error -> error.contains("Observation.status: minimum required = 1"));
  }

  @Test
  void tellsAnElementThatR4LacksInsteadOfIgnoringIt() {
    var answer = server.post("/Observation/$validate", "application/fhir+json", """
        {"resourceType": "Observation", "status": "final", "code": {"text": "x"},
         "weight": 70}""".getBytes(StandardCharsets.UTF_8));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("OperationOutcome", "weight");
    var wrapped = server.post("/Observation/$validate", "application/fhir+json", """
        {"resourceType": "Parameters", "parameter": [{"name": "resource", "resource":
         {"resourceType": "Observation", "status": "final", "code": {"text": "x"},
         "weight": 70}}]}""".getBytes(StandardCharsets.UTF_8));
    assertThat(wrapped.body()).contains("OperationOutcome", "weight");
  }

  @Test
  void validatesByAProfileOfAPackageThatIsAskedForOrDeclared() {
    assertThat(errors(validate(observation(), "profile", new UriType(PROFILE))))
        .anyMatch(error -> error.contains("Observation.effective[x]: minimum required = 1"));
    var declared = observation();
    declared.getMeta().addProfile(PROFILE);
    assertThat(errors(validate(declared)))
        .anyMatch(error -> error.contains("Observation.effective[x]: minimum required = 1"));
    declared.setEffective(new DateTimeType("2026-11-25"));
    assertThat(errors(validate(declared))).isEmpty();
    assertThat(errors(validate(observation(), "profile",
        new UriType("http://example.vn/StructureDefinition/none")))).isNotEmpty();
  }

  @Test
  void validatesByAProfileThatWasStoredAndSeesItsChange() {
    var stored = profile().setUrl("http://example.vn/StructureDefinition/stored");
    stored.setId((String) null);
    var id = client.create().resource(stored).execute().getId();
    var asked = new UriType("http://example.vn/StructureDefinition/stored");
    assertThat(errors(validate(observation(), "profile", asked)))
        .anyMatch(error -> error.contains("effective[x]: minimum required = 1"));

    stored.getDifferential().getElementFirstRep().setMin(0);
    stored.setId(id.getIdPart());
    client.update().resource(stored).execute();

    assertThat(errors(validate(observation(), "profile", asked))).isEmpty();
  }

  @Test
  void validatesWhatIsStoredAndTheModeOfAWrite() {
    var stored = server.put(observation());
    var outcome = client.operation().onInstance("Observation/" + stored.id()).named("$validate")
        .withNoParameters(Parameters.class).returnResourceType(OperationOutcome.class).execute();
    assertThat(errors(outcome)).isEmpty();

    assertThat(errors(client.operation().onInstance("Observation/" + stored.id())
        .named("$validate").withParameters(parameters(observation(), "mode",
            new CodeType("update"))).returnResourceType(OperationOutcome.class).execute()))
        .anyMatch(error -> error.contains("the id in the resource is not the id in the URL"));
    assertThatThrownBy(() -> validate(observation(), "mode", new CodeType("destroy")))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void refusesOrWarnsOnWriteAsTheSettingsSay() {
    var patient = server.put(new Patient().setActive(true));
    var wrong = observation().setSubject(new Reference("Patient/" + patient.id()));
    wrong.getMeta().addProfile(PROFILE);

    assertThatThrownBy(() -> client.create().resource(wrong).execute())
        .isInstanceOf(UnprocessableEntityException.class)
        .satisfies(refusal -> assertThat(errors((OperationOutcome)
            ((BaseServerResponseException) refusal).getOperationOutcome()))
            .anyMatch(error -> error.contains("effective[x]: minimum required = 1")));
    wrong.setEffective(new DateTimeType("2026-11-25"));
    assertThat(client.create().resource(wrong).execute().getCreated()).isTrue();
  }

  /// org-1: an organization has a name or an identifier.
  private static final String NAMELESS = "{\"resourceType\":\"Organization\",\"active\":true}";

  @Test
  void tellsTheErrorsOfWhatItWritesAllTheSame() {
    var bare = server.send("POST", "/Organization", NAMELESS);
    assertThat(bare.statusCode()).isEqualTo(201);
    assertThat(bare.headers().firstValue("Warning")).hasValueSatisfying(
        warning -> assertThat(warning).startsWith("199 - \"The resource is stored"));
    var asked = server.send("POST", "/Organization", NAMELESS,
        "Prefer", "return=OperationOutcome");
    assertThat(asked.statusCode()).isEqualTo(201);
    assertThat(FhirJson.decode(asked.body(), OperationOutcome.class).getIssue())
        .anySatisfy(issue -> {
          assertThat(issue.getSeverity()).isEqualTo(IssueSeverity.WARNING);
          assertThat(issue.getDiagnostics()).contains("org-1");
        }).anySatisfy(issue ->
            assertThat(issue.getDiagnostics()).isEqualTo("the resource was created"));
    var right = server.send("POST", "/Organization",
        "{\"resourceType\":\"Organization\",\"name\":\"Khoa\"}");
    assertThat(right.headers().firstValue("Warning")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch", "transaction"})
  void tellsThemOfTheEntriesOfABundle(String type) {
    var answer = FhirJson.decode(server.send("POST", "", """
        {"resourceType":"Bundle","type":"%s","entry":[
        {"resource":{"resourceType":"Organization","name":"Khoa"},
          "request":{"method":"POST","url":"Organization"}},
        {"resource":%s,"request":{"method":"POST","url":"Organization"}}]}"""
        .formatted(type, NAMELESS)).body(), Bundle.class);

    assertThat(answer.getEntry()).extracting(entry -> entry.getResponse().getStatus())
        .containsExactly("201 Created", "201 Created");
    assertThat(answer.getEntry().getFirst().getResponse().getOutcome()).isNull();
    assertThat(((OperationOutcome) answer.getEntry().get(1).getResponse().getOutcome())
        .getIssueFirstRep().getDiagnostics()).contains("org-1");
  }

  @Test
  void knowsTheTermsOfThePackage() {
    var set = client.operation().onType(ValueSet.class).named("$expand")
        .withParameter(Parameters.class, "url", new UriType("http://example.vn/ValueSet/rooms"))
        .useHttpGet().returnResourceType(ValueSet.class).execute();

    assertThat(set.getExpansion().getContainsFirstRep().getDisplay()).isEqualTo("Phòng 1");
  }

  @Test
  void addsAndTakesMeta() {
    var patient = server.put(new Patient().setActive(true));
    var observation = observation().setSubject(new Reference("Patient/" + patient.id()))
        .setEffective(new DateTimeType("2026-11-25"));
    var id = "Observation/" + client.create().resource(observation).execute().getId().getIdPart();
    var tag = new Meta().addTag(new Coding("urn:tags", "teaching", null));

    assertThat(client.meta().add().onResource(new IdType(id)).meta(tag)
        .execute().getTag("urn:tags", "teaching")).isNotNull();
    assertThat(client.meta().get(Meta.class).fromResource(new IdType(id))
        .execute().getTag("urn:tags", "teaching")).isNotNull();
    assertThat(client.meta().delete().onResource(new IdType(id)).meta(tag)
        .execute().getTag()).isEmpty();
    assertThat(server.get("/" + id + "/_history").body()).contains("\"versionId\":\"3\"");
    assertThat(server.get("/" + id + "/$meta-add").statusCode()).isEqualTo(405);
  }

  @Test
  void tellsTheMetaInUseOnATypeAndOnTheServer() {
    var organization = new Organization().setName("Khoa X");
    organization.getMeta().addTag("urn:tags", "ward", null).addTag("urn:tags", "old", null);
    var ward = server.put(organization);
    var patient = new Patient().setActive(true);
    patient.getMeta().addSecurity("urn:labels", "vip", null).addTag("urn:tags", "ward", null);
    server.put(patient);
    var foreign = new Organization().setName("Lạ");
    foreign.getMeta().addTag("urn:tags", "foreign", null);
    server.resources.put(server.stranger.id(), foreign);

    var ofType = client.meta().get(Meta.class).fromType("Organization").execute();
    assertThat(ofType.getTag()).extracting(Coding::getCode).contains("ward", "old")
        .doesNotContain("foreign").doesNotHaveDuplicates();
    assertThat(ofType.getSecurity()).isEmpty();
    var ofAll = client.meta().get(Meta.class).fromServer().execute();
    assertThat(ofAll.getTag()).extracting(Coding::getCode).contains("ward", "old");
    assertThat(ofAll.getSecurity("urn:labels", "vip")).isNotNull();
    assertThat(ofAll.hasVersionId()).isFalse();

    server.resources.delete(ward.key(), new Access(Set.of(server.facility.id())));
    assertThat(client.meta().get(Meta.class).fromType("Organization").execute().getTag())
        .extracting(Coding::getCode).doesNotContain("old");
  }

  private static Observation observation() {
    return new Observation().setStatus(ObservationStatus.FINAL)
        .setCode(new CodeableConcept().setText("Cân nặng"));
  }

  private static OperationOutcome validate(Resource resource, Object... more) {
    return client.operation().onType(resource.fhirType()).named("$validate")
        .withParameters(parameters(resource, more)).returnResourceType(OperationOutcome.class)
        .execute();
  }

  private static Parameters parameters(Resource resource, Object... more) {
    var parameters = new Parameters();
    parameters.addParameter().setName("resource").setResource(resource);
    for (int i = 0; i < more.length; i += 2) {
      parameters.addParameter().setName((String) more[i]).setValue((Type) more[i + 1]);
    }
    return parameters;
  }

  private static List<String> errors(OperationOutcome outcome) {
    return outcome.getIssue().stream()
        .filter(issue -> issue.getSeverity() == IssueSeverity.ERROR
            || issue.getSeverity() == IssueSeverity.FATAL)
        .map(issue -> issue.getDiagnostics()).toList();
  }
}
