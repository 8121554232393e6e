package vn.tia.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetTest {
  private static final Dataset PATIENT = Dataset.builder()
      .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
      .put(Tags.PATIENT_NAME, "Đặng^Thị Hường")
      .put(Tags.ROWS, 512)
      .put(Tags.PATIENT_WEIGHT, 52.5)
      .put(Tags.IMAGE_TYPE, "ORIGINAL", "PRIMARY")
      .putEmpty(Tags.PATIENT_BIRTH_DATE)
      .putItems(Tags.REQUEST_ATTRIBUTES_SEQUENCE,
          List.of(Dataset.builder().put(Tags.SCHEDULED_PROCEDURE_STEP_ID, "S1").build()))
      .build();

  @Test
  void answersValuesByTheirKind() {
    assertThat(PATIENT.string(Tags.PATIENT_NAME)).contains("Đặng^Thị Hường");
    assertThat(PATIENT.integer(Tags.ROWS)).hasValue(512);
    assertThat(PATIENT.string(Tags.ROWS)).contains("512");
    assertThat(PATIENT.decimal(Tags.PATIENT_WEIGHT)).hasValue(52.5);
    assertThat(PATIENT.strings(Tags.IMAGE_TYPE)).containsExactly("ORIGINAL", "PRIMARY");
    assertThat(PATIENT.items(Tags.REQUEST_ATTRIBUTES_SEQUENCE).getFirst()
        .string(Tags.SCHEDULED_PROCEDURE_STEP_ID)).contains("S1");
  }

  @Test
  void tellsEmptyFromAbsent() {
    assertThat(PATIENT.contains(Tags.PATIENT_BIRTH_DATE)).isTrue();
    assertThat(PATIENT.string(Tags.PATIENT_BIRTH_DATE)).isEmpty();
    assertThat(PATIENT.get(Tags.PATIENT_BIRTH_DATE).orElseThrow().value()).isEqualTo(Value.EMPTY);
    assertThat(PATIENT.contains(Tags.PATIENT_SEX)).isFalse();
  }

  @Test
  void keepsElementsInTheOrderOfTags() {
    assertThat(PATIENT.elements().map(Element::tag)).isSorted();
  }

  @Test
  void keepsTheLaterOfTwoWithTheSameTag() {
    var twice = Dataset.builder().put(Tags.ROWS, 1).put(Tags.COLUMNS, 2).put(Tags.ROWS, 3).build();

    assertThat(twice).isEqualTo(Dataset.builder().put(Tags.ROWS, 3).put(Tags.COLUMNS, 2).build());
  }

  @Test
  void isChangedOnlyInACopy() {
    var changed = PATIENT.apply(List.of(
        new Edit.Remove(Tags.ROWS),
        new Edit.Clear(Tags.PATIENT_NAME),
        new Edit.Put(new Element(Tags.PATIENT_ID, Vr.LO, new Value.Text(List.of("42"))))));

    assertThat(changed.contains(Tags.ROWS)).isFalse();
    assertThat(changed.get(Tags.PATIENT_NAME).orElseThrow().isEmpty()).isTrue();
    assertThat(changed.string(Tags.PATIENT_ID)).contains("42");
    assertThat(PATIENT.integer(Tags.ROWS)).hasValue(512);
  }

  @Test
  void refusesAValueThatTheVrCannotHold() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Element(Tags.ROWS, Vr.US, new Value.Text(List.of("512"))))
        .withMessage("(0028,0010) US can't hold a Text");
  }
}
