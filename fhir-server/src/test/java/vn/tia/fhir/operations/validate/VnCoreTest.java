package vn.tia.fhir.operations.validate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.StructureDefinition.StructureDefinitionKind;
import org.hl7.fhir.r4.model.StructureDefinition.TypeDerivationRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.fhir.operations.OperationsServer;
import vn.tia.fhir.operations.export.ExportSettings;
import vn.tia.fhir.operations.validate.WriteValidation.Mode;
import vn.tia.fhir.rest.FhirTestServer;
import vn.tia.mapping.fhir.FhirJson;

/// The profiles of the Ministry's VN Core guide, from a package: asked for, and kept on write.
@Timeout(300)
class VnCoreTest {
  private static final Path SHAPES = Path.of(System.getProperty("tia.root", ".."))
      .resolve("../shared/data/fhir/vn-core-ig/resources");
  private static final String CORE = "http://fhir.ehealth.gov.vn/core/";
  private static final String PROFILE = CORE + "StructureDefinition/vn-core-patient";

  private static final String IPS =
      "http://hl7.org/fhir/uv/ips/StructureDefinition/Patient-uv-ips";

  private static Path folder(Path directory, String name) throws IOException {
    var folder = Files.createDirectories(directory.resolve(name + "/package"));
    Files.writeString(folder.resolve("package.json"), """
        {"name": "%s", "version": "1.0.0", "fhirVersions": ["4.0.1"]}""".formatted(name));
    return folder;
  }

  /// The shape of the International Patient Summary on which the guide builds, as far as it demands
  /// anything: a name and the date of birth.
  private static Path summary(Path directory) throws IOException {
    var folder = folder(directory, "hl7.fhir.uv.ips");
    var shape = new StructureDefinition().setUrl(IPS).setName("PatientUvIps")
        .setStatus(PublicationStatus.ACTIVE).setKind(StructureDefinitionKind.RESOURCE)
        .setAbstract(false).setType("Patient").setFhirVersion(FHIRVersion._4_0_1)
        .setBaseDefinition("http://hl7.org/fhir/StructureDefinition/Patient")
        .setDerivation(TypeDerivationRule.CONSTRAINT);
    shape.getDifferential().addElement().setPath("Patient.name").setMin(1).setId("Patient.name");
    shape.getDifferential().addElement().setPath("Patient.birthDate").setMin(1)
        .setId("Patient.birthDate");
    Files.writeString(folder.resolve("StructureDefinition-Patient-uv-ips.json"),
        FhirJson.encode(shape));
    return folder.getParent();
  }

  /// The guide's sources, which are XML, as a package has them.
  private static Path guide(Path directory) throws IOException {
    var folder = folder(directory, "vn.core");
    try (var files = Files.list(SHAPES)) {
      for (var file : files.filter(one -> one.toString().endsWith(".xml")).toList()) {
        var resource = FhirJson.context().newXmlParser()
            .parseResource(Files.readString(file, UTF_8));
        Files.writeString(folder.resolve(file.getFileName() + ".json"),
            FhirJson.context().newJsonParser().encodeResourceToString(resource));
      }
    }
    return folder.getParent();
  }

  private static Patient patient() {
    var patient = new Patient();
    patient.getMeta().addProfile(PROFILE);
    patient.addIdentifier().setUse(IdentifierUse.OFFICIAL)
        .setSystem(CORE + "sid/national_id").setValue("079080000123");
    patient.addName().setText("Đặng Thị Hường").setFamily("Đặng").addGiven("Hường");
    patient.setBirthDateElement(new DateType("1980-05-06"));
    return patient.setGender(AdministrativeGender.FEMALE);
  }

  private static List<String> errors(String outcome) {
    return FhirJson.decode(outcome, OperationOutcome.class).getIssue().stream()
        .filter(issue -> issue.getSeverity() == IssueSeverity.ERROR)
        .map(issue -> issue.getDiagnostics()).toList();
  }

  private static String validate(FhirTestServer server, Patient patient) {
    return server.send("POST", "/Patient/$validate?profile=" + PROFILE,
        FhirJson.encode(patient)).body();
  }

  @Test
  void isKeptWhereTheSettingsSay(@TempDir Path directory) throws IOException {
    assumeTrue(Files.isDirectory(SHAPES), "no VN Core profiles at ../shared/data/fhir");
    try (var server = OperationsServer.open(ExportSettings.Limits.DEFAULT,
        List.of(guide(directory), summary(directory)), Map.of("Patient", Mode.REFUSE))) {
      assertThat(errors(validate(server, patient()))).isEmpty();
      var nameless = patient();
      nameless.getNameFirstRep().setText(null);
      nameless.setBirthDateElement(null);
      assertThat(errors(validate(server, nameless)))
          .anyMatch(error -> error.contains("Patient.name.text: minimum required = 1"))
          .anyMatch(error -> error.contains("Patient.birthDate: minimum required = 1"));

      var refused = server.send("POST", "/Patient", FhirJson.encode(nameless));

      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(errors(refused.body())).anyMatch(error -> error.contains("Patient.name.text"));
      assertThat(server.send("POST", "/Patient", FhirJson.encode(patient())).statusCode())
          .isEqualTo(201);
    }
  }
}
