package vn.tia.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import vn.tia.bridge.mpps.MppsService;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.bridge.web.CallerAccess;
import vn.tia.bridge.web.wado.BulkController;
import vn.tia.bridge.web.wado.FramesController;
import vn.tia.bridge.web.wado.MetadataController;
import vn.tia.bridge.web.qido.QidoController;
import vn.tia.bridge.web.wado.MetadataStore;
import vn.tia.bridge.web.wado.WadoController;
import vn.tia.bridge.worklist.WorklistService;
import vn.tia.bridge.worklist.WorklistSettings;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.Status;
import vn.tia.records.access.Right;
import vn.tia.records.audit.Audit;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.performed.PerformedSteps;
import vn.tia.records.studies.StudySearch;
import vn.tia.records.worklist.Worklist;

/// Row 61 of the bad inputs at the DICOM doors: with the database away nobody hears a success, and
/// the doors stay open.
class RecordsDownTest {
  private static final String WORKLIST = Uids.MODALITY_WORKLIST_INFORMATION_MODEL_FIND.value();
  private static final String MPPS = Uids.MODALITY_PERFORMED_PROCEDURE_STEP.value();
  private static final String VERIFICATION = "1.2.840.10008.1.1";

  @TempDir
  private Path directory;

  private TestArchive archive;
  private AssociationServer modalities;

  @BeforeEach
  void open() throws IOException {
    archive = TestArchive.open(directory);
    var records = archive.records();
    var rule = Modalities.rule(records, Set.of("CT1"), EnumSet.allOf(Right.class));
    var audit = new Audit(records.database());
    modalities = Modalities.serve(
        new WorklistService(rule, new Worklist(records.database(),
            new Facilities(records.database()), records.patients()), audit,
            WorklistSettings.DEFAULT),
        new MppsService(rule, new PerformedSteps(records.database(), records.orders()), audit));
  }

  @AfterEach
  void close() throws Exception {
    modalities.close();
    archive.close();
  }

  @Test
  void refusesToStore() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    var instance = sample.instance();
    archive.records().database().close();

    for (int attempt = 0; attempt < 2; attempt++) {
      var settings = ClientSettings.toLoopback(archive.port(), "CT1", "TIA")
          .propose(instance.sopClassUid(), List.of(instance.transferSyntaxUid()));
      try (var association = Association.open(settings)) {
        assertThat(association.store(instance, new ByteArrayInputStream(sample.bytes())))
            .isEqualTo(Status.OUT_OF_RESOURCES.withComment("the records are unavailable"));
      }
    }
  }

  @Test
  void refusesStrangersAsEver() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    var instance = sample.instance();
    archive.records().database().close();

    var settings = ClientSettings.toLoopback(archive.port(), "STRANGER", "TIA")
        .propose(instance.sopClassUid(), List.of(instance.transferSyntaxUid()));
    try (var association = Association.open(settings)) {
      assertThat(association.store(instance, new ByteArrayInputStream(sample.bytes())))
          .isEqualTo(Status.NOT_AUTHORIZED);
    }
    assertThat(worklist("STRANGER").code()).isEqualTo(0x0124);
    assertThat(create("STRANGER").code()).isEqualTo(0x0124);
  }

  @Test
  void answersNoWorklistRatherThanAnEmptyOne() throws IOException {
    archive.records().database().close();

    assertThat(worklist("CT1"))
        .isEqualTo(Status.OUT_OF_RESOURCES.withComment("the records can't be read now"));
    isAlive();
  }

  @Test
  void takesNoPerformedStep() throws IOException {
    archive.records().database().close();

    assertThat(create("CT1"))
        .isEqualTo(Status.PROCESSING_FAILURE.withComment("the records can't be written now"));
    try (var association = Association.open(client("CT1").propose(MPPS))) {
      assertThat(association.set(MPPS, "1.2.3.4", Dataset.builder()
          .put(Tags.PERFORMED_PROCEDURE_STEP_STATUS, "DISCONTINUED").build()).status())
          .isEqualTo(Status.PROCESSING_FAILURE.withComment("the records can't be written now"));
    }
    isAlive();
  }

  @Test
  void answersDicomWebThatItIsUnavailable() throws Exception {
    CallerAccess access = _ -> archive.first();
    var parts = archive.wado(directory, access);
    var search =
        new StudySearch(archive.records().database(), archive.records().patients());
    var web = MockMvcBuilders.standaloneSetup(
        new WadoController(parts),
        new MetadataController(parts, new MetadataStore(
            parts.studies(), directory.resolve("metadata"))),
        new BulkController(parts),
        new FramesController(parts),
        new QidoController(search, access)).build();
    archive.records().database().close();

    for (var path : List.of("", "?PatientName=an", "/1.2", "/1.2/metadata", "/1.2/series",
        "/1.2/series/1.3/instances/1.4", "/1.2/series/1.3/instances/1.4/frames/1")) {
      var answer = web.perform(MockMvcRequestBuilders.get("/dicom-web/studies" + path)
          .header("Accept", "*/*")).andReturn().getResponse();
      assertThat(answer.getStatus()).as(path).isEqualTo(503);
      assertThat(answer.getContentAsString()).isEqualTo("the records are unavailable\n");
    }
  }

  private Status worklist(String callingAe) throws IOException {
    try (var association = Association.open(client(callingAe).propose(WORKLIST));
        var matches = association.find(
            WORKLIST, Dataset.builder().putEmpty(Tags.PATIENT_NAME).build())) {
      assertThat(matches.all()).isEmpty();
      return matches.status().orElseThrow();
    }
  }

  private Status create(String callingAe) throws IOException {
    try (var association = Association.open(client(callingAe).propose(MPPS))) {
      return association.create(MPPS, "1.2.3.4", Dataset.builder()
          .put(Tags.MODALITY, "CT")
          .put(Tags.PERFORMED_STATION_AE_TITLE, "CT1")
          .put(Tags.PERFORMED_PROCEDURE_STEP_START_DATE, "20260302")
          .put(Tags.PERFORMED_PROCEDURE_STEP_START_TIME, "093500")
          .put(Tags.PERFORMED_PROCEDURE_STEP_STATUS, "IN PROGRESS")
          .put(Tags.PERFORMED_PROCEDURE_STEP_ID, "PPS1")
          .putItems(Tags.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE, List.of(Dataset.builder()
              .put(Tags.STUDY_INSTANCE_UID, "1.2.3").build()))
          .build()).status();
    }
  }

  private void isAlive() throws IOException {
    try (var association = Association.open(client("CT1").propose(VERIFICATION))) {
      assertThat(association.echo()).isEqualTo(Status.SUCCESS);
    }
  }

  private ClientSettings client(String callingAe) {
    return ClientSettings.toLoopback(modalities.port(), callingAe, "TIA");
  }
}
