package vn.tia.records.worklist;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.OrderControl;
import vn.tia.mapping.exam.Request;
import vn.tia.mapping.exam.ScheduledStep;
import vn.tia.mapping.exam.Sex;
import vn.tia.mapping.exam.StepStatus;
import vn.tia.mapping.exam.Visit;
import vn.tia.mapping.names.NamePattern;
import vn.tia.records.access.Access;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.orders.OrderOutcome.Placed;
import vn.tia.records.orders.StoredOrder;
import vn.tia.records.testkit.ExampleOrders;
import vn.tia.records.testkit.TestRecords;
import vn.tia.records.worklist.WorklistKey.Field;
import vn.tia.records.worklist.WorklistKey.Issued;

class WorklistTest {
  private final TestRecords records = TestRecords.fresh();
  private final int facility = records.first().id();
  private final Worklist worklist = new Worklist(
      records.database(), new Facilities(records.database()), records.patients());

  @AfterEach void close() {
    records.close();
  }

  @Test void showsAnOrderAsSoonAsItIsPlaced() {
    assertThat(find()).isEmpty();

    var placed = place(ExampleOrders.headCt("P1").withAccession("A1"));

    assertThat(worklist.find(Access.to(facility), List.of(), 10)).isEqualTo(new WorklistPage(
        List.of(new WorklistItem(records.first(),
            ExampleOrders.patient("0012345", HumanName.of("NGUYỄN", "VĂN", "AN")),
            placed.content(), placed.steps().getFirst())), false));
  }

  @Test void showsEachFacilityOnlyItsOwn() {
    place(ExampleOrders.headCt("P1").withAccession("A1"));
    records.orders().apply(records.second().id(),
        ExampleOrders.headCt("P1").withAccession("B1").order());

    assertThat(find()).containsExactly("A1");
    assertThat(accessions(worklist.find(Access.to(records.second().id()), List.of(), 10)))
        .containsExactly("B1");
    assertThat(accessions(worklist.find(Access.NONE, List.of(), 10))).isEmpty();
    assertThat(accessions(worklist.find(
        new Access(Set.of(facility, records.second().id())), List.of(), 10)))
        .containsExactlyInAnyOrder("A1", "B1");
  }

  @Test void findsNamesWithoutAccentsCaseAndOrderAndExactAccentsFirst() {
    named("A1", HumanName.of("DANG", "THI", "HUONG"));
    named("A2", HumanName.of("Đặng", "Thị", "Hường"));
    named("A3", HumanName.of("Đặng", "Thị", "Hương Lan"));

    assertThat(find(name("Đặng^Hường^Thị"))).containsExactly("A2", "A1");
    assertThat(find(name("huong dang thi"))).containsExactly("A1", "A2");
    assertThat(find(name("DANG^*"))).containsExactly("A1", "A2", "A3");
    assertThat(find(name("đặng*h*"))).containsExactly("A2", "A3", "A1");
    assertThat(find(name("*uon?*"))).containsExactlyInAnyOrder("A1", "A2", "A3");
    assertThat(find(name("Dang"))).isEmpty();
    assertThat(find(name("*"))).hasSize(3);
  }

  @Test void matchesEveryNumber() {
    var order = ExampleOrders.headCt("P1").withAccession("A1").withStudyUid("1.2.3")
        .with(visit("V1"))
        .with(withId(ExampleOrders.step("CT", "CT1", "CT2"), "SPS1"));
    place(order);
    place(ExampleOrders.headCt("P2").withAccession("A2")
        .with(ExampleOrders.patient("99", HumanName.UNKNOWN)));

    assertThat(find(text(Field.PATIENT_ID, "0012345"))).containsExactly("A1");
    assertThat(find(text(Field.PATIENT_ID, "0012*"))).containsExactly("A1");
    assertThat(find(text(Field.ACCESSION_NUMBER, "A1"))).containsExactly("A1");
    assertThat(find(text(Field.ACCESSION_NUMBER, "a1"))).isEmpty();
    assertThat(find(text(Field.ACCESSION_NUMBER, "?1"))).containsExactly("A1");
    assertThat(find(text(Field.STUDY_UID, "1.9", "1.2.3"))).containsExactly("A1");
    assertThat(find(text(Field.PROCEDURE_ID, "A1"))).containsExactly("A1");
    assertThat(find(text(Field.ADMISSION_ID, "V1"))).containsExactly("A1");
    assertThat(find(text(Field.STEP_ID, "SPS1"))).containsExactly("A1");
    assertThat(find(text(Field.STATION_AE, "CT2"), text(Field.MODALITY, "CT")))
        .containsExactly("A1");
    assertThat(find(text(Field.STATION_AE, "CT9"))).isEmpty();
  }

  @Test void matchesIssuersOfNumbers() {
    place(ExampleOrders.headCt("P1").withAccession("A1").with(visit("V1")));

    for (var issued : Issued.values()) {
      assertThat(find(new WorklistKey.Issuer(issued, Authority.ofNamespace("BV01"))))
          .containsExactly("A1");
      assertThat(find(new WorklistKey.Issuer(issued, Authority.ofNamespace("XX")))).isEmpty();
    }
  }

  @Test void matchesPlacesWithoutAccents() {
    place(ExampleOrders.headCt("P1").withAccession("A1")
        .with(new Request(Optional.empty(), Optional.of("Khoa Cấp cứu"), List.of(),
            Optional.empty(), Optional.empty(), Optional.empty())));

    assertThat(find(text(Field.INSTITUTION, "benh vien da khoa TINH"))).containsExactly("A1");
    assertThat(find(text(Field.DEPARTMENT, "khoa cap*"))).containsExactly("A1");
    assertThat(find(text(Field.WORKLIST_LABEL, "BV01"))).containsExactly("A1");
    assertThat(find(text(Field.WORKLIST_LABEL, "BV02"))).isEmpty();
  }

