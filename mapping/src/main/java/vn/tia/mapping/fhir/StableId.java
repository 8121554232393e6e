package vn.tia.mapping.fhir;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import vn.tia.mapping.exam.AuthoritySystems;

/// Ids of resources that are known by a number of somebody's: the same number of the same facility
/// makes the same id, so no row has to remember it.
public final class StableId {
  private StableId() {}

  /// The id of a resource of a facility.
  ///
  /// @param number what it is known by, with the URI of who gave it
  public static String of(String type, AuthoritySystems facility, String... number) {
    String name = type + "|" + facility.facilityCode() + "|" + String.join("|", number);
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
