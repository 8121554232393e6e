package vn.tia.bridge.web.ups;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.bridge.testkit.TestWorkitems;
import vn.tia.bridge.testkit.WebServer;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.json.BulkDataUris;
import vn.tia.dicom.json.DicomJsonReader;
import vn.tia.dicom.json.DicomJsonWriter;
import vn.tia.records.access.Access;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.testkit.TestRecords;

class UpsRsTest {
  private static final String JSON = "application/dicom+json";
  private static final String LOCK = "2.25.1";
  private static final String OTHER_LOCK = "2.25.2";

  private final TestRecords records = TestRecords.fresh();
  @TempDir
  private Path directory;
  private TestWorkitems workitems;
  private WebServer web;

  @BeforeEach
  void start() throws Exception {
    workitems = TestWorkitems.on(records);
    var callers = new UpsCallers(_ -> Access.to(records.first().id()),
        _ -> OptionalInt.of(records.first().id()), new Facilities(records.database()));
    web = WebServer.start(directory,
        new WorkitemController(workitems.service(), workitems.search(), callers),
        new SubscriptionController(workitems.subscriptions(), callers));
  }

  @AfterEach
  void stop() throws Exception {
    web.close();
    records.close();
  }

  @Test
  void playsAStepFromItsCreationToItsEnd() throws Exception {
    var made = post("/workitems?1.2.3", TestWorkitems.scheduled());
    assertThat(made.statusCode()).as(text(made)).isEqualTo(201);
    assertThat(made.headers().firstValue("Location")).contains(web.base() + "/workitems/1.2.3");

    assertThat(state("1.2.3", LOCK, "IN PROGRESS").statusCode()).isEqualTo(200);
    var changed = post("/workitems/1.2.3?" + LOCK, TestWorkitems.performed());
    assertThat(changed.statusCode()).as(text(changed)).isEqualTo(200);
    assertThat(state("1.2.3", LOCK, "COMPLETED").statusCode()).isEqualTo(200);

    var step = datasets(web.get("/workitems/1.2.3", JSON)).getFirst();
    assertThat(step.string(Tags.PROCEDURE_STEP_STATE)).contains("COMPLETED");
    assertThat(step.string(Tags.PROCEDURE_STEP_LABEL)).contains("Đọc phim CT sọ não");
    assertThat(step.items(Tags.UNIFIED_PROCEDURE_STEP_PERFORMED_PROCEDURE_SEQUENCE)).hasSize(1);
    assertThat(records.count("audit WHERE target = '1.2.3' AND outcome = 'done'")).isEqualTo(4);
  }

  @Test
  void neverTellsTheTransactionUid() throws Exception {
    post("/workitems?1.2.3", TestWorkitems.scheduled());
    state("1.2.3", LOCK, "IN PROGRESS");
    post("/workitems/1.2.3", Dataset.builder().put(Tags.TRANSACTION_UID, LOCK)
        .put(Tags.PROCEDURE_STEP_LABEL, "Khác").build());

    var one = text(web.get("/workitems/1.2.3", JSON));
    var all = text(web.get("/workitems?includefield=all&includefield=TransactionUID", JSON));

    assertThat(one).contains("Khác").doesNotContain("00081195").doesNotContain(LOCK);
    assertThat(all).contains("Khác").doesNotContain("00081195").doesNotContain(LOCK);
    assertThat(web.get("/workitems?TransactionUID=" + LOCK, JSON).statusCode()).isEqualTo(204);
  }

