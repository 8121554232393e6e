package vn.tia.fhir.demo;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.gclient.ICriterion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.json.DicomJsonReader;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.testkit.Samples;
import vn.tia.hl7.mllp.MllpClient;
import vn.tia.hl7.mllp.MllpClientSettings;
import vn.tia.mapping.fhir.FhirJson;

/// The whole program against peers that know nothing of it: DCMTK, the HAPI FHIR client, and an
/// order that was not written by us. Two hospitals send, and neither notices the other.
@TestInstance(Lifecycle.PER_CLASS)
class ExamIT {
  private static final String SITES =
      """
      tia:
        facilities:
          - code: BV01
            name: Bệnh viện Đa khoa tỉnh
            system: urn:oid:1.2.840.99999.1
            calling-ae-titles: ["CT1", "READER:query"]
            hl7-senders: ["*|*"]
          - code: BV02
            name: Bệnh viện Sản Nhi
            system: urn:oid:1.2.840.99999.2
            calling-ae-titles: ["MR2"]
            hl7-senders: ["HIS2|BV02"]
      """;
  private static final String VIETNAMESE_ORDER = String.join("\r",
      "MSH|^~\\&|HIS|BV01|TIA|BV01|20261124||OMI^O23^OMI_O23|EXAM-IT-1|P|2.5.1||||||UNICODE UTF-8",
      "PID|1||0098765^^^BV01^MR||ĐẶNG^HƯỜNG^THỊ||19720815|F",
      "ORC|NW|P-1|F-1||SC",
      "TQ1|1||||||20261124090000",
      "OBR|1|P-1|F-1|CTN^CT ngực^99HIS",
      "IPC|EXAM-IT-A1|RP-1|2.25.1234567|S-1|CT|CTN1^CT ngực^99HIS|||CT1", "");

  /// Enough for every transfer syntax and type of object of Debian's python3-pydicom.
  private static final int FILES_MAX = 60;
  private static final int FILE_BYTES_MAX = 2_000_000;

  @TempDir
  private static Path directory;

  private TiaProcess tia;
  private Doors doors;
  private IGenericClient fhir;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  void start() throws Exception {
    var sites = Files.writeString(directory.resolve("sites.yml"), SITES);
    tia = TiaProcess.start(directory.resolve("data"), "up", "--config", sites.toString());
    doors = tia.awaitDoors();
    var factory = FhirJson.context().getRestfulClientFactory();
    factory.setServerValidationMode(ServerValidationModeEnum.NEVER);
    fhir = factory.newGenericClient(doors.http("/fhir"));
  }

  @AfterAll
  void stop() {
    http.close();
    tia.close();
    assertThat(tia.output()).as("what Tia logged")
        .doesNotContain("CompressedSamples", "1CT1", "ĐẶNG", "HƯỜNG", "0098765", "EXAM-IT-A1")
        .doesNotContain("Smith", "PID_1", "PlacerOrderNumber", "4MR1");
  }

  @Test
  void letsInWhoIsKnownAndNobodyElse() throws Exception {
    Dcmtk.assumeInstalled();
    assertThat(Dcmtk.echo(doors.dicomPort(), "CT1", "TIA").exit()).isZero();

    var stranger = Dcmtk.echo(doors.dicomPort(), "STRANGER", "TIA");
    assertThat(stranger.exit()).isNotZero();
    assertThat(stranger.output()).contains("Result: Rejected Permanent, Source: Service User",
        "Reason: Calling AE Title Not Recognized");
    var misdialled = Dcmtk.echo(doors.dicomPort(), "CT1", "OTHER");
    assertThat(misdialled.exit()).isNotZero();
    assertThat(misdialled.output()).contains("Reason: Called AE Title Not Recognized");
    assertThat(Dcmtk.echo(doors.dicomPort(), "MR2", "TIA").exit()).isZero();
  }

  @Test
  void storesNothingForWhoMayOnlyAsk() throws Exception {
    Dcmtk.assumeInstalled();
    var said = Dcmtk.store(
        doors.dicomPort(), "READER", "-xe", List.of(Samples.pydicom("rtplan.dcm")));

    assertThat(said.output()).contains("Received Store Response (Unknown Status: 0x124)");
  }

