package vn.tia.bench.memory;

import java.io.InputStream;

/// Pixel data of any length that nobody holds.
final class Pixels extends InputStream {
  private final long length;
  private long at;

  Pixels(long length) {
    this.length = length;
  }

  /// The byte at a place: each page of 4 KB has one value.
  static byte valueAt(long place) {
    return (byte) (place >> 12);
  }

  @Override
  public int read() {
    return at < length ? valueAt(at++) & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int from, int count) {
    if (at == length) {
      return -1;
    }
    int there = (int) Math.min(count, length - at);
    for (int i = 0; i < there; i++) {
      target[from + i] = valueAt(at + i);
    }
    at += there;
    return there;
  }
}
