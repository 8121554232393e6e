package vn.tia.bridge.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.Modalities;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.QueryOptions;
import vn.tia.dicom.net.QueryOptions.Option;
import vn.tia.dicom.net.Status;
import vn.tia.records.audit.Audit;

class QueryServiceTest {
  private static final String PATIENT_ROOT =
      Uids.PATIENT_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND.value();
  private static final String STUDY_ROOT =
      Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND.value();

  @TempDir private Path directory;
  private TestArchive archive;
  private Sample ct;
  private Sample mr;

  @BeforeEach void open() throws IOException {
    archive = TestArchive.open(directory);
    ct = Samples.pydicom("CT_small.dcm");
    mr = Samples.pydicom("MR_small.dcm");
    archive.store(ct, mr);
  }

  @AfterEach void close() throws Exception {
    archive.close();
  }

  private record Answer(Status status, List<Dataset> matches) {
    List<String> all(Tag tag) {
      return matches.stream().map(one -> one.string(tag).orElse("")).toList();
    }
  }

  @Test void row36FindsByAListOfTenThousandUids() throws Exception {
    var uids = java.util.stream.Stream.concat(
        java.util.stream.IntStream.range(0, 9_999).mapToObj(i -> "1.2.826.0.1.3680043.9." + i),
        java.util.stream.Stream.of(ct.study())).toArray(String[]::new);
    // A list so long fits into a value of implicit VR only (PS3.5 section 7.1.2).
    var call = vn.tia.dicom.net.ClientSettings.toLoopback(archive.port(), "READER", "TIA")
        .propose(STUDY_ROOT, List.of("1.2.840.10008.1.2"));
    try (var association = vn.tia.dicom.net.Association.open(call);
        var matches = association.find(STUDY_ROOT,
            level("STUDY").put(Tags.STUDY_INSTANCE_UID, uids).build())) {
      assertThat(matches.all()).extracting(one -> one.string(Tags.STUDY_INSTANCE_UID).orElse(""))
          .containsExactly(ct.study());
      assertThat(matches.status()).contains(Status.SUCCESS);
    }
  }

  @Test void findsAtEveryLevelOfBothRoots() throws Exception {
    var patients = ask(PATIENT_ROOT, level("PATIENT").put(Tags.PATIENT_NAME, "compressed*")
        .putEmpty(Tags.PATIENT_ID).putEmpty(Tags.NUMBER_OF_PATIENT_RELATED_INSTANCES));
    assertThat(patients.status()).isEqualTo(Status.SUCCESS);
    assertThat(patients.all(Tags.PATIENT_ID)).containsExactly("1CT1", "4MR1");
    assertThat(patients.all(Tags.NUMBER_OF_PATIENT_RELATED_INSTANCES)).containsExactly("1", "1");

    var studies = ask(STUDY_ROOT, level("STUDY").put(Tags.MODALITIES_IN_STUDY, "CT", "XA")
        .putEmpty(Tags.STUDY_INSTANCE_UID).putEmpty(Tags.NUMBER_OF_STUDY_RELATED_INSTANCES)
        .putEmpty(Tags.INSTANCE_AVAILABILITY).putEmpty(Tags.SOP_CLASSES_IN_STUDY)
        .putEmpty(Tags.PATIENT_COMMENTS));
    assertThat(studies.matches()).containsExactly(Dataset.builder()
        .put(Tags.QUERY_RETRIEVE_LEVEL, "STUDY")
        .put(Tags.RETRIEVE_AE_TITLE, "TIA")
        .put(Tags.INSTANCE_AVAILABILITY, "ONLINE")
        .put(Tags.MODALITIES_IN_STUDY, "CT")
        .put(Tags.SOP_CLASSES_IN_STUDY, ct.instance().sopClassUid())
        .putEmpty(Tags.PATIENT_COMMENTS)
        .put(Tags.STUDY_INSTANCE_UID, ct.study())
        .put(Tags.NUMBER_OF_STUDY_RELATED_INSTANCES, 1)
        .build());

    var series = ask(PATIENT_ROOT, level("SERIES").put(Tags.PATIENT_ID, "1CT1")
        .put(Tags.STUDY_INSTANCE_UID, ct.study()).putEmpty(Tags.SERIES_INSTANCE_UID));
    assertThat(series.all(Tags.SERIES_INSTANCE_UID)).containsExactly(ct.series());

    var images = ask(STUDY_ROOT, level("IMAGE").put(Tags.STUDY_INSTANCE_UID, ct.study())
        .put(Tags.SERIES_INSTANCE_UID, ct.series()).putEmpty(Tags.SOP_INSTANCE_UID)
        .putEmpty(Tags.PIXEL_DATA));
    assertThat(images.all(Tags.SOP_INSTANCE_UID)).containsExactly(ct.uid());
    assertThat(images.matches().getFirst().get(Tags.PIXEL_DATA).orElseThrow().isEmpty()).isTrue();
  }

