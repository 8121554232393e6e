package vn.tia.bridge.store;

import java.util.Set;
import java.util.stream.Collectors;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.UidRegistry;

/// Which SOP classes are stored: all storage classes of PS3.6, and others by choice.
///
/// @param unknown what becomes of those that the standard doesn't list
/// @param named those of them that are stored whatever is said of the others
public record StorageClasses(Unknown unknown, Set<String> named) {

  /// What becomes of a class that the standard doesn't list: a vendor's own, or of a later edition.
  public enum Unknown {
    REFUSED,
    TAKEN
  }

  /// Only what the standard lists.
  public static final StorageClasses REGISTERED = new StorageClasses(Unknown.REFUSED, Set.of());
  /// Also classes that the standard doesn't list.
  public static final StorageClasses REGISTERED_AND_UNKNOWN =
      new StorageClasses(Unknown.TAKEN, Set.of());

  private static final String DICOM_ROOT = "1.2.840.10008.";
  private static final String STORAGE_ROOT = "1.2.840.10008.5.1.4.1.1.";

  private static final Set<String> KNOWN = UidRegistry.storageClasses().stream()
      .map(entry -> entry.uid().value())
      .collect(Collectors.toUnmodifiableSet());

  /// @throws IllegalArgumentException if a name is no UID, or that of something else
  public StorageClasses {
    named = Set.copyOf(named);
    for (var uid : named) {
      if (!Uid.isWellFormed(uid) || !KNOWN.contains(uid) && !isUnknown(uid)) {
        throw new IllegalArgumentException(uid + " can't be the UID of a storage class");
      }
    }
  }

  public boolean contain(String sopClassUid) {
    return KNOWN.contains(sopClassUid) || named.contains(sopClassUid)
        || unknown == Unknown.TAKEN && isUnknown(sopClassUid);
  }

  private static boolean isUnknown(String uid) {
    return UidRegistry.find(uid).isEmpty()
        && (!uid.startsWith(DICOM_ROOT) || uid.startsWith(STORAGE_ROOT));
  }
}
