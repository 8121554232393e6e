package vn.tia.bridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.bridge.testkit.WebServer;
import vn.tia.bridge.web.qido.QidoController;
import vn.tia.bridge.web.rendered.WadoUriController;
import vn.tia.bridge.web.wado.MetadataController;
import vn.tia.bridge.web.wado.MetadataStore;
import vn.tia.bridge.web.wado.WadoController;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.ReadSettings;
import vn.tia.dicom.json.DicomJsonReader;
import vn.tia.dicom.json.JsonLimits;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.PartialDate;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Replacement;
import vn.tia.mapping.exam.Sex;

/// What the archive says of a patient whom the HIS has corrected or merged since the images came:
/// every answer has the patient of now and what the image said, and the stored bytes stay.
class CoercionTest {

  @TempDir
  private Path directory;

  private TestArchive archive;
  private WebServer web;
  private Sample sample;
  private String instance;

  @BeforeEach
  void open() throws Exception {
    archive = TestArchive.open(directory.resolve("objects"));
    CallerAccess access = _ -> archive.first();
    var parts = archive.wado(directory, access);
    web = WebServer.start(directory.resolve("web"), new WadoController(parts),
        new MetadataController(parts,
            new MetadataStore(parts.studies(), directory.resolve("metadata"))),
        new QidoController(archive.search(), access), new WadoUriController(parts));
    sample = Samples.pydicom("CT_small.dcm");
    archive.store(sample);
    instance = "/studies/" + sample.study() + "/series/" + sample.series() + "/instances/"
        + sample.uid();
  }

  @AfterEach
  void close() throws Exception {
    web.close();
    archive.close();
  }

  private static Patient patient(String number, HumanName name) {
    return Patient.of(List.of(PatientIdentifier.local(number)), name,
        Optional.of(PartialDate.parse("19810904")), Sex.FEMALE);
  }

  /// The HIS merges the number of the images into that of somebody it knows.
  private void merge() {
    int facility = archive.records().first().id();
    var survivor = patient("BN777", HumanName.of("ĐẶNG", "THỊ", "HƯỜNG"));
    archive.records().patients().register(facility, survivor);
    archive.records().merges().apply(facility, new Replacement(Replacement.Kind.MERGE, survivor,
        List.of(PatientIdentifier.local("1CT1"))), "HIS|BV01");
  }

  private static Dataset file(byte[] bytes) throws Exception {
    return DicomFile.read(new ByteArrayInputStream(bytes), ReadSettings.DEFAULT).dataset();
  }

  private Dataset metadata(String path) throws Exception {
    var json = web.get(path + "/metadata", "application/dicom+json").body();
    return new DicomJsonReader(JsonLimits.DEFAULT, (_, _) -> new Value.Bulk(0, 0))
        .readAll(new ByteArrayInputStream(json)).getFirst();
  }

  private Dataset zipped() throws Exception {
    try (var zip = new ZipInputStream(new ByteArrayInputStream(
        web.get("/studies/" + sample.study(), "application/zip").body()))) {
      zip.getNextEntry();
      return file(((InputStream) zip).readAllBytes());
    }
  }

