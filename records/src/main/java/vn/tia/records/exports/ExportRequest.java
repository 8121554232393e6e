package vn.tia.records.exports;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.tia.records.access.Access;

/// What an export is asked for.
///
/// @param url as it was asked
/// @param members patients, as `Patient/id`: all members of a group; else none stands for all
/// @param types the resource types, in the order in which they are written
/// @param filters searches, `Type?parameters`, of which a resource of that type meets one
public record ExportRequest(
    Access access,
    String url,
    About about,
    List<String> members,
    List<String> types,
    List<String> filters,
    Optional<Instant> since) {

  /// Whose resources are exported.
  public enum About {
    /// All there are.
    SYSTEM,
    /// Those of patients, and the patients.
    PATIENTS,
    /// Those of the patients of a group, and these patients.
    GROUP
  }

  public ExportRequest {
    members = List.copyOf(members);
    types = List.copyOf(types);
    filters = List.copyOf(filters);
  }
}
