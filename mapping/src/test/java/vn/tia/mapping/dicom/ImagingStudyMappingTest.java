package vn.tia.mapping.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.dicom.StudyOverview.Links;
import vn.tia.mapping.dicom.StudyOverview.SeriesOverview;

class ImagingStudyMappingTest {

  private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final Dataset CT = Dataset.builder()
      .put(Tags.STUDY_INSTANCE_UID, "1.2.3")
      .put(Tags.ACCESSION_NUMBER, "A17")
      .put(Tags.STUDY_DATE, "20040119")
      .put(Tags.STUDY_TIME, "072730")
      .put(Tags.STUDY_DESCRIPTION, "CT ngực")
      .put(Tags.REFERRING_PHYSICIAN_NAME, "TRẦN^BÌNH^VĂN")
      .putItems(Tags.PROCEDURE_CODE_SEQUENCE, List.of(Dataset.builder()
          .put(Tags.CODE_VALUE, "24627-2")
          .put(Tags.CODING_SCHEME_DESIGNATOR, "LN")
          .put(Tags.CODE_MEANING, "CT Chest")
          .build()))
      .put(Tags.SERIES_INSTANCE_UID, "1.2.3.4")
      .put(Tags.SERIES_NUMBER, 2)
      .put(Tags.MODALITY, "CT")
      .put(Tags.BODY_PART_EXAMINED, "CHEST")
      .put(Tags.SOP_INSTANCE_UID, "1.2.3.4.5")
      .put(Tags.SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.2")
      .put(Tags.INSTANCE_NUMBER, 1)
      .put(Tags.IMAGE_TYPE, "ORIGINAL", "PRIMARY", "AXIAL")
      .build();

  @Test
  void writesStudyAndAccessionNumberAsIdentifiers() {
    var study = map(CT);
    assertThat(study.getIdentifier().get(0).getSystem()).isEqualTo("urn:dicom:uid");
    assertThat(study.getIdentifier().get(0).getValue()).isEqualTo("urn:oid:1.2.3");
    var accession = study.getIdentifier().get(1);
    assertThat(accession.getType().getCodingFirstRep().getCode()).isEqualTo("ACSN");
    assertThat(accession.getSystem()).isEqualTo("urn:oid:1.9");
    assertThat(accession.getValue()).isEqualTo("A17");
  }

  @Test
  void pointsToPatientOrderAndEndpoint() {
    var study = map(CT);
    assertThat(study.getSubject().getReference()).isEqualTo("Patient/p");
    assertThat(study.getBasedOnFirstRep().getReference()).isEqualTo("ServiceRequest/o");
    assertThat(study.getEndpointFirstRep().getReference()).isEqualTo("Endpoint/e");
  }

  @Test
  void startsInTheZoneOfTheFacilityUnlessTheInstanceSaysAnother() {
    assertThat(map(CT).getStartedElement().getValueAsString())
        .isEqualTo("2004-01-19T07:27:30+07:00");
    var tokyo = CT.toBuilder().put(Tags.TIMEZONE_OFFSET_FROM_UTC, "+0900").build();
    assertThat(map(tokyo).getStartedElement().getValueAsString())
        .isEqualTo("2004-01-19T07:27:30+09:00");
  }

  @Test
  void startsOnADayWhereNoTimeIsKnown() {
    var study = map(CT.toBuilder().remove(Tags.STUDY_TIME).build());
    assertThat(study.getStartedElement().getValueAsString()).isEqualTo("2004-01-19");
  }

  @Test
  void countsAndCodesItsSeriesAndInstances() {
    var study = map(CT);
    assertThat(study.getNumberOfSeries()).isEqualTo(1);
    assertThat(study.getNumberOfInstances()).isEqualTo(1);
    assertThat(study.getModalityFirstRep().getCode()).isEqualTo("CT");
    var series = study.getSeriesFirstRep();
    assertThat(series.getUid()).isEqualTo("1.2.3.4");
    assertThat(series.getNumber()).isEqualTo(2);
    assertThat(series.getBodySite().getSystem()).isEqualTo("http://snomed.info/sct");
    assertThat(series.getBodySite().getCode()).isEqualTo("816094009");
    var instance = series.getInstanceFirstRep();
    assertThat(instance.getSopClass().getSystem()).isEqualTo("urn:ietf:rfc:3986");
    assertThat(instance.getSopClass().getCode())
        .isEqualTo("urn:oid:1.2.840.10008.5.1.4.1.1.2");
    assertThat(instance.getTitle()).isEqualTo("ORIGINAL\\PRIMARY\\AXIAL");
  }

  @Test
  void codesTheProcedureAndNamesTheReferrer() {
    var study = map(CT);
    var code = study.getProcedureCodeFirstRep().getCodingFirstRep();
    assertThat(code.getSystem()).isEqualTo("http://loinc.org");
    assertThat(code.getCode()).isEqualTo("24627-2");
    assertThat(study.getReferrer().getDisplay()).isEqualTo("TRẦN VĂN BÌNH");
    assertThat(study.getDescription()).isEqualTo("CT ngực");
  }

  @Test
  void keepsTheWordOfABodyPartThatNoTableKnows() {
    var study = map(CT.toBuilder().put(Tags.BODY_PART_EXAMINED, "BAN TAY PHAI").build());
    assertThat(study.getSeriesFirstRep().getBodySite().getDisplay()).isEqualTo("BAN TAY PHAI");
    assertThat(study.getSeriesFirstRep().getBodySite().hasCode()).isFalse();
  }

  @Test
  void makesASeriesWithoutModalityAnOther() {
    var study = map(CT.toBuilder().remove(Tags.MODALITY).build());
    assertThat(study.getSeriesFirstRep().getModality().getCode()).isEqualTo("OT");
  }

  private static ImagingStudy map(Dataset dataset) {
    var series = new SeriesOverview(
        SeriesFacts.of(dataset), List.of(InstanceFacts.of(dataset)));
    return ImagingStudyMapping.of(new StudyOverview("s", StudyFacts.of(dataset),
        Optional.of("urn:oid:1.9"), new Links("p", Optional.of("o"), List.of("e")), ZONE,
        List.of(series)));
  }
}
