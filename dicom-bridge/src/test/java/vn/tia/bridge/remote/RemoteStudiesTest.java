package vn.tia.bridge.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.objects.ObjectId;
import vn.tia.bridge.retrieve.Destination;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.TestIdentity;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.Tls;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.studies.InstancePath;
import vn.tia.records.studies.StudyProjection;

/// Studies of another Tia: found, fetched, kept and evicted.
class RemoteStudiesTest {
  @TempDir
  private Path directory;
  private Bridge far;

  @BeforeEach
  void open() throws Exception {
    far = Bridge.open(directory.resolve("far"));
  }

  @AfterEach
  void close() throws Exception {
    far.close();
  }

  @Test
  void goesOnWithoutAnArchiveThatIsDown() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    var mr = Samples.pydicom("MR_small.dcm");
    far.archive.store(mr);
    int nobody;
    try (var socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    var down = new DimseArchive(new Destination("DOWN", "127.0.0.1", nobody, "A",
        Optional.empty()), "TIA", Duration.ofSeconds(2));
    try (var tia = Bridge.open(directory.resolve("tia"), down, far.asArchive())) {
      tia.archive.store(ct);

      var answer = tia.get("/studies", "application/dicom+json");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().allValues("Warning")).containsExactly(
          "299 tia \"the archive DOWN gave no answer: its results are missing\"");
      assertThat(tia.json("/studies"))
          .extracting(one -> one.string(Tags.STUDY_INSTANCE_UID).orElse(""))
          .containsExactly(ct.study(), mr.study());
      assertThat(tia.studies("READER", "")).containsExactly(ct.study(), mr.study());
      // Which archive holds it is known, so nobody waits for the other.
      assertThat(tia.get("/studies/" + mr.study(), "*/*").statusCode()).isEqualTo(200);
      // Of a study that nobody knows, an archive that is down may be the holder.
      assertThat(tia.get("/studies/2.25.7", "*/*").statusCode()).isEqualTo(503);
    }
  }

  @Test
  void pagesThroughOursThenThroughTheOthers() throws Exception {
    far.archive.store(Samples.pydicom("MR_small.dcm"), Samples.pydicom("JPEG2000.dcm"));
    try (var tia = Bridge.open(directory.resolve("tia"), far.asArchive())) {
      tia.archive.store(Samples.pydicom("CT_small.dcm"), Samples.pydicom("MR_small.dcm"));
      var all = tia.json("/studies").stream()
          .map(one -> one.string(Tags.STUDY_INSTANCE_UID).orElse("")).toList();
      assertThat(all).hasSize(3).doesNotHaveDuplicates();
      for (int offset = 0; offset < 4; offset++) {
        assertThat(tia.json("/studies?limit=1&offset=" + offset))
            .extracting(one -> one.string(Tags.STUDY_INSTANCE_UID).orElse(""))
            .isEqualTo(all.subList(Math.min(offset, 3), Math.min(offset + 1, 3)));
      }
    }
  }

  @Test
  void namesEachPatientOnce() throws Exception {
    far.archive.store(Samples.pydicom("CT_small.dcm"));
    try (var tia = Bridge.open(directory.resolve("tia"), far.asArchive())) {
      tia.archive.store(Samples.pydicom("CT_small.dcm"), Samples.pydicom("MR_small.dcm"));
      assertThat(tia.studies("READER", "*")).hasSize(2);
    }
  }

  @Test
  void showsNothingToCallersOfAnotherFacility() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    far.archive.store(ct);
    try (var tia = Bridge.open(directory.resolve("tia"), far.asArchive())) {
      assertThat(tia.studies("READER", "1CT1")).containsExactly(ct.study());
      assertThat(tia.studies("MR2", "1CT1")).isEmpty();
      assertThat(tia.studies.bring(List.of(ct.study()), tia.archive.second()))
          .isEqualTo(RemoteStudies.Brought.DONE);
      assertThat(instances(tia, ct)).isEmpty();
    }
  }

  /// What one bridge asks for another goes no further, so no ring of them asks for ever.
  @Test
  void handsOnNoQuestionThatWasHandedOn() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    far.archive.store(ct);
    try (var tia = Bridge.open(directory.resolve("tia"), far.asArchive());
        var third = Bridge.open(directory.resolve("third"), tia.asArchive(), webArchive(tia))) {
      assertThat(tia.studies("READER", "1CT1")).containsExactly(ct.study());
      assertThat(third.studies("READER", "1CT1")).isEmpty();
      assertThat(third.json("/studies")).isEmpty();
      assertThat(third.get("/studies/" + ct.study(), "*/*").statusCode()).isEqualTo(404);
      assertThat(instances(tia, ct)).isEmpty();
    }
  }

  private static RemoteArchive webArchive(Bridge tia) {
    return new DicomWebArchive(new DicomWebArchive.Place("WEB", URI.create(tia.web.base()),
        Optional.empty(), Optional.empty()), Duration.ofSeconds(20));
  }

  @Test
  void keepsNothingOfAStudyThatDidNotComeWhole() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    far.archive.store(ct);
    var stored = far.archive.studies().instances(
        InstancePath.study(ct.study()), far.archive.first()).getFirst();
    far.archive.objects().delete(new ObjectId(stored.bytes().objectId()));
    try (var tia = Bridge.open(directory.resolve("tia"), far.asArchive())) {
      assertThat(tia.get("/studies/" + ct.study(), "*/*").statusCode()).isEqualTo(503);
      assertThat(tia.retrieve(ct.study(), ct.instance().sopClassUid(),
          ct.instance().transferSyntaxUid()).result().status().code()).isEqualTo(0xA702);
      assertThat(instances(tia, ct)).isEmpty();
      assertThat(tia.cached.bytes()).isZero();
    }
  }

  /// Gives the first instance of a study at once, and the others when it may.
  private record Slow(RemoteArchive archive, CountDownLatch isGiven, CountDownLatch mayGoOn)
      implements RemoteArchive {
    @Override
    public String name() {
      return archive.name();
    }

    @Override
    public List<Dataset> find(RemoteQuestion question) throws IOException {
      return archive.find(question);
    }

    @Override
    public int retrieve(String studyUid, Taker taker) throws IOException {
      return archive.retrieve(studyUid, new Taker() {
        @Override
        public void dataset(String sopClass, String uid, String syntax, InputStream dataset)
            throws IOException {
          taker.dataset(sopClass, uid, syntax, dataset);
          isGiven.countDown();
          try {
            assertThat(mayGoOn.await(60, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        }

        @Override
        public void file(InputStream file) throws IOException {
          taker.file(file);
        }
      });
    }
  }

  @Test
  void showsNoStudyOfWhichOnlyAPartHasCome() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    far.archive.store(ct);
    var second = ct.dataset().toBuilder().put(Tags.SOP_INSTANCE_UID, "2.25.81")
        .put(Tags.SERIES_INSTANCE_UID, "2.25.82").build();
    far.archive.store(new Sample(ct.file(), second, ct.syntax(),
        DatasetWriter.toBytes(second, ct.syntax()).toArray()));
    var slow = new Slow(far.asArchive(), new CountDownLatch(1), new CountDownLatch(1));
    try (var tia = Bridge.open(directory.resolve("tia"), slow);
        var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var records = tia.archive.records();
      var projection = new StudyProjection(records.database(),
          new Facilities(records.database()), records.resources(),
          new StudyProjection.Addresses("http://localhost/dicom-web", Optional.empty()));
      var one = pool.submit(() -> tia.get("/studies/" + ct.study(), "*/*"));
      var other = pool.submit(() -> tia.get(
          "/studies/" + ct.study() + "/metadata", "application/dicom+json"));
      assertThat(slow.isGiven().await(60, TimeUnit.SECONDS)).isTrue();

      assertThat(instances(tia, ct)).as("on its way").hasSize(1);
      assertThat(tia.json("/studies?PatientID=1CT1")).singleElement().satisfies(study -> {
        assertThat(study.string(Tags.INSTANCE_AVAILABILITY)).contains("NEARLINE");
        assertThat(study.integer(Tags.NUMBER_OF_STUDY_RELATED_INSTANCES)).hasValue(2);
      });
      assertThat(tia.json("/studies/" + ct.study() + "/series")).hasSize(2);
      assertThat(tia.studies("READER", "1CT1")).containsExactly(ct.study());
      assertThat(tia.find("READER", Dataset.builder().put(Tags.QUERY_RETRIEVE_LEVEL, "SERIES")
          .put(Tags.STUDY_INSTANCE_UID, ct.study()).put(Tags.SERIES_INSTANCE_UID, "").build()))
          .hasSize(2);
      records.database().jdbc().sql("UPDATE study_projection SET due = now()").update();
      assertThat(projection.run()).as("no ImagingStudy of a part").isZero();
      assertThat(one.isDone() || other.isDone()).as("who retrieves it waits").isFalse();

      slow.mayGoOn().countDown();
      assertThat(one.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      assertThat(new String(other.get(60, TimeUnit.SECONDS).body(), StandardCharsets.UTF_8))
          .contains(ct.uid(), "2.25.81");
      assertThat(tia.json("/studies?PatientID=1CT1")).singleElement().satisfies(study ->
          assertThat(study.string(Tags.INSTANCE_AVAILABILITY)).contains("ONLINE"));
      assertThat(projection.run()).isEqualTo(1);
    }
  }

  @Test
  void asksAndFetchesByTlsWithCertificatesOfBothSides() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    far.archive.store(ct);
    var ours = TestIdentity.make(directory, "ours");
    var theirs = TestIdentity.make(directory, "theirs");
    var stranger = TestIdentity.make(directory, "stranger");
    try (var door = far.serveByTls(
            new Tls(theirs.trusting(ours), Tls.PeerCertificate.REQUIRED));
        var tia = Bridge.open(directory.resolve("tia"), byTls(door, ours.trusting(theirs)));
        var deceived = Bridge.open(
            directory.resolve("deceived"), byTls(door, ours.trusting(stranger)))) {
      assertThat(tia.studies("READER", "1CT1")).containsExactly(ct.study());
      assertThat(tia.get("/studies/" + ct.study(), "*/*").statusCode()).isEqualTo(200);
      assertThat(instances(tia, ct)).hasSize(1);
      assertThat(deceived.studies("READER", "1CT1")).isEmpty();
      assertThat(deceived.get("/studies/" + ct.study(), "*/*").statusCode()).isEqualTo(503);
    }
  }

  private static RemoteArchive byTls(AssociationServer door, SSLContext context) {
    return new DimseArchive(new Destination("TIA", "127.0.0.1", door.port(), "A",
        Optional.of(new Tls(context, Tls.PeerCertificate.NOT_WANTED))), "VIEWER",
        Duration.ofSeconds(20));
  }

  @Test
  void evictsWhatWasNotUsedForLongest() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    var mr = Samples.pydicom("MR_small.dcm");
    far.archive.store(ct, mr);
    var limits = new StudyCache.Limits(45_000, Duration.ofMillis(1), 2);
    try (var tia = Bridge.open(directory.resolve("tia"), limits, far.asArchive())) {
      assertThat(tia.get("/studies/" + ct.study(), "*/*").statusCode()).isEqualTo(200);
      var objects = instances(tia, ct);
      assertThat(objects).hasSize(1);
      assertThat(tia.get("/studies/" + mr.study(), "*/*").statusCode()).isEqualTo(200);

      assertThat(instances(tia, ct)).isEmpty();
      assertThat(instances(tia, mr)).hasSize(1);
      assertThat(tia.cached.bytes()).isLessThanOrEqualTo(45_000);
      assertThat(org.assertj.core.api.Assertions.catchThrowable(() ->
          tia.archive.objects().open(new ObjectId(objects.getFirst())))).isNotNull();
      // And it comes again when it is wanted.
      assertThat(tia.get("/studies/" + ct.study(), "*/*").statusCode()).isEqualTo(200);
      assertThat(instances(tia, ct)).hasSize(1);
    }
  }

  @Test
  void evictsNothingThatIsRead() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    var mr = Samples.pydicom("MR_small.dcm");
    far.archive.store(ct, mr);
    var limits = new StudyCache.Limits(45_000, Duration.ofHours(1), 2);
    try (var tia = Bridge.open(directory.resolve("tia"), limits, far.asArchive())) {
      tia.get("/studies/" + ct.study(), "*/*");
      tia.get("/studies/" + mr.study(), "*/*");
      tia.cache.makeRoom();
      assertThat(instances(tia, ct)).hasSize(1);
    }
  }

  @Test
  void refusesAStudyLargerThanTheCache() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    far.archive.store(ct);
    var limits = new StudyCache.Limits(1_000, Duration.ofHours(1), 2);
    try (var tia = Bridge.open(directory.resolve("tia"), limits, far.asArchive())) {
      assertThat(tia.get("/studies/" + ct.study(), "*/*").statusCode()).isEqualTo(503);
      assertThat(instances(tia, ct)).isEmpty();
    }
  }

  /// Acknowledged to a modality, it is no copy any more.
  @Test
  void keepsForGoodWhatWasStoredHereToo() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    far.archive.store(ct);
    try (var tia = Bridge.open(directory.resolve("tia"), far.asArchive())) {
      tia.get("/studies/" + ct.study(), "*/*");
      assertThat(tia.archive.studies().originals(List.of(ct.uid()), tia.archive.first()))
          .isEmpty();
      long study = tia.cached.standing(ct.study(), tia.archive.first()).orElseThrow().studyId();
      tia.archive.store(ct);

      assertThat(tia.archive.studies().originals(List.of(ct.uid()), tia.archive.first()))
          .hasSize(1);
      assertThat(tia.cached.evict(study)).isEmpty();
      assertThat(instances(tia, ct)).hasSize(1);
    }
  }

  /// The id of its ImagingStudy is the same before and after it was away.
  @Test
  void comesBackUnderTheSameFhirId() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    far.archive.store(ct);
    try (var tia = Bridge.open(directory.resolve("tia"), far.asArchive())) {
      tia.get("/studies/" + ct.study(), "*/*");
      var before = fhirId(tia, ct);
      long study = tia.cached.standing(ct.study(), tia.archive.first()).orElseThrow().studyId();
      assertThat(tia.cached.evict(study)).hasSize(1);
      tia.get("/studies/" + ct.study(), "*/*");
      assertThat(fhirId(tia, ct)).isEqualTo(before);
    }
  }

  private static String fhirId(Bridge tia, Sample sample) {
    return tia.archive.records().database().jdbc()
        .sql("SELECT fhir_id::text FROM study WHERE study_instance_uid = ?")
        .param(sample.study()).query(String.class).single();
  }

  private static List<String> instances(Bridge tia, Sample sample) {
    return tia.archive.studies().instances(
            InstancePath.study(sample.study()), tia.archive.first()).stream()
        .map(one -> one.bytes().objectId()).toList();
  }

  @Test
  void answersAtTheLevelOfPatients() throws Exception {
    far.archive.store(Samples.pydicom("MR_small.dcm"));
    try (var tia = Bridge.open(directory.resolve("tia"), far.asArchive())) {
      tia.archive.store(Samples.pydicom("CT_small.dcm"));
      assertThat(tia.studies.find(new RemoteQuestion(vn.tia.bridge.query.Level.PATIENT,
          Dataset.builder().put(Tags.PATIENT_ID, "").put(Tags.PATIENT_NAME, "").build(), 10),
          tia.archive.first()).matches())
          .extracting(one -> one.attributes().string(Tags.PATIENT_ID).orElse(""))
          .containsExactly("4MR1");
    }
  }
}
