package vn.tia.bridge.store;

import java.util.Optional;

/// What is known of an instance before its data set is read.
///
/// @param facilityId whose it will be
/// @param source who sends it: an AE title, or the user of a web request
/// @param announced the UIDs that came beside the data set, empty where only the data set has them
public record Incoming(
    int facilityId, String source, String transferSyntaxUid, Optional<Announced> announced) {

  /// SOP Class and SOP Instance UID of a C-STORE command.
  public record Announced(String sopClassUid, String sopInstanceUid) {}
}
