package vn.tia.dicom.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import vn.tia.dicom.io.DicomParseException.Reason;

/// Inflates a data set (PS3.5 section A.5) and stops at a bomb.
final class InflatingStream extends InputStream {
  private static final int CHUNK_BYTES = 8 * 1024;

  /// The ratio counts from here on: a short run of zeros is no bomb.
  private static final long RATIO_FREE_BYTES = 1 << 20;

  private final InputStream in;
  private final ReadLimits limits;
  private final Inflater inflater = new Inflater(true);
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private boolean isEnded;

  InflatingStream(InputStream in, ReadLimits limits) {
    this.in = in;
    this.limits = limits;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (isEnded || length == 0) {
      return isEnded ? -1 : 0;
    }
    try {
      int count = inflater.inflate(target, from, length);
      while (count == 0 && !inflater.finished()) {
        refill();
        count = inflater.inflate(target, from, length);
      }
      check();
      if (count == 0) {
        isEnded = true;
        inflater.end();
        return -1;
      }
      return count;
    } catch (DataFormatException e) {
      throw new DicomParseException(
          Reason.MALFORMED, inflater.getBytesRead(), "", "the deflated bytes can't be inflated");
    }
  }

  private void refill() throws IOException {
    if (inflater.needsDictionary()) {
      throw new DicomParseException(
          Reason.MALFORMED, inflater.getBytesRead(), "", "the deflated bytes ask for a dictionary");
    }
    int got = in.read(chunk);
    if (got < 0) {
      throw new EOFException();
    }
    inflater.setInput(chunk, 0, got);
  }

  private void check() throws DicomParseException {
    long inflated = inflater.getBytesWritten();
    boolean isBomb = inflated > RATIO_FREE_BYTES
        && inflated / limits.inflateRatioMax() > inflater.getBytesRead();
    if (isBomb || inflated > limits.inflatedBytesMax()) {
      throw new DicomParseException(Reason.LIMIT, inflater.getBytesRead(), "",
          inflater.getBytesRead() + " deflated bytes became more than the limits allow");
    }
  }
}