  @Test
  void saysTheMergedPatientAndWhatTheImageSaidOnEveryWayOut() throws Exception {
    merge();

    var uri = "/wado?requestType=WADO&contentType=application/dicom&studyUID=" + sample.study()
        + "&seriesUID=" + sample.series() + "&objectUID=" + sample.uid();
    for (var one : List.of(file(web.get(instance, "application/dicom").body()),
        file(web.get(uri, "*/*").body()), zipped(), metadata(instance),
        metadata("/studies/" + sample.study()))) {
      assertThat(one.string(Tags.PATIENT_ID)).contains("BN777");
      assertThat(one.string(Tags.PATIENT_NAME)).contains("ĐẶNG^HƯỜNG^THỊ");
      assertThat(one.string(Tags.PATIENT_BIRTH_DATE)).contains("19810904");
      var original = one.items(Tags.ORIGINAL_ATTRIBUTES_SEQUENCE);
      assertThat(original).hasSize(1);
      assertThat(original.getFirst().string(Tags.MODIFYING_SYSTEM)).contains("TIA");
      assertThat(original.getFirst().string(Tags.REASON_FOR_THE_ATTRIBUTE_MODIFICATION))
          .contains("COERCE");
      assertThat(original.getFirst().string(Tags.SOURCE_OF_PREVIOUS_VALUES))
          .isEqualTo(sample.dataset().string(Tags.INSTITUTION_NAME));
      assertThat(original.getFirst().string(Tags.ATTRIBUTE_MODIFICATION_DATE_TIME).orElseThrow())
          .matches("\\d{14}\\+0000");
      var said = original.getFirst().items(Tags.MODIFIED_ATTRIBUTES_SEQUENCE).getFirst();
      assertThat(said.string(Tags.PATIENT_ID)).contains("1CT1");
      assertThat(said.string(Tags.PATIENT_NAME)).contains("CompressedSamples^CT1");
      assertThat(said.get(Tags.PATIENT_BIRTH_DATE).orElseThrow().isEmpty()).isTrue();
    }
    var found = new String(web.get("/studies?PatientID=BN777", "application/dicom+json").body(),
        StandardCharsets.UTF_8);
    assertThat(found).contains("ĐẶNG^HƯỜNG^THỊ", sample.study())
        .doesNotContain("CompressedSamples");
    // Whoever still has the old number on paper finds it too.
    assertThat(web.get("/studies?PatientID=1CT1", "*/*").body()).isEqualTo(
        web.get("/studies?PatientID=BN777", "*/*").body());
    assertThat(stored()).isEqualTo(sample.bytes());
  }

  @Test
  void keepsWhatOthersHaveChangedBefore() throws Exception {
    var before = Dataset.builder().put(Tags.MODIFYING_SYSTEM, "OTHER")
        .put(Tags.ATTRIBUTE_MODIFICATION_DATE_TIME, "2020")
        .put(Tags.REASON_FOR_THE_ATTRIBUTE_MODIFICATION, "CORRECT")
        .putItems(Tags.MODIFIED_ATTRIBUTES_SEQUENCE, List.of(Dataset.builder()
            .put(Tags.PATIENT_ID, "OLD").build())).build();
    var changed = sample.dataset().toBuilder().put(Tags.SOP_INSTANCE_UID, "1.2.3.9")
        .putItems(Tags.ORIGINAL_ATTRIBUTES_SEQUENCE, List.of(before)).build();
    archive.store(new Sample(sample.file(), changed, sample.syntax(),
        DatasetWriter.toBytes(changed, sample.syntax()).toArray()));
    merge();

    var items = file(web.get(instance.replace(sample.uid(), "1.2.3.9"), "application/dicom")
        .body()).items(Tags.ORIGINAL_ATTRIBUTES_SEQUENCE);

    assertThat(items).hasSize(2);
    assertThat(items.getFirst().string(Tags.MODIFYING_SYSTEM)).contains("OTHER");
    assertThat(items.getLast().string(Tags.MODIFYING_SYSTEM)).contains("TIA");
  }

  @Test
  void givesTheSameCopyAndTagUntilThePatientChanges() throws Exception {
    var stored = web.get(instance, "application/dicom").headers().firstValue("ETag");
    merge();
    var first = web.get(instance, "application/dicom");
    var again = web.get(instance, "application/dicom");

    assertThat(first.body()).isEqualTo(again.body());
    assertThat(first.headers().firstValue("ETag")).isEqualTo(again.headers().firstValue("ETag"))
        .isNotEqualTo(stored);
  }

  /// The data set of the only file of the sample, without its meta information.
  private byte[] stored() throws Exception {
    try (var files = Files.walk(directory.resolve("objects/content"))) {
      var bytes = Files.readAllBytes(files.filter(Files::isRegularFile).findFirst().orElseThrow());
      return Arrays.copyOfRange(bytes, bytes.length - sample.bytes().length,
          bytes.length);
    }
  }
}
