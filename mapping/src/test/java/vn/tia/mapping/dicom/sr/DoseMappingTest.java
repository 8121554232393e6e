package vn.tia.mapping.dicom.sr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;

class DoseMappingTest {
  static final DoseMapping.Place PLACE = new DoseMapping.Place("s", uid -> "e-" + uid, "p", "i",
      Optional.of("o"), "urn:tia:dicom:sr", SrSamples.ZONE);

  private static final Dataset REPORT =
      Sr.code("113701", "DCM", "X-Ray Radiation Dose Report");

  private static List<String> doses(Observation observation) {
    return observation.getComponent().stream().map(component -> {
      var value = component.getValue() instanceof Quantity quantity
          ? quantity.getValue().toPlainString() + " " + quantity.getUnit()
          : ((CodeableConcept) component.getValue()).getCodingFirstRep().getCode();
      return component.getCode().getCodingFirstRep().getCode() + " " + value;
    }).toList();
  }

  private static DoseMapping.Dose dose(Dataset dataset) {
    return DoseMapping.toDose(SrSamples.document(dataset), PLACE);
  }

  @Test
  void summarisesTheDoseOfACt() throws IOException {
    var dose = dose(SrSamples.shared("themorlan_openREM/CT-RDSR-GEPixelMed.dcm"));

    var summary = dose.summary();
    assertThat(summary.getStatus().toCode()).isEqualTo("final");
    assertThat(summary.getCode().getCodingFirstRep().getCode()).isEqualTo("73569-6");
    assertThat(summary.getSubject().getReference()).isEqualTo("Patient/p");
    assertThat(summary.getPartOfFirstRep().getReference()).isEqualTo("ImagingStudy/i");
    assertThat(summary.getFocusFirstRep().getReference()).isEqualTo("ImagingStudy/i");
    assertThat(summary.getBasedOnFirstRep().getReference()).isEqualTo("ServiceRequest/o");
    assertThat(summary.getIdentifierFirstRep().getValue()).isEqualTo(
        "urn:oid:1.3.6.1.4.1.5962.99.1.3581082065.863539667.1365085747665.7.0");
    assertThat(summary.getEffectiveDateTimeType().getValueAsString())
        .isEqualTo("2013-03-13T08:59:00+07:00");
    assertThat(doses(summary)).containsExactly("121058 77477000", "113813 586.34 mGy.cm");
    assertThat(summary.getValueStringType().getValue())
        .isEqualTo("CT Dose Length Product Total = 586.34 mGy.cm, Irradiation Events = 2");
    assertThat(summary.getDevice().getDisplay())
        .isEqualTo("GE MEDICAL SYSTEMS LightSpeed RT16 rt16");
    assertThat(dose.events()).extracting(DoseMappingTest::doses).containsExactly(
        List.of("113830 60.41 mGy", "113838 475.04 mGy.cm", "113835 113690"),
        List.of("113830 222.59 mGy", "113838 111.3 mGy.cm", "113835 113690"));
    assertThat(summary.getHasMember()).extracting(member -> member.getReference())
        .containsExactlyElementsOf(dose.events().stream()
            .map(event -> "Observation/" + event.getIdElement().getIdPart()).toList());
  }

  /// Its units are Gym2 and Gy; the guide wants mGy.cm2 and mGy.
  @Test
  void summarisesTheDoseOfAFluoroscopy() throws IOException {
    var dose = dose(SrSamples.shared("themorlan_openREM/RF-RDSR-Siemens-Zee.dcm"));

    assertThat(doses(dose.summary())).containsExactly("121058 113704", "113722 160 mGy.cm2",
        "113725 2.52 mGy", "113726 160 mGy.cm2", "113727 0 mGy.cm2", "113730 28 s");
    assertThat(dose.summary().getStatus().toCode()).as("it is partial").isEqualTo("preliminary");
    assertThat(dose.events()).hasSize(8);
    assertThat(doses(dose.events().getFirst()))
        .containsExactly("122130 10 mGy.cm2", "113738 0.14 mGy");
    assertThat(dose.events().getFirst().getCode().getCodingFirstRep().getCode())
        .isEqualTo("113852");
    assertThat(dose.events().stream().map(event ->
        event.getIdentifierFirstRep().getValue()).collect(Collectors.toSet())).hasSize(8);
  }

