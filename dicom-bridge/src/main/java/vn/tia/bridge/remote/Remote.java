package vn.tia.bridge.remote;

import vn.tia.records.access.Access;

/// An archive and the facility whose callers may see what it holds.
public record Remote(int facilityId, RemoteArchive archive) {

  boolean isFor(Access access) {
    return access.allows(facilityId);
  }
}
