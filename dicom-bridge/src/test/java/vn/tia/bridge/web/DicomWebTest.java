package vn.tia.bridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import vn.tia.bridge.store.Incoming;
import vn.tia.bridge.store.StoreOutcome;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.bridge.web.qido.QidoController;
import vn.tia.bridge.web.wado.BulkController;
import vn.tia.bridge.web.wado.FramesController;
import vn.tia.bridge.web.wado.MetadataController;
import vn.tia.bridge.web.wado.MetadataStore;
import vn.tia.bridge.web.wado.WadoController;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.image.ffmpeg.FfmpegDecoders;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.ReadSettings;
import vn.tia.dicom.json.DicomJsonReader;
import vn.tia.dicom.xml.NativeXmlReader;
import vn.tia.records.access.Access;
import vn.tia.records.studies.StudySearch;

class DicomWebTest {

  private static final String MULTIPART =
      "multipart/related; type=\"application/dicom\"; transfer-syntax=*";
  private static final String FRAMES =
      "multipart/related; type=\"application/octet-stream\"; transfer-syntax=*";

  @TempDir
  private Path directory;

  private TestArchive archive;
  private MockMvc web;
  private final AtomicReference<Access> caller = new AtomicReference<>();

  @BeforeEach
  void open() throws Exception {
    archive = TestArchive.open(directory);
    caller.set(archive.first());
    CallerAccess access = _ -> caller.get();
    var parts = archive.wado(directory, access);
    web = MockMvcBuilders.standaloneSetup(
        new WadoController(parts),
        new MetadataController(parts, new MetadataStore(
            parts.studies(), directory.resolve("metadata"))),
        new BulkController(parts),
        new FramesController(parts),
        new QidoController(
            new StudySearch(archive.records().database(), archive.records().patients()), access))
        .build();
  }

  @AfterEach
  void close() throws Exception {
    archive.close();
  }

  @Test
  void givesEveryInstanceBackByteForByte() throws Exception {
    Map<String, List<List<String>>> patients = new HashMap<>();
    for (var sample : Samples.all()) {
      store(sample);
      var answer = get(address(sample), MULTIPART);
      assertThat(answer.getStatus()).as(sample.file().toString()).isEqualTo(200);
      var parts = parts(answer);
      assertThat(parts).hasSize(1);
      var file = parts.getFirst();
      var read = DicomFile.read(new ByteArrayInputStream(file), ReadSettings.DEFAULT);
      var patient = sample.dataset().string(Tags.PATIENT_ID).orElse("");
      if (!patient.isBlank() && patients.computeIfAbsent(patient, _ -> person(sample))
          .equals(person(sample))) {
        var end = Arrays.copyOfRange(file, file.length - sample.bytes().length, file.length);
        assertThat(end).as(sample.file().toString()).isEqualTo(sample.bytes());
      }
      // Of others under the same number, who came first is said to be the patient; who has none
      // gets one.
      assertThat(withoutPerson(read.dataset())).isEqualTo(withoutPerson(sample.dataset()));
      assertThat(read.meta().syntax()).isEqualTo(sample.syntax());
    }
  }

