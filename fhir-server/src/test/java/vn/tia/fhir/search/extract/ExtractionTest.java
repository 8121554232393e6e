package vn.tia.fhir.search.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.junit.jupiter.api.Test;
import vn.tia.fhir.search.CodePattern;
import vn.tia.fhir.search.IndexValue;
import vn.tia.fhir.search.Scope;
import vn.tia.mapping.fhir.FhirJson;

class ExtractionTest {
  private static final Extraction EXTRACTION = new Extraction(
      FhirJson.context(), new Parameters(FhirJson.context()), ZoneOffset.UTC);

  @Test
  void takesValuesOutOfEverySample() {
    for (var resource : SampleResources.all()) {
      assertThat(EXTRACTION.values(resource, FhirJson.encode(resource)))
          .as(resource.fhirType()).isNotNull();
    }
  }

  @Test
  void namesAnIdentifierByItsTypeToo() {
    var patient = new Patient();
    patient.addIdentifier(new Identifier().setSystem("urn:mrn").setValue("7")
        .setType(new CodeableConcept(new Coding("urn:types", "MR", null))));

    assertThat(EXTRACTION.values(patient)).containsEntry("identifier:of-type",
        List.of(new IndexValue.Code("urn:types|MR", "7")));
  }

  @Test
  void saysAQuantityInBaseUnits() {
    var observation = observation();

    var values = EXTRACTION.values(observation);

    assertThat(values.get("value-quantity")).contains(
        IndexValue.Amount.of(5350),
        new IndexValue.Scoped(Scope.of(new CodePattern.InSystem(Units.UCUM, "mg")),
            IndexValue.Amount.of(5350)),
        new IndexValue.Scoped(Scope.canonicalUnit("g"), IndexValue.Amount.of(5.35)));
    assertThat(values.get("value-quantity:sort")).containsExactly(IndexValue.Amount.of(5.35));
  }

  private static Observation observation() {
    var observation = new Observation();
    observation.setCode(new CodeableConcept(new Coding("http://loinc.org", "1-8", "Dose")));
    observation.setValue(new Quantity().setValue(5350).setSystem(Units.UCUM).setCode("mg")
        .setUnit("milligram"));
    observation.addComponent()
        .setCode(new CodeableConcept(new Coding("http://loinc.org", "2-6", null)))
        .setValue(new Quantity(80));
    return observation;
  }

  @Test
  void putsTheSecondHalfOfACompositeUnderItsFirst() {
    var values = EXTRACTION.values(observation());

    var first = Scope.of(new CodePattern.AnySystem("1-8"));
    var second = Scope.of(new CodePattern.AnySystem("2-6"));
    assertThat(values.get("code-value-quantity")).contains(
            new IndexValue.Scoped(first, IndexValue.Amount.of(5350)),
            new IndexValue.Scoped(Scope.within(first, Scope.canonicalUnit("g")),
                IndexValue.Amount.of(5.35)))
        .doesNotContain(new IndexValue.Scoped(second, IndexValue.Amount.of(80)));
    assertThat(values.get("component-code-value-quantity")).contains(
        new IndexValue.Scoped(second, IndexValue.Amount.of(80)));
    assertThat(values.get("combo-code-value-quantity")).contains(
            new IndexValue.Scoped(first, IndexValue.Amount.of(5350)),
            new IndexValue.Scoped(second, IndexValue.Amount.of(80)))
        .doesNotContain(new IndexValue.Scoped(first, IndexValue.Amount.of(80)));
  }

  @Test
  void takesTheWordsOfTheTextButNoUids() {
    var values = EXTRACTION.values(new Patient(), """
        {"resourceType":"Patient","id":"secret","text":{"status":"generated",
         "div":"<div>Phổi&nbsp;<b>sáng</b></div>"},
         "identifier":[{"system":"urn:x","value":"1.2.840.1"}],
         "name":[{"text":"Đặng Thị Hường"}]}""");

    assertThat(values.get("_text")).containsExactly(new IndexValue.Words("Phổi sáng "));
    assertThat(values.get("_content"))
        .containsExactly(new IndexValue.Words("Phổi sáng Đặng Thị Hường "));
  }
}
