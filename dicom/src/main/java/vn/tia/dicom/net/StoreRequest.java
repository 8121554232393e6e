package vn.tia.dicom.net;

import java.util.Optional;

/// One C-STORE request. The UIDs are as the peer sent them, without padding: not yet trusted.
///
/// @param originator who asked for the C-MOVE that this belongs to, if it belongs to one
public record StoreRequest(
    AssociationInfo association,
    String sopClassUid,
    String sopInstanceUid,
    String transferSyntaxUid,
    Optional<MoveOriginator> originator) {

  /// A request that belongs to no C-MOVE.
  public StoreRequest(
      AssociationInfo association,
      String sopClassUid,
      String sopInstanceUid,
      String transferSyntaxUid) {
    this(association, sopClassUid, sopInstanceUid, transferSyntaxUid, Optional.empty());
  }
}
