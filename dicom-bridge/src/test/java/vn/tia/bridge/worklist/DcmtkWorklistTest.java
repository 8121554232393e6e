package vn.tia.bridge.worklist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.Modalities;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.mapping.exam.HumanName;
import vn.tia.records.access.Right;
import vn.tia.records.audit.Audit;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.testkit.ExampleOrders;
import vn.tia.records.testkit.TestRecords;
import vn.tia.records.worklist.Worklist;

/// DCMTK's `findscu -W` asks our worklist.
class DcmtkWorklistTest {
  private static final Path FINDSCU = Path.of("/usr/bin/findscu");

  private final TestRecords records = TestRecords.fresh();
  private AssociationServer server;

  @BeforeEach void start() throws IOException {
    Assumptions.assumeTrue(Files.isExecutable(FINDSCU), "DCMTK's findscu is not installed");
    var worklist = new Worklist(records.database(), new Facilities(records.database()),
        records.patients());
    server = Modalities.serve(new WorklistService(
        Modalities.rule(records, Set.of("CT1"), EnumSet.allOf(Right.class)), worklist,
        new Audit(records.database()), WorklistSettings.DEFAULT));
    place(ExampleOrders.headCt("P1").withAccession("A1"));
    place(ExampleOrders.headCt("P2").withAccession("A2").with(ExampleOrders.step("MR", "MR1"))
        .with(ExampleOrders.patient("99", HumanName.of("Đặng", "Thị", "Hường"))));
  }

  @AfterEach void stop() throws IOException {
    if (server != null) {
      server.close();
    }
    records.close();
  }

  @Test void findsTheStepsOfOneStationOnOneDay(@TempDir Path answers) throws Exception {
    var found = find(answers, "ScheduledProcedureStepSequence[0].ScheduledStationAETitle=CT1",
        "ScheduledProcedureStepSequence[0].ScheduledProcedureStepStartDate=20260302",
        "ScheduledProcedureStepSequence[0].Modality=CT",
        "ScheduledProcedureStepSequence[0].ScheduledProcedureStepID",
        "PatientName", "PatientID", "AccessionNumber", "StudyInstanceUID");

    assertThat(found).singleElement().satisfies(one -> {
      assertThat(one.string(Tags.PATIENT_NAME)).contains("NGUYỄN^AN^VĂN");
      assertThat(one.string(Tags.PATIENT_ID)).contains("0012345");
      assertThat(one.string(Tags.ACCESSION_NUMBER)).contains("A1");
      assertThat(one.string(Tags.STUDY_INSTANCE_UID).orElseThrow()).startsWith("2.25.");
      assertThat(one.items(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE).getFirst()
          .string(Tags.SCHEDULED_PROCEDURE_STEP_ID)).contains("S1");
    });
  }

  @Test void findsAVietnameseNameByAsciiAndByItsAccents(@TempDir Path answers) throws Exception {
    assertThat(find(answers.resolve("ascii"), "PatientName=HUONG DANG*", "AccessionNumber"))
        .extracting(one -> one.string(Tags.PATIENT_NAME).orElseThrow())
        .containsExactly("Đặng^Hường^Thị");
    assertThat(find(answers.resolve("utf8"), "SpecificCharacterSet=ISO_IR 192",
        "PatientName=Đặng^Hường^Thị", "AccessionNumber"))
        .extracting(one -> one.string(Tags.ACCESSION_NUMBER).orElseThrow())
        .containsExactly("A2");
  }

  @Test void findsNothingForAnotherDay(@TempDir Path answers) throws Exception {
    assertThat(find(answers, "PatientName",
        "ScheduledProcedureStepSequence[0].ScheduledProcedureStepStartDate=20260303-"))
        .isEmpty();
  }

  private void place(ExampleOrders order) {
    records.orders().apply(records.first().id(), order.order());
  }

  private List<Dataset> find(Path answers, String... keys) throws Exception {
    Files.createDirectories(answers);
    var command = new ArrayList<>(List.of(FINDSCU.toString(), "-W", "-X", "-od",
        answers.toString(), "-aet", "CT1", "-aec", "TIA"));
    for (var key : keys) {
      command.addAll(List.of("-k", key));
    }
    command.addAll(List.of("127.0.0.1", Integer.toString(server.port())));
    var process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().put("LC_ALL", "C.UTF-8");
    var started = process.start();
    var said = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(started.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(started.exitValue()).as(said).isZero();
    var found = new ArrayList<Dataset>();
    try (var files = Files.list(answers)) {
      for (var file : files.sorted().toList()) {
        found.add(DicomFile.read(file).dataset());
      }
    }
    return found;
  }
}
