package vn.tia.records.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.OrderControl;
import vn.tia.mapping.exam.OrderProgress;
import vn.tia.mapping.exam.OrderStatus;
import vn.tia.mapping.exam.StepStatus;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.orders.OrderOutcome.Canceled;
import vn.tia.records.orders.OrderOutcome.Changed;
import vn.tia.records.orders.OrderOutcome.Placed;
import vn.tia.records.orders.OrderOutcome.TooLate;
import vn.tia.records.orders.OrderOutcome.Unchanged;
import vn.tia.records.orders.OrderOutcome.UnknownOrder;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.testkit.ExampleOrders;
import vn.tia.records.testkit.TestRecords;

class OrdersTest {
  private final TestRecords records = TestRecords.fresh();
  private final int facility = records.first().id();

  @AfterEach void close() {
    records.close();
  }

  @Test void placesAnOrderWithTheNumbersThatItDidNotBring() {
    var placed = place(ExampleOrders.headCt("P1"));

    assertThat(placed.progress()).isEqualTo(OrderProgress.ACTIVE);
    assertThat(placed.content().numbers().accession().orElseThrow().value())
        .matches("T\\d{2}000000001");
    assertThat(placed.content().numbers().studyUid().orElseThrow()).matches("2\\.25\\.\\d{1,39}");
    assertThat(placed.content().procedure().id())
        .contains(placed.content().numbers().accession().orElseThrow().value());
    assertThat(placed.steps()).singleElement().satisfies(step -> {
      assertThat(step.status()).isEqualTo(StepStatus.SCHEDULED);
      assertThat(step.step().id()).contains("S1");
      assertThat(step.step().start()).contains(ExampleOrders.START);
    });
  }

  @Test void writesTheServiceRequest() {
    var placed = place(ExampleOrders.headCt("P1").withAccession("A1"));

    var request = request(placed);
    assertThat(request.getStatus().toCode()).isEqualTo("active");
    assertThat(request.getIdentifier()).extracting(one -> one.getValue())
        .contains("P1", "A1", "urn:oid:" + placed.content().numbers().studyUid().orElseThrow());
    assertThat(request.getSubject().getReference()).isEqualTo("Patient/"
        + records.patients().byIds(List.of(placed.patientId())).get(placed.patientId()).fhirId());
  }

  @Test void readsBackWhatItWrote() {
    var placed = place(ExampleOrders.headCt("P1"));

    assertThat(records.orders().ofSteps(facility, ids(placed))).containsExactly(placed);
  }

  @Test void placesTheSameOrderOnce() {
    var placed = place(ExampleOrders.headCt("P1"));

    assertThat(apply(ExampleOrders.headCt("P1"))).isEqualTo(new Unchanged(placed));
    assertThat(records.count("imaging_order")).isEqualTo(1);
    assertThat(records.count("scheduled_step")).isEqualTo(1);
    assertThat(records.count("resource_history")).isZero();
  }

  @Test void keepsTheSameNumberOfTwoFacilitiesApart() {
    place(ExampleOrders.headCt("P1"));

    assertThat(records.orders().apply(records.second().id(), ExampleOrders.headCt("P1").order()))
        .isInstanceOf(Placed.class);
    assertThat(records.orders().apply(records.second().id(),
        ExampleOrders.headCt("P1").with(OrderControl.CANCEL).order()))
        .isInstanceOf(Canceled.class);
    assertThat(apply(ExampleOrders.headCt("P1"))).isInstanceOf(Unchanged.class);
  }

  @Test void changesWhatTheMessageSaysAndKeepsTheRest() {
    var placed = place(ExampleOrders.headCt("P1").withAccession("A1"));
    var changed = (Changed) apply(ExampleOrders.headCt("P1").with(OrderControl.CHANGE)
        .with(ExampleOrders.step("CT", "CT2"))
        .with(ExampleOrders.procedure("CT sọ não có cản quang")));

    assertThat(changed.order().content().numbers()).isEqualTo(placed.content().numbers());
    assertThat(changed.order().content().procedure().description())
        .contains("CT sọ não có cản quang");
    assertThat(changed.order().steps()).singleElement().satisfies(step -> {
      assertThat(step.id()).isEqualTo(placed.steps().getFirst().id());
      assertThat(step.step().stationAes()).containsExactly("CT2");
      assertThat(step.step().id()).isEqualTo(placed.steps().getFirst().step().id());
    });
    assertThat(records.orders().ofSteps(facility, ids(placed))).containsExactly(changed.order());
  }

