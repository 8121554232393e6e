package vn.tia.dicom.image.phantom;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// The attributes of one slice of the phantom, module by module (PS3.3 table A.3-1).
record CtSlice(CtPhantom.Settings settings, Uid seriesUid, int index, double z) {

  private static final Tag[] MAY_BE_EMPTY = {
    Tags.PATIENT_NAME, Tags.PATIENT_ID, Tags.PATIENT_BIRTH_DATE, Tags.PATIENT_SEX,
    Tags.STUDY_DATE, Tags.STUDY_TIME, Tags.REFERRING_PHYSICIAN_NAME, Tags.STUDY_ID,
    Tags.ACCESSION_NUMBER, Tags.POSITION_REFERENCE_INDICATOR,
  };

  static Dataset dataset(Dataset exam, CtSlice slice, Bytes pixels) {
    if (exam.string(Tags.STUDY_INSTANCE_UID).isEmpty()) {
      throw new IllegalArgumentException("the exam has no (0020,000D) Study Instance UID");
    }
    DatasetBuilder builder = Dataset.builder();
    for (Tag tag : MAY_BE_EMPTY) {
      builder.putEmpty(tag);
    }
    slice.series(builder);
    // What the exam says comes later, and so counts.
    builder.putAll(exam);
    builder.put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192");
    slice.identity(builder);
    slice.plane(builder);
    slice.pixels(builder, pixels);
    return builder.build();
  }

  private void series(DatasetBuilder builder) {
    builder
        .put(Tags.MANUFACTURER, "Tia")
        .put(Tags.MANUFACTURER_MODEL_NAME, "CT phantom")
        .put(Tags.SOFTWARE_VERSIONS, "1")
        .put(Tags.SERIES_NUMBER, 2)
        .put(Tags.SERIES_DESCRIPTION, "Chest 5.0 B31f")
        .put(Tags.PROTOCOL_NAME, "Chest")
        .put(Tags.BODY_PART_EXAMINED, "CHEST")
        .put(Tags.QUALITY_CONTROL_IMAGE, "YES")
        .put(Tags.CONTRAST_BOLUS_AGENT, "Iodine, as painted")
        .put(Tags.KVP, "120")
        .put(Tags.X_RAY_TUBE_CURRENT, 200)
        .put(Tags.EXPOSURE_TIME, 500)
        .put(Tags.CONVOLUTION_KERNEL, "B31f")
        .put(Tags.GANTRY_DETECTOR_TILT, "0");
  }

  private void identity(DatasetBuilder builder) {
    builder
        .put(Tags.SOP_CLASS_UID, Uids.CT_IMAGE_STORAGE.value())
        .put(Tags.SOP_INSTANCE_UID, derived("instance " + index).value())
        .put(Tags.MODALITY, "CT")
        .put(Tags.SERIES_INSTANCE_UID, seriesUid.value())
        .put(Tags.FRAME_OF_REFERENCE_UID, derived("frame of reference").value())
        .put(Tags.IMAGE_TYPE, "ORIGINAL", "PRIMARY", "AXIAL")
        .put(Tags.INSTANCE_NUMBER, index + 1)
        .put(Tags.ACQUISITION_NUMBER, 1)
        .put(Tags.PATIENT_POSITION, "HFS");
  }

  /// A UID that is the same whenever the same series is made (PS3.5 section B.2).
  private Uid derived(String what) {
    byte[] name = (seriesUid.value() + " " + what).getBytes(StandardCharsets.UTF_8);
    return Uid.of(UUID.nameUUIDFromBytes(name));
  }

  private void plane(DatasetBuilder builder) {
    double spacing = settings.pixelSpacing();
    double corner = -(settings.size() - 1) / 2.0 * spacing;
    builder
        .put(Tags.SLICE_THICKNESS, millimetres(settings.sliceSpacing()))
        .put(Tags.SPACING_BETWEEN_SLICES, millimetres(settings.sliceSpacing()))
        .put(Tags.SLICE_LOCATION, millimetres(z))
        .put(Tags.IMAGE_POSITION_PATIENT, millimetres(corner),
            millimetres(corner + SlicePainter.BACKWARDS), millimetres(z))
        .put(Tags.IMAGE_ORIENTATION_PATIENT, "1", "0", "0", "0", "1", "0")
        .put(Tags.PATIENT_ORIENTATION, "L", "P")
        .put(Tags.PIXEL_SPACING, millimetres(spacing), millimetres(spacing))
        .put(Tags.RECONSTRUCTION_DIAMETER, millimetres(spacing * settings.size()));
  }

  private void pixels(DatasetBuilder builder, Bytes pixels) {
    builder
        .put(Tags.SAMPLES_PER_PIXEL, 1)
        .put(Tags.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
        .put(Tags.ROWS, settings.size())
        .put(Tags.COLUMNS, settings.size())
        .put(Tags.BITS_ALLOCATED, 16)
        .put(Tags.BITS_STORED, 16)
        .put(Tags.HIGH_BIT, 15)
        .put(Tags.PIXEL_REPRESENTATION, 1)
        .put(Tags.BURNED_IN_ANNOTATION, "NO")
        .put(Tags.LOSSY_IMAGE_COMPRESSION, "00")
        .put(Tags.RESCALE_INTERCEPT, "-1024")
        .put(Tags.RESCALE_SLOPE, "1")
        .put(Tags.RESCALE_TYPE, "HU")
        .put(Tags.WINDOW_CENTER, "40", "-550")
        .put(Tags.WINDOW_WIDTH, "400", "1500")
        .put(Tags.WINDOW_CENTER_WIDTH_EXPLANATION, "SOFT TISSUE", "LUNG")
        .put(new Element(Tags.PIXEL_DATA, Vr.OW, new Value.Binary(pixels)));
  }

  private static String millimetres(double length) {
    return String.format(Locale.ROOT, "%.3f", length);
  }
}
