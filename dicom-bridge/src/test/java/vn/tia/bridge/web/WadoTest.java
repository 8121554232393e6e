package vn.tia.bridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.bridge.testkit.WebServer;
import vn.tia.bridge.web.rendered.RenderedController;
import vn.tia.bridge.web.wado.BulkController;
import vn.tia.bridge.web.wado.FramesController;
import vn.tia.bridge.web.wado.MetadataController;
import vn.tia.bridge.web.wado.MetadataStore;
import vn.tia.bridge.web.wado.WadoController;
import vn.tia.bridge.web.wado.WadoParts;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.ReadSettings;
import vn.tia.dicom.media.Dicomdir;
import vn.tia.dicom.xml.NativeXmlReader;
import vn.tia.records.access.Access;

/// WADO-RS over real HTTP: forms, ranges, pictures, archives.
class WadoTest {
  private static final String EXPLICIT = "1.2.840.10008.1.2.1";

  @TempDir
  private Path directory;

  private TestArchive archive;
  private WadoParts parts;
  private WebServer web;
  private final AtomicReference<Access> caller = new AtomicReference<>();

  @BeforeEach
  void open() throws Exception {
    archive = TestArchive.open(directory.resolve("objects"));
    caller.set(archive.first());
    parts = archive.wado(directory, _ -> caller.get());
    web = WebServer.start(directory.resolve("web"), new WadoController(parts),
        new MetadataController(parts,
            new MetadataStore(parts.studies(), directory.resolve("metadata"))),
        new BulkController(parts), new FramesController(parts), new RenderedController(parts));
  }

  @AfterEach
  void close() throws Exception {
    web.close();
    archive.close();
  }

  @Test
  void givesExplicitLittleEndianWhereNothingElseIsAskedFor() throws Exception {
    for (var name : List.of("MR_small_RLE.dcm", "MR_small_bigendian.dcm", "CT_small.dcm",
        "rtdose.dcm", "MR_small_jpeg_ls_lossless.dcm")) {
      // Some samples are one image in several forms.
      var sample = renamed(Samples.pydicom(name), "1.2.3." + name.length());
      store(sample);
      var answer = web.get(address(sample), "application/dicom");
      assertThat(answer.statusCode()).as(name).isEqualTo(200);
      assertThat(type(answer)).isEqualTo("application/dicom; transfer-syntax=" + EXPLICIT);
      var file = DicomFile.read(new ByteArrayInputStream(answer.body()), ReadSettings.DEFAULT);
      assertThat(file.meta().syntax()).isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
      assertThat(file.dataset().string(Tags.SOP_INSTANCE_UID)).contains(sample.uid());
      assertThat(file.dataset().get(Tags.PIXEL_DATA).orElseThrow().bytes()).isPresent();
    }
  }

  @Test
  void transcodesToWhatIsAskedFor() throws Exception {
    var sample = stored("MR_small.dcm");
    for (var uid : List.of("1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.80",
        "1.2.840.10008.1.2", EXPLICIT)) {
      var answer = web.get(address(sample), "multipart/related; type=\"application/dicom\";"
          + " transfer-syntax=" + uid);
      assertThat(answer.statusCode()).as(uid).isEqualTo(200);
      var file = DicomFile.read(new ByteArrayInputStream(parts(answer).getFirst()),
          ReadSettings.DEFAULT);
      assertThat(file.meta().syntax().uid().value()).isEqualTo(uid);
      // A round trip back to plain pixels shows that nothing was lost.
      var frame = web.get(address(sample) + "/frames/1", "multipart/related;"
          + " type=\"application/octet-stream\"");
      assertThat(parts(frame).getFirst())
          .isEqualTo(sample.dataset().bytes(Tags.PIXEL_DATA).orElseThrow().toArray());
    }
    assertThat(web.get(address(sample), "application/dicom; transfer-syntax=1.2.3").statusCode())
        .isEqualTo(406);
    assertThat(web.get(address(sample),
        "application/dicom; transfer-syntax=1.2.840.10008.1.2.4.100").statusCode()).isEqualTo(406);
    var jls = web.get(address(sample) + "/frames/1", "image/jls");
    assertThat(jls.statusCode()).isEqualTo(200);
    assertThat(type(jls)).isEqualTo("image/jls; transfer-syntax=1.2.840.10008.1.2.4.80");
  }

  @Test
  void takesAcceptAsAParameterToo() throws Exception {
    var sample = stored("CT_small.dcm");
    var answer = web.get(address(sample) + "?accept=application/dicom%3Btransfer-syntax=*", "*/*");
    assertThat(type(answer)).startsWith("application/dicom;");
    assertThat(web.get(address(sample), "text/plain;q=0.9, application/dicom;q=0.1").statusCode())
        .isEqualTo(200);
    assertThat(web.get(address(sample), "nonsense").statusCode()).isEqualTo(406);
  }

