package vn.tia.bridge.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Endpoint;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.audit.Audit;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.studies.Quarantine;
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

  @Test
  void marksAStudyWithAnotherPatientsImagesUntilSomebodyHasLooked() throws Exception {
    try (var archive = TestArchive.open(directory)) {
      var database = archive.records().database();
      var projection = new StudyProjection(database, new Facilities(database),
          archive.records().resources(),
          new StudyProjection.Addresses("http://localhost/dicom-web", Optional.empty()));
      var quarantine = new Quarantine(database, new Audit(database));
      var sample = Samples.pydicom("MR_small.dcm");
      store(archive, sample, "1.2.3.1");
      for (int i = 2; i <= 3; i++) {
        assertThat(take(archive, sample.dataset().toBuilder()
            .put(Tags.SOP_INSTANCE_UID, "1.2.3." + i)
            .put(Tags.PATIENT_ID, "SOMEBODY-ELSE").build(), sample))
            .isEqualTo(new StoreOutcome.StoredWithMismatch("its study is of another patient"));
      }

      assertThat(tags(archive, projection)).containsExactly("doubtful");
      assertThat(quarantine.open(archive.second(), 9)).isEmpty();
      var mark = quarantine.open(archive.first(), 9).getFirst();
      assertThat(mark.reason()).isEqualTo("its study is of another patient");
      assertThat(mark.instances()).isEqualTo(2);
      assertThat(quarantine.settle(mark.id(), archive.second(), "somebody")).isFalse();
      assertThat(quarantine.settle(mark.id(), archive.first(), "somebody")).isTrue();
      assertThat(quarantine.settle(mark.id(), archive.first(), "somebody")).isFalse();
      assertThat(quarantine.open(archive.first(), 9)).isEmpty();
      assertThat(tags(archive, projection)).isEmpty();
    }
  }

  private static List<String> tags(TestArchive archive, StudyProjection projection) {
    archive.records().database().jdbc().sql("UPDATE study_projection SET due = now()").update();
    assertThat(projection.run()).isEqualTo(1);
    return FhirJson.decode(archive.records().database().jdbc()
            .sql("SELECT json FROM resource WHERE resource_type = 'ImagingStudy'")
            .query(String.class).single(), ImagingStudy.class)
        .getMeta().getTag().stream().map(Coding::getCode).toList();
  }

  private static StoreOutcome take(TestArchive archive, Dataset dataset, Sample sample)
      throws Exception {
    return archive.intake().store(
        new Incoming(archive.records().first().id(), "MR", sample.syntax().uid().value(),
            Optional.empty()),
        new ByteArrayInputStream(DatasetWriter.toBytes(dataset, sample.syntax()).toArray()));
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