  @Test void matchesWhatIsKnownOfThePatient() {
    place(ExampleOrders.headCt("P1").withAccession("A1"));
    var birth = LocalDate.of(1957, 3, 21);

    assertThat(find(new WorklistKey.Born(Optional.of(birth), Optional.of(birth))))
        .containsExactly("A1");
    assertThat(find(new WorklistKey.Born(Optional.of(birth.plusDays(1)), Optional.empty())))
        .isEmpty();
    assertThat(find(new WorklistKey.HasSex(Sex.MALE))).containsExactly("A1");
    assertThat(find(new WorklistKey.HasSex(Sex.FEMALE))).isEmpty();
  }

  @Test void matchesTheStartByTheClockOfTheFacility() {
    place(ExampleOrders.headCt("P1").withAccession("A1"));
    var start = LocalDateTime.of(2026, 3, 2, 9, 30);

    assertThat(find(new WorklistKey.Starts(Optional.of(start), Optional.of(start))))
        .containsExactly("A1");
    assertThat(find(new WorklistKey.Starts(Optional.of(start.plusSeconds(1)), Optional.empty())))
        .isEmpty();
    assertThat(find(new WorklistKey.StartsAtTimeOfDay(
        Optional.of(LocalTime.of(9, 0)), Optional.of(LocalTime.of(10, 0)))))
        .containsExactly("A1");
    assertThat(find(new WorklistKey.StartsAtTimeOfDay(
        Optional.of(LocalTime.of(2, 0)), Optional.of(LocalTime.of(3, 0))))).isEmpty();
  }

  @Test void matchesThePerformingPhysician() {
    place(ExampleOrders.headCt("P1").withAccession("A1"));

    assertThat(find(new WorklistKey.PerformerName(NamePattern.of("le^binh^thi"))))
        .containsExactly("A1");
    assertThat(find(new WorklistKey.PerformerName(NamePattern.of("Bì*")))).containsExactly("A1");
    assertThat(find(new WorklistKey.PerformerName(NamePattern.of("cuong")))).isEmpty();
  }

  @Test void leavesOutWhatIsOverUnlessAskedFor() {
    place(ExampleOrders.headCt("P1").withAccession("A1"));
    var done = place(ExampleOrders.headCt("P2").withAccession("A2"));
    place(ExampleOrders.headCt("P3").withAccession("A3"));
    records.orders().moveSteps(facility, Set.of(done.steps().getFirst().id()),
        StepStatus.COMPLETED);
    records.orders().apply(facility,
        ExampleOrders.headCt("P3").with(OrderControl.CANCEL).order());

    assertThat(find()).containsExactly("A1");
    assertThat(find(new WorklistKey.HasStatus(Set.of(StepStatus.COMPLETED, StepStatus.CANCELED))))
        .containsExactly("A2", "A3");
  }

  @Test void showsAStepWithoutStationsToAllStationsOfItsModality() {
    place(ExampleOrders.headCt("P1").withAccession("A1").with(ExampleOrders.step("CT")));

    assertThat(find(text(Field.STATION_AE, "ANY"))).containsExactly("A1");
  }

  @Test void cutsAtTheLimitInTheOrderOfTheirStart() {
    for (int hour = 5; hour > 0; hour--) {
      place(ExampleOrders.headCt("P" + hour).withAccession("A" + hour)
          .with(at(ExampleOrders.START.plusSeconds(hour * 3600L))));
    }

    var page = worklist.find(Access.to(facility), List.of(), 3);

    assertThat(accessions(page)).containsExactly("A1", "A2", "A3");
    assertThat(page.isCut()).isTrue();
    assertThat(worklist.find(Access.to(facility), List.of(), 5).isCut()).isFalse();
  }

  @Test void takesThePatientsLatestName() {
    place(ExampleOrders.headCt("P1").withAccession("A1"));
    records.patients().register(facility,
        ExampleOrders.patient("0012345", HumanName.of("Trần", "Văn", "Bình")));

    assertThat(find(name("tran van binh"))).containsExactly("A1");
    assertThat(find(name("nguyen*"))).isEmpty();
  }

  private void named(String accession, HumanName name) {
    place(ExampleOrders.headCt("P-" + accession).withAccession(accession)
        .with(ExampleOrders.patient("N-" + accession, name)));
  }

  private static WorklistKey name(String asked) {
    return new WorklistKey.PatientName(NamePattern.of(asked));
  }

  private static WorklistKey text(Field field, String... patterns) {
    return new WorklistKey.Text(field, List.of(patterns).stream().map(TextPattern::new).toList());
  }

  private static Visit visit(String admission) {
    return new Visit(Optional.of(AssignedId.of(admission)), Optional.empty(), Optional.empty(),
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty());
  }

  private static ScheduledStep withId(ScheduledStep step, String id) {
    return step.as(id, ExampleOrders.START);
  }

  private static ScheduledStep at(Instant start) {
    var step = ExampleOrders.step("CT", "CT1");
    return new ScheduledStep(step.id(), step.description(), step.modality(), step.stationAes(),
        step.stationNames(), step.location(), Optional.of(start), step.protocolCodes(),
        step.performers(), step.preMedication(), step.contrastAgent(), step.comments());
  }

  private StoredOrder place(ExampleOrders order) {
    return ((Placed) records.orders().apply(facility, order.order())).order();
  }

  private List<String> find(WorklistKey... keys) {
    return accessions(worklist.find(Access.to(facility), List.of(keys), 10));
  }

  private static List<String> accessions(WorklistPage page) {
    return page.items().stream()
        .map(item -> item.content().numbers().accession().orElseThrow().value())
        .toList();
  }
}