  @Test
  void addsThePlanesOfOneSystem() {
    var plane = Sr.code("113702", "DCM", "Accumulated X-Ray Dose Data");
    var total = Sr.code("113722", "DCM", "Dose Area Product Total");
    var report = Sr.document("1.2.3", REPORT,
        Sr.section(plane, Sr.number(total, "0.5", "Gy.cm2")),
        Sr.section(plane, Sr.number(total, "25", "uGy.m2"))).build();

    assertThat(doses(dose(report).summary())).containsExactly("113722 750 mGy.cm2");
  }

  @Test
  void tellsTheDoseOfEachBreast() {
    var side = Sr.code("272741003", "SCT", "Laterality");
    var dose = Sr.code("111637", "DCM", "Accumulated Average Glandular Dose");
    var report = Sr.document("1.2.3", REPORT, Sr.section(
        Sr.code("113702", "DCM", "Accumulated X-Ray Dose Data"),
        Sr.number(dose, "2.1", "mGy", Sr.coded("HAS CONCEPT MOD", side,
            Sr.code("80248007", "SCT", "Left breast"))),
        Sr.number(dose, "0.19", "dGy", Sr.coded("HAS CONCEPT MOD", side,
            Sr.code("73056007", "SCT", "Right breast"))))).build();

    var summary = dose(report).summary();

    assertThat(doses(summary)).containsExactly("111637 2.1 mGy", "111637 19 mGy");
    assertThat(summary.getComponent()).extracting(one -> one.getCode().getText()).containsExactly(
        "Accumulated Average Glandular Dose (Left breast)",
        "Accumulated Average Glandular Dose (Right breast)");
  }

  @ParameterizedTest
  @CsvSource({
    "MILLIGRAY, Gy, 0.0025, 2.5", "MILLIGRAY, mGy, 3.40, 3.4", "MILLIGRAY, uGy, 1200, 1.2",
    "MILLIGRAY_CENTIMETRE, mGy.cm, 7, 7", "MILLIGRAY_CENTIMETRE, mGycm, 7, 7",
    "MILLIGRAY_SQUARE_CENTIMETRE, Gy.m2, 0.0001, 1000",
    "MILLIGRAY_SQUARE_CENTIMETRE, Gym2, 1.6e-005, 160",
    "MILLIGRAY_SQUARE_CENTIMETRE, dGy.cm2, 3, 300",
    "MILLIGRAY_SQUARE_CENTIMETRE, cGy*cm2, 3, 30",
    "MILLIGRAY_SQUARE_CENTIMETRE, µGym2, 3, 30", "SECOND, min, 2, 120"})
  void readsTheUnitsOfTheField(DoseUnits unit, String said, String value, String expected) {
    var report = Sr.document("1.2.3", REPORT, Sr.number(REPORT, value, said)).build();
    var amount = SrSamples.document(report).content().children().getFirst().amount().orElseThrow();

    assertThat(unit.of(amount).getValue().toPlainString()).isEqualTo(expected);
  }

  @Test
  void keepsAUnitThatItDoesNotKnow() {
    var report = Sr.document("1.2.3", REPORT, Sr.section(
        Sr.code("113811", "DCM", "CT Accumulated Dose Data"),
        Sr.number(Sr.code("113813", "DCM", "DLP"), "3", "R"))).put(Tags.MODALITY, "SR").build();

    var quantity = (Quantity) dose(report).summary().getComponentFirstRep().getValue();

    assertThat(quantity.getUnit()).isEqualTo("R");
    assertThat(quantity.hasCode()).isFalse();
  }
}