  @Test
  void letsExactlyOneOfManyClaimAStep() throws Exception {
    for (int round = 0; round < 5; round++) {
      var uid = "1.2.3." + round;
      post("/workitems?" + uid, TestWorkitems.scheduled());
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var all = threads.invokeAll(IntStream.range(0, 8).<Callable<Integer>>mapToObj(i ->
            () -> state(uid, "2.25." + (100 + i), "IN PROGRESS").statusCode()).toList());
        var statuses = all.stream().map(one -> one.resultNow()).sorted().toList();

        assertThat(statuses).containsExactly(200, 400, 400, 400, 400, 400, 400, 400);
      }
    }
  }

  /// PS3.4 table CC.1.1-2, row by row.
  @ParameterizedTest
  @CsvSource({
      "SCHEDULED, IN PROGRESS, right, 200, ",
      "SCHEDULED, IN PROGRESS, none, 400, The Transaction UID is missing.",
      "SCHEDULED, SCHEDULED, right, 400, inconsistent",
      "SCHEDULED, COMPLETED, right, 409, inconsistent",
      "SCHEDULED, CANCELED, right, 409, inconsistent",
      "SCHEDULED, COMPLETED, none, 400, The Transaction UID is missing.",
      "IN PROGRESS, IN PROGRESS, right, 409, inconsistent",
      "IN PROGRESS, IN PROGRESS, wrong, 400, The Transaction UID is incorrect.",
      "IN PROGRESS, SCHEDULED, right, 400, inconsistent",
      "IN PROGRESS, COMPLETED, right, 200, ",
      "IN PROGRESS, COMPLETED, wrong, 400, The Transaction UID is incorrect.",
      "IN PROGRESS, CANCELED, right, 409, inconsistent",
      "IN PROGRESS, CANCELED, none, 400, The Transaction UID is missing.",
      "COMPLETED, IN PROGRESS, right, 400, inconsistent",
      "COMPLETED, SCHEDULED, right, 400, inconsistent",
      "COMPLETED, COMPLETED, right, 200, already in the requested state of COMPLETED",
      "COMPLETED, COMPLETED, wrong, 400, The Transaction UID is incorrect.",
      "COMPLETED, CANCELED, right, 400, inconsistent",
      "CANCELED, CANCELED, wrong, 400, The Transaction UID is incorrect.",
      "CANCELED, SCHEDULED, right, 400, inconsistent"})
  void movesAsTheTableSays(String from, String to, String lock, int status, String warning)
      throws Exception {
    bring("1.2.3", from);

    var answer = state("1.2.3", switch (lock) {
      case "right" -> LOCK;
      case "wrong" -> OTHER_LOCK;
      default -> "";
    }, to);

    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(status);
    assertThat(answer.headers().firstValue("Warning").orElse(""))
        .contains(warning == null ? "" : warning);
    assertThat(datasets(web.get("/workitems/1.2.3", JSON)).getFirst()
        .string(Tags.PROCEDURE_STEP_STATE)).contains(
            status == 200 && warning == null ? to : from);
  }

  private void bring(String uid, String state) throws Exception {
    post("/workitems?" + uid, TestWorkitems.scheduled());
    switch (state) {
      case "SCHEDULED" -> { }
      case "CANCELED" -> post("/workitems/" + uid + "/cancelrequest", Dataset.EMPTY);
      default -> {
        state(uid, LOCK, "IN PROGRESS");
        post("/workitems/" + uid + "?" + LOCK, TestWorkitems.performed());
        if (state.equals("COMPLETED")) {
          state(uid, LOCK, "COMPLETED");
        }
      }
    }
  }

  @Test
  void demandsWhatAnEndNeeds() throws Exception {
    post("/workitems?1.2.3", TestWorkitems.scheduled());
    state("1.2.3", LOCK, "IN PROGRESS");

    assertThat(state("1.2.3", LOCK, "COMPLETED").statusCode()).isEqualTo(409);
    assertThat(text(state("1.2.3", LOCK, "COMPLETED"))).contains("(0074,1216)");

    post("/workitems/1.2.3?" + LOCK, Dataset.builder()
        .putItems(Tags.PROCEDURE_STEP_PROGRESS_INFORMATION_SEQUENCE, List.of(Dataset.builder()
            .put(Tags.PROCEDURE_STEP_CANCELLATION_DATE_TIME, "20261125100000+0700")
            .putItems(Tags.PROCEDURE_STEP_DISCONTINUATION_REASON_CODE_SEQUENCE,
                List.of(Dataset.builder().put(Tags.CODE_VALUE, "110500").build()))
            .build()))
        .build());
    assertThat(state("1.2.3", LOCK, "CANCELED").statusCode()).isEqualTo(200);
  }

  @Test
  void changesOnlyForWhoeverPerforms() throws Exception {
    post("/workitems?1.2.3", TestWorkitems.scheduled());
    var label = Dataset.builder().put(Tags.PROCEDURE_STEP_LABEL, "Khác").build();

    assertThat(post("/workitems/1.2.3", label).statusCode()).isEqualTo(200);
    assertThat(post("/workitems/1.2.3?" + LOCK, label).statusCode()).isEqualTo(409);
    state("1.2.3", LOCK, "IN PROGRESS");
    assertThat(warning(post("/workitems/1.2.3", label))).contains("UID is missing");
    assertThat(warning(post("/workitems/1.2.3?" + OTHER_LOCK, label)))
        .contains("UID is incorrect");
    assertThat(post("/workitems/1.2.3?transaction-uid=" + LOCK, label).statusCode())
        .isEqualTo(200);
    assertThat(post("/workitems/9.9.9", label).statusCode()).isEqualTo(404);
    post("/workitems/1.2.3?" + LOCK, TestWorkitems.performed());
    state("1.2.3", LOCK, "COMPLETED");
    var late = post("/workitems/1.2.3?" + LOCK, label);
    assertThat(late.statusCode()).isEqualTo(400);
    assertThat(warning(late)).contains("inconsistent with the current state");
  }

  @Test
  void refusesChangesOfWhatIsFixed() throws Exception {
    post("/workitems?1.2.3", TestWorkitems.scheduled());

    for (var change : List.of(
        Dataset.builder().put(Tags.PATIENT_ID, "PID2").build(),
        Dataset.builder().put(Tags.SOP_INSTANCE_UID, "1.2.4").build(),
        Dataset.builder().put(Tags.PROCEDURE_STEP_STATE, "COMPLETED").build(),
        Dataset.builder().put(Tags.SCHEDULED_PROCEDURE_STEP_PRIORITY, "SOON").build(),
        Dataset.builder().putEmpty(Tags.PROCEDURE_STEP_LABEL).build(),
        Dataset.builder().put(
            Tags.SCHEDULED_PROCEDURE_STEP_START_DATE_TIME, "tomorrow").build())) {
      var answer = post("/workitems/1.2.3", change);
      assertThat(answer.statusCode()).as(change.toString()).isEqualTo(400);
      assertThat(text(answer)).doesNotContain("PID2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"00741000", "00741200", "00741204", "00404005", "00404041"})
  void refusesStepsThatLackWhatIsNeeded(String tag) throws Exception {
    var builder = TestWorkitems.scheduled().toBuilder();
    assertThat(post("/workitems", builder.remove(Tag.parse(tag)).build()).statusCode())
        .isEqualTo(400);
    var empty = post("/workitems", builder.putEmpty(Tag.parse(tag)).build());
    assertThat(empty.statusCode()).isEqualTo(400);
    assertThat(text(empty)).contains(Tag.parse(tag).toString());
    assertThat(records.count("workitem")).isZero();
  }

  @Test
  void refusesWhatIsNoStep() throws Exception {
    var whole = TestWorkitems.scheduled();

    assertThat(post("/workitems", whole.toBuilder()
        .put(Tags.PROCEDURE_STEP_STATE, "IN PROGRESS").build()).statusCode()).isEqualTo(400);
    assertThat(post("/workitems", whole.toBuilder()
        .put(Tags.TRANSACTION_UID, LOCK).build()).statusCode()).isEqualTo(400);
    assertThat(post("/workitems", whole.toBuilder()
        .put(Tags.SOP_INSTANCE_UID, "../../etc").build()).statusCode()).isEqualTo(400);
    assertThat(post("/workitems?workitem=abc", whole).statusCode()).isEqualTo(400);
    assertThat(post("/workitems/1.2.3/state", whole).statusCode()).isEqualTo(405);
    assertThat(web.post("/workitems", JSON, new byte[2 << 20]).statusCode()).isEqualTo(413);
    assertThat(web.post("/workitems", JSON, "[{".getBytes(StandardCharsets.UTF_8))
        .statusCode()).isEqualTo(400);
    assertThat(web.post("/workitems", "text/plain", new byte[3]).statusCode()).isEqualTo(415);
    assertThat(web.get("/workitems/no-uid", JSON).statusCode()).isEqualTo(400);
    assertThat(records.count("workitem")).isZero();

    assertThat(post("/workitems?1.2.3", whole).statusCode()).isEqualTo(201);
    assertThat(post("/workitems?1.2.3", whole).statusCode()).isEqualTo(409);
  }

  @ParameterizedTest
  @CsvSource({
      "'', 3", "ProcedureStepState=SCHEDULED, 2", "PatientID=PID1, 2", "PatientID=PID*, 3",
      "PatientName=an van nguyen, 2", "WorklistLabel=CT, 2", "00741204=*CT*, 3",
      "SOPInstanceUID=1.2.1%2C1.2.3, 2", "ScheduledProcedureStepPriority=LOW, 0",
      "ScheduledProcedureStepStartDateTime=20261125-20261126, 3",
      "ScheduledProcedureStepStartDateTime=20261126-, 0",
      "ScheduledStationNameCodeSequence.CodeValue=WS1, 3",
      "ReferencedRequestSequence.AccessionNumber=ACC1, 3",
      "ReferencedRequestSequence.AccessionNumber=ACC9, 0", "limit=1, 1", "offset=2, 1"})
  void matchesEveryAttribute(String query, int count) throws Exception {
    post("/workitems?1.2.1", TestWorkitems.scheduled());
    post("/workitems?1.2.2", TestWorkitems.scheduled());
    post("/workitems?1.2.3", TestWorkitems.scheduled().toBuilder()
        .put(Tags.PATIENT_ID, "PID2").put(Tags.PATIENT_NAME, "LÊ^BA")
        .put(Tags.WORKLIST_LABEL, "MR").build());
    state("1.2.2", LOCK, "IN PROGRESS");

    var answer = web.get("/workitems?" + query.replace(" ", "%20"), JSON);

    assertThat(answer.statusCode())
        .isEqualTo(count == 0 ? 204 : query.equals("limit=1") ? 206 : 200);
    assertThat(count == 0 ? List.of() : datasets(answer)).hasSize(count);
  }

  @Test
  void cancelsWhatNobodyPerforms() throws Exception {
    post("/workitems?1.2.3", TestWorkitems.scheduled());
    subscribe("1.2.3", "WATCHER", "");

    assertThat(post("/workitems/1.2.3/cancelrequest", Dataset.builder()
        .put(Tags.REASON_FOR_CANCELLATION, "trùng").build()).statusCode()).isEqualTo(202);

    var step = datasets(web.get("/workitems/1.2.3", JSON)).getFirst();
    assertThat(step.string(Tags.PROCEDURE_STEP_STATE)).contains("CANCELED");
    assertThat(events("WATCHER")).containsExactly(
        "1 SCHEDULED", "2 trùng", "1 IN PROGRESS", "1 CANCELED");
    var again = web.send(web.request("/workitems/1.2.3/cancelrequest")
        .POST(BodyPublishers.noBody()));
    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(warning(again)).contains("already in the requested state of CANCELED");
  }

  @Test
  void asksWhoeverPerformsToCancel() throws Exception {
    post("/workitems?1.2.3", TestWorkitems.scheduled());
    state("1.2.3", LOCK, "IN PROGRESS");

    assertThat(post("/workitems/1.2.3/cancelrequest", Dataset.EMPTY).statusCode())
        .isEqualTo(409);
    subscribe("1.2.3", "PERFORMER", "");
    assertThat(post("/workitems/1.2.3/cancelrequest", Dataset.builder()
        .put(Tags.CONTACT_DISPLAY_NAME, "BS Bình").build()).statusCode()).isEqualTo(202);

    assertThat(events("PERFORMER")).containsExactly("1 IN PROGRESS", "2 ");
    post("/workitems/1.2.3?" + LOCK, TestWorkitems.performed());
    state("1.2.3", LOCK, "COMPLETED");
    assertThat(post("/workitems/1.2.3/cancelrequest", Dataset.EMPTY).statusCode())
        .isEqualTo(409);
  }

  @Test
  void tellsSubscribersWhatTheyAskedFor() throws Exception {
    post("/workitems?1.2.1", TestWorkitems.scheduled());
    var global = "1.2.840.10008.5.1.4.34.5";
    var made = subscribe(global, "ALL", "?deletionlock=true");
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.headers().firstValue("Content-Location"))
        .contains("ws://127.0.0.1:" + web.port() + "/dicom-web/ws/subscribers/ALL");
    subscribe(global, "QUIET", "");
    subscribe(global + ".1", "MR", "?filter=WorklistLabel=MR,ProcedureStepState=SCHEDULED");
    subscribe("1.2.1", "ONE", "");
    assertThat(events("ALL")).containsExactly("1 SCHEDULED");
    assertThat(events("QUIET")).isEmpty();
    assertThat(events("ONE")).containsExactly("1 SCHEDULED");

    post("/workitems?1.2.2", TestWorkitems.scheduled().toBuilder()
        .put(Tags.WORKLIST_LABEL, "MR").build());
    post("/workitems/1.2.2", Dataset.builder()
        .put(Tags.INPUT_READINESS_STATE, "INCOMPLETE")
        .putItems(Tags.PROCEDURE_STEP_PROGRESS_INFORMATION_SEQUENCE, List.of(
            Dataset.builder().put(Tags.PROCEDURE_STEP_PROGRESS, "10").build()))
        .putEmpty(Tags.SCHEDULED_STATION_NAME_CODE_SEQUENCE)
        .build());

    var second = List.of("1 SCHEDULED", "5 ", "1 SCHEDULED", "5 ", "3 ");
    assertThat(events("MR")).isEqualTo(second);
    assertThat(events("QUIET")).isEqualTo(second);
    assertThat(events("ALL")).hasSize(6).endsWith("3 ");
    assertThat(events("ONE")).hasSize(1);
  }

  @Test
  void endsSubscriptions() throws Exception {
    var global = "1.2.840.10008.5.1.4.34.5";
    subscribe(global, "ALL", "");
    post("/workitems?1.2.1", TestWorkitems.scheduled());
    assertThat(web.send(web.request("/workitems/" + global + "/subscribers/ALL/suspend")
        .POST(BodyPublishers.noBody())).statusCode()).isEqualTo(200);
    post("/workitems?1.2.2", TestWorkitems.scheduled());
    state("1.2.1", LOCK, "IN PROGRESS");
    assertThat(events("ALL")).containsExactly("1 SCHEDULED", "5 ", "1 IN PROGRESS");

    assertThat(web.send(web.request("/workitems/1.2.1/subscribers/ALL").DELETE())
        .statusCode()).isEqualTo(200);
    subscribe("1.2.2", "ALL", "");
    assertThat(web.send(web.request("/workitems/" + global + "/subscribers/ALL").DELETE())
        .statusCode()).isEqualTo(200);
    state("1.2.2", LOCK, "IN PROGRESS");
    assertThat(events("ALL")).hasSize(4);

    assertThat(subscribe("9.9.9", "ALL", "").statusCode()).isEqualTo(404);
    assertThat(subscribe(global + ".1", "ALL", "").statusCode()).isEqualTo(400);
    assertThat(subscribe(global + ".1", "ALL", "?filter=x").statusCode()).isEqualTo(400);
    assertThat(subscribe(global, "A".repeat(17), "").statusCode()).isEqualTo(400);
    assertThat(subscribe(global, "ALL", "?deletionlock=yes").statusCode()).isEqualTo(400);
    assertThat(web.send(web.request("/workitems/1.2.1/subscribers/ALL/suspend")
        .POST(BodyPublishers.noBody())).statusCode()).isEqualTo(400);
  }

  /// The events that wait for a subscriber, as type and what is most telling in them.
  private List<String> events(String ae) {
    return workitems.waiting().next(ae, Access.to(records.first().id()), 100).stream()
        .map(one -> one.event().type() + " " + one.event().information()
            .string(Tags.PROCEDURE_STEP_STATE)
            .or(() -> one.event().information().string(Tags.REASON_FOR_CANCELLATION))
            .orElse(""))
        .toList();
  }

  private HttpResponse<byte[]> subscribe(String uid, String ae, String query)
      throws Exception {
    return web.send(web.request("/workitems/" + uid + "/subscribers/" + ae + query)
        .POST(BodyPublishers.noBody()));
  }

  private HttpResponse<byte[]> state(String uid, String lock, String state) throws Exception {
    var information = Dataset.builder().put(Tags.PROCEDURE_STEP_STATE, state);
    if (!lock.isEmpty()) {
      information.put(Tags.TRANSACTION_UID, lock);
    }
    return web.send(web.request("/workitems/" + uid + "/state").header("Content-Type", JSON)
        .PUT(BodyPublishers.ofByteArray(json(information.build()))));
  }

  private HttpResponse<byte[]> post(String path, Dataset dataset) throws Exception {
    return web.post(path, JSON, json(dataset));
  }

  private static byte[] json(Dataset dataset) throws Exception {
    var out = new ByteArrayOutputStream();
    new DicomJsonWriter(BulkDataUris.NONE).write(dataset, out);
    return out.toByteArray();
  }

  private static String warning(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("Warning").orElse("");
  }

  private static List<Dataset> datasets(HttpResponse<byte[]> answer) throws Exception {
    return new DicomJsonReader().readAll(new ByteArrayInputStream(answer.body()));
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
