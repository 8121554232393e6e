package vn.tia.bridge.ups;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.tia.bridge.Modalities;
import vn.tia.bridge.query.StationCharacterSets;
import vn.tia.bridge.retrieve.Destination;
import vn.tia.bridge.retrieve.RetrieveSettings;
import vn.tia.bridge.testkit.TestWorkitems;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.AssociationInfo;
import vn.tia.dicom.net.AssociationPolicy;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.EventReport;
import vn.tia.dicom.net.EventReportService;
import vn.tia.dicom.net.NResponse;
import vn.tia.dicom.net.ServerSettings;
import vn.tia.dicom.net.Status;
import vn.tia.records.access.Right;
import vn.tia.records.audit.Audit;
import vn.tia.records.deliveries.DeliverySettings;
import vn.tia.records.deliveries.DeliveryWorker;
import vn.tia.records.testkit.TestRecords;

class UpsDimseTest {
  private static final String PUSH = Uids.UNIFIED_PROCEDURE_STEP_PUSH.value();
  private static final String PULL = Uids.UNIFIED_PROCEDURE_STEP_PULL.value();
  private static final String WATCH = Uids.UNIFIED_PROCEDURE_STEP_WATCH.value();
  private static final String QUERY = Uids.UNIFIED_PROCEDURE_STEP_QUERY.value();
  private static final String GLOBAL = Uids.UPS_GLOBAL_SUBSCRIPTION_INSTANCE.value();
  private static final String FILTERED = Uids.UPS_FILTERED_GLOBAL_SUBSCRIPTION_INSTANCE.value();

  private final TestRecords records = TestRecords.fresh();
  private final Watcher watcher = new Watcher();
  private AssociationServer watching;
  private AssociationServer server;
  private DeliveryWorker sending;

  /// A subscriber that is told by N-EVENT-REPORT.
  private static final class Watcher implements EventReportService {
    private final BlockingQueue<EventReport> heard = new LinkedBlockingQueue<>();

    @Override public boolean serves(String sopClassUid) {
      return sopClassUid.equals(Uids.UNIFIED_PROCEDURE_STEP_EVENT.value());
    }

    @Override public NResponse report(AssociationInfo association, EventReport report) {
      heard.add(report);
      return NResponse.of(Status.SUCCESS);
    }

    String next() throws InterruptedException {
      var event = Optional.ofNullable(heard.poll(30, TimeUnit.SECONDS)).orElseThrow();
      assertThat(event.sopClassUid()).isEqualTo(PUSH);
      return event.sopInstanceUid() + " " + event.eventTypeId() + " "
          + event.information().string(Tags.PROCEDURE_STEP_STATE).or(() ->
              event.information().string(Tags.REQUESTING_AE)).orElse("");
    }
  }

  @BeforeEach void start() throws IOException {
    watching = AssociationServer.start(ServerSettings.onLoopback(0, "WATCHER"),
        AssociationPolicy.anyone(), List.of(watcher));
    var destination = new Destination("WATCHER", "127.0.0.1", watching.port(),
        records.first().code(), Optional.empty());
    var workitems = TestWorkitems.on(records, destination);
    var destinations =
        new RetrieveSettings(List.of(destination), RetrieveSettings.INSTANCES_MAX);
    var rule = Modalities.rule(records, Set.of("WS1", "WS2"), EnumSet.of(Right.WORKLIST));
    var door = new UpsDoor(rule, new UpsDoor.Services(workitems.service(), workitems.search(),
        workitems.subscriptions(), workitems.events()), StationCharacterSets.ALL_UTF_8,
        new Audit(records.database()));
    server = Modalities.serve(new UpsPushService(door), new UpsPullService(door),
        new UpsWatchService(door), new UpsQueryService(door));
    sending = DeliveryWorker.start(records.database(), workitems.deliveries(),
        Map.of(UpsEvents.KIND, new UpsEventChannel(destinations, "TIA")),
        new DeliverySettings(
            Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofDays(1), 4, 4));
  }

  @AfterEach void stop() throws IOException {
    sending.close();
    server.close();
    watching.close();
    records.close();
  }

  private Association open(String sopClassUid) throws IOException {
    return Association.open(
        ClientSettings.toLoopback(server.port(), "WS1", "TIA").propose(sopClassUid));
  }

  private void create(String uid) throws IOException {
    try (var push = open(PUSH)) {
      assertThat(push.create(PUSH, uid, TestWorkitems.scheduled()).status())
          .isEqualTo(Status.SUCCESS);
    }
  }