  @Test void cancelsTheStepsThatAChangeLeavesOut() {
    place(ExampleOrders.headCt("P1")
        .with(ExampleOrders.step("CT", "CT1"), ExampleOrders.step("MR", "MR1")));
    var changed = (Changed) apply(ExampleOrders.headCt("P1").with(OrderControl.CHANGE));

    assertThat(changed.order().steps()).extracting(StoredStep::status)
        .containsExactly(StepStatus.SCHEDULED, StepStatus.CANCELED);
    assertThat(changed.order().progress()).isEqualTo(OrderProgress.ACTIVE);
  }

  @Test void cancelsAnOrder() {
    var placed = place(ExampleOrders.headCt("P1"));
    var canceled = (Canceled) apply(ExampleOrders.headCt("P1").with(OrderControl.CANCEL));

    assertThat(canceled.order().steps()).extracting(StoredStep::status)
        .containsExactly(StepStatus.CANCELED);
    assertThat(request(placed).getStatus().toCode()).isEqualTo("revoked");
    assertThat(apply(ExampleOrders.headCt("P1").with(OrderControl.CANCEL)))
        .isInstanceOf(Unchanged.class);
    assertThat(apply(ExampleOrders.headCt("P1")))
        .isEqualTo(new TooLate(OrderProgress.CANCELED));
  }

  @Test void changesNothingForAnUnknownOrder() {
    for (var control : List.of(OrderControl.CHANGE, OrderControl.CANCEL, OrderControl.DISCONTINUE,
        OrderControl.STATUS_CHANGED, OrderControl.HOLD)) {
      assertThat(apply(ExampleOrders.headCt("P1").with(control))).isEqualTo(new UnknownOrder());
    }
    assertThat(records.count("patient")).isZero();
  }

  @Test void discontinuesButNeverCancelsAnExamUnderWay() {
    var placed = place(ExampleOrders.headCt("P1"));
    records.orders().moveSteps(facility, ids(placed), StepStatus.STARTED);

    assertThat(apply(ExampleOrders.headCt("P1").with(OrderControl.CANCEL)))
        .isEqualTo(new TooLate(OrderProgress.ACTIVE));
    assertThat(apply(ExampleOrders.headCt("P1").with(OrderControl.DISCONTINUE)))
        .isInstanceOf(Canceled.class);
    assertThat(request(placed).getStatus().toCode()).isEqualTo("revoked");
  }

  @Test void completesAnOrderByStatusAndRefusesChangesAfterwards() {
    var placed = place(ExampleOrders.headCt("P1"));
    var completed = apply(ExampleOrders.headCt("P1").with(OrderControl.STATUS_CHANGED)
        .with(OrderStatus.COMPLETED));

    assertThat(completed).isInstanceOf(Changed.class);
    assertThat(request(placed).getStatus().toCode()).isEqualTo("completed");
    for (var control : List.of(OrderControl.CHANGE, OrderControl.CANCEL,
        OrderControl.DISCONTINUE, OrderControl.HOLD, OrderControl.NEW)) {
      assertThat(apply(ExampleOrders.headCt("P1").with(control)))
          .isEqualTo(new TooLate(OrderProgress.COMPLETED));
    }
  }

  @Test void holdsAnOrderAndResumesIt() {
    var placed = place(ExampleOrders.headCt("P1"));
    var held = (Changed) apply(ExampleOrders.headCt("P1").with(OrderControl.HOLD));
    assertThat(held.order().progress()).isEqualTo(OrderProgress.ON_HOLD);
    assertThat(request(placed).getStatus().toCode()).isEqualTo("on-hold");

    var resumed = (Changed) apply(ExampleOrders.headCt("P1").with(OrderControl.CHANGE));
    assertThat(resumed.order()).isEqualTo(placed);
  }

  @Test void completesAnOrderWhenItsLastStepIs() {
    var placed = place(ExampleOrders.headCt("P1")
        .with(ExampleOrders.step("CT", "CT1"), ExampleOrders.step("CT", "CT1")));
    var steps = placed.steps();

    records.orders().moveSteps(facility, Set.of(steps.getFirst().id()), StepStatus.COMPLETED);
    assertThat(request(placed).getStatus().toCode()).isEqualTo("active");

    records.orders().moveSteps(facility, Set.of(steps.getLast().id()), StepStatus.DISCONTINUED);
    assertThat(request(placed).getStatus().toCode()).isEqualTo("completed");
  }

  @Test void startsTheStepsOfAnOrderWhoseImagesArrive() {
    var placed = place(ExampleOrders.headCt("P1"));

    records.orders().imagesArrived(facility, placed.id());

    assertThat(records.orders().ofSteps(facility, ids(placed)).getFirst().steps())
        .extracting(StoredStep::status).containsExactly(StepStatus.STARTED);
  }

