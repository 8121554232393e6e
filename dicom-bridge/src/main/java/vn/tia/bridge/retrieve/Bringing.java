package vn.tia.bridge.retrieve;

import vn.tia.dicom.net.AssociationInfo;
import vn.tia.records.access.Access;
import vn.tia.records.studies.InstanceSelection.Keys;

/// Brings here what a retrieval names and another archive holds.
@FunctionalInterface
public interface Bringing {

  /// Nothing lies elsewhere.
  Bringing NOTHING = (_, _, _) -> true;

  /// Brings it, and says whether all of it is here or nowhere now.
  boolean bring(AssociationInfo caller, Keys keys, Access access);
}