  @Test
  void givesRangesAndSaysWhatIsKnown() throws Exception {
    var sample = stored("CT_small.dcm");
    for (var path : List.of(address(sample), address(sample) + "/bulkdata/7FE00010")) {
      var type = path.endsWith("10") ? "application/octet-stream" : "application/dicom";
      var whole = web.get(path, type);
      var part = web.send(web.request(path).header("Accept", type)
          .header("Range", "bytes=100-299"));
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole.body(), 100, 300));
      assertThat(part.headers().firstValue("Content-Range"))
          .contains("bytes 100-299/" + whole.body().length);
      var tail = web.send(web.request(path).header("Accept", type).header("Range", "bytes=-7"));
      assertThat(tail.body()).isEqualTo(
          Arrays.copyOfRange(whole.body(), whole.body().length - 7, whole.body().length));
      assertThat(web.send(web.request(path).header("Accept", type)
          .header("Range", "bytes=99999999-")).statusCode()).isEqualTo(416);
      assertThat(web.send(web.request(path).header("Accept", type).header("If-None-Match",
          whole.headers().firstValue("ETag").orElseThrow())).statusCode()).isEqualTo(304);
    }
  }

  @Test
  void keepsMetadataReadyAndNeverOld() throws Exception {
    var sample = Samples.pydicom("MR_small.dcm");
    store(renamed(sample, "1.2.3.1"));
    store(renamed(sample, "1.2.3.2"));
    var path = "/studies/" + sample.study() + "/metadata";
    var plain = web.get(path, "application/dicom+json");
    assertThat(plain.statusCode()).isEqualTo(200);
    var packed = web.send(web.request(path).header("Accept", "application/dicom+json")
        .header("Accept-Encoding", "gzip"));
    assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(unpacked(packed.body())).isEqualTo(plain.body());
    var tag = plain.headers().firstValue("ETag").orElseThrow();
    assertThat(web.send(web.request(path).header("If-None-Match", tag)).statusCode())
        .isEqualTo(304);

    store(renamed(sample, "1.2.3.3"));
    // A second series makes a row of two packed texts.
    store(with(sample, sample.dataset().toBuilder().put(Tags.SERIES_INSTANCE_UID, "1.2.9")
        .put(Tags.SOP_INSTANCE_UID, "1.2.3.4").build()));
    var more = web.send(web.request(path).header("If-None-Match", tag)
        .header("Accept-Encoding", "gzip"));
    assertThat(more.statusCode()).isEqualTo(200);
    var json = new String(unpacked(more.body()), StandardCharsets.UTF_8);
    assertThat(json).contains("1.2.3.1", "1.2.3.2", "1.2.3.3", "1.2.3.4");
    assertThat(json).isEqualTo(new String(web.get(path, "application/json").body(),
        StandardCharsets.UTF_8));
    try (var files = Files.list(directory.resolve("metadata"))) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void makesMetadataAnewWhereABitOfItsFileTurned() throws Exception {
    var sample = stored("MR_small.dcm");
    var path = "/studies/" + sample.study() + "/metadata";
    var store = new MetadataStore(parts.studies(), directory.resolve("metadata"), 0);
    try (var unheld = WebServer.start(
        directory.resolve("unheld"), new MetadataController(parts, store))) {
      var before = unheld.get(path, "application/dicom+json").body();
      Path file;
      try (var files = Files.list(directory.resolve("metadata"))) {
        file = files.findFirst().orElseThrow();
      }
      var bytes = Files.readAllBytes(file);

      for (int at = 0; at < bytes.length; at += 1 + bytes.length / 60) {
        var turned = bytes.clone();
        turned[at] ^= 4;
        Files.write(file, turned);
        assertThat(unheld.get(path, "application/dicom+json").body()).as("byte " + at)
            .isEqualTo(before);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
      }
    }
  }

  @Test
  void describesInstancesInXml() throws Exception {
    var sample = stored("CT_small.dcm");
    var answer = web.get(address(sample) + "/metadata",
        "multipart/related; type=\"application/dicom+xml\"");
    assertThat(answer.statusCode()).isEqualTo(200);
    var xml = new String(parts(answer).getFirst(), StandardCharsets.UTF_8);
    assertThat(xml).contains("<BulkData uri=\"" + web.base()).contains("/bulkdata/7FE00010\"");
    var read = new NativeXmlReader().read(new ByteArrayInputStream(
        xml.replaceAll("<BulkData uri=\"[^\"]*\"/>", "").getBytes(StandardCharsets.UTF_8)));
    assertThat(read.strings(Tags.PIXEL_SPACING))
        .isEqualTo(sample.dataset().strings(Tags.PIXEL_SPACING));
    assertThat(type(web.get("/studies/" + sample.study() + "/metadata",
        "multipart/related; type=\"application/dicom+xml\""))).contains("dicom+xml");
  }

  @Test
  void givesPixelDataAndBulkDataOfAllLevels() throws Exception {
    var ct = stored("CT_small.dcm");
    var pixels = ct.dataset().bytes(Tags.PIXEL_DATA).orElseThrow().toArray();
    for (var path : List.of(address(ct), "/studies/" + ct.study(),
        "/studies/" + ct.study() + "/series/" + ct.series())) {
      assertThat(parts(web.get(path + "/pixeldata", "*/*"))).containsExactly(pixels);
      assertThat(parts(web.get(path + "/bulkdata",
          "multipart/related; type=\"application/octet-stream\""))).contains(pixels);
    }
    var rle = stored("SC_rgb_rle_2frame.dcm");
    var fragments = (Value.Fragments) rle.dataset().get(Tags.PIXEL_DATA).orElseThrow().value();
    var frames = web.get(address(rle) + "/bulkdata/7FE00010",
        "multipart/related; type=\"image/dicom-rle\"");
    assertThat(parts(frames)).containsExactly(fragments.fragments().get(0).toArray(),
        fragments.fragments().get(1).toArray());
    assertThat(web.get(address(ct) + "/bulkdata/00081140/1/00081155",
        "application/octet-stream").statusCode()).isEqualTo(404);
    assertThat(web.get(address(ct) + "/bulkdata/..%2f..%2fpasswd", "*/*").statusCode())
        .isEqualTo(400);
  }

  @Test
  void rendersImages() throws Exception {
    var ct = stored("CT_small.dcm");
    for (var type : List.of("image/jpeg", "image/png", "image/gif")) {
      var answer = web.get(address(ct) + "/rendered", type);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(type(answer)).isEqualTo(type);
      var picture = ImageIO.read(new ByteArrayInputStream(answer.body()));
      assertThat(picture.getWidth()).isEqualTo(128);
    }
    var small = ImageIO.read(new ByteArrayInputStream(web.get(
        address(ct) + "/frames/1/rendered?viewport=64,32&window=40,400,linear&quality=50",
        "image/png").body()));
    assertThat(small.getWidth()).isEqualTo(32);
    assertThat(small.getHeight()).isEqualTo(32);
    var thumbnail = web.get("/studies/" + ct.study() + "/thumbnail?viewport=50,50", "*/*");
    assertThat(type(thumbnail)).isEqualTo("image/jpeg");
    assertThat(ImageIO.read(new ByteArrayInputStream(thumbnail.body())).getWidth()).isEqualTo(50);
    assertThat(parts(web.get("/studies/" + ct.study() + "/rendered",
        "multipart/related; type=\"image/jpeg\""))).hasSize(1);
    assertThat(web.get(address(ct) + "/rendered", "application/pdf").statusCode()).isEqualTo(406);
  }

  @Test
  void writesWhoAndHowIntoAPicture() throws Exception {
    var ct = stored("CT_small.dcm");
    var plain = picture(ct, "");
    var both = picture(ct, "&annotation=patient,technique");
    var patient = picture(ct, "&annotation=patient");
    Assumptions.assumeTrue(web.get(address(ct) + "/rendered?annotation=patient", "image/png")
        .headers().firstValue("Warning").isEmpty(), "the system has no fonts");

    // Text at the top left says who, at the top right how; below nothing changes.
    assertThat(changed(plain, patient, 0, 0)).isPositive();
    assertThat(changed(plain, both, 256, 0)).isGreaterThan(changed(plain, patient, 256, 0));
    assertThat(changed(plain, both, 0, 400) + changed(plain, both, 256, 400)).isZero();
    assertThat(changed(plain, picture(ct, "&annotation=technique"), 0, 0)).isZero();
  }

  private BufferedImage picture(Sample sample, String query) throws Exception {
    var answer = web.get(
        address(sample) + "/frames/1/rendered?viewport=512,512" + query, "image/png");
    assertThat(answer.statusCode()).isEqualTo(200);
    return ImageIO.read(new ByteArrayInputStream(answer.body()));
  }

  /// How many pixels differ in a part of 200 x 100 pixels.
  private static int changed(BufferedImage one, BufferedImage other, int left, int top) {
    int changed = 0;
    for (int y = top; y < top + 100; y++) {
      for (int x = left; x < left + 200; x++) {
        changed += one.getRGB(x, y) == other.getRGB(x, y) ? 0 : 1;
      }
    }
    return changed;
  }

  @Test
  void rendersFramesAndDocuments() throws Exception {
    var rle = stored("SC_rgb_rle_2frame.dcm");
    assertThat(parts(web.get(address(rle) + "/frames/1,2/rendered",
        "multipart/related; type=\"image/png\""))).hasSize(2);
    var gif = web.get(address(rle) + "/rendered", "image/gif");
    var reader = ImageIO.getImageReadersByFormatName("gif").next();
    reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(gif.body())));
    assertThat(reader.getNumImages(true)).isEqualTo(2);
    assertThat(web.get(address(rle) + "/frames/3/rendered", "*/*").statusCode()).isEqualTo(404);

    var report = stored("reportsi.dcm");
    var html = web.get(address(report) + "/rendered", "text/html");
    assertThat(html.statusCode()).isEqualTo(200);
    assertThat(new String(html.body(), StandardCharsets.UTF_8)).contains("<li>");
    assertThat(html.headers().firstValue("Content-Security-Policy")).isPresent();
    assertThat(web.get(address(report) + "/rendered", "image/jpeg").statusCode()).isEqualTo(406);
    assertThat(web.get(address(report) + "/thumbnail", "*/*").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"viewport=1000000000,1000000000|400", "viewport=0,5|400",
      "viewport=a|400", "window=1,2|400", "window=40,0,linear|400", "window=40,400,cubic|400",
      "quality=0|400", "quality=101|400", "iccprofile=x|400", "annotation=x|400",
      "annotation=patient|200", "iccprofile=no|200"})
  void row48ChecksHowAPictureIsWanted(String query, int status) throws Exception {
    var ct = stored("CT_small.dcm");
    assertThat(web.get(address(ct) + "/rendered?" + query, "image/jpeg").statusCode())
        .isEqualTo(status);
  }

  @Test
  void packsAStudyWithItsDicomdir() throws Exception {
    var sample = Samples.pydicom("MR_small.dcm");
    store(renamed(sample, "1.2.3.1"));
    store(renamed(sample, "1.2.3.2"));
    var answer = web.get("/studies/" + sample.study(), "application/zip; transfer-syntax=*");
    assertThat(answer.statusCode()).isEqualTo(200);
    List<String> names = new ArrayList<>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
        if (entry.getName().equals("DICOMDIR")) {
          var directory = Dicomdir.read(whole(zip)).value();
          assertThat(directory.all()).hasSize(5);
        } else {
          assertThat(DicomFile.read(whole(zip), ReadSettings.DEFAULT).dataset()
              .string(Tags.STUDY_INSTANCE_UID)).contains(sample.study());
        }
      }
    }
    assertThat(names).containsExactly(
        "DICOM/SE000001/IM000001", "DICOM/SE000001/IM000002", "DICOMDIR");
  }

  @Test
  void row50HidesEverythingOfOtherHospitals() throws Exception {
    var sample = stored("CT_small.dcm");
    caller.set(archive.second());
    for (var path : List.of("", "/metadata", "/frames/1", "/bulkdata/7FE00010", "/bulkdata",
        "/pixeldata", "/rendered", "/thumbnail", "/frames/1/rendered", "/frames/1/thumbnail")) {
      var foreign = web.get(address(sample) + path, "*/*");
      assertThat(foreign.statusCode()).as(path).isEqualTo(404);
      assertThat(new String(foreign.body())).isEqualTo("there is no such resource\n");
    }
  }

  @Test
  void servesNoDamagedObject() throws Exception {
    var sample = stored("CT_small.dcm");
    try (var files = Files.walk(directory.resolve("objects/content"))) {
      var file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
      var bytes = Files.readAllBytes(file);
      bytes[bytes.length - 100] ^= 1;
      Files.write(file, bytes);
    }
    assertThat(web.get(address(sample), "application/dicom").statusCode()).isEqualTo(500);
  }

  private Sample stored(String name) throws Exception {
    var sample = Samples.pydicom(name);
    store(sample);
    return sample;
  }

  private void store(Sample sample) throws Exception {
    archive.store(sample);
  }

  private static Sample renamed(Sample sample, String uid) {
    return with(sample, sample.dataset().toBuilder().put(Tags.SOP_INSTANCE_UID, uid).build());
  }

  private static Sample with(Sample sample, Dataset dataset) {
    return new Sample(sample.file(), dataset, sample.syntax(),
        DatasetWriter.toBytes(dataset, sample.syntax()).toArray());
  }

  private static String address(Sample sample) {
    return "/studies/" + sample.study() + "/series/" + sample.series()
        + "/instances/" + sample.uid();
  }

  private static String type(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("Content-Type").orElse("");
  }

  private static byte[] unpacked(byte[] bytes) throws Exception {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  private static InputStream whole(ZipInputStream zip) throws Exception {
    return new ByteArrayInputStream(zip.readAllBytes());
  }

  private static List<byte[]> parts(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).as(new String(answer.body())).isEqualTo(200);
    return Bodies.parts(type(answer), answer.body());
  }
}
