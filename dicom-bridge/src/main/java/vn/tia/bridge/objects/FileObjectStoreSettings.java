package vn.tia.bridge.objects;

import java.nio.file.Path;

/// Where a [FileObjectStore] keeps its files, and its limits.
///
/// @param root the directory of the store, made if it is not there
/// @param bytesMax the longest object; 8 GiB by default, above the largest single-file object in
///     the field (whole-slide images and long cine runs stay below 4 GiB)
/// @param bytesFreeMin what is left free on the disk; 1 GiB by default, so that a full disk stops
///     the intake of images before it stops the database that lies beside it
public record FileObjectStoreSettings(Path root, long bytesMax, long bytesFreeMin) {

  private static final long GIB = 1L << 30;

  public FileObjectStoreSettings {
    if (bytesMax <= 0 || bytesFreeMin < 0) {
      throw new IllegalArgumentException("bytesMax must be positive and bytesFreeMin not negative");
    }
  }

  /// A store under this directory with the default limits.
  public static FileObjectStoreSettings at(Path root) {
    return new FileObjectStoreSettings(root, 8 * GIB, GIB);
  }
}
