package vn.tia.records.resources;

/// Names a resource: its type and its id, as in `Patient/4711`.
public record ResourceKey(String type, String id) {
  /// Reads `Type/id`, also with a version behind, as the outbox carries it.
  ///
  /// @throws IllegalArgumentException if the text is not such a reference
  public static ResourceKey parse(String reference) {
    var parts = reference.split("/");
    if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw new IllegalArgumentException("a resource is named Type/id");
    }
    return new ResourceKey(parts[0], parts[1]);
  }

  @Override
  public String toString() {
    return type + "/" + id;
  }
}
