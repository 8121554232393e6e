package vn.tia.dicom.image.codec;

import java.util.Arrays;
import java.util.List;
import vn.tia.dicom.image.PixelDataException;

/// Sequential JPEG with Huffman codes, of 8 or 12 bits (ITU-T T.81 annex F).
final class DctScan implements HuffmanJpeg.ScanDecoder {
  private static final int SIDE = 8;

  /// The place in the block of each coefficient in the order of the stream.
  private static final int[] ZIGZAG = zigzag();

  private final JpegSegments.Frame frame;
  private final int acrossMax;
  private final int downMax;
  private final Plane[] planes;
  private final int[] block = new int[64];
  private final InverseDct dct = new InverseDct();

  /// The samples of one component, whole blocks of them.
  private static final class Plane {
    private final int width;
    private final int blocksAcross;
    private final int blocksDown;
    private final short[] samples;
    private boolean isSeen;

    /// @param blocksAcross those that hold samples of the picture
    /// @param paddedAcross those that a scan of all components has
    Plane(int blocksAcross, int blocksDown, int paddedAcross, int paddedDown) {
      this.blocksAcross = blocksAcross;
      this.blocksDown = blocksDown;
      this.width = paddedAcross * SIDE;
      this.samples = new short[Math.multiplyExact(width, paddedDown * SIDE)];
    }
  }

  DctScan(JpegSegments.Frame frame) throws PixelDataException {
    if (frame.bits() != 8 && frame.bits() != 12) {
      throw new PixelDataException("sequential JPEG has 8 or 12 bits, got " + frame.bits());
    }
    this.frame = frame;
    this.acrossMax =
        frame.components().stream().mapToInt(JpegSegments.Component::across).max().orElse(0);
    this.downMax =
        frame.components().stream().mapToInt(JpegSegments.Component::down).max().orElse(0);
    this.planes = new Plane[frame.components().size()];
    for (int i = 0; i < planes.length; i++) {
      JpegSegments.Component component = frame.components().get(i);
      if (component.across() < 1 || component.across() > 4 || component.down() < 1
          || component.down() > 4) {
        throw new PixelDataException("a JPEG component has a sampling factor beyond 1 to 4");
      }
      planes[i] = new Plane(
          parts(parts(frame.columns() * component.across(), acrossMax), SIDE),
          parts(parts(frame.rows() * component.down(), downMax), SIDE),
          mcusAcross() * component.across(), mcusDown() * component.down());
    }
  }

  private static int parts(int whole, int part) {
    return (whole + part - 1) / part;
  }

  private int mcusAcross() {
    return parts(frame.columns(), acrossMax * SIDE);
  }

  private int mcusDown() {
    return parts(frame.rows(), downMax * SIDE);
  }

  @Override
  public void decode(JpegSegments.Scan scan, JpegBits bits, HuffmanJpeg tables)
      throws PixelDataException {
    List<JpegSegments.Selector> selectors = scan.selectors();
    Source[] sources = new Source[selectors.size()];
    for (int i = 0; i < sources.length; i++) {
      JpegSegments.Selector selector = selectors.get(i);
      sources[i] = new Source(planes[selector.component()],
          frame.components().get(selector.component()), tables.first(selector.first()),
          tables.second(selector.second()),
          tables.quantization(frame.components().get(selector.component()).table()));
      sources[i].plane.isSeen = true;
    }
    boolean isAlone = sources.length == 1;
    int across = isAlone ? sources[0].plane.blocksAcross : mcusAcross();
    int down = isAlone ? sources[0].plane.blocksDown : mcusDown();
    int interval = tables.restartInterval();
    int mcus = Math.multiplyExact(across, down);
    for (int mcu = 0; mcu < mcus; mcu++) {
      if (interval > 0 && mcu > 0 && mcu % interval == 0) {
        bits.restart();
        for (Source source : sources) {
          source.last = 0;
        }
      }
      for (Source source : sources) {
        int wide = isAlone ? 1 : source.component.across();
        int high = isAlone ? 1 : source.component.down();
        for (int i = 0; i < wide * high; i++) {
          coefficients(source, bits);
          place(source.plane, mcu % across * wide + i % wide, mcu / across * high + i / wide);
        }
      }
    }
  }

  /// Where the blocks of one component come from in a scan.
  private static final class Source {
    private final Plane plane;
    private final JpegSegments.Component component;
    private final HuffmanTable first;
    private final HuffmanTable others;
    private final int[] quantization;
    private int last;

    Source(Plane plane, JpegSegments.Component component, HuffmanTable first,
        HuffmanTable others, int[] quantization) {
      this.plane = plane;
      this.component = component;
      this.first = first;
      this.others = others;
      this.quantization = quantization;
    }
  }

  private void coefficients(Source source, JpegBits bits) throws PixelDataException {
    Arrays.fill(block, 0);
    int category = source.first.decode(bits);
    if (category > 15) {
      throw new PixelDataException("a JPEG coefficient has %d bits".formatted(category));
    }
    source.last += bits.extended(category);
    block[0] = source.last * source.quantization[0];
    for (int i = 1; i < 64; i++) {
      int symbol = source.others.decode(bits);
      int size = symbol & 15;
      int zeros = symbol >> 4;
      if (size == 0) {
        if (zeros < 15) {
          return;
        }
        i += 15;
        continue;
      }
      i += zeros;
      if (i > 63) {
        throw new PixelDataException("a JPEG block has more than 64 coefficients");
      }
      block[ZIGZAG[i]] = bits.extended(size) * source.quantization[i];
    }
  }

  private void place(Plane plane, int column, int row) {
    int middle = 1 << frame.bits() - 1;
    dct.transform(block);
    int at = row * SIDE * plane.width + column * SIDE;
    for (int y = 0; y < SIDE; y++, at += plane.width) {
      for (int x = 0; x < SIDE; x++) {
        plane.samples[at + x] = (short) Math.clamp(
            (long) block[y * SIDE + x] + middle, 0, 2 * middle - 1);
      }
    }
  }

  @Override
  public Raster raster() throws PixelDataException {
    int count = planes.length;
    int[] samples = new int[frame.extent().count()];
    for (int i = 0; i < count; i++) {
      Plane plane = planes[i];
      if (!plane.isSeen) {
        throw new PixelDataException("the JPEG stream lacks the scan of a component");
      }
      JpegSegments.Component component = frame.components().get(i);
      int at = i;
      for (int y = 0; y < frame.rows(); y++) {
        int row = y * component.down() / downMax * plane.width;
        for (int x = 0; x < frame.columns(); x++, at += count) {
          samples[at] = plane.samples[row + x * component.across() / acrossMax];
        }
      }
    }
    return new Raster(frame.extent(), frame.bits(), samples);
  }

  private static int[] zigzag() {
    int[] order = new int[64];
    int at = 0;
    for (int sum = 0; sum < 2 * SIDE - 1; sum++) {
      for (int i = 0; i <= sum; i++) {
        int row = sum % 2 == 0 ? sum - i : i;
        int column = sum - row;
        if (row < SIDE && column < SIDE) {
          order[at++] = row * SIDE + column;
        }
      }
    }
    return order;
  }
}
