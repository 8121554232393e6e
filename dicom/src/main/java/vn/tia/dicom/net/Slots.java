package vn.tia.dicom.net;

import java.util.HashMap;
import java.util.Map;

/// Counts open associations, all together and by calling AE title, up to their limits.
final class Slots {
  private final int max;
  private final int perAeMax;
  private final Map<String, Integer> byAe = new HashMap<>();
  private int taken;

  Slots(NetworkLimits limits) {
    this.max = limits.associationsMax();
    this.perAeMax = limits.associationsPerAeMax();
  }

  /// Takes a slot for this AE, unless a limit is reached.
  synchronized boolean take(String callingAe) {
    if (taken == max || byAe.getOrDefault(callingAe, 0) == perAeMax) {
      return false;
    }
    taken++;
    byAe.merge(callingAe, 1, Integer::sum);
    return true;
  }

  synchronized void free(String callingAe) {
    taken--;
    byAe.computeIfPresent(callingAe, (_, count) -> count == 1 ? null : count - 1);
  }

  synchronized int taken() {
    return taken;
  }
}
