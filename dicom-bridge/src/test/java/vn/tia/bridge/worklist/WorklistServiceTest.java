package vn.tia.bridge.worklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.tia.bridge.Modalities;
import vn.tia.bridge.query.StationCharacterSet;
import vn.tia.bridge.query.StationCharacterSets;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.AssociationInfo;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.FindRequest;
import vn.tia.dicom.net.Matches;
import vn.tia.dicom.net.Status;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.ImagingOrder;
import vn.tia.mapping.exam.PatientCondition;
import vn.tia.mapping.exam.Pregnancy;
import vn.tia.records.access.Right;
import vn.tia.records.audit.Audit;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.testkit.ExampleOrders;
import vn.tia.records.testkit.TestRecords;
import vn.tia.records.worklist.Worklist;

class WorklistServiceTest {
  private static final String FIND = Uids.MODALITY_WORKLIST_INFORMATION_MODEL_FIND.value();

  private final TestRecords records = TestRecords.fresh();
  private WorklistService service;
  private AssociationServer server;

  @BeforeEach void start() throws IOException {
    var rule = Modalities.rule(records, Set.of("CT1", "CT2", "OLDCT", "LATINCT"),
        EnumSet.allOf(Right.class));
    var worklist = new Worklist(records.database(), new Facilities(records.database()),
        records.patients());
    service = new WorklistService(rule, worklist, new Audit(records.database()),
        new WorklistSettings(3, new StationCharacterSets(Map.of("OLDCT",
            StationCharacterSet.ASCII, "LATINCT", StationCharacterSet.LATIN_1)),
            new WorklistFilters(Map.of("CT2", List.of("own-station", "modality=CT+MR")))));
    server = Modalities.serve(service);
  }

  @AfterEach void stop() throws IOException {
    server.close();
    records.close();
  }

  @Test void answersEveryKeyAskedFor() throws IOException {
    place(ExampleOrders.headCt("P1").withAccession("A1").withStudyUid("1.2.3").order());

    var answers = find("CT1", Dataset.builder()
        .putEmpty(Tags.PATIENT_NAME)
        .putEmpty(Tags.PATIENT_ID)
        .putEmpty(Tags.ISSUER_OF_PATIENT_ID)
        .putEmpty(Tags.PATIENT_BIRTH_DATE)
        .putEmpty(Tags.PATIENT_SEX)
        .putEmpty(Tags.PATIENT_WEIGHT)
        .put(Tags.ACCESSION_NUMBER, "A1")
        .putEmpty(Tags.STUDY_INSTANCE_UID)
        .putEmpty(Tags.REQUESTED_PROCEDURE_ID)
        .putEmpty(Tags.REFERENCED_STUDY_SEQUENCE)
        .putItems(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE, List.of(Dataset.builder()
            .putEmpty(Tags.SCHEDULED_STATION_AE_TITLE)
            .putEmpty(Tags.SCHEDULED_PROCEDURE_STEP_START_DATE)
            .putEmpty(Tags.SCHEDULED_PROCEDURE_STEP_START_TIME)
            .put(Tags.MODALITY, "CT")
            .build()))
        .build());

    assertThat(answers).containsExactly(Dataset.builder()
        .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
        .put(Tags.PATIENT_NAME, "NGUYỄN^AN^VĂN")
        .put(Tags.PATIENT_ID, "0012345")
        .put(Tags.ISSUER_OF_PATIENT_ID, "BV01")
        .put(Tags.PATIENT_BIRTH_DATE, "19570321")
        .put(Tags.PATIENT_SEX, "M")
        .putEmpty(Tags.PATIENT_WEIGHT)
        .put(Tags.ACCESSION_NUMBER, "A1")
        .put(Tags.STUDY_INSTANCE_UID, "1.2.3")
        .put(Tags.REQUESTED_PROCEDURE_ID, "A1")
        .putEmpty(Tags.REFERENCED_STUDY_SEQUENCE)
        .putItems(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE, List.of(Dataset.builder()
            .put(Tags.SCHEDULED_STATION_AE_TITLE, "CT1")
            .put(Tags.SCHEDULED_PROCEDURE_STEP_START_DATE, "20260302")
            .put(Tags.SCHEDULED_PROCEDURE_STEP_START_TIME, "093000")
            .put(Tags.MODALITY, "CT")
            .build()))
        .build());
  }