  /// What DCMTK sends is what it sends to its own `storescp`: so long is Tia's copy compared.
  @Test
  void givesBackByteForByteWhatStorescuSent() throws Exception {
    Dcmtk.assumeInstalled();
    var sent = Files.createDirectories(directory.resolve("sent"));
    var fetched = Files.createDirectories(directory.resolve("fetched"));
    try (var acceptor = Dcmtk.Acceptor.start(sent)) {
      for (var group : realFiles().entrySet()) {
        Dcmtk.store(acceptor.port(), "CT1", group.getKey(), group.getValue());
        Dcmtk.store(doors.dicomPort(), "CT1", group.getKey(), group.getValue());
      }
    }
    int files = 0;
    for (var one : list(sent)) {
      var dataset = DicomFile.readHeader(one).dataset();
      var path = "/dicom-web/studies/" + dataset.string(Tags.STUDY_INSTANCE_UID).orElseThrow()
          + "/series/" + dataset.string(Tags.SERIES_INSTANCE_UID).orElseThrow()
          + "/instances/" + dataset.string(Tags.SOP_INSTANCE_UID).orElseThrow();
      var answer = get(path, "application/dicom; transfer-syntax=*");
      assertThat(answer.statusCode()).as(one.toString()).isEqualTo(200);
      var file = Files.write(fetched.resolve(one.getFileName()), answer.body());
      assertThat(dataset(answer.body())).as(one.toString())
          .isEqualTo(dataset(Files.readAllBytes(one)));
      var dump = Dcmtk.dump(file);
      assertThat(dump.exit()).as("%s %s", one, dump.output()).isZero();
      files++;
    }
    assertThat(files).as("different real files").isGreaterThanOrEqualTo(20);
  }

  @Test
  void showsAForeignOrderOnTheWorklistOfItsHospitalOnly() throws Exception {
    Dcmtk.assumeInstalled();
    var order = Path.of(System.getProperty("tia.root"),
        "../shared/data/hl7/dcm4che/OMI^O23-ImagingOrder.hl7");
    Assumptions.assumeTrue(Files.exists(order), "skipped: ../shared/data/hl7 is not here");

    // Declared Latin, it has one dash in UTF-8, which Tia does not guess about.
    var content = new String(Files.readAllBytes(order), StandardCharsets.UTF_8).replace('–', '-');
    assertThat(send(content.getBytes(StandardCharsets.ISO_8859_1)))
        .contains("\rMSA|AA|1001125");

    var keys = new String[] {"AccessionNumber=AccessionNumber", "PatientName", "PatientID",
        "StudyInstanceUID", "ScheduledProcedureStepSequence[0].Modality",
        "ScheduledProcedureStepSequence[0].ScheduledProcedureStepID"};
    var found = Dcmtk.worklist(doors.dicomPort(), "CT1", directory.resolve("worklist"), keys);
    assertThat(found).singleElement().satisfies(step -> {
      assertThat(step.string(Tags.PATIENT_NAME)).contains("Smith^Lucy^Mark");
      assertThat(step.string(Tags.PATIENT_ID)).contains("PID_1");
      assertThat(step.string(Tags.STUDY_INSTANCE_UID))
          .contains("1.2.392.200036.9125.0.198811291108.7");
      assertThat(step.items(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE).getFirst()
          .string(Tags.SCHEDULED_PROCEDURE_STEP_ID)).contains("ScheduledProcStepID");
    });
    assertThat(Dcmtk.worklist(doors.dicomPort(), "MR2", directory.resolve("elsewhere"), keys))
        .isEmpty();
  }

