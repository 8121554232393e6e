package vn.tia.bridge.store;

import java.util.Set;
import java.util.stream.Collectors;
import vn.tia.dicom.data.UidRegistry;

/// Which SOP classes are stored: all storage classes of PS3.6, and the unregistered ones by choice.
public enum StorageClasses {
  /// Only what the standard lists.
  REGISTERED,
  /// Also classes that the standard doesn't list: a vendor's own, or of a later edition.
  REGISTERED_AND_UNKNOWN;

  private static final String DICOM_ROOT = "1.2.840.10008.";
  private static final String STORAGE_ROOT = "1.2.840.10008.5.1.4.1.1.";

  private static final Set<String> KNOWN = UidRegistry.storageClasses().stream()
      .map(entry -> entry.uid().value())
      .collect(Collectors.toUnmodifiableSet());

  public boolean contain(String sopClassUid) {
    return switch (this) {
      case REGISTERED -> KNOWN.contains(sopClassUid);
      case REGISTERED_AND_UNKNOWN -> KNOWN.contains(sopClassUid) || isUnknown(sopClassUid);
    };
  }

  private static boolean isUnknown(String uid) {
    return UidRegistry.find(uid).isEmpty()
        && (!uid.startsWith(DICOM_ROOT) || uid.startsWith(STORAGE_ROOT));
  }
}
