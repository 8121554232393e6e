package vn.tia.dicom.xml;

import java.util.Optional;
import vn.tia.dicom.data.Element;

/// Says which values are left out of the XML, and where they are instead.
@FunctionalInterface
public interface BulkDataReferences {
  /// Every value stands in the XML; those that a data set doesn't hold are left out.
  BulkDataReferences NONE = (path, element) -> Optional.empty();

  /// The reference to an element's value, empty to write the value itself.
  ///
  /// @param path the tags from the top, with the numbers of items from 1 between them:
  ///     `00189346/1/00080100`
  Optional<BulkData> reference(String path, Element element);
}
