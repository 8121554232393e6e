package vn.tia.bridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.bridge.testkit.WebServer;
import vn.tia.bridge.web.wado.BulkController;
import vn.tia.bridge.web.wado.MetadataController;
import vn.tia.bridge.web.wado.MetadataStore;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.xml.NativeXmlReader;
import vn.tia.dicom.xml.XmlLimits;

/// Bulk data of each VR, at the top and within items, from files in each byte order: metadata names
/// a place for each, and what lies there is in little endian.
class BulkDataTest {

  private static final Pattern ADDRESS = Pattern.compile("\"BulkDataURI\":\"([^\"]+)\"");

  @TempDir
  private Path directory;

  private TestArchive archive;
  private WebServer web;

  @BeforeEach
  void open() throws Exception {
    archive = TestArchive.open(directory.resolve("objects"));
    var parts = archive.wado(directory, _ -> archive.first());
    web = WebServer.start(directory.resolve("web"), new BulkController(parts),
        new MetadataController(parts,
            new MetadataStore(parts.studies(), directory.resolve("metadata"))));
  }

  @AfterEach
  void close() throws Exception {
    web.close();
    archive.close();
  }

  private static Bytes bytes(int seed) {
    var bytes = new byte[4_096];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + seed + i / 256);
    }
    return Bytes.wrap(bytes);
  }

  private static Element binary(int tag, Vr vr) {
    return new Element(new Tag(tag), vr, new Value.Binary(bytes(tag)));
  }

  /// One long value of each binary VR, two of them within items.
  private static Dataset dataset() {
    var inner = Dataset.of(binary(0x54001010, Vr.OW));
    var outer = Dataset.builder().put(Tags.CHANNEL_LABEL, "I")
        .putItems(Tags.WAVEFORM_SEQUENCE, List.of(Dataset.of(), inner)).build();
    return Dataset.builder()
        .put(Tags.SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.66").put(Tags.SOP_INSTANCE_UID, "1.2.3")
        .put(Tags.STUDY_INSTANCE_UID, "1.2.1").put(Tags.SERIES_INSTANCE_UID, "1.2.2")
        .put(Tags.MODALITY, "OT").put(Tags.PATIENT_ID, "BN1")
        .putItems(Tags.WAVEFORM_SEQUENCE, List.of(inner))
        .putItems(Tags.CONTENT_SEQUENCE, List.of(outer))
        .put(binary(0x00420011, Vr.OB))
        .put(binary(0x00660016, Vr.OF))
        .put(binary(0x00660022, Vr.OD))
        .put(binary(0x00660040, Vr.OL))
        .put(binary(0x00720081, Vr.OV))
        .put(binary(0x00281201, Vr.OW))
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2",
      "1.2.840.10008.1.2.1.99"})
  void givesEachValueWhereMetadataSays(String uid) throws Exception {
    var syntax = TransferSyntax.of(new Uid(uid));
    archive.store(new Sample(directory, dataset(), syntax,
        DatasetWriter.toBytes(dataset(), syntax).toArray()));

    var metadata = new String(
        web.get("/studies/1.2.1/metadata", "application/dicom+json").body(),
        StandardCharsets.UTF_8);
    Map<String, byte[]> found = new TreeMap<>();
    var addresses = ADDRESS.matcher(metadata);
    while (addresses.find()) {
      var path = addresses.group(1).replaceFirst(".*/dicom-web", "");
      var answer = web.get(path, "application/octet-stream");
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      found.put(path.replaceFirst(".*/bulkdata/", ""), answer.body());
      var part = web.send(web.request(path).header("Accept", "application/octet-stream")
          .header("Range", "bytes=101-2999"));
      assertThat(part.body()).isEqualTo(bytes(tag(path)).slice(101, 2_899).toArray());
    }

    assertThat(found.keySet()).containsExactly("00281201", "0040A730/1/54000100/2/54001010",
        "00420011", "00660016", "00660022",
        "00660040", "00720081", "54000100/1/54001010");
    found.forEach((path, value) ->
        assertThat(value).as(path).isEqualTo(bytes(tag(path)).toArray()));

    // All of them at once, those at the top as within items.
    var all = web.get("/studies/1.2.1/bulkdata", "*/*");
    assertThat(Bodies.parts(all.headers().firstValue("Content-Type").orElseThrow(), all.body()))
        .containsExactlyInAnyOrderElementsOf(found.values());
  }

  private static int tag(String path) {
    return Integer.parseUnsignedInt(path.substring(path.length() - 8), 16);
  }

  @Test
  void namesThePlacesInXmlToo() throws Exception {
    var syntax = TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;
    archive.store(new Sample(directory, dataset(), syntax,
        DatasetWriter.toBytes(dataset(), syntax).toArray()));

    var answer = web.get("/studies/1.2.1/metadata",
        "multipart/related; type=\"application/dicom+xml\"");
    var xml = Bodies.parts(
        answer.headers().firstValue("Content-Type").orElseThrow(), answer.body()).getFirst();
    List<String> places = new ArrayList<>();
    new NativeXmlReader(XmlLimits.DEFAULT, (place, _) -> {
      places.add(place.toString().replaceFirst(".*/bulkdata/", "").replace("]", ""));
      return new Value.Bulk(0, 0);
    }).read(new ByteArrayInputStream(xml));
    assertThat(places).contains("00281201", "0040A730/1/54000100/2/54001010");
  }

  @Test
  void givesARealWaveform() throws Exception {
    var sample = Samples.pydicom("waveform_ecg.dcm");
    archive.store(sample);

    var path = "/studies/" + sample.study() + "/series/" + sample.series() + "/instances/"
        + sample.uid();
    var metadata = new String(web.get(path + "/metadata", "application/dicom+json").body(),
        StandardCharsets.UTF_8);
    assertThat(metadata).contains(path + "/bulkdata/54000100/1/54001010");
    assertThat(web.get(path + "/bulkdata/54000100/1/54001010", "application/octet-stream").body())
        .isEqualTo(sample.dataset().items(Tags.WAVEFORM_SEQUENCE).getFirst()
            .bytes(Tags.WAVEFORM_DATA).orElseThrow().toArray());
  }
}