  @Test void takesTwoProceduresOfOnePlacerOrderForTwoOrders() {
    var head = withProcedureId("R1");
    var chest = withProcedureId("R2");

    assertThat(apply(head)).isInstanceOf(Placed.class);
    assertThat(apply(chest)).isInstanceOf(Placed.class);
    assertThat(apply(head)).isInstanceOf(Unchanged.class);
    assertThat(apply(chest.with(OrderControl.CANCEL))).isInstanceOf(Canceled.class);
    assertThat(apply(head)).isInstanceOf(Unchanged.class);
  }

  @Test void matchesAStudyByAccessionThenStudyUidThenProcedure() {
    var first = place(ExampleOrders.headCt("P1").withAccession("A1").withStudyUid("1.2.1"));
    var second = place(ExampleOrders.headCt("P2").withAccession("A2").withStudyUid("1.2.2"));

    assertThat(match("A1", "1.2.2", "A2")).contains(first.fhirId());
    assertThat(match("A9", "1.2.2", "A1")).contains(second.fhirId());
    assertThat(match("A9", "1.2.9", "A1")).contains(first.fhirId());
    assertThat(match("A9", "1.2.9", "A9")).isEmpty();
  }

  @Test void matchesAnAccessionNumberOnlyOfTheIssuerThatIsSaid() {
    var placed = place(ExampleOrders.headCt("P1").withAccession("A1"));

    assertThat(find(records.first().id(), Authority.ofNamespace("BV01"))).contains(placed.fhirId());
    assertThat(find(records.first().id(), Authority.ofNamespace("OTHER"))).isEmpty();
    assertThat(find(records.second().id(), Authority.UNSAID)).isEmpty();
  }

  @Test void placesOneOrderThatManyConnectionsSendAtOnce() throws Exception {
    var start = new CyclicBarrier(8);
    Callable<Class<?>> sending = () -> {
      start.await();
      return apply(ExampleOrders.headCt("P1")).getClass();
    };

    var outcomes = new HashSet<Class<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures = IntStream.range(0, 8).mapToObj(_ -> threads.submit(sending)).toList();
      for (var future : futures) {
        outcomes.add(future.get());
      }
    }

    assertThat(outcomes).containsExactlyInAnyOrder(Placed.class, Unchanged.class);
    assertThat(records.count("imaging_order")).isEqualTo(1);
    assertThat(records.count("patient")).isEqualTo(1);
  }

  @Test void bringsThePatientUpToDate() {
    place(ExampleOrders.headCt("P1"));
    var renamed = ExampleOrders.patient("0012345", HumanName.of("NGUYỄN", "VĂN", "ÂN"));

    var changed = apply(ExampleOrders.headCt("P1").with(OrderControl.CHANGE).with(renamed));

    assertThat(changed).isInstanceOf(Unchanged.class);
    assertThat(records.patients().byIdentifier(facility, renamed.identifiers().getFirst())
        .orElseThrow().patient().name().text()).isEqualTo("NGUYỄN VĂN ÂN");
  }

  private ExampleOrders withProcedureId(String id) {
    var order = ExampleOrders.headCt("P1");
    var content = order.order().content().withNumbers(order.order().numbers(), Optional.of(id));
    return order.with(content.procedure());
  }

  private Optional<String> match(String accession, String studyUid, String procedureId) {
    return records.orders().match(facility, new StudyKeys(Optional.of(accession),
            Authority.UNSAID, Optional.of(studyUid), Optional.of(procedureId)))
        .map(MatchedOrder::serviceRequestId);
  }

  private Optional<String> find(int facilityId, Authority issuer) {
    return records.orders().match(facilityId, new StudyKeys(Optional.of("A1"), issuer,
            Optional.empty(), Optional.empty()))
        .map(MatchedOrder::serviceRequestId);
  }

  private OrderOutcome apply(ExampleOrders order) {
    return records.orders().apply(facility, order.order());
  }

  private StoredOrder place(ExampleOrders order) {
    return ((Placed) apply(order)).order();
  }

  private static Set<Long> ids(StoredOrder order) {
    return new HashSet<>(order.steps().stream().map(StoredStep::id).toList());
  }

  private ServiceRequest request(StoredOrder order) {
    var key = new ResourceKey("ServiceRequest", order.fhirId());
    var json = records.resources().read(key, Access.to(facility)).orElseThrow().json();
    return FhirJson.decode(json, ServiceRequest.class);
  }
}
