package vn.tia.mapping.exam;

import java.util.Optional;

/// The numbers by which an order is known to those who gave, took and perform it.
///
/// @param placer ORC-2, (0040,2016) with assigner (0040,0026)
/// @param filler ORC-3, (0040,2017) with assigner (0040,0027)
/// @param group ORC-4, the requisition of which the order is one part
/// @param accession (0008,0050) with issuer (0008,0051)
/// @param studyUid (0020,000D); made by Tia where the order brings none
public record OrderNumbers(
    Optional<AssignedId> placer,
    Optional<AssignedId> filler,
    Optional<AssignedId> group,
    Optional<AssignedId> accession,
    Optional<String> studyUid) {

  public OrderNumbers {
    studyUid = Texts.identifier("a Study Instance UID", studyUid);
    studyUid.ifPresent(OrderNumbers::checkUid);
  }

  /// PS3.5 section 9.1: at most 64 characters, digits and dots.
  private static void checkUid(String uid) {
    if (uid.length() > 64 || !uid.matches("\\d+(\\.\\d+)*")) {
      throw new IllegalArgumentException(
          "a Study Instance UID has digits and dots, at most 64 characters, got " + uid.length());
    }
  }
}
