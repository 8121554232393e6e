package vn.tia.mapping.dicom.sr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.dicom.PatientFacts;

/// Content trees that nobody writes in good faith.
class HostileContentTest {
  private static final Dataset TITLE = Sr.code("18782-3", "LN", "X-ray study");
  private static final Dataset NAME = Sr.code("121071", "DCM", "Finding");

  private static SrDocument read(Dataset dataset, SrLimits limits) {
    return SrDocument.of(dataset, SrSamples.ZONE, limits);
  }

  @Test
  void refusesATreeThatIsTooDeep() {
    var item = Sr.text(NAME, "end");
    for (int i = 0; i < 60; i++) {
      item = Sr.section(NAME, item);
    }
    var document = Sr.document("1.2.3", TITLE, item).build();

    assertThatThrownBy(() -> read(document, SrLimits.DEFAULT))
        .isInstanceOf(SrException.class).hasMessage("the content tree is deeper than 40 levels");
  }

  @Test
  void refusesATreeOfTooManyItemsAndTooMuchText() {
    var items = new Dataset[2_000];
    Arrays.fill(items, Sr.text(NAME, "x".repeat(100)));
    var document = Sr.document("1.2.3", TITLE, items).build();

    assertThatThrownBy(() -> read(document, new SrLimits(1_000, 40, 1_000_000)))
        .hasMessage("the content tree has more than 1000 items");
    assertThatThrownBy(() -> read(document, new SrLimits(10_000, 40, 50_000)))
        .hasMessage("the texts have more than 50000 characters");
    assertThat(read(document, new SrLimits(10_000, 40, 300_000)).content().children())
        .hasSize(2_000);
  }

  /// Numbers that would fill the memory when they are written out, and what is none.
  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "1e-999999999", "NaN", "", "12,5", "0x10", "1e101"})
  void readsNoNumberThatNobodyMeasures(String value) {
    var document = Sr.document("1.2.3", TITLE, Sr.number(NAME, value, "cm")).build();

    assertThat(SrReport.toReport(read(document, SrLimits.DEFAULT), PatientFacts.of(document),
        Optional.empty()).findings()).isEmpty();
  }

  @Test
  void readsWhatLacksEverything() {
    var bare = Dataset.builder().put(Tags.SOP_INSTANCE_UID, "1.2.3")
        .putItems(Tags.CONTENT_SEQUENCE, List.of(Dataset.EMPTY, Dataset.builder()
            .put(Tags.VALUE_TYPE, "NUM").build(), Dataset.builder()
            .put(Tags.VALUE_TYPE, "NOSUCH").build(), Dataset.builder()
            .put(Tags.VALUE_TYPE, "CODE")
            .putItems(Tags.CONCEPT_CODE_SEQUENCE, List.of(Dataset.EMPTY)).build()))
        .build();

    var report = SrReport.toReport(
        read(bare, SrLimits.DEFAULT), PatientFacts.of(bare), Optional.empty());

    assertThat(report.codes()).extracting(code -> code.code()).containsExactly("18748-4");
    assertThat(report.conclusion()).isEmpty();
    assertThatThrownBy(() -> read(Dataset.EMPTY, SrLimits.DEFAULT))
        .hasMessage("(0008,0018) has no value");
    var document = read(bare, SrLimits.DEFAULT);
    assertThatThrownBy(() -> DoseMapping.toDose(document, DoseMappingTest.PLACE))
        .hasMessage("the dose report has neither accumulated doses nor events");
  }

  @Test
  void keepsNoCodeThatIsLongerThanACode() {
    var document = Sr.document("1.2.3", Sr.code("9".repeat(5_000), "DCM", "x"),
        Sr.number(Sr.code("8".repeat(5_000), "DCM", "y"), "1", "cm")).build();

    var report = SrReport.toReport(
        read(document, SrLimits.DEFAULT), PatientFacts.of(document), Optional.empty());

    assertThat(report.codes()).extracting(code -> code.code()).containsExactly("18748-4");
    assertThat(report.findings()).isEmpty();
  }
}