  @Test
  void givesOneInstanceAsAFileThatDcmdumpReads() throws Exception {
    var sample = stored("CT_small.dcm");
    var answer = get(address(sample), "application/dicom");
    assertThat(answer.getContentType())
        .isEqualTo("application/dicom; transfer-syntax=1.2.840.10008.1.2.1");
    var file = Files.write(directory.resolve("fetched.dcm"), answer.getContentAsByteArray());
    var dump = new ProcessBuilder("dcmdump", file.toString()).redirectErrorStream(true).start();
    assertThat(new String(dump.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
        .contains("(0010,0010) PN [CompressedSamples^CT1]");
    var again = web.perform(MockMvcRequestBuilders.get(address(sample))
        .header("Accept", "application/dicom")
        .header("If-None-Match", String.valueOf(answer.getHeader("ETag")))).andReturn();
    assertThat(again.getResponse().getStatus()).isEqualTo(304);
  }

  @Test
  void givesAWholeStudy() throws Exception {
    var sample = Samples.pydicom("MR_small.dcm");
    for (int i = 1; i <= 5; i++) {
      store(renamed(sample, "1.2.3." + i));
    }
    assertThat(parts(get("/dicom-web/studies/" + sample.study(), MULTIPART))).hasSize(5);
    assertThat(parts(get("/dicom-web/studies/" + sample.study() + "/series/" + sample.series(),
        MULTIPART))).hasSize(5);
    assertThat(get("/dicom-web/studies/" + sample.study(), "application/dicom").getStatus())
        .isEqualTo(406);
  }

  @Test
  void describesInstancesAndPointsToTheirPixels() throws Exception {
    var sample = stored("CT_small.dcm");
    var answer =
        get("/dicom-web/studies/" + sample.study() + "/metadata", "application/dicom+json");
    assertThat(answer.getContentType()).isEqualTo("application/dicom+json");
    var json = answer.getContentAsString(StandardCharsets.UTF_8);
    var bulk = address(sample) + "/bulkdata/7FE00010";
    assertThat(json).contains("\"BulkDataURI\":\"http://localhost" + bulk + "\"");
    var inline = json.replaceAll(
        ",\"\\w{8}\":\\{\"vr\":\"..\",\"BulkDataURI\"[^}]*\\}", "");
    var read = new DicomJsonReader().readAll(
        new ByteArrayInputStream(inline.getBytes(StandardCharsets.UTF_8))).getFirst();
    for (var tag : List.of(Tags.PATIENT_NAME, Tags.STUDY_DATE, Tags.ROWS, Tags.PIXEL_SPACING,
        Tags.IMAGE_TYPE)) {
      assertThat(read.strings(tag)).isEqualTo(sample.dataset().strings(tag));
    }
    assertThat(get(bulk, "application/octet-stream").getContentAsByteArray())
        .isEqualTo(sample.dataset().bytes(Tags.PIXEL_DATA).orElseThrow().toArray());
  }

  @Test
  void cutsNativeFramesOutOfTheFile() throws Exception {
    var sample = stored("CT_small.dcm");
    var pixels = sample.dataset().bytes(Tags.PIXEL_DATA).orElseThrow().toArray();
    assertThat(parts(get(address(sample) + "/frames/1", FRAMES))).containsExactly(pixels);
    assertThat(get(address(sample) + "/frames/1", "application/octet-stream")
        .getContentAsByteArray()).isEqualTo(pixels);
  }

  @Test
  void givesCompressedFramesAsStoredAndDecodedWhereItCan() throws Exception {
    var rle = stored("SC_rgb_rle_2frame.dcm");
    var fragments = (Value.Fragments) rle.dataset().get(Tags.PIXEL_DATA).orElseThrow().value();
    var answer = get(address(rle) + "/frames/2,1", FRAMES);
    assertThat(answer.getContentType()).contains("image/dicom-rle");
    assertThat(parts(answer)).containsExactly(
        fragments.fragments().get(1).toArray(), fragments.fragments().get(0).toArray());

    var packed = stored("MR_small_RLE.dcm");
    var decoded = get(address(packed) + "/frames/1", "application/octet-stream");
    assertThat(decoded.getStatus()).isEqualTo(200);
    assertThat(decoded.getContentAsByteArray()).isEqualTo(Samples.pydicom("MR_small.dcm")
        .dataset().bytes(Tags.PIXEL_DATA).orElseThrow().toArray());

    var jpeg2000 = stored("JPEG2000.dcm");
    assertThat(get(address(jpeg2000) + "/frames/1", "image/jp2").getContentType())
        .isEqualTo("image/jp2; transfer-syntax=1.2.840.10008.1.2.4.91");
    var isHere = FfmpegDecoders.obstacle().isEmpty();
    assertThat(get(address(jpeg2000) + "/frames/1", "application/octet-stream").getStatus())
        .isEqualTo(isHere ? 200 : 406);
  }

  @ParameterizedTest
  @CsvSource({"0,400", "-1,400", "x,400", "2147483648,404", "2,404", "'1,99',404"})
  void refusesFramesThatAreNotThere(String frames, int status) throws Exception {
    var sample = stored("CT_small.dcm");
    assertThat(get(address(sample) + "/frames/" + frames, FRAMES).getStatus()).isEqualTo(status);
  }

  @Test
  void refusesPathsThatAreNoneAndKeepsOtherHospitalsAbsent() throws Exception {
    var sample = stored("CT_small.dcm");
    assertThat(get("/dicom-web/studies/..x", MULTIPART).getStatus()).isEqualTo(400);
    assertThat(get("/dicom-web/studies/1.2.3", MULTIPART).getStatus()).isEqualTo(404);
    assertThat(get(address(sample), "text/plain").getStatus()).isEqualTo(406);
    caller.set(archive.second());
    for (var path : List.of("", "/metadata", "/frames/1", "/bulkdata/7FE00010")) {
      var foreign = get(address(sample) + path, "*/*");
      assertThat(foreign.getStatus()).isEqualTo(404);
      assertThat(foreign.getContentAsString()).isEqualTo("there is no such resource\n");
    }
    assertThat(search("studies")).isEmpty();
  }

  @Test
  void findsStudiesByWhatTheirFilesSay() throws Exception {
    var sample = stored("CT_small.dcm");
    stored("MR_small.dcm");
    for (var query : List.of("PatientID=1CT1", "00100020=1CT1", "PatientName=CompressedSamples^CT1",
        "PatientName=ct1 compressedsamples", "PatientName=compressed*", "StudyDate=20040119",
        "StudyDate=20040101-20040131", "StudyDate=-20040131&ModalitiesInStudy=CT", "PatientSex=O",
        "ModalitiesInStudy=CT", "StudyInstanceUID=1.2,"  + sample.study(), "Modality=CT",
        "StudyTime=072730", "StudyDescription=e*", "PatientName=compress&fuzzymatching=true",
        "SOPInstanceUID=" + sample.uid())) {
      var found = search("studies?" + query);
      assertThat(found).as(query).hasSize(query.equals("PatientName=compressed*")
          || query.contains("fuzzy") ? 2 : 1);
    }
    var study = search("studies?PatientID=1CT1&includefield=SOPClassesInStudy").getFirst();
    for (var tag : List.of(Tags.STUDY_INSTANCE_UID, Tags.PATIENT_NAME, Tags.PATIENT_ID,
        Tags.STUDY_DATE, Tags.STUDY_TIME, Tags.STUDY_ID)) {
      assertThat(study.strings(tag)).as(tag.toString()).isEqualTo(sample.dataset().strings(tag));
    }
    assertThat(study.strings(Tags.MODALITIES_IN_STUDY)).containsExactly("CT");
    assertThat(study.integer(Tags.NUMBER_OF_STUDY_RELATED_INSTANCES)).hasValue(1);
    assertThat(study.string(Tags.SOP_CLASSES_IN_STUDY)).contains("1.2.840.10008.5.1.4.1.1.2");
    assertThat(study.string(Tags.RETRIEVE_URL))
        .contains("http://localhost/dicom-web/studies/" + sample.study());
  }

  @Test
  void findsSeriesAndInstances() throws Exception {
    var sample = stored("CT_small.dcm");
    var series = search("studies/" + sample.study() + "/series?Modality=CT").getFirst();
    assertThat(series.string(Tags.SERIES_INSTANCE_UID)).contains(sample.series());
    assertThat(series.integer(Tags.NUMBER_OF_SERIES_RELATED_INSTANCES)).hasValue(1);
    var instance = search("studies/" + sample.study() + "/series/" + sample.series()
        + "/instances?includefield=00280030").getFirst();
    assertThat(instance.string(Tags.SOP_INSTANCE_UID)).contains(sample.uid());
    assertThat(instance.integer(Tags.ROWS)).hasValue(128);
    assertThat(instance.strings(Tags.PIXEL_SPACING))
        .isEqualTo(sample.dataset().strings(Tags.PIXEL_SPACING));
    assertThat(search("instances?SOPClassUID=1.2.840.10008.5.1.4.1.1.4")).isEmpty();
  }

  @Test
  void matchesAndReturnsWithinRequests() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    store(with(sample, sample.dataset().toBuilder()
        .putItems(Tags.REQUEST_ATTRIBUTES_SEQUENCE, List.of(Dataset.builder()
            .put(Tags.ACCESSION_NUMBER, "A-77").put(Tags.REQUESTED_PROCEDURE_ID, "RP-1")
            .put(Tags.SCHEDULED_PROCEDURE_STEP_ID, "SPS-9").build())).build()));
    stored("MR_small.dcm");
    for (var query : List.of("00400275.00080050=A-77", "00400275.00080050=A*",
        "RequestAttributesSequence.RequestedProcedureID=RP-1", "00400275.00400009=SPS-?")) {
      for (var level : List.of("studies", "series", "instances")) {
        assertThat(search(level + "?" + query)).as(level + " " + query).hasSize(1);
      }
    }
    assertThat(search("series?00400275.00080050=B")).isEmpty();
    var instance = search(
        "instances?00400275.00080050=A-77&includefield=00400275.00401001,PixelSpacing").getFirst();
    assertThat(instance.items(Tags.REQUEST_ATTRIBUTES_SEQUENCE)).containsExactly(
        Dataset.builder().put(Tags.ACCESSION_NUMBER, "A-77")
            .put(Tags.REQUESTED_PROCEDURE_ID, "RP-1").build());
    assertThat(instance.contains(Tags.PIXEL_SPACING)).isTrue();
    assertThat(get("/dicom-web/studies?00400275.00400007=x", "application/dicom+json")
        .getHeader("Warning")).isNull();
    for (var unknown : List.of("ReferencedImageSequence.ReferencedSOPInstanceUID=1.2.3",
        "00400275.00401101.00080100=x&OtherPatientIDs=y")) {
      assertThat(get("/dicom-web/studies?" + unknown, "application/dicom+json")
          .getHeader("Warning")).contains("some matching keys are not supported");
    }
  }

  private static Dataset code(String value, String meaning) {
    return Dataset.builder().put(Tags.CODE_VALUE, value).put(Tags.CODING_SCHEME_DESIGNATOR, "SCT")
        .put(Tags.CODE_MEANING, meaning).build();
  }

  @Test
  void matchesAndReturnsWithinCodesAtTheirLevels() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    store(with(sample, sample.dataset().toBuilder()
        .putItems(Tags.PROCEDURE_CODE_SEQUENCE, List.of(code("77477000", "CT ngực")))
        .putItems(Tags.PERFORMED_PROTOCOL_CODE_SEQUENCE, List.of(code("P-1", "Ngực có thuốc")))
        .putItems(Tags.ANATOMIC_REGION_SEQUENCE,
            List.of(code("51185008", "Lồng ngực"), code("39607008", "Phổi")))
        .putItems(Tags.REQUEST_ATTRIBUTES_SEQUENCE, List.of(Dataset.builder()
            .putItems(Tags.SCHEDULED_PROTOCOL_CODE_SEQUENCE, List.of(code("SP-9", "Plan")))
            .build()))
        .build()));
    stored("MR_small.dcm");
    for (var query : List.of("ProcedureCodeSequence.CodeValue=77477000",
        "00081032.00080104=ct NGUC", "PerformedProtocolCodeSequence.CodeValue=P-?",
        "AnatomicRegionSequence.CodeValue=39607008", "00082218.00080100=3*",
        "00082218.00080104=*phoi", "00082218.00080100=no\\51185008",
        "00400275.00400008.00080100=SP-9")) {
      for (var level : List.of("studies", "series", "instances")) {
        assertThat(search(level + "?" + query)).as(level + " " + query).hasSize(1);
      }
    }
    assertThat(search("studies?AnatomicRegionSequence.CodeValue=P-1")).isEmpty();
    assertThat(search("instances?00082218.00080100=39607008&includefield=00082218.00080104")
        .getFirst().items(Tags.ANATOMIC_REGION_SEQUENCE)).containsExactly(
            Dataset.builder().put(Tags.CODE_VALUE, "51185008").put(Tags.CODE_MEANING, "Lồng ngực")
                .build(),
            Dataset.builder().put(Tags.CODE_VALUE, "39607008").put(Tags.CODE_MEANING, "Phổi")
                .build());
    assertThat(search("studies?00081032.00080100=77477000").getFirst()
        .items(Tags.PROCEDURE_CODE_SEQUENCE)).hasSize(1);
  }

