package vn.tia.mapping.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ca.uhn.fhir.parser.DataFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

class PlainJsonTest {
  private static final PlainJson PLAIN = new PlainJson(FhirJson.context());

  private static void assertAsHapi(Resource resource) {
    String hapi = FhirJson.encodeByHapi(resource.copy());

    assertThat(PLAIN.encode(resource)).contains(hapi);
  }

  private static Patient patient() {
    var patient = new Patient();
    patient.setId("p1");
    patient.setActive(true).setMultipleBirth(new IntegerType(2));
    patient.addName(new HumanName().setText("Đặng \"Hường\" \\ \t\n\r\b\f/\u0001\u001f\u007f\u2028")
        .setFamily("Đặng").addGiven("Thị").addGiven("Hường"));
    patient.addIdentifier().setSystem("urn:x").setValue("1");
    patient.setDeceased(new BooleanType(false));
    patient.addLink().setOther(new Reference("Patient/2"))
        .setType(Patient.LinkType.SEEALSO);
    return patient;
  }

  @Test
  void writesPlainResourcesAsHapiDoes() {
    var request = new ServiceRequest();
    request.setId("ServiceRequest/r1/_history/3");
    request.getMeta().setVersionId("3").setLastUpdatedElement(
        new org.hl7.fhir.r4.model.InstantType("2026-11-25T03:00:00.123+07:00"));
    request.setOccurrence(new DateTimeType("2026-11-25T08:30:00+07:00"));
    request.setSubject(new Reference("Patient/1").setType("Patient").setDisplay("?"));
    request.addNote().setText("một\nhai");

    assertAsHapi(patient());
    assertAsHapi(request);
    assertAsHapi(new Patient());
    assertAsHapi(new Task().setFor(new Reference("http://x.example/Patient/1/_history/2")));
    assertAsHapi(new Observation().setValue(new StringType("bình thường")));
    for (var digits : List.of("1.10", "0", "-0.5", "100000000000000000000")) {
      assertAsHapi(new Observation().setValue(new Quantity().setValueElement(
          new DecimalType(digits))));
    }
    assertAsHapi(new Observation().setValue(new Quantity(2.5)));
  }

  /// Empty elements have no place in JSON, wherever they stand.
  @Test
  void leavesOutWhatIsEmpty() {
    var encounter = new Encounter();
    encounter.addParticipant();
    encounter.addParticipant().addType(new CodeableConcept()).addType().setText("một");
    encounter.addParticipant().getPeriod();
    encounter.setSubject(new Reference());
    encounter.getServiceProvider();
    var patient = patient();
    patient.addName();
    patient.addContact().addTelecom();

    assertAsHapi(encounter);
    assertAsHapi(patient);
    assertAsHapi(new Patient().addName(new HumanName()));
  }

  @Test
  void leavesToHapiWhatIsNotPlain() {
    var extended = patient();
    extended.getBirthDateElement().addExtension("urn:x", new StringType("y"));
    var named = patient();
    named.getNameFirstRep().setId("n1");
    var told = patient();
    told.getText().setDivAsString("<div>x</div>");
    var tagged = patient();
    tagged.getMeta().addProfile("urn:profile");
    var contained = patient();
    contained.setManagingOrganization(new Reference(new Patient().setId("#1")));
    var measured = new Observation().setValue(
        new Quantity().setValue(new java.math.BigDecimal("1E+3")));

    for (Resource one : List.of(extended, named, told, tagged, contained, measured)) {
      assertThat(PLAIN.encode(one)).isEmpty();
      assertThat(FhirJson.encode(one)).isEqualTo(FhirJson.encodeByHapi(one));
    }
  }

  /// The specification's own examples, without the narrative that each has.
  @Test
  void writesTheExamplesOfTheSpecificationAsHapiDoes() throws IOException {
    Path folder = Path.of(System.getProperty("tia.root", "."))
        .resolve("../shared/data/fhir/r4-spec");
    assumeTrue(Files.isDirectory(folder), "the sample data is not here: ../shared/data/fhir");
    Set<String> types = new TreeSet<>();
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".json")).sorted().toList()) {
        if (read(file) instanceof org.hl7.fhir.r4.model.DomainResource resource) {
          // Each is marked as a test.
          resource.setText(null).setMeta(new org.hl7.fhir.r4.model.Meta());
          var plain = PLAIN.encode(resource);
          plain.ifPresent(text -> {
            assertThat(text).as(file.toString()).isEqualTo(FhirJson.encodeByHapi(resource));
            types.add(resource.fhirType());
          });
        }
      }
    }

    assertThat(types).hasSizeGreaterThan(10);
  }

  private static Resource read(Path file) throws IOException {
    try {
      return FhirJson.decode(Files.readString(file));
    } catch (DataFormatException _) {
      return new org.hl7.fhir.r4.model.Binary();
    }
  }
}
