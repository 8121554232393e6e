package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import vn.tia.records.resources.ResourceKey;

/// What the path of a request names (R4 section 3.1.0.1).
sealed interface Target {
  Pattern OURS = Pattern.compile("[A-Z][A-Za-z]*|_history|_search");

  /// The server itself: where Bundles go.
  record System() implements Target {}

  /// A type: where resources are made and searched for.
  record OfType(ServedType type) implements Target {}

  /// The search of a type by POST.
  record Search(ServedType type) implements Target {}

  /// The search of all types.
  record SearchAll() implements Target {}

  /// The search of what belongs to a resource, of one type or all.
  record Belongings(ResourceKey owner, Optional<ServedType> type) implements Target {}

  /// A resource.
  record Instance(ServedType type, ResourceKey key) implements Target {}

  /// A version of a resource.
  record Version(ServedType type, ResourceKey key, String version) implements Target {}

  /// The versions of all resources, of those of a type, or of one.
  record History(Optional<ServedType> type, Optional<ResourceKey> key) implements Target {}

  /// The type that it is about, empty for the system.
  default Optional<ServedType> served() {
    return switch (this) {
      case System(), SearchAll() -> Optional.empty();
      case Belongings(_, var type) -> type;
      case OfType(var type) -> Optional.of(type);
      case Search(var type) -> Optional.of(type);
      case Instance(var type, _) -> Optional.of(type);
      case Version(var type, _, _) -> Optional.of(type);
      case History(var type, _) -> type;
    };
  }

  /// The resource that it is about, empty for a type and the system.
  default Optional<ResourceKey> about() {
    return switch (this) {
      case System(), SearchAll(), OfType(_), Search(_) -> Optional.empty();
      case Belongings(var owner, _) -> Optional.of(owner);
      case Instance(_, var key) -> Optional.of(key);
      case Version(_, var key, _) -> Optional.of(key);
      case History(_, var key) -> key;
    };
  }

  /// Whether a path is none of ours: an operation, the CapabilityStatement, a page beside the API.
  static boolean isElsewhere(List<String> path) {
    return !path.isEmpty() && (path.stream().anyMatch(part -> part.startsWith("$"))
        || !OURS.matcher(path.getFirst()).matches());
  }

  /// What a path names, its parts decoded.
  ///
  /// @throws ResourceNotFoundException (404) if it names nothing of this server
  static Target of(List<String> path) {
    if (path.isEmpty()) {
      return new System();
    }
    if (path.equals(List.of("_history"))) {
      return new History(Optional.empty(), Optional.empty());
    }
    if (path.equals(List.of("_search"))) {
      return new SearchAll();
    }
    var type = ServedType.named(path.getFirst()).orElseThrow(() ->
        new ResourceNotFoundException("this server has no resources of such a type"));
    if (path.size() == 1) {
      return new OfType(type);
    }
    var second = path.get(1);
    var key = new ResourceKey(type.name(), second);
    if (path.size() == 2) {
      return switch (second) {
        case "_search" -> new Search(type);
        case "_history" -> new History(Optional.of(type), Optional.empty());
        default -> new Instance(type, key);
      };
    }
    if (path.get(2).equals("_history") && path.size() == 3) {
      return new History(Optional.of(type), Optional.of(key));
    }
    if (path.get(2).equals("_history") && path.size() == 4) {
      return new Version(type, key, path.get(3));
    }
    return belongings(key, path.subList(2, path.size())).orElseThrow(() ->
        new ResourceNotFoundException("this server has nothing at such a path"));
  }

  /// `*` or a type, and `_search` behind it or in the place of `*`.
  private static Optional<Target> belongings(ResourceKey owner, List<String> rest) {
    var isPath = rest.size() == 1 || rest.size() == 2 && rest.getLast().equals("_search");
    if (!SearchPlace.OWNERS.contains(owner.type()) || !isPath) {
      return Optional.empty();
    }
    var first = rest.getFirst();
    return first.equals("*") || first.equals("_search") && rest.size() == 1
        ? Optional.of(new Belongings(owner, Optional.empty()))
        : ServedType.named(first).filter(type -> SearchPlace.has(owner.type(), type.name()))
            .map(type -> new Belongings(owner, Optional.of(type)));
  }
}
