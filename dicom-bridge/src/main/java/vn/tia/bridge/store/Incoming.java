package vn.tia.bridge.store;

import java.util.Optional;

/// What is known of an instance before its data set is read.
///
/// @param facilityId whose it will be
/// @param source who sends it: an AE title, or the address of a web client
/// @param announced the UIDs that came beside the data set, empty where only the data set has them
/// @param study the study that it has to be of, empty where it may be of any
public record Incoming(int facilityId, String source, String transferSyntaxUid,
    Optional<Announced> announced, Optional<String> study) {

  /// SOP Class and SOP Instance UID of a C-STORE command, or of a file's meta information.
  public record Announced(String sopClassUid, String sopInstanceUid) {}

  /// An instance of any study.
  public Incoming(int facilityId, String source, String transferSyntaxUid,
      Optional<Announced> announced) {
    this(facilityId, source, transferSyntaxUid, announced, Optional.empty());
  }
}