  @Test void matchesWithinSequencesAndSaysWhatItPassedOver() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/findscu")), "DCMTK's findscu is not installed");
    var coded = ct.dataset().toBuilder().put(Tags.STUDY_INSTANCE_UID, "1.2.3")
        .put(Tags.SERIES_INSTANCE_UID, "1.2.3.1").put(Tags.SOP_INSTANCE_UID, "1.2.3.1.1")
        .putItems(Tags.PROCEDURE_CODE_SEQUENCE, List.of(
            Dataset.builder().put(Tags.CODE_VALUE, "CT01").build())).build();
    archive.store(new Sample(ct.file(), coded, ct.syntax(),
        DatasetWriter.toBytes(coded, ct.syntax()).toArray()));

    var matched = findscu("ProcedureCodeSequence[0].CodeValue=CT01");
    assertThat(matched).contains("UI [1.2.3").doesNotContain(ct.study()).contains("0xff00");
    assertThat(matched).doesNotContain("0xff01");
    assertThat(findscu("EthnicGroup=x")).contains(ct.study(), mr.study(), "0xff01");
    assertThat(findscu("EthnicGroup=*")).contains("0xff00").doesNotContain("0xff01");
  }

  private String findscu(String key) throws Exception {
    var builder = new ProcessBuilder("findscu", "-d", "-S", "-aet", "READER", "-aec", "TIA",
        "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID", "-k", key,
        "127.0.0.1", Integer.toString(archive.port())).redirectErrorStream(true);
    builder.environment().put("TCP_NODELAY", "1");
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  @Test void wantsTheUniqueKeysAboveAndALevelOfTheModel() throws Exception {
    for (var identifier : List.of(
        level("SERIES").put(Tags.SERIES_INSTANCE_UID, ct.series()),
        level("SERIES").put(Tags.STUDY_INSTANCE_UID, ct.study(), mr.study()),
        level("PATIENT").put(Tags.PATIENT_ID, "1CT1"),
        level("FRAME").put(Tags.STUDY_INSTANCE_UID, ct.study()),
        Dataset.builder().put(Tags.STUDY_INSTANCE_UID, ct.study()),
        level("STUDY").put(Tags.STUDY_DATE, "yesterday"))) {
      var answer = ask(STUDY_ROOT, identifier);
      assertThat(answer.status().code()).isEqualTo(0xA900);
      assertThat(answer.matches()).isEmpty();
    }
  }

  @Test void asksAcrossLevelsAndFuzzilyWhereThatIsNegotiated() throws Exception {
    var open = caller("READER", archive.port()).propose(STUDY_ROOT).withExtended(STUDY_ROOT,
        QueryOptions.of(Option.RELATIONAL_QUERIES, Option.FUZZY_PERSON_NAMES,
            Option.DATE_TIME_MATCHING).toBytes());
    var day = ct.dataset().string(Tags.STUDY_DATE).orElseThrow();
    try (var association = Association.open(open)) {
      var images = ask(association, level("IMAGE").put(Tags.PATIENT_NAME, "COMPRESSED")
          .putEmpty(Tags.SOP_INSTANCE_UID));
      assertThat(images.all(Tags.SOP_INSTANCE_UID))
          .containsExactlyInAnyOrder(ct.uid(), mr.uid());

      var early = ask(association, moment(day, "-", "000001"));
      var late = ask(association, moment(day, "000001", "-"));
      assertThat(List.of(early.matches().size(), late.matches().size()))
          .containsExactlyInAnyOrder(0, 1);
    }
    assertThat(ask(STUDY_ROOT, level("STUDY").put(Tags.PATIENT_NAME, "COMPRESSED")).matches())
        .isEmpty();
  }

  private static DatasetBuilder moment(String day, String from, String to) {
    var isUntil = from.equals("-");
    return level("STUDY").put(Tags.MODALITIES_IN_STUDY, "CT")
        .put(Tags.STUDY_DATE, isUntil ? "19000101-" + day : day + "-20990101")
        .put(Tags.STUDY_TIME, isUntil ? "000000-" + to : from + "-235959");
  }

  @Test void endsALongListWithOutOfResourcesAndPagesByKey() throws Exception {
    var small = new QueryService(archive.access(), archive.search(),
        new Audit(archive.records().database()),
        new QuerySettings(2, 1, StationCharacterSets.ALL_UTF_8));
    archive.store(Samples.pydicom("test-SR.dcm"));
    try (var server = Modalities.serve(small)) {
      var cut = ask(server, level("STUDY").putEmpty(Tags.STUDY_INSTANCE_UID));
      assertThat(cut.status().code()).isEqualTo(0xA700);
      assertThat(cut.matches()).hasSize(2);

      var list = level("STUDY").put(Tags.STUDY_INSTANCE_UID, IntStream.range(0, 1_000)
          .mapToObj(i -> i == 500 ? ct.study() : i == 900 ? mr.study() : "2.25." + i)
          .toArray(String[]::new));
      var two = ask(server, list);
      assertThat(two.status()).isEqualTo(Status.SUCCESS);
      assertThat(two.all(Tags.STUDY_INSTANCE_UID)).containsExactlyInAnyOrder(
          ct.study(), mr.study());
    }
  }

  @Test void showsNoHospitalWhatAnotherHas() throws Exception {
    try (var association =
        Association.open(caller("MR2", archive.port()).propose(STUDY_ROOT))) {
      var answer = ask(association, level("STUDY").putEmpty(Tags.STUDY_INSTANCE_UID));
      assertThat(answer).isEqualTo(new Answer(Status.SUCCESS, List.of()));
    }
    try (var association =
        Association.open(caller("STRANGER", archive.port()).propose(STUDY_ROOT))) {
      assertThat(ask(association, level("STUDY")).status().code()).isEqualTo(0x0124);
    }
  }

  @Test void answersFindscu(@TempDir Path answers) throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/findscu")), "DCMTK's findscu is not installed");
    assertThat(findscu(answers.resolve("patients"), "-P", "QueryRetrieveLevel=PATIENT",
        "PatientID=*", "PatientName")).hasSize(2);
    assertThat(findscu(answers.resolve("studies"), "-S", "QueryRetrieveLevel=STUDY",
        "StudyInstanceUID", "PatientID=1CT1", "StudyDate=19000101-20300101"))
        .extracting(one -> one.string(Tags.STUDY_INSTANCE_UID).orElseThrow())
        .containsExactly(ct.study());
    assertThat(findscu(answers.resolve("images"), "-S", "QueryRetrieveLevel=IMAGE",
        "StudyInstanceUID=" + mr.study(), "SeriesInstanceUID=" + mr.series(), "SOPInstanceUID"))
        .extracting(one -> one.string(Tags.SOP_INSTANCE_UID).orElseThrow())
        .containsExactly(mr.uid());
  }

  private List<Dataset> findscu(Path answers, String model, String... keys) throws Exception {
    Files.createDirectories(answers);
    var command = new ArrayList<>(List.of("/usr/bin/findscu", model, "-X", "-od",
        answers.toString(), "-aet", "READER", "-aec", "TIA"));
    for (var key : keys) {
      command.addAll(List.of("-k", key));
    }
    command.addAll(List.of("127.0.0.1", Integer.toString(archive.port())));
    var started = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(started.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(started.exitValue()).as(said).isZero();
    var found = new ArrayList<Dataset>();
    try (var files = Files.list(answers)) {
      for (var file : files.sorted().toList()) {
        found.add(DicomFile.read(file).dataset());
      }
    }
    return found;
  }

  private Answer ask(String model, DatasetBuilder identifier) throws IOException {
    try (var association =
        Association.open(caller("READER", archive.port()).propose(model))) {
      return ask(association, identifier, model);
    }
  }

  private static Answer ask(AssociationServer server, DatasetBuilder identifier)
      throws IOException {
    try (var association =
        Association.open(caller("READER", server.port()).propose(STUDY_ROOT))) {
      return ask(association, identifier);
    }
  }

  private static Answer ask(Association association, DatasetBuilder identifier)
      throws IOException {
    return ask(association, identifier, STUDY_ROOT);
  }

  private static Answer ask(Association association, DatasetBuilder identifier, String model)
      throws IOException {
    var matches = association.find(model, identifier.build());
    var all = matches.all();
    return new Answer(matches.status().orElseThrow(), all);
  }

  private static ClientSettings caller(String ae, int port) {
    return ClientSettings.toLoopback(port, ae, "TIA");
  }

  private static DatasetBuilder level(String name) {
    return Dataset.builder().put(Tags.QUERY_RETRIEVE_LEVEL, name);
  }
}