  private static Dataset state(String lock, String state) {
    return Dataset.builder().put(Tags.TRANSACTION_UID, lock)
        .put(Tags.PROCEDURE_STEP_STATE, state).build();
  }

  @Test void playsAStepFromItsCreationToItsEnd() throws IOException {
    create("1.2.3");

    try (var pull = open(PULL)) {
      assertThat(pull.act(PUSH, "1.2.3", 1, state("2.25.1", "IN PROGRESS")).status())
          .isEqualTo(Status.SUCCESS);
      assertThat(pull.set(PUSH, "1.2.3", TestWorkitems.performed().toBuilder()
          .put(Tags.TRANSACTION_UID, "2.25.1").build()).status()).isEqualTo(Status.SUCCESS);
      assertThat(pull.act(PUSH, "1.2.3", 1, state("2.25.1", "COMPLETED")).status())
          .isEqualTo(Status.SUCCESS);
      var step = pull.attributes(PUSH, "1.2.3",
          List.of(Tags.PROCEDURE_STEP_STATE, Tags.PROCEDURE_STEP_LABEL));
      assertThat(step.status()).isEqualTo(Status.SUCCESS);
      assertThat(step.attributes()).isEqualTo(Dataset.builder()
          .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
          .put(Tags.PROCEDURE_STEP_STATE, "COMPLETED")
          .put(Tags.PROCEDURE_STEP_LABEL, "Đọc phim CT sọ não")
          .build());
    }
  }

  @Test void answersInTheStatusesOfTheStandard() throws IOException {
    create("1.2.3");
    try (var push = open(PUSH); var pull = open(PULL); var watch = open(WATCH)) {
      assertThat(code(push.create(PUSH, "1.2.3", TestWorkitems.scheduled()))).isEqualTo("0111");
      assertThat(code(push.create(PUSH, "1.2.4", TestWorkitems.scheduled().toBuilder()
          .put(Tags.PROCEDURE_STEP_STATE, "COMPLETED").build()))).isEqualTo("C309");
      assertThat(push.create(PUSH, "1.2.4", TestWorkitems.scheduled().toBuilder()
          .remove(Tags.PROCEDURE_STEP_LABEL).build()).status().offendingElements())
          .containsExactly(Tags.PROCEDURE_STEP_LABEL);
      assertThat(code(push.act(PUSH, "9.9", 2, requested()))).isEqualTo("C307");
      assertThat(code(push.act(PUSH, "1.2.3", 1, state("2.25.1", "IN PROGRESS"))))
          .isEqualTo("0123");
      assertThat(code(push.set(PUSH, "1.2.3", TestWorkitems.performed()))).isEqualTo("0211");
      assertThat(code(pull.create(PUSH, "1.2.5", TestWorkitems.scheduled())))
          .isEqualTo("0211");
      assertThat(code(pull.act(PUSH, "1.2.3", 1, state("2.25.1", "SCHEDULED"))))
          .isEqualTo("C303");
      assertThat(code(pull.act(PUSH, "1.2.3", 1, state("2.25.1", "COMPLETED"))))
          .isEqualTo("C310");
      assertThat(code(pull.act(PUSH, "1.2.3", 1, Dataset.builder()
          .put(Tags.PROCEDURE_STEP_STATE, "IN PROGRESS").build()))).isEqualTo("C301");
      pull.act(PUSH, "1.2.3", 1, state("2.25.1", "IN PROGRESS"));
      assertThat(code(pull.act(PUSH, "1.2.3", 1, state("2.25.1", "IN PROGRESS"))))
          .isEqualTo("C302");
      assertThat(code(pull.act(PUSH, "1.2.3", 1, state("2.25.1", "CANCELED"))))
          .isEqualTo("C304");
      assertThat(code(pull.set(PUSH, "1.2.3", TestWorkitems.performed()))).isEqualTo("C301");
      assertThat(code(push.act(PUSH, "1.2.3", 2, requested()))).isEqualTo("C312");
      assertThat(code(watch.act(PUSH, "1.2.3", 3, subscribing("STRANGER", "FALSE"))))
          .isEqualTo("C308");
      assertThat(code(watch.act(PUSH, "1.2.3", 3, subscribing("WATCHER", "PERHAPS"))))
          .isEqualTo("0106");
      assertThat(code(watch.act(PUSH, "1.2.3", 5, subscribing("WATCHER", "FALSE"))))
          .isEqualTo("C314");
      assertThat(code(watch.act(PUSH, "9.9", 4, subscribing("WATCHER", "FALSE"))))
          .isEqualTo("C307");
      assertThat(code(watch.attributes(PUSH, "1.2.3",
          List.of(Tags.PATIENT_NAME, Tags.TRANSACTION_UID)))).isEqualTo("0001");
      assertThat(watch.attributes(PUSH, "1.2.3", List.of(Tags.TRANSACTION_UID)).attributes()
          .contains(Tags.TRANSACTION_UID)).isFalse();
    }
  }

