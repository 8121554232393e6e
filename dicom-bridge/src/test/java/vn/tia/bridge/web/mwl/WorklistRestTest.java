package vn.tia.bridge.web.mwl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.bridge.testkit.WebServer;
import vn.tia.bridge.worklist.WorklistSearch;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.json.DicomJsonReader;
import vn.tia.mapping.exam.StepStatus;
import vn.tia.records.access.Access;
import vn.tia.records.audit.Audit;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.testkit.ExampleOrders;
import vn.tia.records.testkit.TestRecords;
import vn.tia.records.worklist.Worklist;

class WorklistRestTest {
  private static final String JSON = "application/dicom+json";

  private final TestRecords records = TestRecords.fresh();
  @TempDir
  private Path directory;
  private WebServer web;

  @BeforeEach
  void start() throws Exception {
    var database = records.database();
    var facilities = new Facilities(database);
    var search = new WorklistSearch(new Worklist(database, facilities, records.patients()));
    web = WebServer.start(directory, new WorklistController(search,
        new WorklistEdits(database, records.orders(), new Audit(database)),
        new WorklistController.Callers(_ -> Access.to(records.first().id()),
            _ -> OptionalInt.of(records.first().id()), facilities)));
  }

  @AfterEach
  void stop() throws Exception {
    web.close();
    records.close();
  }

  @Test
  void schedulesAStepAndMakesItsPatient() throws Exception {
    var answer = post(item("PID1", "ACC1"));

    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(201);
    var made = datasets(answer).getFirst();
    assertThat(made.string(Tags.PATIENT_NAME)).contains("NGUYỄN^AN^VĂN");
    assertThat(made.string(Tags.ACCESSION_NUMBER)).contains("ACC1");
    assertThat(made.string(Tags.REQUESTED_PROCEDURE_PRIORITY)).contains("STAT");
    var step = made.items(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE).getFirst();
    assertThat(step.string(Tags.SCHEDULED_PROCEDURE_STEP_STATUS)).contains("SCHEDULED");
    assertThat(step.string(Tags.SCHEDULED_PROCEDURE_STEP_START_TIME)).contains("093000");
    var location = answer.headers().firstValue("Location").orElseThrow();
    assertThat(location).isEqualTo(web.base() + "/mwlitems/"
        + made.string(Tags.STUDY_INSTANCE_UID).orElseThrow() + "/"
        + step.string(Tags.SCHEDULED_PROCEDURE_STEP_ID).orElseThrow());
    assertThat(datasets(web.get(location.substring(web.base().length()), JSON)))
        .containsExactly(made);
    assertThat(records.count("patient")).isEqualTo(1);
    assertThat(records.count("resource WHERE resource_type = 'ServiceRequest'")).isEqualTo(1);
    assertThat(records.count("audit WHERE action = 'create worklist item'")).isEqualTo(1);
  }

  @Test
  void findsTheKnownPatient() throws Exception {
    post(item("PID1", "ACC1"));
    post(item("PID1", "ACC2"));

    assertThat(records.count("patient")).isEqualTo(1);
    assertThat(records.count("imaging_order")).isEqualTo(2);
  }

  @Test
  void makesNumbersWhereTheItemHasNone() throws Exception {
    var answer = post(item("PID1", ""));

    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(201);
    assertThat(datasets(answer).getFirst().string(Tags.ACCESSION_NUMBER).orElseThrow())
        .startsWith("T");
  }

  @Test
  void refusesANumberThatIsThere() throws Exception {
    post(item("PID1", "ACC1"));

    assertThat(post(item("PID1", "ACC1")).statusCode()).isEqualTo(409);
    assertThat(records.count("scheduled_step")).isEqualTo(1);
  }

  @Test
  void placesOneOrderOfManyAtOnce() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = threads.invokeAll(IntStream.range(0, 8).<Callable<Integer>>mapToObj(_ ->
          () -> post(item("PID1", "ACC1")).statusCode()).toList());
      var statuses = all.stream().map(one -> one.resultNow()).collect(
          Collectors.groupingBy(status -> status, Collectors.counting()));

