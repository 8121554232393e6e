package vn.tia.bridge.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Endpoint;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.studies.StudyProjection;

class ImagingStudyTest {

  @TempDir
  private Path directory;

  @Test
  void showsAStudyWithinTwoSecondsOfItsLastImageAndEncodesItFewTimes() throws Exception {
    try (var archive = TestArchive.open(directory)) {
      var projection = new StudyProjection(archive.records().database(),
          new Facilities(archive.records().database()), archive.records().resources(),
          new StudyProjection.Addresses("http://localhost:8080/dicom-web",
              Optional.of("http://localhost:8080/IHEInvokeImageDisplay")));
      projection.writeEndpoints();
      try (var _ = projection.start()) {
        var sample = Samples.pydicom("MR_small.dcm");
        for (int i = 1; i <= 30; i++) {
          store(archive, sample, "1.2.3." + i);
        }
        var sent = Instant.now();
        while (instances(archive) < 30) {
          assertThat(Duration.between(sent, Instant.now())).isLessThan(Duration.ofSeconds(2));
          Thread.sleep(20);
        }
      }
      var id = archive.records().database().jdbc()
          .sql("SELECT fhir_id::text FROM study").query(String.class).single();
      var stored = archive.records().resources()
          .read(new ResourceKey("ImagingStudy", id), archive.first()).orElseThrow();
      var study = stored.decode(ImagingStudy.class);
      assertThat(stored.version()).isLessThan(30);
      assertThat(study.getNumberOfInstances()).isEqualTo(30);
      assertThat(study.getSubject().getReference()).startsWith("Patient/");
      var endpoint = archive.records().resources().read(ResourceKey.parse(
          study.getEndpointFirstRep().getReference()), archive.first()).orElseThrow();
      assertThat(endpoint.decode(Endpoint.class).getAddress())
          .isEqualTo("http://localhost:8080/dicom-web");
    }
  }

  private static void store(TestArchive archive, Sample sample, String uid) throws Exception {
    var dataset = sample.dataset().toBuilder().put(Tags.SOP_INSTANCE_UID, uid).build();
    var outcome = archive.intake().store(
        new Incoming(archive.records().first().id(), "MR", sample.syntax().uid().value(),
            Optional.of(new Incoming.Announced(sample.instance().sopClassUid(), uid))),
        new ByteArrayInputStream(DatasetWriter.toBytes(dataset, sample.syntax()).toArray()));
    assertThat(outcome).isInstanceOf(StoreOutcome.Stored.class);
  }

  private static int instances(TestArchive archive) {
    List<String> json = archive.records().database().jdbc()
        .sql("SELECT json FROM resource WHERE resource_type = 'ImagingStudy'")
        .query(String.class).list();
    return json.isEmpty() ? 0
        : FhirJson.decode(json.getFirst(), ImagingStudy.class)
            .getNumberOfInstances();
  }
}
