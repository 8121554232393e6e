package vn.tia.dicom.image;

/// How one sample is laid in its cell (PS3.5 section 8.1.1).
///
/// @param bitsAllocated the bits of the cell: 1, 8, 16 or 32, of real numbers 32 or 64
/// @param bitsStored the bits of the sample
/// @param highBit the place of the sample's highest bit, counted from 0
/// @param sign whether the sample is signed, or a real number
public record SampleFormat(int bitsAllocated, int bitsStored, int highBit, Sign sign) {

  /// Whether the highest bit of a sample is its sign (two's complement), or the sample a binary
  /// floating point number (IEEE 754).
  public enum Sign {
    UNSIGNED, SIGNED, REAL
  }

  public static final SampleFormat BYTE = new SampleFormat(8, 8, 7, Sign.UNSIGNED);

  public SampleFormat {
    if (bitsStored < 1 || bitsStored > bitsAllocated
        || bitsAllocated > (sign == Sign.REAL ? 64 : 32)
        || highBit < bitsStored - 1 || highBit >= bitsAllocated) {
      throw new IllegalArgumentException(
          "%d bits up to bit %d don't lie in a cell of %d bits"
              .formatted(bitsStored, highBit, bitsAllocated));
    }
  }

  public boolean isSigned() {
    return sign == Sign.SIGNED;
  }

  /// Whether the samples are floating point numbers.
  public boolean isReal() {
    return sign == Sign.REAL;
  }

  /// The sample in a cell; of 32 unsigned bits, those beyond 2^31 come out negative.
  public int sample(int cell) {
    int top = cell << 31 - highBit;
    return isSigned() ? top >> 32 - bitsStored : top >>> 32 - bitsStored;
  }

  /// The number that a sample stands for.
  public double number(int sample) {
    return isSigned() ? sample : Integer.toUnsignedLong(sample);
  }

  /// The smallest number that a sample can be.
  public double lowest() {
    return isSigned() ? -Math.scalb(1.0, bitsStored - 1) : 0;
  }
}
