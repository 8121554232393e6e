package vn.tia.dicom.image.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;

class CtPhantomTest {

  private static final Uid SERIES = new Uid("2.25.1001");
  private static final Dataset EXAM =
      Dataset.builder()
          .put(Tags.PATIENT_NAME, "Nguyễn^Thị Ánh")
          .put(Tags.PATIENT_ID, "BN-0001")
          .put(Tags.ACCESSION_NUMBER, "CD-2026-7")
          .put(Tags.STUDY_INSTANCE_UID, "2.25.1000")
          .put(Tags.STUDY_DATE, "20261124")
          .build();

  @Test
  void makesTheSameBytesEachTime() {
    CtPhantom first = CtPhantom.of(CtPhantom.Settings.SMALL);
    CtPhantom second = CtPhantom.of(CtPhantom.Settings.SMALL);

    assertThat(first.slices(EXAM, SERIES).toList())
        .isEqualTo(second.slices(EXAM, SERIES).toList())
        .hasSize(4);
  }

  @Test
  void givesEachSliceItsOwnPlaceUidAndContent() {
    List<Dataset> slices = CtPhantom.of(CtPhantom.Settings.SMALL).slices(EXAM, SERIES).toList();
    Set<String> uids = new HashSet<>();
    Set<Bytes> contents = new HashSet<>();

    for (int i = 0; i < slices.size(); i++) {
      Dataset slice = slices.get(i);
      uids.add(slice.string(Tags.SOP_INSTANCE_UID).orElseThrow());
      contents.add(slice.bytes(Tags.PIXEL_DATA).orElseThrow());
      assertThat(slice.integer(Tags.INSTANCE_NUMBER)).hasValue(i + 1);
      assertThat(slice.strings(Tags.IMAGE_POSITION_PATIENT).get(2))
          .isEqualTo(slice.string(Tags.SLICE_LOCATION).orElseThrow());
      assertThat(slice.decimal(Tags.SLICE_LOCATION)).hasValue(162.0 - 80 * i);
    }

    assertThat(uids).hasSize(4);
    assertThat(contents).hasSize(4);
  }

  @Test
  void keepsWhatTheExamSays() {
    Dataset slice = CtPhantom.of(CtPhantom.Settings.SMALL).slice(EXAM, SERIES, 0);

    assertThat(slice.string(Tags.PATIENT_NAME)).hasValue("Nguyễn^Thị Ánh");
    assertThat(slice.string(Tags.ACCESSION_NUMBER)).hasValue("CD-2026-7");
    assertThat(slice.string(Tags.SPECIFIC_CHARACTER_SET)).hasValue("ISO_IR 192");
    assertThat(slice.string(Tags.SERIES_INSTANCE_UID)).hasValue("2.25.1001");
  }

  @Test
  void hasEveryAttributeThatTheCtImageObjectAsksFor() {
    Dataset slice = CtPhantom.of(CtPhantom.Settings.SMALL).slice(EXAM, SERIES, 0);
    Tag[] valued = {
      Tags.SOP_CLASS_UID, Tags.SOP_INSTANCE_UID, Tags.STUDY_INSTANCE_UID, Tags.MODALITY,
      Tags.SERIES_INSTANCE_UID, Tags.FRAME_OF_REFERENCE_UID, Tags.IMAGE_TYPE, Tags.PIXEL_SPACING,
      Tags.IMAGE_ORIENTATION_PATIENT, Tags.IMAGE_POSITION_PATIENT, Tags.SAMPLES_PER_PIXEL,
      Tags.PHOTOMETRIC_INTERPRETATION, Tags.ROWS, Tags.COLUMNS, Tags.BITS_ALLOCATED,
      Tags.BITS_STORED, Tags.HIGH_BIT, Tags.PIXEL_REPRESENTATION, Tags.RESCALE_INTERCEPT,
      Tags.RESCALE_SLOPE, Tags.PATIENT_POSITION,
    };
    Tag[] present = {
      Tags.PATIENT_NAME, Tags.PATIENT_ID, Tags.PATIENT_BIRTH_DATE, Tags.PATIENT_SEX,
      Tags.STUDY_DATE, Tags.STUDY_TIME, Tags.REFERRING_PHYSICIAN_NAME, Tags.STUDY_ID,
      Tags.ACCESSION_NUMBER, Tags.SERIES_NUMBER, Tags.POSITION_REFERENCE_INDICATOR,
      Tags.MANUFACTURER, Tags.INSTANCE_NUMBER, Tags.SLICE_THICKNESS, Tags.KVP,
      Tags.ACQUISITION_NUMBER, Tags.CONTRAST_BOLUS_AGENT,
    };

    assertThat(valued).allSatisfy(tag -> assertThat(slice.string(tag)).as("%s", tag).isPresent());
    assertThat(present).allSatisfy(tag -> assertThat(slice.contains(tag)).as("%s", tag).isTrue());
  }

  @Test
  void showsAirLungFatMuscleAndBone() {
    Dataset slice =
        CtPhantom.of(new CtPhantom.Settings(256, 1, 1.44, 5)).slice(EXAM, SERIES, 0);
    Bytes pixels = slice.bytes(Tags.PIXEL_DATA).orElseThrow();
    ShortBuffer stored = pixels.buffer(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    int[] histogram = new int[6];
    while (stored.hasRemaining()) {
      int hu = stored.get() - 1024;
      histogram[hu < -950 ? 0 : hu < -750 ? 1 : hu < -60 ? 2 : hu < 90 ? 3 : hu < 300 ? 4 : 5]++;
    }

    assertThat(pixels.length()).isEqualTo(256 * 256 * 2);
    assertThat(Arrays.stream(histogram).min().getAsInt()).isGreaterThan(150);
  }

  @Test
  void refusesAnExamWithoutStudyUid() {
    CtPhantom phantom = CtPhantom.of(CtPhantom.Settings.SMALL);

    assertThatThrownBy(() -> phantom.slice(Dataset.EMPTY, SERIES, 0))
        .hasMessage("the exam has no (0020,000D) Study Instance UID");
  }
}
