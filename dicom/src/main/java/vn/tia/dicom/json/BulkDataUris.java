package vn.tia.dicom.json;

import java.util.Optional;
import vn.tia.dicom.data.Element;

/// Says which values are left out of the JSON, and where they can be fetched instead.
@FunctionalInterface
public interface BulkDataUris {

  /// Every value stands in the JSON; those that a data set doesn't hold are left out.
  BulkDataUris NONE = (path, element) -> Optional.empty();

  /// The URI of an element's value, empty to write the value itself.
  ///
  /// @param path the tags from the top, with the numbers of items from 1 between them:
  ///     `00189346/1/00080100`
  Optional<String> uri(String path, Element element);
}