  @Test
  void findsAStoredStudyByQidoAndByTheHapiClient() throws Exception {
    Dcmtk.assumeInstalled();
    var said = Dcmtk.store(
        doors.dicomPort(), "CT1", "-xe", List.of(Samples.pydicom("CT_small.dcm")));
    assertThat(said.output()).contains("Received Store Response (Success)");

    var answer = get("/dicom-web/studies?PatientID=1CT1&StudyDate=20040119&ModalitiesInStudy=CT",
        "application/dicom+json");
    assertThat(answer.statusCode()).isEqualTo(200);
    var found = new DicomJsonReader().readAll(new ByteArrayInputStream(answer.body()));
    assertThat(found).singleElement().satisfies(study -> assertThat(
        study.string(Tags.PATIENT_NAME)).contains("CompressedSamples^CT1"));
    var uid = found.getFirst().string(Tags.STUDY_INSTANCE_UID).orElseThrow();
    assertThat(patientsByFind("READER", uid)).containsExactly("1CT1");
    assertThat(patientsByFind("MR2", uid)).doesNotContain("1CT1");

    for (var criterion : List.<ICriterion<?>>of(
        ImagingStudy.PATIENT.hasChainedProperty(Patient.IDENTIFIER.exactly()
            .systemAndIdentifier("urn:oid:1.2.840.99999.1", "1CT1")),
        ImagingStudy.STARTED.exactly().day("2004-01-19"))) {
      var studies = await(() -> studies(criterion, ImagingStudy.MODALITY.exactly().code("CT")));
      assertThat(studies).extracting(study -> study.getIdentifierFirstRep().getValue())
          .containsExactly("urn:oid:" + uid);
      assertThat(studies.getFirst().getEndpoint()).isNotEmpty();
    }
    assertThat(studies(ImagingStudy.MODALITY.exactly().code("MG"))).isEmpty();
    assertThat(studies(ImagingStudy.STARTED.after().day("2004-01-20"),
        ImagingStudy.PATIENT.hasChainedProperty(Patient.IDENTIFIER.exactly().code("1CT1"))))
        .isEmpty();
  }

  private List<String> patientsByFind(String caller, String study) throws IOException {
    var model = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND.value();
    try (var association = Association.open(
        ClientSettings.toLoopback(doors.dicomPort(), caller, "TIA").propose(model))) {
      return association.find(model, Dataset.builder().put(Tags.QUERY_RETRIEVE_LEVEL, "STUDY")
              .put(Tags.STUDY_INSTANCE_UID, study).putEmpty(Tags.PATIENT_ID).build())
          .all().stream().map(one -> one.string(Tags.PATIENT_ID).orElse("")).toList();
    }
  }

  @Test
  void findsVietnameseNamesWithoutTheirAccents() throws Exception {
    assertThat(send(VIETNAMESE_ORDER.getBytes(StandardCharsets.UTF_8)))
        .contains("\rMSA|AA|EXAM-IT-1");

    for (var name : List.of("dang", "Huong", "HƯỜNG", "đặng", "thi")) {
      var found = await(() -> patients(Patient.NAME.matches().value(name)));
      assertThat(found).as(name).extracting(patient -> patient.getNameFirstRep().getText())
          .contains("ĐẶNG THỊ HƯỜNG");
    }
    assertThat(patients(Patient.NAME.matches().value("hang"))).isEmpty();
  }

  @Test
  void saysWhatItCanDo() {
    var capabilities = fhir.capabilities().ofType(CapabilityStatement.class).execute();

    assertThat(capabilities.getFhirVersion().toCode()).isEqualTo("4.0.1");
    assertThat(capabilities.getRestFirstRep().getResource()).extracting("type")
        .contains("Patient", "ServiceRequest", "ImagingStudy", "DiagnosticReport", "Endpoint");
  }

  /// The same study and the same patient number in both hospitals are two studies of two patients.
  @Test
  void keepsTwoHospitalsApartThatHoldTheSameStudy() throws Exception {
    Dcmtk.assumeInstalled();
    var file = List.of(Samples.pydicom("MR_small.dcm"));
    for (var modality : List.of("CT1", "MR2")) {
      var said = Dcmtk.store(doors.dicomPort(), modality, "-xe", file);
      assertThat(said.output()).contains("Received Store Response (Success)");
    }

    for (var system : List.of("urn:oid:1.2.840.99999.1", "urn:oid:1.2.840.99999.2")) {
      var owner = ImagingStudy.PATIENT.hasChainedProperty(
          Patient.IDENTIFIER.exactly().systemAndIdentifier(system, "4MR1"));
      var studies = await(() -> studies(owner));
      assertThat(studies).hasSize(1);
      assertThat(studies.getFirst().getNumberOfInstances()).isEqualTo(1);
    }
    var both = studies(ImagingStudy.PATIENT.hasChainedProperty(
        Patient.IDENTIFIER.exactly().code("4MR1")));
    assertThat(both).hasSize(2);
    assertThat(both.stream().map(study -> study.getSubject().getReference()).distinct())
        .hasSize(2);
    assertThat(both.stream().map(study -> study.getIdentifierFirstRep().getValue()).distinct())
        .hasSize(1);
  }

