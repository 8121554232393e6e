package vn.tia.dicom.image.phantom;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Uid;

/// A CT series of a chest and upper belly, from the tips of the lungs down to the kidneys.
///
/// Each slice is a whole CT Image Storage data set (PS3.3 section A.3) for Explicit VR Little
/// Endian. The same settings and exam give the same bytes each time.
public final class CtPhantom {

  /// Hounsfield units are stored with this offset, as scanners do.
  private static final int INTERCEPT = -1024;

  private final Settings settings;
  private final List<Part> parts;

  private CtPhantom(Settings settings) {
    this.settings = settings;
    this.parts = Torso.parts();
  }

  /// The pixels per side, the number of slices, and the distances between both in millimetres.
  public record Settings(int size, int slices, double pixelSpacing, double sliceSpacing) {

    /// 512 × 512 pixels over 369 mm, 64 slices over 320 mm: as a routine scan of the chest.
    public static final Settings DEFAULT = new Settings(512, 64, 0.72, 5);

    /// The same scan in few and small pictures, for tests.
    public static final Settings SMALL = new Settings(64, 4, 5.76, 80);

    public Settings {
      if (size < 1 || size > 4096 || slices < 1 || slices > 10_000) {
        throw new IllegalArgumentException(
            "a phantom has 1 to 4096 pixels per side and 1 to 10000 slices, got %d and %d"
                .formatted(size, slices));
      }
      if (!(pixelSpacing > 0 && sliceSpacing > 0)) {
        throw new IllegalArgumentException(
            "distances are above 0 mm, got %s and %s".formatted(pixelSpacing, sliceSpacing));
      }
    }
  }

  public static CtPhantom of(Settings settings) {
    return new CtPhantom(settings);
  }

  public int size() {
    return settings.slices();
  }

  /// All slices from the head down, painted on all cores, in order.
  ///
  /// `exam` holds what the order and the patient give: see [#slice].
  public Stream<Dataset> slices(Dataset exam, Uid seriesUid) {
    return IntStream.range(0, settings.slices())
        .parallel()
        .mapToObj(index -> slice(exam, seriesUid, index));
  }

  /// One slice, counted from 0 at the head.
  ///
  /// `exam` gives the patient and study attributes: Study Instance UID must be there, and what
  /// else it has (name, accession number, dates, requested procedure) takes the place of the
  /// phantom's own. The other UIDs are made from the series UID.
  public Dataset slice(Dataset exam, Uid seriesUid, int index) {
    double z = height(index);
    float[] hu = new SlicePainter(settings.size(), settings.pixelSpacing()).paint(parts, z);
    return CtSlice.dataset(exam, new CtSlice(settings, seriesUid, index, z), stored(hu));
  }

  /// The slices reach from 162 mm above the middle of the right diaphragm's dome downwards.
  private double height(int index) {
    return 162 - settings.sliceSpacing() * index;
  }

  private static Bytes stored(float[] hu) {
    byte[] words = new byte[hu.length * 2];
    for (int i = 0; i < hu.length; i++) {
      int value = Math.clamp(Math.round(hu[i]) - INTERCEPT, 0, 4095);
      words[2 * i] = (byte) value;
      words[2 * i + 1] = (byte) (value >> 8);
    }
    return Bytes.wrap(words);
  }
}