  @Test void letsExactlyOneOfManyClaimAStep() throws Exception {
    create("1.2.3");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = threads.invokeAll(IntStream.range(0, 8).<Callable<String>>mapToObj(i -> () -> {
        try (var pull = open(PULL)) {
          return code(pull.act(PUSH, "1.2.3", 1, state("2.25." + (9 + i), "IN PROGRESS")));
        }
      }).toList());

      assertThat(all.stream().map(one -> one.resultNow()).sorted().toList()).containsExactly(
          "0000", "C301", "C301", "C301", "C301", "C301", "C301", "C301");
    }
  }

  @Test void findsStepsOnEveryClassThatMay() throws IOException {
    create("1.2.3");
    create("1.2.4");
    var keys = Dataset.builder()
        .put(Tags.PROCEDURE_STEP_STATE, "SCHEDULED")
        .put(Tags.PATIENT_NAME, "nguyen*")
        .putEmpty(Tags.SOP_INSTANCE_UID)
        .putEmpty(Tags.TRANSACTION_UID)
        .build();

    for (var sopClass : List.of(PULL, WATCH, QUERY)) {
      try (var association = open(sopClass)) {
        var uids = new ArrayList<String>();
        var matches = association.find(sopClass, keys);
        for (var match = matches.next(); match.isPresent(); match = matches.next()) {
          uids.add(match.get().string(Tags.SOP_INSTANCE_UID).orElseThrow());
          assertThat(match.get().string(Tags.TRANSACTION_UID)).isEmpty();
        }
        assertThat(uids).containsExactly("1.2.3", "1.2.4");
        assertThat(matches.status()).contains(Status.SUCCESS);
      }
    }
  }

  @Test void tellsSubscribersByEventReports() throws Exception {
    create("1.2.3");
    try (var watch = open(WATCH); var pull = open(PULL); var push = open(PUSH)) {
      assertThat(code(watch.act(PUSH, GLOBAL, 3, subscribing("WATCHER", "TRUE"))))
          .isEqualTo("0000");
      assertThat(watcher.next()).isEqualTo("1.2.3 1 SCHEDULED");
      pull.act(PUSH, "1.2.3", 1, state("2.25.1", "IN PROGRESS"));
      assertThat(watcher.next()).isEqualTo("1.2.3 1 IN PROGRESS");
      assertThat(code(push.act(PUSH, "1.2.3", 2, requested()))).isEqualTo("0000");
      assertThat(watcher.next()).isEqualTo("1.2.3 2 WS1");

      assertThat(code(watch.act(PUSH, GLOBAL, 4, Dataset.builder()
          .put(Tags.RECEIVING_AE, "WATCHER").build()))).isEqualTo("0000");
      assertThat(code(watch.act(PUSH, FILTERED, 3, subscribing("WATCHER", "FALSE").toBuilder()
          .put(Tags.WORKLIST_LABEL, "MR").build()))).isEqualTo("0000");
      create("1.2.4");
      push.create(PUSH, "1.2.5", TestWorkitems.scheduled().toBuilder()
          .put(Tags.WORKLIST_LABEL, "MR").build());
      assertThat(watcher.next()).isEqualTo("1.2.5 1 SCHEDULED");
      assertThat(watcher.next()).isEqualTo("1.2.5 5 ");
    }
    assertThat(watcher.heard).isEmpty();
  }

  @Test void refusesStrangers() throws IOException {
    try (var stranger = Association.open(
        ClientSettings.toLoopback(server.port(), "NOBODY", "TIA").propose(PUSH))) {
      assertThat(code(stranger.create(PUSH, "1.2.3", TestWorkitems.scheduled())))
          .isEqualTo("0124");
    }
    assertThat(records.count("workitem")).isZero();
  }

  private static Dataset requested() {
    return Dataset.builder().put(Tags.REASON_FOR_CANCELLATION, "trùng").build();
  }

  private static Dataset subscribing(String ae, String lock) {
    return Dataset.builder().put(Tags.RECEIVING_AE, ae).put(Tags.DELETION_LOCK, lock).build();
  }

  private static String code(NResponse answer) {
    return "%04X".formatted(answer.status().code());
  }
}