  @Test void negotiatesFuzzyNamesButNoTimezones() {
    var worklist = Uids.MODALITY_WORKLIST_INFORMATION_MODEL_FIND.value();

    assertThat(service.negotiate(worklist, Bytes.hex("01 01 01 01")))
        .contains(Bytes.hex("01 01 01 00"));
    assertThat(service.negotiate(worklist, Bytes.hex("01 01 00"))).contains(Bytes.hex("01 01 00"));
  }

  @Test void answersAWholeSequenceWhereItIsAskedForWithoutKeys() throws IOException {
    place(ExampleOrders.headCt("P1").withAccession("A1").order());

    var answers = find("CT1", Dataset.builder()
        .putEmpty(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE)
        .putEmpty(Tags.ISSUER_OF_ACCESSION_NUMBER_SEQUENCE)
        .putEmpty(Tags.REQUESTED_PROCEDURE_CODE_SEQUENCE).build());

    assertThat(answers).singleElement().satisfies(answer -> {
      var step = answer.items(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE).getFirst();
      assertThat(step.string(Tags.SCHEDULED_PROCEDURE_STEP_ID)).contains("S1");
      assertThat(step.string(Tags.SCHEDULED_PERFORMING_PHYSICIAN_NAME)).contains("LÊ^BÌNH^THỊ");
      assertThat(step.items(Tags.SCHEDULED_PROTOCOL_CODE_SEQUENCE)).containsExactly(
          Dataset.builder().put(Tags.CODE_VALUE, "P-CTSN")
              .put(Tags.CODING_SCHEME_DESIGNATOR, "99HIS")
              .put(Tags.CODE_MEANING, "Sọ não").build());
      assertThat(answer.items(Tags.ISSUER_OF_ACCESSION_NUMBER_SEQUENCE)).containsExactly(
          Dataset.builder().put(Tags.LOCAL_NAMESPACE_ENTITY_ID, "BV01").build());
    });
  }

  @Test void answersWhatMustBeKnownOfThePatient() throws IOException {
    var order = ExampleOrders.headCt("P1").order();
    place(new ImagingOrder(order.control(), order.status(), order.numbers(), order.patient(),
        new PatientCondition(Optional.of(new BigDecimal("62.50")),
            Optional.of(new BigDecimal("1.58")), List.of("Máy tạo nhịp"), List.of("Iod", "Tôm"),
            Optional.of(Pregnancy.POSSIBLY_PREGNANT), Optional.empty(), Optional.empty(),
            Optional.of("dòng 1\ndòng 2")),
        order.visit(), order.request(), order.procedure(), order.steps()));

    var answer = find("CT1", Dataset.builder()
        .putEmpty(Tags.PATIENT_WEIGHT).putEmpty(Tags.PATIENT_SIZE)
        .putEmpty(Tags.MEDICAL_ALERTS).putEmpty(Tags.ALLERGIES)
        .putEmpty(Tags.PREGNANCY_STATUS).putEmpty(Tags.PATIENT_COMMENTS).build()).getFirst();

    assertThat(answer.string(Tags.PATIENT_WEIGHT)).contains("62.5");
    assertThat(answer.string(Tags.PATIENT_SIZE)).contains("1.58");
    assertThat(answer.strings(Tags.MEDICAL_ALERTS)).containsExactly("Máy tạo nhịp");
    assertThat(answer.strings(Tags.ALLERGIES)).containsExactly("Iod", "Tôm");
    assertThat(answer.integer(Tags.PREGNANCY_STATUS)).hasValue(2);
    assertThat(answer.string(Tags.PATIENT_COMMENTS)).contains("dòng 1\ndòng 2");
  }

