package vn.tia.dicom.deidentify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Edit;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

class DeidentifierTest {
  private static final Pseudonyms PSEUDONYMS =
      new Pseudonyms("a key of the tests".getBytes(StandardCharsets.US_ASCII));

  private static final Dataset EXAM = Dataset.builder()
      .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
      .put(Tags.SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.2")
      .put(Tags.SOP_INSTANCE_UID, "1.2.3.4")
      .put(Tags.STUDY_DATE, "20261124")
      .put(Tags.ACCESSION_NUMBER, "A1")
      .put(Tags.MODALITY, "CT")
      .put(Tags.MANUFACTURER, "ACME")
      .put(Tags.INSTITUTION_NAME, "Bệnh viện Bạch Mai")
      .put(Tags.STATION_NAME, "CT1")
      .put(Tags.STUDY_DESCRIPTION, "CT ngực DANG THI HUONG 001170012345")
      .put(Tags.OPERATORS_NAME, "Lê^Văn A")
      .put(Tags.PATIENT_NAME, "Đặng^Thị Hường")
      .put(Tags.PATIENT_ID, "001170012345")
      .put(Tags.PATIENT_BIRTH_DATE, "19700131")
      .put(Tags.PATIENT_SEX, "F")
      .put(Tags.PATIENT_WEIGHT, "61.5")
      .put(Tags.STUDY_INSTANCE_UID, "1.2.3")
      .put(Tags.FRAME_OF_REFERENCE_UID, "1.2.3.9")
      .putItems(Tags.REFERENCED_IMAGE_SEQUENCE, List.of(Dataset.builder()
          .put(Tags.REFERENCED_SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.2")
          .put(Tags.REFERENCED_SOP_INSTANCE_UID, "1.2.3.4").build()))
      .put(Tags.ROWS, 512)
      .build();

  private static Dataset without(Dataset dataset, Retain... retained) {
    Set<Retain> options = EnumSet.noneOf(Retain.class);
    options.addAll(List.of(retained));
    return new Deidentifier(options, PSEUDONYMS).apply(dataset);
  }

  @Test
  void leavesWhatSaysNothingOfPersons() {
    Dataset nobody = without(EXAM);

    assertThat(nobody.string(Tags.MODALITY)).contains("CT");
    assertThat(nobody.string(Tags.MANUFACTURER)).contains("ACME");
    assertThat(nobody.integer(Tags.ROWS)).hasValue(512);
    assertThat(nobody.string(Tags.SOP_CLASS_UID)).contains("1.2.840.10008.5.1.4.1.1.2");
  }

  @Test
  void removesEmptiesAndReplacesByTheTable() {
    Dataset nobody = without(EXAM);

    assertThat(nobody.contains(Tags.STUDY_DESCRIPTION)).isFalse();
    assertThat(nobody.contains(Tags.PATIENT_WEIGHT)).isFalse();
    assertThat(nobody.get(Tags.STUDY_DATE).orElseThrow().isEmpty()).isTrue();
    assertThat(nobody.get(Tags.ACCESSION_NUMBER).orElseThrow().isEmpty()).isTrue();
    assertThat(nobody.get(Tags.PATIENT_SEX).orElseThrow().isEmpty()).isTrue();
    assertThat(nobody.string(Tags.INSTITUTION_NAME)).contains("REMOVED");
    assertThat(nobody.string(Tags.OPERATORS_NAME)).contains("REMOVED");
  }

  @Test
  void givesAPatientOnePseudonymThatIsNoPersonalNumber() {
    Dataset nobody = without(EXAM);

    assertThat(nobody.string(Tags.PATIENT_ID).orElseThrow()).matches("ANON-[0-9A-F]{12}");
    assertThat(nobody.string(Tags.PATIENT_NAME)).isEqualTo(nobody.string(Tags.PATIENT_ID));
    assertThat(without(EXAM).string(Tags.PATIENT_ID)).isEqualTo(nobody.string(Tags.PATIENT_ID));
    assertThat(new Deidentifier(Set.of(), Pseudonyms.random()).apply(EXAM).string(Tags.PATIENT_ID))
        .isNotEqualTo(nobody.string(Tags.PATIENT_ID));
  }

  @Test
  void replacesUidsByTheSameOnesWhereverTheyStand() {
    Dataset nobody = without(EXAM);

    String uid = nobody.string(Tags.SOP_INSTANCE_UID).orElseThrow();
    assertThat(uid).startsWith("2.25.").isNotEqualTo("1.2.3.4");
    Dataset reference = nobody.items(Tags.REFERENCED_IMAGE_SEQUENCE).getFirst();
    assertThat(reference.string(Tags.REFERENCED_SOP_INSTANCE_UID)).contains(uid);
    assertThat(reference.string(Tags.REFERENCED_SOP_CLASS_UID))
        .contains("1.2.840.10008.5.1.4.1.1.2");
  }

  @Test
  void saysWhatWasDone() {
    Dataset nobody = without(EXAM, Retain.DATES, Retain.DEVICE);

    assertThat(nobody.string(Tags.PATIENT_IDENTITY_REMOVED)).contains("YES");
    assertThat(nobody.strings(Tags.DEIDENTIFICATION_METHOD)).hasSize(3)
        .contains("Basic Application Confidentiality Profile", "Retain Device Identity Option")
        .allMatch(method -> method.length() <= 64);
    assertThat(nobody.items(Tags.DEIDENTIFICATION_METHOD_CODE_SEQUENCE))
        .extracting(code -> code.string(Tags.CODE_VALUE).orElseThrow())
        .containsExactly("113100", "113107", "113109");
    assertThat(nobody.string(Tags.LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED))
        .contains("MODIFIED");
    assertThat(without(EXAM).string(Tags.LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED))
        .contains("REMOVED");
  }

  @Test
  void keepsWhatAnOptionRetains() {
    assertThat(without(EXAM, Retain.UIDS).string(Tags.SOP_INSTANCE_UID)).contains("1.2.3.4");
    assertThat(without(EXAM, Retain.DEVICE).string(Tags.STATION_NAME)).contains("CT1");
    assertThat(without(EXAM, Retain.INSTITUTION).string(Tags.INSTITUTION_NAME))
        .contains("Bệnh viện Bạch Mai");
    assertThat(without(EXAM, Retain.CHARACTERISTICS).string(Tags.PATIENT_SEX)).contains("F");
  }

  @Test
  void movesAllDatesOfAPatientByOneNumberOfDays() {
    Dataset later = EXAM.apply(List.of(new Edit.Put(new Element(
        Tags.STUDY_DATE, Vr.DA, new Value.Text(List.of("20261204"))))));

    String first = without(EXAM, Retain.DATES).string(Tags.STUDY_DATE).orElseThrow();
    String second = without(later, Retain.DATES).string(Tags.STUDY_DATE).orElseThrow();

    assertThat(first).isNotEqualTo("20261124");
    assertThat(day(second) - day(first)).isEqualTo(10);
    assertThat(without(EXAM, Retain.DATES).get(Tags.PATIENT_BIRTH_DATE).orElseThrow().isEmpty())
        .isTrue();
  }

  private static long day(String date) {
    return LocalDate.parse(date, DateTimeFormatter.BASIC_ISO_DATE)
        .toEpochDay();
  }

  @Test
  void movesTheDayOfADateTimeAndDropsWhatHasNone() {
    Dataset exam = Dataset.builder().put(Tags.PATIENT_ID, "1")
        .put(Tags.ACQUISITION_DATE_TIME, "20261124083000.5+0700")
        .put(Tags.CONTENT_DATE, "soon").build();

    Dataset nobody = without(exam, Retain.DATES);

    assertThat(nobody.string(Tags.ACQUISITION_DATE_TIME).orElseThrow())
        .endsWith("083000.5+0700").doesNotStartWith("20261124");
    assertThat(nobody.string(Tags.CONTENT_DATE)).contains("19000101");
  }

  @Test
  void takesNamesOutOfDescriptionsWithAndWithoutAccents() {
    assertThat(without(EXAM, Retain.DESCRIPTORS).string(Tags.STUDY_DESCRIPTION))
        .contains("CT ngực * * * *");
  }

  @Test
  void removesPrivateElementsButTheSafeOnesOfTheStandard() {
    Dataset exam = EXAM.toBuilder()
        .put(text(Tag.of(0x0019, 0x10), "GEMS_ACQU_01"))
        .put(new Element(Tag.of(0x0019, 0x1023), Vr.DS, new Value.Text(List.of("40"))))
        .put(text(Tag.of(0x0019, 0x1044), "Đặng Thị Hường"))
        .put(text(Tag.of(0x0021, 0x10), "ACME"))
        .put(text(Tag.of(0x0021, 0x1001), "Đặng Thị Hường"))
        .build();

    assertThat(without(exam).elements().filter(element -> element.tag().isPrivate())).isEmpty();
    assertThat(without(exam, Retain.SAFE_PRIVATE).elements().map(Element::tag)
        .filter(Tag::isPrivate))
        .containsExactly(Tag.of(0x0019, 0x10), Tag.of(0x0019, 0x1023));
  }

  private static Element text(Tag tag, String text) {
    return new Element(tag, Vr.LO, new Value.Text(List.of(text)));
  }

  @Test
  void removesWhatTheStandardDoesNotKnowAndOverlays() {
    Dataset exam = EXAM.toBuilder()
        .put(text(Tag.of(0x0008, 0x0AAA), "Đặng Thị Hường"))
        .put(new Element(Tag.of(0x6002, 0x3000), Vr.OW, new Value.Binary(Bytes.hex("FFFF"))))
        .build();

    Dataset nobody = without(exam);

    assertThat(nobody.contains(Tag.of(0x0008, 0x0AAA))).isFalse();
    assertThat(nobody.contains(Tag.of(0x6002, 0x3000))).isFalse();
  }

  @Test
  void replacesUidsOfThingsThatTheTableDoesNotNameButNotOfKinds() {
    Dataset exam = EXAM.toBuilder()
        .put(Tags.RADIOPHARMACEUTICAL_ADMINISTRATION_EVENT_UID, "1.2.3.5")
        .put(Tags.SOP_CLASS_UID, "1.2.840.113619.4.26")
        .build();

    Dataset nobody = without(exam);

    assertThat(nobody.string(Tags.RADIOPHARMACEUTICAL_ADMINISTRATION_EVENT_UID).orElseThrow())
        .startsWith("2.25.");
    assertThat(nobody.string(Tags.SOP_CLASS_UID)).contains("1.2.840.113619.4.26");
  }

  @Test
  void leavesTheShapeOfAReportButNoneOfItsWords() {
    Dataset report = EXAM.toBuilder().putItems(Tags.CONTENT_SEQUENCE, List.of(
        Dataset.builder().put(Tags.VALUE_TYPE, "TEXT")
            .put(Tags.TEXT_VALUE, "Đặng Thị Hường has a nodule").build(),
        Dataset.builder().put(Tags.VALUE_TYPE, "PNAME")
            .put(Tags.PERSON_NAME, "Lê^Văn A").build())).build();

    assertThat(without(report).items(Tags.CONTENT_SEQUENCE)).containsExactly(
        Dataset.builder().put(Tags.VALUE_TYPE, "TEXT").put(Tags.TEXT_VALUE, "REMOVED").build());
  }
}
