package vn.tia.bridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.retrieve.Spool;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.bridge.testkit.WebServer;
import vn.tia.bridge.web.qido.QidoController;
import vn.tia.bridge.web.stow.StowController;
import vn.tia.bridge.web.stow.StowSettings;
import vn.tia.bridge.web.wado.MetadataController;
import vn.tia.bridge.web.wado.MetadataStore;
import vn.tia.bridge.web.wado.WadoController;
import vn.tia.dicom.testkit.Orthanc;
import vn.tia.records.studies.InstancePath;

/// Orthanc as a client of DICOMweb: it stores here, finds here, and fetches back.
class OrthancWebTest {
  @TempDir
  private Path directory;

  @Test
  void storesFindsAndFetches() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    try (var archive = TestArchive.open(directory.resolve("objects"))) {
      CallerAccess access = _ -> archive.first();
      var parts = archive.wado(directory.resolve("out"), access);
      try (var web = WebServer.start(directory.resolve("web"),
          new StowController(archive.intake(), new Spool(directory.resolve("in")),
              _ -> OptionalInt.of(archive.records().first().id()), StowSettings.DEFAULT),
          new WadoController(parts), new QidoController(archive.search(), access),
          new MetadataController(parts,
              new MetadataStore(parts.studies(), directory.resolve("metadata"))));
          var orthanc = Orthanc.startWithDicomWeb(directory, web.base())) {
        var id = field(orthanc.upload(sample.file()), "ID");

        orthanc.post("/dicom-web/servers/tia/stow",
            "{\"Resources\": [\"" + id + "\"], \"Synchronous\": true}");
        assertThat(archive.studies().instances(InstancePath.instance(
            sample.study(), sample.series(), sample.uid()), archive.first())).hasSize(1);

        var found = orthanc.post("/dicom-web/servers/tia/get",
            "{\"Uri\": \"/studies\", \"Arguments\": {\"PatientID\": \"1CT1\"}}");
        assertThat(found).contains(sample.study());

        orthanc.delete("/instances/" + id);
        assertThat(orthanc.get("/instances")).doesNotContain(id);
        orthanc.post("/dicom-web/servers/tia/retrieve",
            "{\"Resources\": [{\"Study\": \"" + sample.study() + "\"}], \"Synchronous\": true}");
        assertThat(orthanc.get("/instances")).contains(id);
      }
    }
  }

  private static String field(String json, String name) {
    int at = json.indexOf("\"" + name + "\"");
    int start = json.indexOf('"', json.indexOf(':', at)) + 1;
    return json.substring(start, json.indexOf('"', start));
  }
}
