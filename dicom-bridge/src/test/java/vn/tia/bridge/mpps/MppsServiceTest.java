package vn.tia.bridge.mpps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.tia.bridge.Modalities;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.Status;
import vn.tia.mapping.exam.StepStatus;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.access.Right;
import vn.tia.records.audit.Audit;
import vn.tia.records.orders.OrderOutcome;
import vn.tia.records.orders.StoredOrder;
import vn.tia.records.orders.StoredStep;
import vn.tia.records.performed.PerformedStatus;
import vn.tia.records.performed.PerformedSteps;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.testkit.ExampleOrders;
import vn.tia.records.testkit.TestRecords;

class MppsServiceTest {
  private static final String MPPS = Uids.MODALITY_PERFORMED_PROCEDURE_STEP.value();
  private static final String UID = "1.2.826.0.1.1";

  private final TestRecords records = TestRecords.fresh();
  private final int facility = records.first().id();
  private final PerformedSteps performed =
      new PerformedSteps(records.database(), records.orders());
  private AssociationServer server;
  private Association modality;

  @BeforeEach void start() throws IOException {
    server = Modalities.serve(new MppsService(
        Modalities.rule(records, Set.of("CT1"), EnumSet.allOf(Right.class)), performed,
        new Audit(records.database())));
    modality = Association.open(
        ClientSettings.toLoopback(server.port(), "CT1", "TIA").propose(MPPS));
  }

  @AfterEach void stop() throws IOException {
    modality.close();
    server.close();
    records.close();
  }

  @Test void movesTheStepAndItsOrderFromStartToEnd() throws IOException {
    var order = place();

    assertThat(create(started(order))).isEqualTo(Status.SUCCESS);
    assertThat(steps(order)).containsExactly(StepStatus.STARTED);
    assertThat(serviceRequest(order)).isEqualTo("active");

    assertThat(set(ended("COMPLETED"))).isEqualTo(Status.SUCCESS);
    assertThat(steps(order)).containsExactly(StepStatus.COMPLETED);
    assertThat(serviceRequest(order)).isEqualTo("completed");
  }

  @Test void keepsAllAttributesInWhateverCharacterSetTheyCame() throws IOException {
    create(started(place()).put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
        .put(Tags.PATIENT_NAME, "NGUYỄN^AN^VĂN"));
    set(ended("COMPLETED").put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 100")
        .put(Tags.PATIENT_NAME, "SOMEBODY^ELSE")
        .put(Tags.COMMENTS_ON_THE_PERFORMED_PROCEDURE_STEP, "tête"));

    var step = performed.find(facility, UID).orElseThrow();
    assertThat(step.status()).isEqualTo(PerformedStatus.COMPLETED);
    assertThat(step.dataset().string(Tags.PATIENT_NAME)).contains("NGUYỄN^AN^VĂN");
    assertThat(step.dataset().string(Tags.COMMENTS_ON_THE_PERFORMED_PROCEDURE_STEP))
        .contains("tête");
    assertThat(step.dataset().string(Tags.PERFORMED_PROCEDURE_STEP_END_DATE))
        .contains("20260302");
  }

  @Test void discontinuesAStep() throws IOException {
    var order = place();
    create(started(order));

    assertThat(set(ended("DISCONTINUED"))).isEqualTo(Status.SUCCESS);
    assertThat(steps(order)).containsExactly(StepStatus.DISCONTINUED);
    assertThat(serviceRequest(order)).isEqualTo("revoked");
  }

  @Test void putsAStepBackThatWasSelectedByMistake() throws IOException {
    var order = place();
    create(started(order));

    set(ended("DISCONTINUED").putItems(
        Tags.PERFORMED_PROCEDURE_STEP_DISCONTINUATION_REASON_CODE_SEQUENCE,
        List.of(Dataset.builder().put(Tags.CODE_VALUE, "110514")
            .put(Tags.CODING_SCHEME_DESIGNATOR, "DCM").build())));

    assertThat(steps(order)).containsExactly(StepStatus.SCHEDULED);
    assertThat(serviceRequest(order)).isEqualTo("active");
  }

  /// Row 41 of the bad inputs.
  @Test void refusesASecondCreateAndChangesAfterTheEnd() throws IOException {
    var order = place();
    create(started(order));
    assertThat(create(started(order))).isEqualTo(Status.DUPLICATE_SOP_INSTANCE);

    set(ended("COMPLETED"));
    assertThat(set(ended("DISCONTINUED"))).isEqualTo(Status.PROCESSING_FAILURE
        .withComment("Performed Procedure Step Object may no longer be updated")
        .withErrorId(0xA506));
    assertThat(steps(order)).containsExactly(StepStatus.COMPLETED);
  }

  @Test void refusesIllegalStates() throws IOException {
    assertThat(create(started(place()).put(Tags.PERFORMED_PROCEDURE_STEP_STATUS, "COMPLETED"))
        .code()).isEqualTo(0x0106);

    create(started(place()));
    assertThat(set(ended("FINISHED")).code()).isEqualTo(0x0106);
  }

  @Test void refusesAUidThatIsNoneAndAuditsItWithoutItsText() throws IOException {
    for (var uid : List.of("NGUYEN^VAN^A", "../../x")) {
      var attributes = started(place()).build();
      assertThat(modality.create(MPPS, uid, attributes).status().code()).isEqualTo(0x0117);
    }
    assertThat(records.count("performed_step")).isZero();
    assertThat(records.database().jdbc()
        .sql("SELECT DISTINCT action || ' ' || target || ' ' || outcome FROM audit")
        .query(String.class).list()).containsExactly("N-CREATE no UID 0117");
  }