  /// Row 58 of the bad inputs.
  @Test void keepsHostileTextsOneValueEach() throws IOException {
    place(ExampleOrders.headCt("P1").withAccession("A\\1")
        .with(ExampleOrders.patient("12\\34",
            HumanName.of("NGUYỄN\\X", "A^B=C", "AN\rPID|1||999")))
        .with(ExampleOrders.procedure("D".repeat(60) + "\\" + "E".repeat(60)))
        .order());

    var answer = find("CT1", Dataset.builder()
        .putEmpty(Tags.PATIENT_NAME).putEmpty(Tags.PATIENT_ID).putEmpty(Tags.ACCESSION_NUMBER)
        .putEmpty(Tags.REQUESTED_PROCEDURE_DESCRIPTION).build()).getFirst();

    assertThat(answer.strings(Tags.PATIENT_NAME))
        .containsExactly("NGUYỄN X^AN PID|1||999^A B C");
    assertThat(answer.strings(Tags.PATIENT_ID)).containsExactly("12/34");
    assertThat(answer.strings(Tags.ACCESSION_NUMBER)).containsExactly("A/1");
    assertThat(answer.strings(Tags.REQUESTED_PROCEDURE_DESCRIPTION))
        .containsExactly("D".repeat(60) + "/EEE");
  }

  @Test void answersInUtf8WhateverTheQueryCameIn() throws IOException {
    place(ExampleOrders.headCt("P1").order());

    var answer = find("CT1", Dataset.builder()
        .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 100")
        .put(Tags.PATIENT_NAME, "nguyen*").build()).getFirst();

    assertThat(answer).isEqualTo(Dataset.builder()
        .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
        .put(Tags.PATIENT_NAME, "NGUYỄN^AN^VĂN").build());
  }

  @Test void spellsWithoutAccentsForModalitiesThatKnowOnlyAscii() throws IOException {
    place(ExampleOrders.headCt("P1").order());

    var answer = find("OLDCT", Dataset.builder().putEmpty(Tags.PATIENT_NAME).build()).getFirst();

    assertThat(answer).isEqualTo(
        Dataset.builder().put(Tags.PATIENT_NAME, "NGUYEN^AN^VAN").build());
  }

  @Test void answersALatinStationInItsOwnLettersAndFoldsTheRest() throws IOException {
    place(ExampleOrders.headCt("P1")
        .with(ExampleOrders.patient("99", HumanName.of("Đặng", "Thị", "Hòa"))).order());
    place(ExampleOrders.headCt("P2")
        .with(ExampleOrders.patient("98", HumanName.of("An", "", "Bình"))).order());

    assertThat(find("LATINCT", Dataset.builder()
        .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 100")
        .put(Tags.PATIENT_NAME, "Hòa*").build())).containsExactly(Dataset.builder()
            .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 100")
            .put(Tags.PATIENT_NAME, "Dang^Hòa^Thi").build());
    assertThat(find("LATINCT", Dataset.builder().put(Tags.PATIENT_NAME, "An*").build()))
        .containsExactly(Dataset.builder()
            .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 100")
            .put(Tags.PATIENT_NAME, "An^Bình").build());
  }

  @Test void neverSendsAStationALetterThatItLacks() throws IOException {
    place(ExampleOrders.headCt("P1")
        .with(ExampleOrders.patient("97", HumanName.of("王", "", "小＼明"))).order());

    assertThat(find("OLDCT", Dataset.builder().putEmpty(Tags.PATIENT_NAME).build()))
        .containsExactly(Dataset.builder().put(Tags.PATIENT_NAME, "?^???").build());
  }

  @Test void namesTheAskingStationWhereTheStepNamesNone() throws IOException {
    place(ExampleOrders.headCt("P1").with(ExampleOrders.step("CT")).order());

    var answer = find("CT2", Dataset.builder()
        .putEmpty(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE).build()).getFirst();

    assertThat(answer.items(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE).getFirst()
        .string(Tags.SCHEDULED_STATION_AE_TITLE)).contains("CT2");
  }

