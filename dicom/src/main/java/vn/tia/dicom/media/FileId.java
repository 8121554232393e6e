package vn.tia.dicom.media;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The name of a file in a file-set: up to eight components of up to eight capital letters, digits
/// and underscores (PS3.10 section 8.2), so that no name leads out of the file-set.
public record FileId(List<String> components) {
  private static final int COMPONENTS_MAX = 8;
  private static final String COMPONENT = "[A-Z0-9_]{1,8}";

  public FileId {
    components = List.copyOf(components);
    if (!isWellFormed(components)) {
      throw new IllegalArgumentException(
          "a file ID is 1 to 8 components of 1 to 8 characters A-Z, 0-9 and _");
    }
  }

  public static FileId of(String... components) {
    return new FileId(List.of(components));
  }

  /// The file ID with these components, empty where they break the rules.
  public static Optional<FileId> parse(List<String> components) {
    return isWellFormed(components) ? Optional.of(new FileId(components)) : Optional.empty();
  }

  private static boolean isWellFormed(List<String> components) {
    return !components.isEmpty() && components.size() <= COMPONENTS_MAX
        && components.stream().allMatch(one -> one.matches(COMPONENT));
  }

  /// Where the file lies under the folder of its DICOMDIR.
  public Path under(Path folder) {
    Path path = folder;
    for (String component : components) {
      path = path.resolve(component);
    }
    return path;
  }

  /// The components parted by `/`, as a ZIP archive has them.
  @Override
  public String toString() {
    return String.join("/", components);
  }
}
