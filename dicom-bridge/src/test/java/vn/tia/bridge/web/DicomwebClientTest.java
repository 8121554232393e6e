package vn.tia.bridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.retrieve.Spool;
import vn.tia.bridge.testkit.BrowserPage;
import vn.tia.bridge.testkit.NpmPackage;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.bridge.testkit.WebServer;
import vn.tia.bridge.web.qido.QidoController;
import vn.tia.bridge.web.rendered.RenderedController;
import vn.tia.bridge.web.stow.StowController;
import vn.tia.bridge.web.stow.StowSettings;
import vn.tia.bridge.web.wado.BulkController;
import vn.tia.bridge.web.wado.FramesController;
import vn.tia.bridge.web.wado.MetadataController;
import vn.tia.bridge.web.wado.MetadataStore;
import vn.tia.bridge.web.wado.WadoController;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.ReadSettings;

/// npm's `dicomweb-client`, which most web viewers are built on, in a real browser: it stores,
/// searches and fetches all there is.
class DicomwebClientTest {

  private static final NpmPackage CLIENT = new NpmPackage("dicomweb-client", "0.11.3",
      "sha512-7t1Rc/01fyFnKlQeNPW9Pvxvmsx8R/BgB2n7BxTuWirRFwlTC5upEeLeS3vO72P+n6/SQZ3+5ij0"
          + "bgaWDHQG/A==");

  /// Each line of the result is a name, a tab, and text in base64.
  private static final String PAGE = """
      <!doctype html><script src="dicomweb-client.js"></script><script>
      const lines = [];
      const base64 = bytes => {
        let text = '';
        new Uint8Array(bytes).forEach(one => text += String.fromCharCode(one));
        return btoa(text);
      };
      const keep = (name, found) => {
        // What the client gives alone it gives as a list of one, too.
        const value = Array.isArray(found) && found[0] instanceof ArrayBuffer ? found[0] : found;
        lines.push(name + '\\t' + (value instanceof ArrayBuffer
          || value instanceof Uint8Array ? base64(value)
          : base64(new TextEncoder().encode(JSON.stringify(value)))));
      };
      const uid = (dataset, tag) => dataset[tag].Value[0];
      (async () => {
        try {
          const client = new DICOMwebClient.api.DICOMwebClient({
            url: location.origin + '/dicom-web'});
          const file = await (await fetch('sample.dcm')).arrayBuffer();
          keep('stored', await client.storeInstances({datasets: [file]}) ?? '');
          const studies = await client.searchForStudies({queryParams: {PatientID: '1CT1',
            includefield: 'StudyDescription'}});
          keep('studies', studies);
          const at = {studyInstanceUID: uid(studies[0], '0020000D')};
          const series = await client.searchForSeries({...at});
          keep('series', series);
          at.seriesInstanceUID = uid(series[0], '0020000E');
          const instances = await client.searchForInstances({...at});
          keep('instances', instances);
          at.sopInstanceUID = uid(instances[0], '00080018');
          keep('studyMetadata', await client.retrieveStudyMetadata({...at}));
          keep('seriesMetadata', await client.retrieveSeriesMetadata({...at}));
          const metadata = await client.retrieveInstanceMetadata({...at});
          keep('metadata', metadata);
          keep('instance', await client.retrieveInstance({...at}));
          keep('seriesFiles', (await client.retrieveSeries({...at}))[0]);
          keep('studyFiles', (await client.retrieveStudy({...at}))[0]);
          keep('frame', (await client.retrieveInstanceFrames({...at, frameNumbers: [1]}))[0]);
          keep('jls', (await client.retrieveInstanceFrames({...at, frameNumbers: [1],
            mediaTypes: [{mediaType: 'image/jls',
              transferSyntaxUID: '1.2.840.10008.1.2.4.80'}]}))[0]);
          keep('bulk', (await client.retrieveBulkData({
            BulkDataURI: metadata[0]['7FE00010'].BulkDataURI}))[0]);
          keep('rendered', await client.retrieveInstanceRendered({...at,
            mediaTypes: [{mediaType: 'image/png'}],
            queryParams: {viewport: [64, 64], window: [40, 400, 'linear']}}));
          keep('frameRendered', await client.retrieveInstanceFramesRendered({...at,
            frameNumbers: [1], mediaTypes: [{mediaType: 'image/jpeg'}]}));
        } catch (error) {
          lines.push('error\\t' + base64(new TextEncoder().encode(
            String(error.stack || error) + JSON.stringify(error))));
        }
        await fetch('result', {method: 'POST', body: lines.join('\\n')});
      })();
      </script>""";

  @TempDir
  private Path directory;

  @Test
  void storesSearchesAndFetches() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    var page = new BrowserPage(Map.of(
        "index.html", PAGE.getBytes(StandardCharsets.UTF_8),
        "sample.dcm", Files.readAllBytes(sample.file()),
        "dicomweb-client.js", CLIENT.text("build/dicomweb-client.js", directory)
            .getBytes(StandardCharsets.UTF_8)));
    try (var archive = TestArchive.open(directory.resolve("objects"))) {
      CallerAccess access = _ -> archive.first();
      var parts = archive.wado(directory.resolve("out"), access);
      try (var web = WebServer.start(directory.resolve("web"), page,
          new StowController(archive.intake(), new Spool(directory.resolve("in")),
              _ -> OptionalInt.of(archive.records().first().id()), StowSettings.DEFAULT),
          new WadoController(parts), new QidoController(archive.search(), access),
          new BulkController(parts), new FramesController(parts), new RenderedController(parts),
          new MetadataController(parts,
              new MetadataStore(parts.studies(), directory.resolve("metadata"))))) {
        var found = lines(page.open(web, Files.createDirectory(directory.resolve("profile"))));

        assertThat(found).as(text(found, "error")).doesNotContainKey("error");
        assertThat(text(found, "studies")).contains(sample.study(), "\"00081030\"");
        assertThat(text(found, "series")).contains(sample.series());
        assertThat(text(found, "instances")).contains(sample.uid());
        for (var name : new String[] {"studyMetadata", "seriesMetadata", "metadata"}) {
          assertThat(text(found, name)).contains(sample.uid(), "BulkDataURI");
        }
        for (var name : new String[] {"instance", "seriesFiles", "studyFiles"}) {
          assertThat(DicomFile.read(Bytes.wrap(found.get(name)).stream(),
              ReadSettings.DEFAULT).dataset().string(Tags.SOP_INSTANCE_UID))
              .contains(sample.uid());
        }
        var pixels = sample.dataset().bytes(Tags.PIXEL_DATA).orElseThrow().toArray();
        assertThat(found.get("frame")).isEqualTo(pixels);
        assertThat(found.get("bulk")).isEqualTo(pixels);
        assertThat(found.get("jls")).startsWith(0xFF, 0xD8, 0xFF, 0xF7);
        assertThat(found.get("rendered")).startsWith(0x89, 'P', 'N', 'G');
        assertThat(found.get("frameRendered")).startsWith(0xFF, 0xD8);
      }
    }
  }

  private static Map<String, byte[]> lines(String result) {
    return Arrays.stream(result.split("\n")).map(line -> line.split("\t", 2))
        .collect(Collectors.toMap(
            line -> line[0], line -> Base64.getDecoder().decode(line[1])));
  }

  private static String text(Map<String, byte[]> found, String name) {
    return new String(found.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
  }
}
