package vn.tia.bridge.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.retrieve.Destination;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.testkit.Dcmqrscp;
import vn.tia.dicom.testkit.Dcmtk;
import vn.tia.dicom.testkit.Orthanc;

/// The archives of others: Orthanc by DICOMweb and by DIMSE, DCMTK's dcmqrscp.
class RemotePeersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir
  private Path directory;

  @Test
  void findsAndRetrievesWhatOrthancHoldsByDicomWeb() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    var jpeg = Samples.pydicom("JPEG2000.dcm");
    try (var orthanc = Orthanc.startWithDicomWeb(directory, "http://127.0.0.1:1/")) {
      orthanc.upload(ct.file());
      orthanc.upload(jpeg.file());
      try (var tia = Bridge.open(directory.resolve("tia"), new DicomWebArchive(
          new DicomWebArchive.Place("ORTHANC", URI.create(orthanc.dicomWeb()), Optional.empty(),
              Optional.empty()), PATIENCE))) {
        isFoundAndRetrieved(tia, ct);
        isFoundAndRetrieved(tia, jpeg);
      }
    }
  }

  @Test
  void findsAndRetrievesWhatOrthancHoldsByDimse() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    var jpeg = Samples.pydicom("JPEG2000.dcm");
    try (var orthanc = Orthanc.start(directory, "TIA", 1)) {
      orthanc.upload(ct.file());
      orthanc.upload(jpeg.file());
      try (var tia = Bridge.open(directory.resolve("tia"),
          dimse("ORTHANC", orthanc.dicomPort()))) {
        isFoundAndRetrieved(tia, ct);
        isFoundAndRetrieved(tia, jpeg);
      }
    }
  }

  @Test
  void findsAndRetrievesWhatDcmqrscpHolds() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    try (var peer = Dcmqrscp.start(directory, "STATION", 1)) {
      Dcmtk.run("storescu", "-aec", "ARCHIVE", "127.0.0.1", Integer.toString(peer.port()),
          ct.file().toString());
      try (var tia = Bridge.open(directory.resolve("tia"), dimse("ARCHIVE", peer.port()))) {
        isFoundAndRetrieved(tia, ct);
      }
    }
  }

  private static RemoteArchive dimse(String aeTitle, int port) {
    return new DimseArchive(
        new Destination(aeTitle, "127.0.0.1", port, "A", Optional.empty()), "TIA", PATIENCE);
  }

  private static void isFoundAndRetrieved(Bridge tia, Sample sample) throws Exception {
    var patient = sample.dataset().string(Tags.PATIENT_ID).orElseThrow();
    assertThat(tia.studies("READER", patient)).containsExactly(sample.study());
    assertThat(tia.find("READER", Dataset.builder().put(Tags.QUERY_RETRIEVE_LEVEL, "SERIES")
        .put(Tags.STUDY_INSTANCE_UID, sample.study()).put(Tags.SERIES_INSTANCE_UID, "").build()))
        .extracting(one -> one.string(Tags.SERIES_INSTANCE_UID).orElse(""))
        .containsExactly(sample.series());
    assertThat(tia.find("READER", Dataset.builder().put(Tags.QUERY_RETRIEVE_LEVEL, "IMAGE")
        .put(Tags.STUDY_INSTANCE_UID, sample.study())
        .put(Tags.SERIES_INSTANCE_UID, sample.series()).put(Tags.SOP_INSTANCE_UID, "").build()))
        .extracting(one -> one.string(Tags.SOP_INSTANCE_UID).orElse(""))
        .containsExactly(sample.uid());
    var found = tia.json("/studies?StudyInstanceUID=" + sample.study());
    assertThat(found).singleElement().satisfies(one -> {
      assertThat(one.string(Tags.PATIENT_ID)).contains(patient);
      assertThat(one.string(Tags.INSTANCE_AVAILABILITY)).contains("NEARLINE");
      assertThat(one.string(Tags.RETRIEVE_URL)).contains(
          tia.web.base() + "/studies/" + sample.study());
    });
    assertThat(tia.json("/studies/" + sample.study() + "/series"))
        .extracting(one -> one.string(Tags.SERIES_INSTANCE_UID).orElse(""))
        .containsExactly(sample.series());

    var got = tia.retrieve(sample.study(), sample.instance().sopClassUid(),
        sample.instance().transferSyntaxUid());

    assertThat(got.result().status().isSuccess()).isTrue();
    assertThat(got.instances()).containsOnlyKeys(sample.uid());
    assertThat(got.instances().get(sample.uid()).get(Tags.PIXEL_DATA))
        .isEqualTo(sample.dataset().get(Tags.PIXEL_DATA));
    assertThat(tia.get("/studies/" + sample.study() + "/metadata", "application/dicom+json")
        .statusCode()).isEqualTo(200);
    assertThat(tia.get("/studies/" + sample.study() + "/series/" + sample.series()
        + "/instances/" + sample.uid() + "/frames/1",
        "multipart/related; type=\"application/octet-stream\"; transfer-syntax=*")
        .statusCode()).isEqualTo(200);
    // Found once: here now.
    assertThat(tia.json("/studies?StudyInstanceUID=" + sample.study())).singleElement()
        .satisfies(one ->
            assertThat(one.string(Tags.INSTANCE_AVAILABILITY)).contains("ONLINE"));
    assertThat(tia.studies("READER", patient)).containsExactly(sample.study());
    assertThat(tia.cached.bytes()).isGreaterThan(Files.size(sample.file()) / 2);
    assertThat(tia.archive.studies()
        .originals(java.util.List.of(sample.uid()), tia.archive.first())).isEmpty();
  }
}
