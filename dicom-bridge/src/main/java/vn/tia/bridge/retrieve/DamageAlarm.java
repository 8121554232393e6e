package vn.tia.bridge.retrieve;

import java.io.IOException;
import vn.tia.records.studies.StoredBytes;

/// Is told of each stored object that is gone or isn't what came in, whoever finds it.
@FunctionalInterface
public interface DamageAlarm {
  void raise(StoredBytes object, IOException found);
}