  @Test void refusesAnInvalidKeyAndSaysWhich() throws IOException {
    assertThat(status("CT1", Dataset.builder().put(Tags.PATIENT_BIRTH_DATE, "21/03/57").build()))
        .isEqualTo(Status.DATASET_DOES_NOT_MATCH_SOP_CLASS
            .withComment("(0010,0030) is no date, time or range of them")
            .withOffending(Tags.PATIENT_BIRTH_DATE));
  }

  @Test void refusesAStranger() throws IOException {
    place(ExampleOrders.headCt("P1").order());

    assertThat(status("STRANGER", Dataset.builder().putEmpty(Tags.PATIENT_NAME).build()))
        .isEqualTo(Status.NOT_AUTHORIZED.withComment("this AE may not ask for the worklist"));
    assertThat(records.database().jdbc().sql("SELECT outcome FROM audit").query(String.class)
        .list()).containsExactly("0124");
  }

  @Test void endsWhereNobodyListensAnyMore() {
    place(ExampleOrders.headCt("P1").order());
    place(ExampleOrders.headCt("P2").order());
    var sent = new ArrayList<Dataset>();
    var caller = new AssociationInfo("CT1", "TIA",
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 104));

    var status = service.find(new FindRequest(caller, FIND, Dataset.EMPTY), (_, match) -> {
      sent.add(match);
      return false;
    });

    assertThat(status).isEqualTo(Status.CANCEL);
    assertThat(sent).hasSize(1);
  }

  @Test void saysThatThereAreMoreMatchesThanTheLimit() throws IOException {
    for (int order = 0; order < 4; order++) {
      place(ExampleOrders.headCt("P" + order).order());
    }

    var keys = Dataset.builder().putEmpty(Tags.ACCESSION_NUMBER).build();

    assertThat(find("CT1", keys)).hasSize(3);
    assertThat(status("CT1", keys)).isEqualTo(
        Status.OUT_OF_RESOURCES.withComment("more than 3 matches, ask for fewer"));
  }

  @Test void showsAStationOnlyWhatItsFilterLeaves() throws IOException {
    place(ExampleOrders.headCt("P1").withAccession("OTHER STATION")
        .with(ExampleOrders.step("CT", "CT1")).order());
    place(ExampleOrders.headCt("P2").withAccession("OTHER MODALITY")
        .with(ExampleOrders.step("US", "CT2")).order());
    place(ExampleOrders.headCt("P3").withAccession("OWN")
        .with(ExampleOrders.step("MR", "CT2")).order());
    place(ExampleOrders.headCt("P4").withAccession("ANY STATION")
        .with(ExampleOrders.step("CT")).order());

    var found = find("CT2", Dataset.builder().putEmpty(Tags.ACCESSION_NUMBER).build());

    assertThat(found).extracting(one -> one.string(Tags.ACCESSION_NUMBER).orElseThrow())
        .containsExactlyInAnyOrder("OWN", "ANY STATION");
    assertThat(find("CT2", Dataset.builder()
        .put(Tags.ACCESSION_NUMBER, "OTHER STATION").build())).isEmpty();
  }

  @Test void refusesFiltersThatAreNone() {
    for (var text : List.of("own", "modality", "station=", "patient=X")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new WorklistFilters(Map.of("*", List.of(text))))
          .withMessageContaining(text);
    }
  }

  private void place(ImagingOrder order) {
    records.orders().apply(records.first().id(), order);
  }

  private List<Dataset> find(String callingAe, Dataset identifier) throws IOException {
    try (var association = open(callingAe); Matches matches = association.find(FIND, identifier)) {
      return matches.all();
    }
  }

  private Status status(String callingAe, Dataset identifier) throws IOException {
    try (var association = open(callingAe); Matches matches = association.find(FIND, identifier)) {
      matches.all();
      return matches.status().orElseThrow();
    }
  }

  private Association open(String callingAe) throws IOException {
    return Association.open(
        ClientSettings.toLoopback(server.port(), callingAe, "TIA").propose(FIND));
  }
}