  @Test void refusesAStranger() throws IOException {
    try (var stranger = Association.open(
        ClientSettings.toLoopback(server.port(), "STRANGER", "TIA").propose(MPPS))) {
      assertThat(stranger.create(MPPS, UID, started(place()).build()).status().code())
          .isEqualTo(0x0124);
    }
    assertThat(records.count("performed_step")).isZero();
    assertThat(records.count("audit")).isOne();
  }

  @Test void refusesAnUnknownStep() throws IOException {
    assertThat(set(ended("COMPLETED"))).isEqualTo(Status.NO_SUCH_SOP_INSTANCE);
  }

  @Test void namesWhatIsMissing() throws IOException {
    assertThat(create(started(place()).remove(Tags.MODALITY)
        .remove(Tags.PERFORMED_PROCEDURE_STEP_ID)))
        .isEqualTo(Status.MISSING_ATTRIBUTE
            .withOffending(Tags.MODALITY, Tags.PERFORMED_PROCEDURE_STEP_ID));
    assertThat(create(started(place()).putEmpty(Tags.MODALITY)))
        .isEqualTo(Status.MISSING_ATTRIBUTE_VALUE.withOffending(Tags.MODALITY));

    create(started(place()));
    assertThat(set(Dataset.builder().put(Tags.PERFORMED_PROCEDURE_STEP_STATUS, "COMPLETED")
        .put(Tags.PERFORMED_PROCEDURE_STEP_END_DATE, "20260302")))
        .isEqualTo(Status.MISSING_ATTRIBUTE
            .withOffending(Tags.PERFORMED_PROCEDURE_STEP_END_TIME));
    assertThat(performed.find(facility, UID).orElseThrow().status())
        .isEqualTo(PerformedStatus.IN_PROGRESS);
  }

  @Test void takesAnExamThatNobodyOrdered() throws IOException {
    var unordered = Dataset.builder().putAll(started(place()).build())
        .putItems(Tags.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE, List.of(Dataset.builder()
            .put(Tags.STUDY_INSTANCE_UID, "1.2.3.99")
            .putEmpty(Tags.SCHEDULED_PROCEDURE_STEP_ID).build()));

    assertThat(create(unordered)).isEqualTo(Status.SUCCESS);
    assertThat(performed.find(facility, UID).orElseThrow().scheduledStepIds()).isEmpty();
    assertThat(set(ended("COMPLETED"))).isEqualTo(Status.SUCCESS);
  }

  @Test void touchesNoStepOfAnotherHospital() throws IOException {
    var there = ((OrderOutcome.Placed) records.orders().apply(records.second().id(),
        ExampleOrders.headCt("P1").withAccession("A1").order())).order();

    assertThat(create(started(there))).isEqualTo(Status.SUCCESS);
    assertThat(performed.find(facility, UID).orElseThrow().scheduledStepIds()).isEmpty();
    assertThat(performed.find(records.second().id(), UID)).isEmpty();
    assertThat(records.orders().ofSteps(records.second().id(), ids(there)))
        .containsExactly(there);
  }

  private StoredOrder place() {
    var outcome = records.orders().apply(facility,
        ExampleOrders.headCt("P" + records.count("imaging_order")).order());
    return ((OrderOutcome.Placed) outcome).order();
  }

  private static DatasetBuilder started(StoredOrder order) {
    var numbers = order.content().numbers();
    return Dataset.builder()
        .put(Tags.MODALITY, "CT")
        .put(Tags.PERFORMED_STATION_AE_TITLE, "CT1")
        .put(Tags.PERFORMED_PROCEDURE_STEP_START_DATE, "20260302")
        .put(Tags.PERFORMED_PROCEDURE_STEP_START_TIME, "093500")
        .put(Tags.PERFORMED_PROCEDURE_STEP_STATUS, "IN PROGRESS")
        .put(Tags.PERFORMED_PROCEDURE_STEP_ID, "PPS1")
        .putItems(Tags.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE, List.of(Dataset.builder()
            .put(Tags.ACCESSION_NUMBER, numbers.accession().orElseThrow().value())
            .put(Tags.STUDY_INSTANCE_UID, numbers.studyUid().orElseThrow())
            .put(Tags.SCHEDULED_PROCEDURE_STEP_ID,
                order.steps().getFirst().step().id().orElseThrow())
            .build()));
  }

  private static DatasetBuilder ended(String status) {
    return Dataset.builder()
        .put(Tags.PERFORMED_PROCEDURE_STEP_STATUS, status)
        .put(Tags.PERFORMED_PROCEDURE_STEP_END_DATE, "20260302")
        .put(Tags.PERFORMED_PROCEDURE_STEP_END_TIME, "094500")
        .putItems(Tags.PERFORMED_SERIES_SEQUENCE, List.of(Dataset.builder()
            .put(Tags.SERIES_INSTANCE_UID, "1.2.3.4.5").build()));
  }

  private Status create(DatasetBuilder attributes) throws IOException {
    return modality.create(MPPS, UID, attributes.build()).status();
  }

  private Status set(DatasetBuilder attributes) throws IOException {
    return modality.set(MPPS, UID, attributes.build()).status();
  }

  private List<StepStatus> steps(StoredOrder order) {
    return records.orders().ofSteps(facility, ids(order)).getFirst().steps().stream()
        .map(StoredStep::status)
        .toList();
  }

  private static Set<Long> ids(StoredOrder order) {
    return order.steps().stream().map(StoredStep::id)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private String serviceRequest(StoredOrder order) {
    var json = records.resources().read(
        new ResourceKey("ServiceRequest", order.fhirId()), Access.to(facility))
        .orElseThrow().json();
    return FhirJson.decode(json, ServiceRequest.class).getStatus().toCode();
  }
}
