package vn.tia.bench.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import vn.tia.bench.CtSlice;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.net.Instance;

/// Makes CT studies as fast as they are sent: the slices share their pixels, and differ in what
/// stands before them.
public final class Slices {
  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final String STUDY = uid("1");
  private static final String SERIES = uid("2");
  private static final String INSTANCE = uid("3");
  private static final String PATIENT = "P0000001";
  private static final String ACCESSION = "A0000001";
  private static final String NUMBER = "0001";
  /// (0020,0013) IS of 4 bytes.
  private static final String NUMBER_HEADER = "\u0020\u0000\u0013\u0000IS\u0004\u0000";
  private static final int SMALL = 64;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] file;
  private final int datasetAt;
  /// How many bytes may differ: the pixels come behind.
  private final int headBytes;

  /// A study of one series.
  public record Study(String uid, String seriesUid, String patientId, List<Slice> slices) {}

  /// One instance.
  ///
  /// @param head the file up to its pixels
  /// @param file a slice as a file
  public record Slice(Instance instance, byte[] head, byte[] file, int datasetAt) {

    /// What C-STORE sends.
    public InputStream dataset() {
      return new SequenceInputStream(
          new ByteArrayInputStream(head, datasetAt, head.length - datasetAt),
          new ByteArrayInputStream(file, head.length, file.length - head.length));
    }

    /// The whole file.
    public byte[] toFile() {
      byte[] whole = file.clone();
      System.arraycopy(head, 0, whole, 0, head.length);
      return whole;
    }
  }

  /// Slices of 512 × 512 pixels.
  public Slices() {
    this(CtSlice.dataset());
  }

  /// Slices of 64 × 64 pixels, for runs that are about rows rather than bytes.
  public static Slices small() {
    return new Slices(CtSlice.dataset().toBuilder()
        .put(Tags.ROWS, SMALL).put(Tags.COLUMNS, SMALL)
        .put(Tags.PIXEL_DATA, CtSlice.dataset().bytes(Tags.PIXEL_DATA).orElseThrow()
            .slice(0, SMALL * SMALL * 2)).build());
  }

  private Slices(Dataset slice) {
    var dataset = slice.toBuilder()
        .put(Tags.STUDY_INSTANCE_UID, STUDY)
        .put(Tags.SERIES_INSTANCE_UID, SERIES)
        .put(Tags.SOP_INSTANCE_UID, INSTANCE)
        .put(Tags.PATIENT_ID, PATIENT)
        .put(Tags.ACCESSION_NUMBER, ACCESSION)
        .put(Tags.INSTANCE_NUMBER, NUMBER).build();
    var out = new ByteArrayOutputStream();
    try {
      DicomFile.of(dataset, SYNTAX).write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    file = out.toByteArray();
    datasetAt = file.length - DatasetWriter.toBytes(dataset, SYNTAX).length();
    headBytes = file.length - dataset.get(Tags.PIXEL_DATA).orElseThrow()
        .bytes().orElseThrow().length();
  }

  /// The bytes of one file.
  public int bytesEach() {
    return file.length;
  }

  /// A new study of a patient of its own.
  public Study study(int count) {
    return study(count, "P" + digits(7));
  }

  /// A new study of a patient.
  ///
  /// @param patientId 8 characters
  public Study study(int count, String patientId) {
    String study = uid("1" + digits(20));
    String series = uid("1" + digits(20));
    String accession = "A" + digits(7);
    List<Slice> slices = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      String instance = uid("1" + digits(20));
      byte[] head = Arrays.copyOf(file, headBytes);
      replace(head, STUDY, study);
      replace(head, SERIES, series);
      replace(head, INSTANCE, instance);
      replace(head, PATIENT, patientId);
      replace(head, ACCESSION, accession);
      // Its four digits stand anywhere in a UID too, so the element's header leads to it.
      replace(head, NUMBER_HEADER + NUMBER, NUMBER_HEADER + "%04d".formatted(i));
      slices.add(new Slice(new Instance(Uids.CT_IMAGE_STORAGE.value(), instance,
          SYNTAX.uid().value()), head, file, datasetAt));
    }
    return new Study(study, series, patientId, slices);
  }

  /// Replaces a text wherever it stands.
  private static void replace(byte[] head, String old, String by) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    byte[] bytes = by.getBytes(StandardCharsets.ISO_8859_1);
    int at = text.indexOf(old);
    if (bytes.length != old.length() || at < 0) {
      throw new IllegalArgumentException("a text is replaced by one of its length");
    }
    for (; at >= 0; at = text.indexOf(old, at + 1)) {
      System.arraycopy(bytes, 0, head, at, bytes.length);
    }
  }

  /// A UID of 44 characters.
  private static String uid(String digits) {
    return "2.25.1" + "0".repeat(38 - digits.length()) + digits;
  }

  private static String digits(int count) {
    String digits = new BigInteger(64 + count * 3, RANDOM).toString();
    return digits.substring(digits.length() - count);
  }
}
