package vn.tia.dicom.image.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import vn.tia.dicom.data.Bytes;

/// Encodes rasters as JPEG-LS without loss, components line by line (ITU-T T.87).
public final class JpegLsEncoder {
  private final Raster raster;
  private final JpegLsModel model;
  private final JpegLsWriter out;

  private JpegLsEncoder(Raster raster) {
    this.raster = raster;
    this.model = new JpegLsModel(JpegLsParameters.standard((1 << raster.bits()) - 1, 0));
    this.out = new JpegLsWriter(raster.samples().length);
  }

  /// The codestream of a raster of 2 to 16 bits.
  public static Bytes encode(Raster raster) {
    byte[] scan = new JpegLsEncoder(raster).scan();
    int count = raster.extent().components();
    ByteBuffer head = ByteBuffer.allocate(2 + 10 + 3 * count + 2 + 6 + 2 * count);
    head.putShort((short) 0xFFD8);
    head.putShort((short) 0xFFF7).putShort((short) (8 + 3 * count));
    head.put((byte) raster.bits());
    head.putShort((short) raster.extent().rows()).putShort((short) raster.extent().columns());
    head.put((byte) count);
    for (int i = 1; i <= count; i++) {
      head.put((byte) i).put((byte) 0x11).put((byte) 0);
    }
    head.putShort((short) 0xFFDA).putShort((short) (6 + 2 * count));
    head.put((byte) count);
    for (int i = 1; i <= count; i++) {
      head.put((byte) i).put((byte) 0);
    }
    head.put((byte) 0).put((byte) (count > 1 ? JpegLsScan.BY_LINE : JpegLsScan.ALONE));
    head.put((byte) 0);
    return Bytes.concat(Bytes.wrap(head.array()), Bytes.wrap(scan), Bytes.hex("FFD9"));
  }

  private byte[] scan() {
    Raster.Extent extent = raster.extent();
    JpegLsLine[] lines = new JpegLsLine[extent.components()];
    Arrays.setAll(lines, i -> new JpegLsLine(extent.columns()));
    for (int row = 0; row < extent.rows(); row++) {
      for (int i = 0; i < lines.length; i++) {
        lines[i].next();
        int at = row * extent.columns() * lines.length + i;
        for (int x = 1; x <= extent.columns(); x++, at += lines.length) {
          lines[i].current[x] = raster.samples()[at];
        }
        line(lines[i]);
      }
    }
    return out.finish();
  }

  private void line(JpegLsLine line) {
    int[] above = line.above;
    int[] current = line.current;
    int width = raster.extent().columns();
    int x = 1;
    while (x <= width) {
      int left = current[x - 1];
      int context = model.context(
          above[x + 1] - above[x], above[x] - above[x - 1], above[x - 1] - left);
      if (context != 0) {
        sample(context, current[x], model.predicted(context, left, above[x], above[x - 1]));
        x++;
        continue;
      }
      int end = x;
      while (end <= width && current[end] == left) {
        end++;
      }
      runLength(line, end - x, end > width);
      if (end <= width) {
        runEnd(line, end);
      }
      x = end + 1;
    }
  }

  private void sample(int context, int value, int predicted) {
    int difference = context < 0 ? predicted - value : value - predicted;
    int error = model.coded(difference);
    int parameter = model.parameter(context);
    int mapped = model.isTurned(context, parameter) ? -error - 1 : error;
    out.golomb(mapped >= 0 ? 2 * mapped : -2 * mapped - 1, parameter, model, model.limit);
    model.learn(context, error);
  }

  private void runLength(JpegLsLine line, int length, boolean isToTheEnd) {
    int left = length;
    while (left >= 1 << JpegLsModel.runBits(line.runIndex)) {
      out.write(1, 1);
      left -= 1 << JpegLsModel.runBits(line.runIndex);
      line.lengthenRun();
    }
    if (!isToTheEnd) {
      out.write(0, 1);
      out.write(left, JpegLsModel.runBits(line.runIndex));
    } else if (left > 0) {
      out.write(1, 1);
    }
  }

  private void runEnd(JpegLsLine line, int x) {
    int left = line.current[x - 1];
    int above = line.above[x];
    int kind = left == above ? 1 : 0;
    int difference = line.current[x] - above;
    int error = model.coded(kind == 0 && left > above ? -difference : difference);
    int parameter = model.endParameter(kind);
    boolean isNegativeOdd = model.isNegativeOdd(kind, parameter);
    int odd = error != 0 && error < 0 == isNegativeOdd ? 1 : 0;
    int code = 2 * Math.abs(error) - kind - odd;
    int limit = model.limit - JpegLsModel.runBits(line.runIndex) - 1;
    out.golomb(code, parameter, model, limit);
    model.learnEnd(kind, error, code);
    line.endRun();
  }
}
