package vn.tia.dicom.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;

class AttributesTest {
  private static Dataset of(String... words) throws UsageException {
    return Attributes.of(List.of(words));
  }

  @Test
  void takesKeywordsTagsAndManyValues() throws UsageException {
    assertThat(of("PatientName=Nguyễn^An", "(0010,0020)=1", "00100030", "Rows=512",
        "ModalitiesInStudy=CT\\MR", "PatientComments=a\\b"))
        .isEqualTo(Dataset.builder()
            .put(Tags.PATIENT_NAME, "Nguyễn^An")
            .put(Tags.PATIENT_ID, "1")
            .putEmpty(Tags.PATIENT_BIRTH_DATE)
            .put(Tags.ROWS, 512)
            .put(Tags.MODALITIES_IN_STUDY, "CT", "MR")
            .put(Tags.PATIENT_COMMENTS, "a\\b")
            .build());
  }

  @Test
  void reachesIntoSequences() throws UsageException {
    Dataset first = Dataset.builder().put(Tags.MODALITY, "CT")
        .putItems(Tags.SCHEDULED_PROTOCOL_CODE_SEQUENCE,
            List.of(Dataset.builder().put(Tags.CODE_VALUE, "X").build()))
        .build();
    Dataset second = Dataset.builder().put(Tags.MODALITY, "MR").build();

    assertThat(of("ScheduledProcedureStepSequence.Modality=CT",
        "ScheduledProcedureStepSequence[1].Modality=MR",
        "ScheduledProcedureStepSequence[0].ScheduledProtocolCodeSequence[0].CodeValue=X"))
        .isEqualTo(Dataset.builder()
            .putItems(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE, List.of(first, second))
            .build());
  }

  @Test
  void tellsAnEmptySequenceFromAnEmptyItem() throws UsageException {
    assertThat(of("ScheduledProcedureStepSequence"))
        .isEqualTo(Dataset.builder().putEmpty(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE).build());
    assertThat(of("ScheduledProcedureStepSequence[0]"))
        .isEqualTo(Dataset.builder()
            .putItems(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE, List.of(Dataset.EMPTY)).build());
  }

  @Test
  void letsALaterWordWin() throws UsageException {
    assertThat(of("PatientID=1", "PatientID=2", "PatientID"))
        .isEqualTo(Dataset.builder().putEmpty(Tags.PATIENT_ID).build());
  }

  @Test
  void refusesWhatItCanNotMean() {
    assertRefused("'PatientNam=A' has a key that PS3.6 doesn't list.", "PatientNam=A");
    assertRefused("'Rows=many' has a value that US doesn't take.", "Rows=many");
    assertRefused("'PatientID[0].Modality=CT' looks for an item that (0010,0020) doesn't have.",
        "PatientID[0].Modality=CT");
    assertRefused(
        "'=x' is no KEY=VALUE such as PatientID=123 or Sequence[0].Key=Value.", "=x");
    assertRefused("'RequestAttributesSequence[0]=x' gives a value to an item.",
        "RequestAttributesSequence[0]=x");
    assertRefused("'RequestAttributesSequence=x' has a value that SQ doesn't take.",
        "RequestAttributesSequence=x");
  }

  private static void assertRefused(String why, String word) {
    assertThatThrownBy(() -> of(word)).isInstanceOf(UsageException.class).hasMessage(why);
  }
}
