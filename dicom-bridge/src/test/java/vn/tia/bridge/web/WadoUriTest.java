package vn.tia.bridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.bridge.testkit.WebServer;
import vn.tia.bridge.web.rendered.WadoUriController;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.ReadSettings;

/// WADO-URI and the capabilities over real HTTP.
class WadoUriTest {
  @TempDir
  private Path directory;

  private TestArchive archive;
  private WebServer web;

  @BeforeEach
  void open() throws Exception {
    archive = TestArchive.open(directory.resolve("objects"));
    web = WebServer.start(directory.resolve("web"),
        new WadoUriController(archive.wado(directory, _ -> archive.first())),
        new CapabilitiesController());
  }

  @AfterEach
  void close() throws Exception {
    web.close();
    archive.close();
  }

  @Test
  void givesFilesAndTakesThePersonOut() throws Exception {
    var sample = stored("CT_small.dcm");
    var file = read(get(sample, "&contentType=application/dicom"));
    assertThat(file.dataset().string(Tags.PATIENT_NAME))
        .isEqualTo(sample.dataset().string(Tags.PATIENT_NAME));
    assertThat(read(get(sample,
        "&contentType=application/dicom&transferSyntax=1.2.840.10008.1.2.5")).meta().syntax()
        .uid().value()).isEqualTo("1.2.840.10008.1.2.5");

    var unnamed = read(get(sample, "&contentType=application/dicom&anonymize=yes"));
    assertThat(unnamed.dataset().string(Tags.PATIENT_ID))
        .isPresent().isNotEqualTo(sample.dataset().string(Tags.PATIENT_ID));
    assertThat(unnamed.dataset().string(Tags.STUDY_INSTANCE_UID).orElseThrow())
        .isNotEqualTo(sample.study());
    assertThat(unnamed.dataset().bytes(Tags.PIXEL_DATA))
        .isEqualTo(sample.dataset().bytes(Tags.PIXEL_DATA));
    assertThat(directory.resolve("spool")).isEmptyDirectory();
  }

  @Test
  void showsPictures() throws Exception {
    var sample = stored("CT_small.dcm");
    var plain = get(sample, "");
    assertThat(plain.headers().firstValue("Content-Type")).contains("image/jpeg");
    assertThat(picture(plain).getWidth()).isEqualTo(128);
    assertThat(picture(get(sample, "&rows=32&contentType=image/png")).getHeight()).isEqualTo(32);
    var part = picture(get(sample, "&region=0.25,0,0.75,0.5&contentType=image/png,image/jpeg"));
    assertThat(part.getWidth()).isEqualTo(64);
    assertThat(get(sample, "&windowCenter=40&windowWidth=1&contentType=image/png").body())
        .isNotEqualTo(get(sample, "&windowCenter=40&windowWidth=4000&contentType=image/png")
            .body());
    assertThat(get(sample, "&frameNumber=1&imageQuality=10").statusCode()).isEqualTo(200);

    var frames = stored("SC_rgb_rle_2frame.dcm");
    assertThat(get(frames, "").headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/dicom");
    assertThat(get(frames, "&contentType=image/png&frameNumber=2").statusCode()).isEqualTo(200);
    assertThat(get(frames, "&contentType=image/png&frameNumber=3").statusCode()).isEqualTo(404);
  }

  @Test
  void refusesWhatCanNotBe() throws Exception {
    var sample = stored("CT_small.dcm");
    for (var query : new String[] {"&rows=0", "&columns=99999", "&region=0,0,2,1", "&region=x",
        "&windowCenter=1", "&imageQuality=0", "&frameNumber=0", "&frameNumber=1,2",
        "&anonymize=yes", "&anonymize=no", "&presentationUID=1.2"}) {
      assertThat(get(sample, query).statusCode()).as(query).isEqualTo(400);
    }
    assertThat(get(sample, "&contentType=text/html").statusCode()).isEqualTo(406);
    assertThat(get(sample, "&contentType=application/dicom&transferSyntax=1.2.3").statusCode())
        .isEqualTo(406);
    assertThat(web.get("/wado?requestType=WADO", "*/*").statusCode()).isEqualTo(400);
    assertThat(web.get("/wado?requestType=X", "*/*").statusCode()).isEqualTo(400);
    assertThat(web.get("/wado?requestType=WADO&studyUID=1.2&seriesUID=1.3&objectUID=1.4", "*/*")
        .statusCode()).isEqualTo(404);
  }

  @Test
  void saysWhatItCanDo() throws Exception {
    var answer = web.send(web.request("/").method("OPTIONS", BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/vnd.sun.wadl+xml");
    var document = DocumentBuilderFactory.newInstance().newDocumentBuilder()
        .parse(new ByteArrayInputStream(answer.body()));
    assertThat(document.getElementsByTagName("resource").getLength()).isGreaterThan(20);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .contains("<resource path=\"studies\">", "base=\"" + web.base() + "\"");
  }

  private Sample stored(String name) throws Exception {
    var sample = Samples.pydicom(name);
    archive.store(sample);
    return sample;
  }

  private HttpResponse<byte[]> get(Sample sample, String query) throws Exception {
    return web.get("/wado?requestType=WADO&studyUID=" + sample.study() + "&seriesUID="
        + sample.series() + "&objectUID=" + sample.uid() + query, "*/*");
  }

  private static DicomFile read(HttpResponse<byte[]> answer) throws Exception {
    assertThat(answer.statusCode()).as(new String(answer.body())).isEqualTo(200);
    return DicomFile.read(new ByteArrayInputStream(answer.body()), ReadSettings.DEFAULT);
  }

  private static BufferedImage picture(HttpResponse<byte[]> answer) throws Exception {
    assertThat(answer.statusCode()).as(new String(answer.body())).isEqualTo(200);
    return ImageIO.read(new ByteArrayInputStream(answer.body()));
  }
}
