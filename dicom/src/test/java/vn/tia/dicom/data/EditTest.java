package vn.tia.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EditTest {
  private static final Tag STEPS = Tags.REQUEST_ATTRIBUTES_SEQUENCE;
  private static final Element NAME =
      new Element(Tags.PATIENT_NAME, Vr.PN, new Value.Text(List.of("A^B")));

  private static Dataset step(String id) {
    return Dataset.builder().put(Tags.SCHEDULED_PROCEDURE_STEP_ID, id).build();
  }

  private static final Dataset EXAM = Dataset.builder()
      .put(Tags.PATIENT_ID, "1")
      .put(new PrivateBlock(0x0011, 0x10, "TIA").reservation())
      .putItems(STEPS, List.of(step("A"), step("B")))
      .build();

  private static List<String> steps(Edit edit) {
    return EXAM.apply(List.of(edit)).items(STEPS).stream()
        .map(item -> item.string(Tags.SCHEDULED_PROCEDURE_STEP_ID).orElse("-")).toList();
  }

  @Test
  void replacesOnlyWhatIsThere() {
    assertThat(EXAM.apply(List.of(new Edit.Replace(NAME)))).isEqualTo(EXAM);
    assertThat(EXAM.apply(List.of(new Edit.Put(NAME), new Edit.Replace(
        new Element(Tags.PATIENT_NAME, Vr.PN, Value.EMPTY)))).get(Tags.PATIENT_NAME))
        .hasValueSatisfying(name -> assertThat(name.isEmpty()).isTrue());
  }

  @Test
  void takesPrivateElementsAway() {
    assertThat(EXAM.apply(List.of(new Edit.RemovePrivate())).elements().map(Element::tag))
        .containsExactly(Tags.PATIENT_ID, STEPS);
  }

  @Test
  void reachesIntoItems() {
    var clear = new Edit.Clear(Tags.SCHEDULED_PROCEDURE_STEP_ID);

    assertThat(steps(new Edit.Within(STEPS, List.of(clear)))).containsExactly("-", "-");
    assertThat(steps(new Edit.WithinItem(STEPS, 1, List.of(clear)))).containsExactly("A", "-");
    assertThat(steps(new Edit.WithinItem(STEPS, 2, List.of(clear)))).containsExactly("A", "B");
    assertThat(steps(new Edit.Within(Tags.PATIENT_ID, List.of(clear)))).containsExactly("A", "B");
  }

  @Test
  void reachesEverywhere() {
    Dataset deep = Dataset.builder().put(Tags.PATIENT_ID, "top")
        .putItems(STEPS, List.of(EXAM, EXAM)).build();

    Dataset edited = deep.apply(List.of(
        new Edit.Everywhere(List.of(new Edit.Clear(Tags.PATIENT_ID), new Edit.Remove(
            Tags.SCHEDULED_PROCEDURE_STEP_ID)))));

    assertThat(edited.string(Tags.PATIENT_ID)).isEmpty();
    assertThat(edited.items(STEPS)).hasSize(2).allSatisfy(exam -> {
      assertThat(exam.get(Tags.PATIENT_ID).orElseThrow().isEmpty()).isTrue();
      assertThat(exam.items(STEPS)).containsExactly(Dataset.EMPTY, Dataset.EMPTY);
    });
  }

  @Test
  void isWrittenAsAPath() {
    AttributePath path = AttributePath.parse("00400275[1].ScheduledProcedureStepID");

    assertThat(path).hasToString("RequestAttributesSequence[1].ScheduledProcedureStepID");
    assertThat(AttributePath.parse(path.toString())).isEqualTo(path);
    assertThat(path.at(new Edit.Remove(path.tag()))).isEqualTo(
        new Edit.WithinItem(STEPS, 1, List.of(new Edit.Remove(path.tag()))));
    assertThat(steps(AttributePath.parse("RequestAttributesSequence.00400009")
        .at(new Edit.Remove(path.tag())))).containsExactly("-", "-");
    assertThat(AttributePath.parse("00111001")).hasToString("00111001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NoSuchKeyword", "0040027", "RequestAttributesSequence[x].PatientID",
      "RequestAttributesSequence[.PatientID", "RequestAttributesSequence[-1].PatientID", ".",
      "PatientID."})
  void refusesOtherPaths(String text) {
    assertThatThrownBy(() -> AttributePath.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
