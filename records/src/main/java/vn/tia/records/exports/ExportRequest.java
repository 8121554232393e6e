package vn.tia.records.exports;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.tia.records.access.Access;

/// What an export is asked for.
///
/// @param url as it was asked
/// @param members patients, as `Patient/id`: all members of a group; else none stands for all
/// @param content which of their resources, and what of these
public record ExportRequest(
    Access access,
    String url,
    About about,
    List<String> members,
    Content content,
    Optional<Instant> since) {

  /// What is exported of those whom it is about.
  ///
  /// @param types the resource types, in the order in which they are written
  /// @param filters searches, `Type?parameters`, of which a resource of that type meets one
  /// @param elements `Type.element` or `element`, the ones that are written; none stands for all
  public record Content(List<String> types, List<String> filters, List<String> elements) {
    public Content {
      types = List.copyOf(types);
      filters = List.copyOf(filters);
      elements = List.copyOf(elements);
    }

    /// Whole resources of these types.
    public static Content of(List<String> types) {
      return new Content(types, List.of(), List.of());
    }
  }

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
  }
}
