package vn.tia.bridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.bridge.store.Scrubber;
import vn.tia.bridge.testkit.Damage;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.bridge.testkit.WebServer;
import vn.tia.bridge.web.rendered.RenderedController;
import vn.tia.bridge.web.rendered.WadoUriController;
import vn.tia.bridge.web.wado.BulkController;
import vn.tia.bridge.web.wado.FramesController;
import vn.tia.bridge.web.wado.WadoController;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.records.studies.InstancePath;
import vn.tia.records.studies.Scrub;

/// What every route answers where one bit of a stored file has turned: an error, an answer that
/// breaks off, or what it answered before where it needs none of the damaged block; never success
/// with other bytes.
class DamagedAnswersTest {

  private static final String ANY = "*/*";

  @TempDir
  private Path directory;

  private TestArchive archive;
  private WebServer web;

  @BeforeEach
  void open() throws Exception {
    archive = TestArchive.open(directory.resolve("objects"));
    var parts = archive.wado(directory, _ -> archive.first());
    web = WebServer.start(directory.resolve("web"), new WadoController(parts),
        new BulkController(parts), new FramesController(parts), new RenderedController(parts),
        new WadoUriController(parts));
  }

  @AfterEach
  void close() throws Exception {
    web.close();
    archive.close();
  }

  /// An answer with status 200; anything else is none.
  private Optional<List<Byte>> answer(String path, String accept) throws Exception {
    try {
      var answer = web.get(path, accept);
      var type = answer.headers().firstValue("Content-Type").orElse("");
      if (answer.statusCode() != 200) {
        assertThat(answer.statusCode()).as(path).isEqualTo(500);
        return Optional.empty();
      }
      // The boundary differs each time.
      var boundary = type.replaceFirst(".*boundary=", "");
      var text = new String(answer.body(), StandardCharsets.ISO_8859_1);
      return Optional.of((type + text).replace(boundary, "").chars()
          .mapToObj(one -> (byte) one).toList());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Map<String, String> routes(Sample sample) {
    var instance = "/studies/" + sample.study() + "/series/" + sample.series()
        + "/instances/" + sample.uid();
    var uri = "/wado?requestType=WADO&studyUID=" + sample.study() + "&seriesUID="
        + sample.series() + "&objectUID=" + sample.uid();
    Map<String, String> routes = new LinkedHashMap<>();
    routes.put(instance, "application/dicom; transfer-syntax=*");
    routes.put(instance + "?", "multipart/related; type=\"application/dicom\"");
    routes.put("/studies/" + sample.study(), "application/zip");
    routes.put(instance + "/frames/1", ANY);
    routes.put(instance + "/frames/1?", "application/octet-stream");
    routes.put(instance + "/bulkdata/7FE00010", "application/octet-stream");
    routes.put(instance + "/bulkdata/7FE00010?", "multipart/related");
    routes.put(instance + "/bulkdata", ANY);
    routes.put(instance + "/pixeldata", ANY);
    routes.put(instance + "/rendered", "image/png");
    routes.put(instance + "/frames/1/rendered", "image/png");
    routes.put(instance + "/thumbnail", "image/png");
    routes.put(uri + "&contentType=application/dicom", ANY);
    routes.put(uri + "&contentType=image/png", ANY);
    return routes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"CT_small.dcm", "MR_small_bigendian.dcm", "MR_small_RLE.dcm",
      "image_dfl.dcm", "SC_rgb_jpeg_dcmd.dcm"})
  void neverServesOneFlippedBitAsSuccess(String name) throws Exception {
    var sample = Samples.pydicom(name);
    archive.store(sample);
    long size = archive.studies().instances(InstancePath.instance(
        sample.study(), sample.series(), sample.uid()), archive.first()).getFirst().bytes().size();
    Map<String, Optional<List<Byte>>> before = new LinkedHashMap<>();
    for (var route : routes(sample).entrySet()) {
      try {
        before.put(route.getKey(), answer(route.getKey(), route.getValue()));
      } catch (AssertionError _) {
        // Nothing that this route gives of this sample.
      }
    }
    assertThat(before).hasSizeGreaterThan(8);
    var whole = List.copyOf(before.keySet()).subList(0, 3);
    for (long at = 3; at < size; at += Math.max(1, size / 9)) {
      Damage.flipOneBit(archive, directory.resolve("objects"), sample, at);
      int errors = 0;
      for (var route : before.entrySet()) {
        var now = answer(route.getKey(), routes(sample).get(route.getKey()));
        errors += now.isEmpty() ? 1 : 0;
        assertThat(now.isEmpty() || now.equals(route.getValue()))
            .as("%s, byte %d: an error or the same", route.getKey(), at).isTrue();
        assertThat(now.isPresent() && whole.contains(route.getKey()))
            .as("%s, byte %d: the whole file", route.getKey(), at).isFalse();
      }
      assertThat(errors).isGreaterThanOrEqualTo(4);
      Damage.flipOneBit(archive, directory.resolve("objects"), sample, at);
    }
    for (var route : before.entrySet()) {
      assertThat(answer(route.getKey(), routes(sample).get(route.getKey())).isPresent())
          .as(route.getKey()).isTrue();
    }
  }

  @Test
  void raisesOneAlarmHoweverOftenItIsAskedFor() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    archive.store(sample);
    Damage.flipOneBit(archive, directory.resolve("objects"), sample);
    for (int i = 0; i < 3; i++) {
      assertThat(answer("/studies/" + sample.study() + "/series/" + sample.series()
          + "/instances/" + sample.uid() + "/frames/1", ANY)).isEmpty();
    }

    var database = archive.records().database();
    assertThat(new Scrub(database).damagedCount()).isEqualTo(1);
    assertThat(database.jdbc().sql("SELECT target FROM audit WHERE outcome = 'damaged'")
        .query(String.class).list()).containsExactly(sample.uid());
  }

  @Test
  void readsWhatWasStoredBeforeThereWereSumsWholeUntilTheyAreThere() throws Exception {
    var one = Samples.pydicom("CT_small.dcm");
    var pixels = one.dataset().bytes(Tags.PIXEL_DATA).orElseThrow();
    var dataset = one.dataset().toBuilder().put(Tags.NUMBER_OF_FRAMES, "5")
        .put(Tags.PIXEL_DATA, Bytes.concat(pixels, pixels, pixels, pixels, pixels)).build();
    var sample = new Sample(one.file(), dataset, one.syntax(),
        DatasetWriter.toBytes(dataset, one.syntax()).toArray());
    archive.store(sample);
    var jdbc = archive.records().database().jdbc();
    jdbc.sql("UPDATE instance SET block_sums = NULL").update();
    var first = "/studies/" + sample.study() + "/series/" + sample.series()
        + "/instances/" + sample.uid() + "/frames/1";
    assertThat(answer(first, ANY)).isPresent();
    // In a block that the first frame doesn't lie in.
    Damage.flipOneBit(archive, directory.resolve("objects"), sample);
    assertThat(answer(first, ANY)).isEmpty();

    Damage.flipOneBit(archive, directory.resolve("objects"), sample);
    new Scrubber(archive.checked(), new Scrub(archive.records().database())).run(Long.MAX_VALUE);
    assertThat(jdbc.sql("SELECT count(*) FROM instance WHERE length(block_sums) = 12")
        .query(Integer.class).single()).isEqualTo(1);
    Damage.flipOneBit(archive, directory.resolve("objects"), sample);
    assertThat(answer(first, ANY)).isPresent();
  }
}