  @Test
  void answersSearchesInXml() throws Exception {
    var sample = stored("CT_small.dcm");
    var answer = get("/dicom-web/studies?PatientID=1CT1",
        "multipart/related; type=\"application/dicom+xml\"");
    var parts = parts(answer);
    assertThat(parts).hasSize(1);
    assertThat(new NativeXmlReader().read(new ByteArrayInputStream(parts.getFirst()))
        .string(Tags.STUDY_INSTANCE_UID)).contains(sample.study());
    assertThat(get("/dicom-web/studies", "image/png").getStatus()).isEqualTo(406);
  }

  @Test
  void findsVietnameseNamesWithoutAccentsCaseAndOrder() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    store(with(sample, sample.dataset().toBuilder()
        .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
        .put(Tags.PATIENT_NAME, "ĐẶNG^THỊ HƯỜNG").build()));
    for (var name : List.of("Đặng Thị Hường", "dang thi huong", "HUONG^DANG", "huong*")) {
      var found = search("studies?PatientName={name}", name);
      assertThat(found).as(name).hasSize(1);
      assertThat(found.getFirst().string(Tags.PATIENT_NAME)).contains("ĐẶNG^THỊ HƯỜNG");
    }
    assertThat(search("studies?PatientName=hu")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"offset=-1|400", "limit=x|400", "NoSuchKeyword=1|400",
      "StudyDate=yesterday|400", "fuzzymatching=maybe|400",
      "PatientName.PatientID=1|400", "00081110.00081150=1|200", "00081110.x=1|400",
      "includefield=NoSuch|400", "charset=latin1|406", "charset=utf-8|200", "limit=1000000000|200",
      "includefield=all|200", "PatientName=.*|200", "PatientID='; DROP TABLE study;--|200"})
  void answersOddSearches(String query, int status) throws Exception {
    stored("CT_small.dcm");
    var answer = get("/dicom-web/studies?" + query.replace(" ", "%20"), "application/dicom+json");
    assertThat(answer.getStatus()).isEqualTo(status);
    if (query.startsWith("limit=1000")) {
      assertThat(answer.getHeader("Warning")).startsWith("299 ");
    }
  }

  @Test
  void pagesAndSaysThatThereIsMore() throws Exception {
    var sample = Samples.pydicom("MR_small.dcm");
    for (int i = 1; i <= 3; i++) {
      store(renamed(sample, "1.2.3." + i));
    }
    var first = get("/dicom-web/instances?limit=2", "application/dicom+json");
    assertThat(first.getHeader("Warning")).startsWith("299 tia \"there are more results");
    assertThat(search("instances?limit=2")).hasSize(2);
    assertThat(search("instances?limit=2&offset=2")).hasSize(1);
  }

  private static final List<Tag> PERSON = List.of(Tags.ORIGINAL_ATTRIBUTES_SEQUENCE,
      Tags.PATIENT_ID, Tags.PATIENT_NAME, Tags.PATIENT_BIRTH_DATE, Tags.PATIENT_SEX);

  private static List<List<String>> person(Sample sample) {
    return PERSON.stream().map(sample.dataset()::strings).toList();
  }

  private static Dataset withoutPerson(Dataset dataset) {
    // A copy has no group lengths: they are retired.
    return Dataset.of(dataset.elements()
        .filter(one -> !one.tag().isGroupLength() && !PERSON.contains(one.tag()))
        .toArray(Element[]::new));
  }

  private Sample stored(String name) throws Exception {
    var sample = Samples.pydicom(name);
    store(sample);
    return sample;
  }

  private void store(Sample sample) throws Exception {
    var outcome = archive.intake().store(new Incoming(archive.records().first().id(), "CT1",
        sample.syntax().uid().value(), Optional.of(new Incoming.Announced(
            sample.instance().sopClassUid(), sample.uid()))),
        new ByteArrayInputStream(sample.bytes()));
    // Some of pydicom's files have a wrong group length, which is told.
    assertThat(outcome).as(sample.file().toString()).matches(StoreOutcome::isStored);
  }

  private static Sample renamed(Sample sample, String uid) {
    return with(sample, sample.dataset().toBuilder().put(Tags.SOP_INSTANCE_UID, uid).build());
  }

  private static Sample with(Sample sample, Dataset dataset) {
    return new Sample(sample.file(), dataset, sample.syntax(),
        DatasetWriter.toBytes(dataset, sample.syntax()).toArray());
  }

  private static String address(Sample sample) {
    return "/dicom-web/studies/" + sample.study() + "/series/" + sample.series()
        + "/instances/" + sample.uid();
  }

  private MockHttpServletResponse get(String url, String accept, Object... variables)
      throws Exception {
    return web.perform(MockMvcRequestBuilders.get(url, variables).header("Accept", accept))
        .andReturn().getResponse();
  }

  private List<Dataset> search(String query, Object... variables) throws Exception {
    var answer = get("/dicom-web/" + query, "application/dicom+json", variables);
    assertThat(answer.getStatus()).as(query).isEqualTo(200);
    return new DicomJsonReader()
        .readAll(new ByteArrayInputStream(answer.getContentAsByteArray()));
  }

  /// The bodies of a multipart answer, read as RFC 2046 has them.
  private static List<byte[]> parts(MockHttpServletResponse response) {
    return Bodies.parts(
        String.valueOf(response.getContentType()), response.getContentAsByteArray());
  }
}
