package vn.tia.bridge.worklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.StepStatus;
import vn.tia.mapping.names.NamePattern;
import vn.tia.records.worklist.TextPattern;
import vn.tia.records.worklist.WorklistKey;
import vn.tia.records.worklist.WorklistKey.Field;
import vn.tia.records.worklist.WorklistKey.Issued;

class WorklistIdentifierTest {
  @Test void takesEmptyAndUniversalKeysForReturnKeys() {
    var identifier = Dataset.builder()
        .put(Tags.PATIENT_NAME, "*")
        .put(Tags.ACCESSION_NUMBER, "**")
        .putEmpty(Tags.PATIENT_ID)
        .putItems(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE, List.of(Dataset.builder()
            .put(Tags.SCHEDULED_PROCEDURE_STEP_START_DATE, "*")
            .putEmpty(Tags.MODALITY)
            .build()))
        .build();

    assertThat(WorklistIdentifier.keys(identifier)).isEmpty();
    assertThat(WorklistIdentifier.keys(Dataset.EMPTY)).isEmpty();
  }

  @Test void readsKeysOfPatientOrderAndStep() {
    var identifier = Dataset.builder()
        .put(Tags.PATIENT_NAME, "NGUYEN^*")
        .put(Tags.ISSUER_OF_PATIENT_ID, "BV01")
        .put(Tags.STUDY_INSTANCE_UID, "1.2", "1.3")
        .putItems(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE, List.of(Dataset.builder()
            .put(Tags.SCHEDULED_STATION_AE_TITLE, "CT1")
            .put(Tags.SCHEDULED_PROCEDURE_STEP_STATUS, "IN PROGRESS", "ARRIVED")
            .build()))
        .build();

    assertThat(WorklistIdentifier.keys(identifier)).containsExactly(
        new WorklistKey.PatientName(NamePattern.of("NGUYEN^*")),
        new WorklistKey.Issuer(Issued.PATIENT_ID, Authority.ofNamespace("BV01")),
        new WorklistKey.Text(Field.STUDY_UID,
            List.of(new TextPattern("1.2"), new TextPattern("1.3"))),
        new WorklistKey.Text(Field.STATION_AE, List.of(new TextPattern("CT1"))),
        new WorklistKey.HasStatus(Set.of(StepStatus.STARTED, StepStatus.ARRIVED)));
  }

  @Test void readsDateAndTimeTogetherAsOnePeriod() {
    assertThat(starts("20260302", "")).isEqualTo(new WorklistKey.Starts(
        Optional.of(LocalDateTime.of(2026, 3, 2, 0, 0)),
        Optional.of(LocalDate.of(2026, 3, 2).atTime(LocalTime.MAX))));
    assertThat(starts("20260302-20260304", "1000-18")).isEqualTo(new WorklistKey.Starts(
        Optional.of(LocalDateTime.of(2026, 3, 2, 10, 0)),
        Optional.of(LocalDate.of(2026, 3, 4).atTime(LocalTime.of(18, 59, 59, 999_999_999)))));
    assertThat(starts("-20260304", "")).isEqualTo(new WorklistKey.Starts(
        Optional.empty(), Optional.of(LocalDate.of(2026, 3, 4).atTime(LocalTime.MAX))));
    assertThat(starts("", "093000.5-")).isEqualTo(new WorklistKey.StartsAtTimeOfDay(
        Optional.of(LocalTime.of(9, 30)), Optional.empty()));
  }

  @Test void saysWhichKeyIsInvalid() {
    refuses(Dataset.builder().put(Tags.PATIENT_BIRTH_DATE, "19571399"),
        "(0010,0030) is no date, time or range of them");
    refuses(Dataset.builder().put(Tags.PATIENT_SEX, "X"), "(0010,0040) is none of M, F and O");
    refuses(Dataset.builder().putItems(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE,
        List.of(Dataset.EMPTY, Dataset.EMPTY)), "(0040,0100) has 2 items, 1 can be matched");
  }

  private static void refuses(DatasetBuilder identifier, String message) {
    assertThatExceptionOfType(InvalidKeyException.class)
        .isThrownBy(() -> WorklistIdentifier.keys(identifier.build()))
        .withMessage(message);
  }

  private static WorklistKey starts(String date, String time) {
    return DateTimeKeys.starts(Dataset.builder()
        .put(Tags.SCHEDULED_PROCEDURE_STEP_START_DATE, date)
        .put(Tags.SCHEDULED_PROCEDURE_STEP_START_TIME, time)
        .build()).orElseThrow();
  }
}
