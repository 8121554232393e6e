package vn.tia.fhir.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.objects.FileObjectStore;
import vn.tia.bridge.objects.FileObjectStoreSettings;
import vn.tia.bridge.objects.ObjectStore;
import vn.tia.bridge.remote.DicomWebArchive;
import vn.tia.bridge.remote.DimseArchive;
import vn.tia.bridge.remote.Remote;
import vn.tia.bridge.remote.RemoteImaging;
import vn.tia.bridge.remote.RemoteStudies;
import vn.tia.bridge.remote.StudyCache;
import vn.tia.bridge.retrieve.Destination;
import vn.tia.bridge.store.InstanceIntake;
import vn.tia.bridge.store.Registrar;
import vn.tia.dicom.io.ReadLimits;
import vn.tia.dicom.testkit.Orthanc;
import vn.tia.dicom.testkit.Samples;
import vn.tia.fhir.rest.DoorAddition;
import vn.tia.fhir.rest.FhirTestServer;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.studies.CachedStudies;
import vn.tia.records.studies.RemoteImagingStudies;
import vn.tia.records.studies.StudyLinks;
import vn.tia.records.studies.StudyProjection;
import vn.tia.records.studies.StudyProjection.Addresses;
import vn.tia.records.studies.StudyRegistry;

/// ImagingStudies of what lies in an Orthanc, and in an archive that is away.
class RemoteSearchesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String STUDY = "1.3.6.1.4.1.5962.1.2.1.20040119072730.12322";
  private static final Addresses ADDRESSES =
      new Addresses("http://localhost/dicom-web", Optional.empty());

  @TempDir private Path directory;
  private Orthanc orthanc;

  @BeforeEach
  void open() throws Exception {
    orthanc = Orthanc.startWithDicomWeb(directory, "http://127.0.0.1:1/");
    orthanc.upload(Samples.pydicom("CT_small.dcm"));
    orthanc.upload(Samples.pydicom("MR_small.dcm"));
  }

  @AfterEach
  void close() throws Exception {
    orthanc.close();
  }

  /// A FHIR door beside an archive, and what the archive's studies are fetched by.
  private static final class Tia implements AutoCloseable {
    private final FhirTestServer server;
    private RemoteStudies remotes;
    private ObjectStore objects;
    private Registrar registrar;
    private StudyProjection projection;

    Tia(Path folder, Remote... remotes) {
      server = new FhirTestServer((door, directory) -> List.of(addition(door, folder, remotes)));
    }

    private DoorAddition addition(FhirTestServer door, Path folder, Remote... archives) {
      var registry = new StudyRegistry(
          door.database, new StudyLinks(door.facilities, door.patients, door.orders));
      registry.expectCopies();
      registrar = Registrar.start(registry);
      try {
        objects = new FileObjectStore(
            new FileObjectStoreSettings(folder, 1 << 30, 0), InstantSource.system());
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      var cached = new CachedStudies(door.database);
      var cache = new StudyCache(cached, new StudyCache.Stores(
          new InstanceIntake(objects, registrar, ReadLimits.DEFAULT), objects, door.audit),
          StudyCache.Limits.DEFAULT);
      remotes = new RemoteStudies(List.of(archives).stream()
          .map(one -> new Remote(door.facility.id(), one.archive())).toList(), cached, cache,
          new RemoteStudies.Settings(PATIENCE, 100, Duration.ofMinutes(10)), _ -> { });
      projection = new StudyProjection(
          door.database, door.facilities, door.resources, ADDRESSES);
      projection.writeEndpoints();
      var imaging = new RemoteImagingStudies(new RemoteImagingStudies.Parts(door.database,
          door.facilities, door.patients, door.orders, door.resources), ADDRESSES);
      return new RemoteSearches(
          new RemoteImaging(remotes, imaging), door.patients, InstantSource.system());
    }

    Bundle search(String path) {
      var answer = server.get(path);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return FhirJson.context().newJsonParser().parseResource(Bundle.class, answer.body());
    }

    List<ImagingStudy> studies(String path) {
      return search(path).getEntry().stream()
          .filter(one -> one.getResource() instanceof ImagingStudy)
          .map(one -> (ImagingStudy) one.getResource()).toList();
    }

    @Override
    public void close() throws Exception {
      server.close();
      registrar.close();
      objects.close();
    }
  }

  private Remote byWeb() {
    return new Remote(0, new DicomWebArchive(new DicomWebArchive.Place("ORTHANC",
        URI.create(orthanc.dicomWeb()), Optional.empty(), Optional.empty()), PATIENCE));
  }

  private Remote byDimse() {
    return new Remote(0, new DimseArchive(new Destination("ORTHANC", "127.0.0.1",
        orthanc.dicomPort(), "A", Optional.empty()), "TIA", PATIENCE));
  }

  private static void isTheCt(ImagingStudy study) {
    assertThat(study.getIdentifierFirstRep().getValue()).isEqualTo("urn:oid:" + STUDY);
    assertThat(study.getNumberOfSeries()).isEqualTo(1);
    assertThat(study.getNumberOfInstances()).isEqualTo(1);
    assertThat(study.getModalityFirstRep().getCode()).isEqualTo("CT");
    assertThat(study.getSeries()).singleElement().satisfies(series ->
        assertThat(series.getModality().getCode()).isEqualTo("CT"));
    assertThat(study.getStartedElement().getValueAsString()).startsWith("2004-01-19");
    assertThat(study.getEndpoint()).isNotEmpty();
    assertThat(study.getMeta().getTag()).extracting(one -> one.getCode())
        .contains("NEARLINE");
  }

  @Test
  void findsWhatAnOrthancHoldsOfAPatientsNumber() throws Exception {
    for (var remote : List.of(byWeb(), byDimse())) {
      try (var tia = new Tia(directory.resolve(remote.archive().getClass().getName()), remote)) {
        var found = tia.studies("/ImagingStudy?patient.identifier=1CT1");

        assertThat(found).singleElement().satisfies(RemoteSearchesTest::isTheCt);
        // The patient whom the archive names is one here now, and asks by reference too.
        var patient = tia.server.client().read().resource(Patient.class)
            .withId(found.getFirst().getSubject().getReferenceElement().getIdPart()).execute();
        assertThat(patient.getNameFirstRep().getFamily()).isEqualTo("CompressedSamples");
        assertThat(tia.studies("/ImagingStudy?modality=CT&patient=" + patient.getIdPart()))
            .hasSize(1);
        assertThat(tia.studies("/Patient/" + patient.getIdPart() + "/ImagingStudy")).hasSize(1);
        assertThat(tia.studies("/ImagingStudy")).as("nothing else came").hasSize(1);
      }
    }
  }

  @Test
  void findsAStudyByItsUid() throws Exception {
    try (var tia = new Tia(directory.resolve("tia"), byWeb())) {
      assertThat(tia.studies("/ImagingStudy?identifier=urn:dicom:uid%7Curn:oid:" + STUDY))
          .singleElement().satisfies(RemoteSearchesTest::isTheCt);
    }
  }

  @Test
  void keepsItsIdWhenTheStudyIsFetched() throws Exception {
    try (var tia = new Tia(directory.resolve("tia"), byWeb())) {
      var before = tia.studies("/ImagingStudy?patient.identifier=1CT1").getFirst();

      tia.remotes.bring(List.of(STUDY), Access.to(tia.server.facility.id()));
      for (int i = 0; i < 300 && tia.projection.run() == 0; i++) {
        Thread.sleep(100);
      }
      tia.server.settle();

      var after = tia.studies("/ImagingStudy?patient.identifier=1CT1");
      assertThat(after).singleElement().satisfies(one -> {
        assertThat(one.getIdPart()).isEqualTo(before.getIdPart());
        assertThat(one.getSeriesFirstRep().getInstance()).hasSize(1);
        assertThat(one.getMeta().getTag()).isEmpty();
      });
    }
  }

  @Test
  void asksForNoPatterns() throws Exception {
    try (var tia = new Tia(directory.resolve("tia"), byWeb())) {
      assertThat(tia.studies("/ImagingStudy?patient.identifier=*")).isEmpty();
      assertThat(tia.studies("/ImagingStudy?patient.identifier=1CT?")).isEmpty();
      assertThat(tia.studies("/ImagingStudy?patient.identifier=NOBODY")).isEmpty();
      assertThat(tia.studies("/ImagingStudy")).isEmpty();
    }
  }

  @Test
  void saysWhichArchiveIsAway() throws Exception {
    int nobody;
    try (var socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    var away = new Remote(0, new DimseArchive(new Destination("AWAY", "127.0.0.1", nobody, "A",
        Optional.empty()), "TIA", Duration.ofSeconds(2)));
    try (var tia = new Tia(directory.resolve("tia"), away, byWeb())) {
      var found = tia.search("/ImagingStudy?patient.identifier=1CT1");

      assertThat(found.getEntry()).anySatisfy(one ->
          assertThat(one.getResource()).isInstanceOf(ImagingStudy.class));
      assertThat(found.getEntry().stream().map(Bundle.BundleEntryComponent::getResource)
          .filter(OperationOutcome.class::isInstance)
          .map(one -> ((OperationOutcome) one).getIssueFirstRep().getDiagnostics()))
          .containsExactly("the archive AWAY gave no answer: its studies may be missing");
    }
  }
}
