package vn.tia.bridge.retrieve;

import java.io.IOException;

/// Says that a stored object isn't any more what came in.
public final class DamagedObjectException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedObjectException(String objectId) {
    super("the object " + objectId + " has other bytes than were stored");
  }
}
