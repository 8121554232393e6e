package vn.tia.bridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.store.Incoming;
import vn.tia.bridge.store.StoreOutcome;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.bridge.testkit.WebServer;
import vn.tia.bridge.web.rendered.RenderedController;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.io.DatasetWriter;

/// What is shown of a presentation state, and of a study that has one.
class RenderedStateTest {
  private static final String STATE = "1.2.840.10008.5.1.4.1.1.11.1";
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  @TempDir private Path directory;
  private TestArchive archive;
  private WebServer web;
  private Sample ct;

  @BeforeEach void open() throws Exception {
    archive = TestArchive.open(directory.resolve("objects"));
    var parts = archive.wado(directory, _ -> archive.first());
    web = WebServer.start(directory.resolve("web"), new RenderedController(parts));
    ct = Samples.pydicom("CT_small.dcm");
    archive.store(ct);
  }

  @AfterEach void close() throws Exception {
    web.close();
    archive.close();
  }

  private void state(String uid, String about) throws Exception {
    var image = Dataset.builder()
        .put(Tags.REFERENCED_SOP_CLASS_UID, ct.instance().sopClassUid())
        .put(Tags.REFERENCED_SOP_INSTANCE_UID, about).build();
    var dataset = Dataset.builder().put(Tags.SOP_CLASS_UID, STATE)
        .put(Tags.SOP_INSTANCE_UID, uid).put(Tags.STUDY_INSTANCE_UID, ct.study())
        .put(Tags.SERIES_INSTANCE_UID, "2.25.60").put(Tags.MODALITY, "PR")
        .put(Tags.PATIENT_ID, ct.dataset().string(Tags.PATIENT_ID).orElseThrow())
        .putItems(Tags.REFERENCED_SERIES_SEQUENCE, List.of(Dataset.builder()
            .put(Tags.SERIES_INSTANCE_UID, ct.series())
            .putItems(Tags.REFERENCED_IMAGE_SEQUENCE, List.of(image)).build()))
        .put(Tags.RESCALE_INTERCEPT, ct.dataset().string(Tags.RESCALE_INTERCEPT).orElse("0"))
        .put(Tags.RESCALE_SLOPE, "1")
        .putItems(Tags.SOFTCOPY_VOILUT_SEQUENCE, List.of(Dataset.builder()
            .put(Tags.WINDOW_CENTER, "40").put(Tags.WINDOW_WIDTH, "400").build()))
        .put(Tags.PRESENTATION_LUT_SHAPE, "IDENTITY").put(Tags.IMAGE_ROTATION, 180)
        .build();
    assertThat(archive.intake().store(
        new Incoming(archive.records().first().id(), "CT1", EXPLICIT.uid().value(),
            Optional.empty()),
        new ByteArrayInputStream(DatasetWriter.toBytes(dataset, EXPLICIT).toArray())))
        .isEqualTo(new StoreOutcome.Stored());
  }

  private BufferedImage png(String path) throws Exception {
    var answer = web.get(path, "image/png");
    assertThat(answer.statusCode()).isEqualTo(200);
    return ImageIO.read(new ByteArrayInputStream(answer.body()));
  }

  @Test void isTheImageThatItIsAboutAsItWantsItSeen() throws Exception {
    state("2.25.61", ct.uid());
    var study = "/studies/" + ct.study();

    var plain = png(study + "/series/" + ct.series() + "/instances/" + ct.uid()
        + "/rendered?window=40,400,linear");
    var seen = png(study + "/series/2.25.60/instances/2.25.61/rendered");

    assertThat(seen.getWidth()).isEqualTo(plain.getWidth());
    for (int x = 0; x < plain.getWidth(); x += 7) {
      assertThat(seen.getRGB(x, 3)).isEqualTo(plain.getRGB(
          plain.getWidth() - 1 - x, plain.getHeight() - 1 - 3));
    }
    assertThat(png(study + "/series/2.25.60/instances/2.25.61/rendered?viewport=32,32")
        .getWidth()).isEqualTo(32);
  }

  @Test void isNothingWhereItsImageIsNotHere() throws Exception {
    state("2.25.62", "2.25.63");

    assertThat(web.get("/studies/" + ct.study() + "/series/2.25.60/instances/2.25.62/rendered",
        "image/png").statusCode()).isEqualTo(406);
  }

  @Test void standsInNoThumbnailsWay() throws Exception {
    state("2.25.61", ct.uid());
    state("2.25.64", ct.uid());

    assertThat(png("/studies/" + ct.study() + "/thumbnail").getWidth()).isEqualTo(128);
    assertThat(web.get("/studies/" + ct.study() + "/rendered",
        "multipart/related; type=\"image/jpeg\"").statusCode()).isEqualTo(200);
    assertThat(web.get("/studies/" + ct.study() + "/series/2.25.60/thumbnail", "image/png")
        .statusCode()).isEqualTo(404);
  }
}