      assertThat(statuses).containsEntry(201, 1L).containsEntry(409, 7L);
    }
  }

  @ParameterizedTest
  @CsvSource({
      "PatientName=van an nguyen, 1", "PatientID=PID1, 1", "00100020=PID*, 2",
      "ScheduledProcedureStepSequence.Modality=MR, 1", "00400100.00080060=US, 0",
      "ScheduledProcedureStepSequence.ScheduledProcedureStepStartDate=20260302-20260303, 2",
      "AccessionNumber=ACC2, 1", "limit=1, 1", "offset=1, 1", "offset=2, 0",
      "includefield=all, 2", "fuzzymatching=true, 2"})
  void matchesAsByCFind(String query, int count) throws Exception {
    post(item("PID1", "ACC1"));
    post(item("PID2", "ACC2").replace("\"CT\"", "\"MR\"").replace("NGUYỄN^AN^VĂN", "LÊ^BA"));

    var answer = web.get("/mwlitems?" + query.replace(" ", "%20"), JSON);

    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    assertThat(datasets(answer)).hasSize(count);
    assertThat(answer.headers().firstValue("Warning").isPresent())
        .isEqualTo(query.equals("limit=1"));
  }

  @ParameterizedTest
  @CsvSource({"limit=-1", "offset=10001", "Nonsense=1", "fuzzymatching=perhaps",
      "00100030=notadate", "00400100=x", "PatientID=%00"})
  void refusesSearchesThatAreNone(String query) throws Exception {
    assertThat(web.get("/mwlitems?" + query, JSON).statusCode()).isEqualTo(400);
  }

  @Test
  void answersInXmlToo() throws Exception {
    post(item("PID1", "ACC1"));

    var answer = web.get("/mwlitems", "multipart/related; type=\"application/dicom+xml\"");

    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("multipart/related; type=\"application/dicom+xml\"");
    assertThat(text(answer)).contains("<NativeDicomModel").contains("NGUYỄN");
  }

  @Test
  void changesAStepAndLeavesTheOthers() throws Exception {
    var order = records.orders().apply(records.first().id(), ExampleOrders.headCt("P1")
        .withStudyUid("1.2.3").with(ExampleOrders.step("CT", "CT1"),
            ExampleOrders.step("CT", "CT2")).order());
    assertThat(order).isNotNull();
    var steps = datasets(web.get("/mwlitems?StudyInstanceUID=1.2.3", JSON)).stream()
        .map(one -> one.items(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE).getFirst()
            .string(Tags.SCHEDULED_PROCEDURE_STEP_ID).orElseThrow()).sorted().toList();

    var answer = web.send(web.request("/mwlitems/1.2.3/" + steps.getFirst())
        .header("Content-Type", JSON).PUT(BodyPublishers.ofString("""
            {"00100040":{"vr":"CS","Value":["F"]},
             "00401003":{"vr":"SH","Value":["HIGH"]},
             "00400100":{"vr":"SQ","Value":[{
               "00400001":{"vr":"AE","Value":["CT9"]},
               "00400011":{"vr":"SH"},
               "00400020":{"vr":"CS","Value":["ARRIVED"]}}]}}""")));

    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    var changed = datasets(answer).getFirst();
    var step = changed.items(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE).getFirst();
    assertThat(changed.string(Tags.PATIENT_SEX)).contains("F");
    assertThat(changed.string(Tags.PATIENT_NAME)).contains("NGUYỄN^AN^VĂN");
    assertThat(changed.string(Tags.REQUESTED_PROCEDURE_PRIORITY)).contains("HIGH");
    assertThat(step.string(Tags.SCHEDULED_STATION_AE_TITLE)).contains("CT9");
    assertThat(step.string(Tags.SCHEDULED_PROCEDURE_STEP_LOCATION)).isEmpty();
    assertThat(step.string(Tags.SCHEDULED_PROCEDURE_STEP_STATUS)).contains("ARRIVED");
    assertThat(step.string(Tags.SCHEDULED_PROCEDURE_STEP_START_DATE)).contains("20260302");
    var other = datasets(web.get("/mwlitems/1.2.3/" + steps.getLast(), JSON)).getFirst()
        .items(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE).getFirst();
    assertThat(other.string(Tags.SCHEDULED_STATION_AE_TITLE)).contains("CT2");
    assertThat(other.string(Tags.SCHEDULED_PROCEDURE_STEP_STATUS)).contains("SCHEDULED");
  }

  @Test
  void givesAnItemBackUnchangedWhereItIsPutAsItWasRead() throws Exception {
    var made = post(item("PID1", "ACC1"));
    var path = made.headers().firstValue("Location").orElseThrow()
        .substring(web.base().length());
    var read = web.get(path, JSON);

    var answer = web.send(web.request(path).header("Content-Type", JSON)
        .PUT(BodyPublishers.ofByteArray(read.body())));

    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    assertThat(datasets(answer)).isEqualTo(datasets(read));
  }

  @Test
  void keepsAStepFromBecomingAnotherPatients() throws Exception {
    var path = path(post(item("PID1", "ACC1")));

    var answer = web.send(web.request(path).header("Content-Type", JSON)
        .PUT(BodyPublishers.ofString("{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"PID9\"]}}")));

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(text(answer)).doesNotContain("PID");
  }

  @Test
  void cancelsAStep() throws Exception {
    var path = path(post(item("PID1", "ACC1")));

    assertThat(web.send(web.request(path).DELETE()).statusCode()).isEqualTo(204);
    assertThat(datasets(web.get("/mwlitems", JSON))).isEmpty();
    assertThat(web.send(web.request(path).DELETE()).statusCode()).isEqualTo(204);
    assertThat(status(path)).isEqualTo(StepStatus.CANCELED.name());
    assertThat(records.count("imaging_order WHERE status = 'CANCELED'")).isEqualTo(1);
    assertThat(move(path, "STARTED")).isEqualTo(409);
  }

  @Test
  void movesAStepOn() throws Exception {
    var path = path(post(item("PID1", "ACC1")));

    assertThat(move(path, "STARTED")).isEqualTo(204);
    assertThat(status(path)).isEqualTo("STARTED");
    assertThat(web.send(web.request(path).DELETE()).statusCode()).isEqualTo(409);
    assertThat(move(path, "nonsense")).isEqualTo(400);
    assertThat(move(path, "COMPLETED")).isEqualTo(204);
    assertThat(move(path, "SCHEDULED")).isEqualTo(409);
    assertThat(status(path)).isEqualTo("COMPLETED");
  }

  @Test
  void refusesWhatIsNoItem() throws Exception {
    var whole = item("PID1", "ACC1");

    assertThat(post(whole.replace("00100020", "00104000")).statusCode()).isEqualTo(400);
    assertThat(post(whole.replace("00400100", "00401012")).statusCode()).isEqualTo(400);
    assertThat(post(whole.replace("20260302", "2026-x")).statusCode()).isEqualTo(400);
    assertThat(post(whole.replace("STAT", "QUICK")).statusCode()).isEqualTo(400);
    assertThat(post("[]").statusCode()).isEqualTo(400);
    assertThat(post("[" + whole + "," + whole + "]").statusCode()).isEqualTo(400);
    assertThat(post("{").statusCode()).isEqualTo(400);
    assertThat(post("{\"00100010\":{\"vr\":\"PN\",\"BulkDataURI\":\"file:///etc/passwd\"}}")
        .statusCode()).isEqualTo(400);
    assertThat(post(whole + " ".repeat(1 << 20)).statusCode()).isEqualTo(413);
    assertThat(web.post("/mwlitems", "text/plain", whole.getBytes(StandardCharsets.UTF_8))
        .statusCode()).isEqualTo(415);
    assertThat(web.get("/mwlitems", "image/png").statusCode()).isEqualTo(406);
    assertThat(records.count("patient")).isZero();
  }

  @Test
  void showsNothingOfOtherHospitals() throws Exception {
    records.orders().apply(records.second().id(),
        ExampleOrders.headCt("P1").withStudyUid("1.2.3").order());

    assertThat(datasets(web.get("/mwlitems", JSON))).isEmpty();
    assertThat(web.get("/mwlitems/1.2.3/S1", JSON).statusCode()).isEqualTo(404);
    assertThat(web.send(web.request("/mwlitems/1.2.3/S1").DELETE()).statusCode()).isEqualTo(404);
    assertThat(web.get("/mwlitems/no-uid/S1", JSON).statusCode()).isEqualTo(400);
  }

  private String status(String path) throws Exception {
    return datasets(web.get(path, JSON)).getFirst()
        .items(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE).getFirst()
        .string(Tags.SCHEDULED_PROCEDURE_STEP_STATUS).orElseThrow();
  }

  private int move(String path, String status) throws Exception {
    return web.send(web.request(path + "/status/" + status).POST(BodyPublishers.noBody()))
        .statusCode();
  }

  private String path(HttpResponse<byte[]> made) {
    return made.headers().firstValue("Location").orElseThrow().substring(web.base().length());
  }

  private HttpResponse<byte[]> post(String body) throws Exception {
    return web.post("/mwlitems", JSON, body.getBytes(StandardCharsets.UTF_8));
  }

  private static String item(String patientId, String accession) {
    return """
        {"00080050":{"vr":"SH","Value":["%s"]},
         "00100010":{"vr":"PN","Value":[{"Alphabetic":"NGUYỄN^AN^VĂN"}]},
         "00100020":{"vr":"LO","Value":["%s"]},
         "00100030":{"vr":"DA","Value":["19570321"]},
         "00100040":{"vr":"CS","Value":["M"]},
         "00321060":{"vr":"LO","Value":["CT sọ não"]},
         "00401003":{"vr":"SH","Value":["STAT"]},
         "00400100":{"vr":"SQ","Value":[{
           "00080060":{"vr":"CS","Value":["CT"]},
           "00400001":{"vr":"AE","Value":["CT1"]},
           "00400002":{"vr":"DA","Value":["20260302"]},
           "00400003":{"vr":"TM","Value":["093000"]}}]}}""".formatted(accession, patientId);
  }

  private static List<Dataset> datasets(HttpResponse<byte[]> answer) throws Exception {
    return new DicomJsonReader().readAll(new ByteArrayInputStream(answer.body()));
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
