package vn.tia.bridge.web.stow;

import java.time.Duration;
import vn.tia.bridge.store.StorageClasses;

/// What and how much one request stores.
///
/// @param requestBytesMax bytes of a request: 64 GiB, more than any study has
/// @param partsMax parts of a request: 20,000, above the slices of the longest scans
/// @param headerBytesMax bytes of a part's headers: 16 KiB, a hundred times what they take
/// @param inFlight instances of one request that are made durable at once: 8, so that they share
///     flushes and commits, as eight modalities would
/// @param retryAfter what a client is told to wait where nothing can be stored now
/// @param classes the SOP classes that are stored: those of the standard by default
public record StowSettings(long requestBytesMax, int partsMax, int headerBytesMax, int inFlight,
    Duration retryAfter, StorageClasses classes) {

  public static final StowSettings DEFAULT = new StowSettings(64L << 30, 20_000, 16 << 10, 8,
      Duration.ofSeconds(60), StorageClasses.REGISTERED);

  public StowSettings {
    if (requestBytesMax < 1 || partsMax < 1 || headerBytesMax < 256 || inFlight < 1) {
      throw new IllegalArgumentException(
          "the limits of a store are above 0, and headers have 256 bytes");
    }
  }

  public StowSettings withRequestBytesMax(long bytes) {
    return new StowSettings(bytes, partsMax, headerBytesMax, inFlight, retryAfter, classes);
  }

  public StowSettings withPartsMax(int parts) {
    return new StowSettings(requestBytesMax, parts, headerBytesMax, inFlight, retryAfter, classes);
  }

  public StowSettings with(StorageClasses stored) {
    return new StowSettings(
        requestBytesMax, partsMax, headerBytesMax, inFlight, retryAfter, stored);
  }
}
