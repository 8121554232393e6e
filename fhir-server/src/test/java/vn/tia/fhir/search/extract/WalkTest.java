package vn.tia.fhir.search.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import vn.tia.fhir.search.IndexValue;
import vn.tia.fhir.search.extract.Parameter.Kind;
import vn.tia.mapping.fhir.FhirJson;

class WalkTest {
  private static final Parameters PARAMETERS = new Parameters(FhirJson.context());
  private static final Engine ENGINE = new Engine(FhirJson.context());

  private static final Values VALUES = new Values(ZoneOffset.UTC);

  private static List<Resource> own() {
    var patient = new Patient();
    patient.setId("p");
    patient.addTelecom(new ContactPoint().setSystem(ContactPointSystem.PHONE).setValue("1"));
    patient.addTelecom(new ContactPoint().setSystem(ContactPointSystem.EMAIL).setValue("a@b"));
    patient.setDeceased(new DateTimeType("2020-01-01"));
    var observation = new Observation();
    observation.setSubject(new Reference("Group/g"));
    observation.setValue(new Quantity(5));
    observation.addComponent().setValue(new CodeableConcept().setText("x"));
    return List.of(patient, observation);
  }

  @Test
  void findsWhatFhirPathFinds() {
    assertParity(own());
  }

  @Test
  void findsWhatFhirPathFindsInAllSamples() {
    assertParity(SampleResources.all());
  }

  private static void assertParity(List<Resource> resources) {
    var walked = 0;
    for (var resource : resources) {
      for (var parameter : PARAMETERS.of(resource.fhirType()).values()) {
        var walk = Walk.from(resource.fhirType(), parameter.path());
        if (parameter.kind() != Kind.COMPOSITE && !parameter.path().isEmpty()
            && walk.isPresent()) {
          assertThat(values(parameter, walk.get().elements(resource)))
              .as("%s %s", resource.fhirType(), parameter)
              .isEqualTo(values(parameter, ENGINE.path(parameter.path()).elements(resource)));
          walked++;
        }
      }
    }
    assertThat(walked).isPositive();
  }

  private static Set<IndexValue> values(Parameter parameter, List<? extends IBase> elements) {
    return elements.stream().flatMap(element -> VALUES.of(parameter.kind(), element))
        .collect(Collectors.toSet());
  }

  @Test
  void leavesFewPathsToTheEngine() {
    var slow = Stream.of("Patient", "ImagingStudy", "DiagnosticReport", "Observation",
            "ServiceRequest", "Condition", "StructureDefinition")
        .flatMap(type -> PARAMETERS.of(type).values().stream()
            .filter(parameter -> !parameter.path().isEmpty())
            .filter(parameter -> Walk.from(type, parameter.path()).isEmpty())
            .map(parameter -> type + "." + parameter.code()))
        .toList();

    assertThat(slow).containsExactly("Patient.deceased", "ImagingStudy.accession");
  }
}
