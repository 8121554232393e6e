package vn.tia.bridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.bridge.testkit.WebServer;
import vn.tia.bridge.web.wado.BulkController;
import vn.tia.bridge.web.wado.FramesController;
import vn.tia.bridge.web.wado.WadoController;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.io.DatasetWriter;

/// The media type of frames in each transfer syntax (PS3.18 tables 8.7.3-2 to 8.7.3-5): what is
/// stored is given as it is, also what nobody here decodes.
class FrameMediaTypesTest {

  private static final Bytes FRAME = Bytes.hex("FFD8 FFF7 0011 2233 4455 6677 8899 AABB FFD9");

  @TempDir
  private Path directory;

  private TestArchive archive;
  private WebServer web;

  @BeforeEach
  void open() throws Exception {
    archive = TestArchive.open(directory.resolve("objects"));
    var parts = archive.wado(directory, _ -> archive.first());
    web = WebServer.start(directory.resolve("web"), new WadoController(parts),
        new FramesController(parts), new BulkController(parts));
  }

  @AfterEach
  void close() throws Exception {
    web.close();
    archive.close();
  }

  private static Dataset image() {
    return Dataset.builder()
        .put(Tags.SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.7").put(Tags.SOP_INSTANCE_UID, "1.2.3")
        .put(Tags.STUDY_INSTANCE_UID, "1.2.1").put(Tags.SERIES_INSTANCE_UID, "1.2.2")
        .put(Tags.MODALITY, "OT").put(Tags.PATIENT_ID, "BN1")
        .put(Tags.SAMPLES_PER_PIXEL, 1).put(Tags.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
        .put(Tags.ROWS, 4).put(Tags.COLUMNS, 4).put(Tags.BITS_ALLOCATED, 8)
        .put(Tags.BITS_STORED, 8).put(Tags.HIGH_BIT, 7).put(Tags.PIXEL_REPRESENTATION, 0)
        .put(new Element(Tags.PIXEL_DATA, Vr.OB, new Value.Fragments(Bytes.EMPTY,
            List.of(FRAME))))
        .build();
  }

  @ParameterizedTest
  @CsvSource({"4.50,image/jpeg", "4.51,image/jpeg", "4.57,image/jpeg", "4.70,image/jpeg",
      "4.80,image/jls", "4.81,image/jls", "4.90,image/jp2", "4.91,image/jp2", "4.92,image/jpx",
      "4.93,image/jpx", "4.201,image/jphc", "4.202,image/jphc", "4.203,image/jphc",
      "5,image/dicom-rle", "4.100,video/mpeg", "4.101,video/mpeg", "4.102,video/mp4",
      "4.103,video/mp4", "4.104,video/mp4", "4.105,video/mp4", "4.106,video/mp4",
      "4.110,image/jxl"})
  void givesAFrameAsItIsStored(String end, String mediaType) throws Exception {
    var syntax = TransferSyntax.of(new Uid("1.2.840.10008.1.2." + end));
    archive.store(new Sample(directory, image(), syntax,
        DatasetWriter.toBytes(image(), syntax).toArray()));
    var instance = "/studies/1.2.1/series/1.2.2/instances/1.2.3";

    for (var accept : List.of(mediaType, mediaType + "; transfer-syntax=*",
        mediaType + "; transfer-syntax=" + syntax.uid().value())) {
      var alone = web.get(instance + "/frames/1", accept);
      assertThat(alone.statusCode()).as(accept).isEqualTo(200);
      assertThat(alone.headers().firstValue("Content-Type"))
          .contains(mediaType + "; transfer-syntax=" + syntax.uid().value());
      assertThat(alone.body()).isEqualTo(FRAME.toArray());
    }
    for (var path : List.of("/frames/1", "/bulkdata/7FE00010", "/pixeldata")) {
      var parts = web.get(instance + path, "multipart/related; type=\"" + mediaType
          + "\"; transfer-syntax=*");
      assertThat(Bodies.parts(parts.headers().firstValue("Content-Type").orElseThrow(),
          parts.body())).as(path).containsExactly(FRAME.toArray());
    }
    var whole = web.get(instance, "application/dicom; transfer-syntax=*");
    assertThat(whole.headers().firstValue("Content-Type"))
        .contains("application/dicom; transfer-syntax=" + syntax.uid().value());
    assertThat(web.get(instance + "/frames/1", "image/nonsense").statusCode()).isEqualTo(406);
  }
}
