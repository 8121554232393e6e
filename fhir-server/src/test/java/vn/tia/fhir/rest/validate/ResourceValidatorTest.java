package vn.tia.fhir.rest.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.dicom.EndpointMapping;
import vn.tia.mapping.dicom.ImagingStudyMapping;
import vn.tia.mapping.dicom.InstanceFacts;
import vn.tia.mapping.dicom.SeriesFacts;
import vn.tia.mapping.dicom.StudyFacts;
import vn.tia.mapping.dicom.StudyOverview;
import vn.tia.mapping.dicom.StudyOverview.Links;
import vn.tia.mapping.dicom.StudyOverview.SeriesOverview;
import vn.tia.mapping.fhir.FhirJson;

class ResourceValidatorTest {
  private static ResourceValidator validator;

  @BeforeAll
  static void load() {
    validator = new ResourceValidator(FhirJson.context());
  }

  @Test
  void findsNoErrorInAStudyThatWasDerivedFromImages() {
    var dataset = Dataset.builder()
        .put(Tags.STUDY_INSTANCE_UID, "1.2.840.99999.1")
        .put(Tags.SERIES_INSTANCE_UID, "1.2.840.99999.1.1")
        .put(Tags.SOP_INSTANCE_UID, "1.2.840.99999.1.1.1")
        .put(Tags.SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.2")
        .put(Tags.MODALITY, "CT")
        .put(Tags.STUDY_DATE, "20261124")
        .put(Tags.STUDY_TIME, "083000")
        .put(Tags.ACCESSION_NUMBER, "ACC1")
        .put(Tags.STUDY_DESCRIPTION, "CT ngực")
        .put(Tags.BODY_PART_EXAMINED, "CHEST")
        .put(Tags.LATERALITY, "L")
        .put(Tags.SERIES_NUMBER, "1")
        .put(Tags.INSTANCE_NUMBER, "1")
        .build();
    var series = new SeriesOverview(
        SeriesFacts.of(dataset), List.of(InstanceFacts.of(dataset)));

    var study = ImagingStudyMapping.of(new StudyOverview("s", StudyFacts.of(dataset),
        Optional.of("urn:oid:1.2.840.99999.2"), new Links("p", Optional.of("o"), List.of("e")),
        ZoneId.of("Asia/Ho_Chi_Minh"), List.of(series)));

    assertThat(validator.errors(study)).isEmpty();
  }

  @Test
  void findsNoErrorInOurEndpoint() {
    assertThat(validator.errors(
        EndpointMapping.wadoRs("e", "http://localhost:8080/dicom-web"))).isEmpty();
    assertThat(validator.errors(EndpointMapping.imageDisplay(
        "v", "http://localhost:8080/IHEInvokeImageDisplay"))).isEmpty();
  }

  @Test
  void findsWhatIsMissing() {
    assertThat(validator.errors(new ImagingStudy()))
        .anyMatch(error -> error.contains("ImagingStudy.status: minimum required = 1"))
        .anyMatch(error -> error.contains("ImagingStudy.subject: minimum required = 1"));
  }
}