  /// Different real files by the option that makes `storescu` send them as they are.
  private static Map<String, List<Path>> realFiles() throws IOException {
    var uids = new HashSet<String>();
    var byOffer = new TreeMap<String, List<Path>>();
    for (var file : Samples.all()) {
      var offer = Files.size(file) > FILE_BYTES_MAX ? Optional.<String>empty() : offer(file, uids);
      if (offer.isPresent() && uids.size() <= FILES_MAX) {
        byOffer.computeIfAbsent(offer.get(), _ -> new ArrayList<>()).add(file);
      }
    }
    return byOffer;
  }

  private static Optional<String> offer(Path file, Set<String> uids) {
    try {
      var header = DicomFile.readHeader(file);
      var isWhole = Stream.of(Tags.SOP_CLASS_UID, Tags.SOP_INSTANCE_UID, Tags.STUDY_INSTANCE_UID,
          Tags.SERIES_INSTANCE_UID).map(header.dataset()::string)
          .allMatch(uid -> uid.filter(Uid::isWellFormed).isPresent());
      // MR_small is sent by two hospitals, so its UID alone names two instances. What comes without
      // a Patient ID goes out with the one that the records gave it.
      return isWhole
          && header.dataset().string(Tags.PATIENT_ID).isPresent()
          && uids.add(header.dataset().string(Tags.SOP_INSTANCE_UID).orElseThrow())
          && !file.endsWith("MR_small.dcm")
          ? Dcmtk.offer(header.meta().syntax().uid().value()) : Optional.empty();
    } catch (IOException _) {
      // Some samples are broken on purpose.
      return Optional.empty();
    }
  }

  private String send(byte[] message) throws Exception {
    try (var client = MllpClient.connect(MllpClientSettings.to("127.0.0.1", doors.hl7Port()))) {
      return new String(client.exchange(message), StandardCharsets.UTF_8);
    }
  }

  private List<ImagingStudy> studies(ICriterion<?> first, ICriterion<?>... others) {
    var query = fhir.search().forResource(ImagingStudy.class).where(first);
    for (var other : others) {
      query = query.and(other);
    }
    return resources(query.returnBundle(Bundle.class).execute(), ImagingStudy.class);
  }

  private List<Patient> patients(ICriterion<?> criterion) {
    return resources(fhir.search().forResource(Patient.class).where(criterion)
        .returnBundle(Bundle.class).execute(), Patient.class);
  }

  private static <T> List<T> resources(Bundle bundle, Class<T> type) {
    return bundle.getEntry().stream().map(entry -> type.cast(entry.getResource())).toList();
  }

  /// What a search finds once the study, the order or the patient has reached the index.
  private static <T> List<T> await(java.util.function.Supplier<List<T>> search)
      throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    var found = search.get();
    while (found.isEmpty() && System.nanoTime() < until) {
      Thread.sleep(50);
      found = search.get();
    }
    return found;
  }

  private HttpResponse<byte[]> get(String path, String accept) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create(doors.http(path)))
        .header("Accept", accept).build(), BodyHandlers.ofByteArray());
  }

  /// The bytes behind preamble and meta information.
  private static byte[] dataset(byte[] file) {
    int start = 144 + (file[140] & 0xFF | (file[141] & 0xFF) << 8);
    return Arrays.copyOfRange(file, start, file.length);
  }

  private static List<Path> list(Path directory) throws Exception {
    try (var files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
