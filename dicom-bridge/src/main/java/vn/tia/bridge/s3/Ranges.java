package vn.tia.bridge.s3;

import vn.tia.bridge.objects.ObjectStoreException;

/// Reads parts of one object.
@FunctionalInterface
interface Ranges {

  /// Some bytes and how long the object is.
  record Part(byte[] bytes, long size) {}

  /// The bytes from an offset on, at most so many; none from the object's end on.
  ///
  /// @throws ObjectStoreException.Missing if there is no such object
  Part read(long offset, int count) throws ObjectStoreException;
}
