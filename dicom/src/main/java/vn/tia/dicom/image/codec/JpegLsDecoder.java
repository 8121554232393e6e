package vn.tia.dicom.image.codec;

import java.nio.ByteBuffer;
import java.util.Optional;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.image.PixelDataException;

/// Decodes JPEG-LS, lossless and near-lossless (ITU-T T.87).
public final class JpegLsDecoder {
  private static final int SOF55 = 0xF7;
  private static final int LSE = 0xF8;
  private static final int[] NO_PRESET = new int[5];

  private final byte[] bytes;
  private final Raster.Extent expected;
  private int[] preset = NO_PRESET;
  private int restartInterval;

  private JpegLsDecoder(byte[] bytes, Raster.Extent expected) {
    this.bytes = bytes;
    this.expected = expected;
  }

  /// Decodes a codestream whose frame header has the expected size.
  ///
  /// @throws PixelDataException if it has another size, uses what no decoder here knows, or is
  ///     broken
  public static Raster decode(Bytes codestream, Raster.Extent expected)
      throws PixelDataException {
    JpegSegments segments = new JpegSegments(codestream);
    return new JpegLsDecoder(codestream.toArray(), expected).decode(segments);
  }

  private Raster decode(JpegSegments segments) throws PixelDataException {
    Optional<JpegSegments.Frame> frame = Optional.empty();
    int[] samples = new int[0];
    int seen = 0;
    while (true) {
      JpegSegments.Segment segment = segments.next();
      switch (segment.marker()) {
        case SOF55 -> {
          frame = Optional.of(checked(JpegSegments.frame(SOF55, segment.content())));
          samples = new int[expected.count()];
        }
        case LSE -> readPreset(segment.content());
        case JpegSegments.DRI -> restartInterval = interval(segment.content());
        case JpegSegments.SOS -> {
          JpegSegments.Frame of = frame.orElseThrow(JpegLsDecoder::headless);
          JpegSegments.Scan scan = JpegSegments.scan(segment.content(), of);
          JpegLsReader bits = new JpegLsReader(bytes, segments.position());
          decode(scan, of, samples, bits);
          seen |= scan.selectors().stream().mapToInt(each -> 1 << each.component()).sum();
          segments.moveTo(bits.position());
        }
        case JpegSegments.EOI -> {
          JpegSegments.Frame of = frame.orElseThrow(JpegLsDecoder::headless);
          if (seen != (1 << of.components().size()) - 1) {
            throw new PixelDataException("the JPEG-LS stream lacks the scan of a component");
          }
          return new Raster(expected, of.bits(), samples);
        }
        default -> { }
      }
    }
  }

  private static PixelDataException headless() {
    return new PixelDataException("the JPEG-LS stream has no frame header before its scan");
  }

  private static int interval(ByteBuffer content) {
    return switch (content.remaining()) {
      case 2 -> content.getShort() & 0xFFFF;
      case 4 -> content.getInt() & Integer.MAX_VALUE;
      default -> 0;
    };
  }

  private JpegSegments.Frame checked(JpegSegments.Frame frame) throws PixelDataException {
    Raster.Extent extent = frame.extent();
    if (!extent.equals(expected)) {
      throw new PixelDataException(
          "the JPEG-LS frame has %d x %d pixels of %d samples, expected %d x %d of %d".formatted(
              extent.rows(), extent.columns(), extent.components(), expected.rows(),
              expected.columns(), expected.components()));
    }
    if (frame.bits() < 2 || frame.bits() > 16) {
      throw new PixelDataException("JPEG-LS has 2 to 16 bits, got " + frame.bits());
    }
    return frame;
  }

  private void readPreset(ByteBuffer content) throws PixelDataException {
    int kind = content.hasRemaining() ? content.get() & 0xFF : 0;
    if (kind != 1 || content.remaining() < 10) {
      throw new PixelDataException(
          "there is no decoder for JPEG-LS presets of kind %d".formatted(kind));
    }
    preset = new int[5];
    for (int i = 0; i < preset.length; i++) {
      preset[i] = content.getShort() & 0xFFFF;
    }
  }

  private void decode(JpegSegments.Scan scan, JpegSegments.Frame frame, int[] samples,
      JpegLsReader bits) throws PixelDataException {
    int near = scan.start();
    if (scan.approximation() != 0 || restartInterval != 0
        || scan.selectors().stream().anyMatch(each -> each.second() != 0 || each.first() != 0)) {
      throw new PixelDataException(
          "there is no decoder for JPEG-LS with point transform, restarts or mapping tables");
    }
    int[] components = scan.selectors().stream()
        .mapToInt(JpegSegments.Selector::component).toArray();
    JpegLsModel model = new JpegLsModel(JpegLsParameters.preset(near, preset, frame.bits()));
    new JpegLsScan(model, bits, frame.extent(), samples).decode(components, scan.end());
  }
}
