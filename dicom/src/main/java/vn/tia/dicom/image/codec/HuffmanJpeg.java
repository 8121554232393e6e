package vn.tia.dicom.image.codec;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.image.PixelDataException;

/// Decodes the Huffman coded processes of JPEG that the JDK has no decoder for: extended with 12
/// bits, and lossless (ITU-T T.81).
public final class HuffmanJpeg {
  static final int TABLES = 4;
  private static final int SOF0 = 0xC0;
  private static final int SOF15 = 0xCF;
  private static final int LOSSLESS = 3;

  private final byte[] bytes;
  private final HuffmanTable[] first = new HuffmanTable[TABLES];
  private final HuffmanTable[] second = new HuffmanTable[TABLES];
  private final int[][] quantization = new int[TABLES][];
  private int restartInterval;

  private HuffmanJpeg(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Decodes a codestream whose frame header has the expected size.
  ///
  /// @throws PixelDataException if it has another size or process, or is broken
  public static Raster decode(Bytes codestream, Raster.Extent expected)
      throws PixelDataException {
    JpegSegments segments = new JpegSegments(codestream);
    return new HuffmanJpeg(codestream.toArray()).decode(segments, expected);
  }

  private Raster decode(JpegSegments segments, Raster.Extent expected) throws PixelDataException {
    Optional<ScanDecoder> decoder = Optional.empty();
    Optional<JpegSegments.Frame> frame = Optional.empty();
    while (true) {
      JpegSegments.Segment segment = segments.next();
      int marker = segment.marker();
      ByteBuffer content = segment.content();
      switch (marker) {
        case JpegSegments.DHT -> readTables(content);
        case JpegSegments.DQT -> readQuantization(content);
        case JpegSegments.DRI -> restartInterval =
            content.remaining() < 2 ? 0 : content.getShort() & 0xFFFF;
        case JpegSegments.SOS -> {
          ScanDecoder found = decoder.orElseThrow(HuffmanJpeg::headless);
          JpegSegments.Scan scan =
              JpegSegments.scan(content, frame.orElseThrow(HuffmanJpeg::headless));
          JpegBits bits = new JpegBits(bytes, segments.position());
          found.decode(scan, bits, this);
          segments.moveTo(bits.position());
        }
        case JpegSegments.EOI -> {
          return decoder.orElseThrow(HuffmanJpeg::headless).raster();
        }
        default -> {
          if (marker >= SOF0 && marker <= SOF15 && marker != 0xC8 && marker != 0xCC) {
            frame = Optional.of(checked(JpegSegments.frame(marker, content), expected));
            decoder = Optional.of(decoder(frame.get()));
          }
        }
      }
    }
  }

  private static PixelDataException headless() {
    return new PixelDataException("the JPEG stream has no frame header before its scan");
  }

  private static JpegSegments.Frame checked(JpegSegments.Frame frame, Raster.Extent expected)
      throws PixelDataException {
    if (!frame.extent().equals(expected)) {
      throw new PixelDataException(
          "the JPEG frame has %d x %d pixels of %d samples, expected %d x %d of %d".formatted(
              frame.rows(), frame.columns(), frame.components().size(), expected.rows(),
              expected.columns(), expected.components()));
    }
    return frame;
  }

  private static ScanDecoder decoder(JpegSegments.Frame frame) throws PixelDataException {
    return switch (frame.process()) {
      case 0, 1 -> new DctScan(frame);
      case LOSSLESS -> new LosslessScan(frame);
      default -> throw new PixelDataException(
          "there is no decoder for JPEG process %d".formatted(frame.process()));
    };
  }

  /// What turns the scans of one frame into samples.
  interface ScanDecoder {
    void decode(JpegSegments.Scan scan, JpegBits bits, HuffmanJpeg tables)
        throws PixelDataException;

    /// The samples of all scans.
    ///
    /// @throws PixelDataException if a component had no scan
    Raster raster() throws PixelDataException;
  }

  private void readTables(ByteBuffer in) throws PixelDataException {
    while (in.hasRemaining()) {
      int kind = in.get() & 0xFF;
      if (kind >> 4 > 1 || (kind & 15) >= TABLES) {
        throw new PixelDataException("a Huffman table has the place %02X".formatted(kind));
      }
      (kind >> 4 == 0 ? first : second)[kind & 15] = HuffmanTable.read(in);
    }
  }

  private void readQuantization(ByteBuffer in) throws PixelDataException {
    while (in.hasRemaining()) {
      int kind = in.get() & 0xFF;
      int width = kind >> 4 == 0 ? 1 : 2;
      if (kind >> 4 > 1 || (kind & 15) >= TABLES || in.remaining() < 64 * width) {
        throw new PixelDataException("a quantization table is cut short");
      }
      int[] table = new int[64];
      for (int i = 0; i < table.length; i++) {
        table[i] = width == 1 ? in.get() & 0xFF : in.getShort() & 0xFFFF;
      }
      quantization[kind & 15] = table;
    }
  }

  int restartInterval() {
    return restartInterval;
  }

  /// The table for DC coefficients and differences.
  HuffmanTable first(int number) throws PixelDataException {
    return there(number < TABLES ? first[number] : null);
  }

  /// The table for AC coefficients.
  HuffmanTable second(int number) throws PixelDataException {
    return there(number < TABLES ? second[number] : null);
  }

  int[] quantization(int number) throws PixelDataException {
    return there(number < TABLES ? quantization[number] : null);
  }

  private static <T> T there(@Nullable T table)
      throws PixelDataException {
    if (table == null) {
      throw new PixelDataException("the JPEG scan names a table that isn't there");
    }
    return table;
  }
}
