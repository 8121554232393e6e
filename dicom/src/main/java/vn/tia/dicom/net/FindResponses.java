package vn.tia.dicom.net;

import vn.tia.dicom.data.Dataset;

/// Where a [FindService] sends its matches.
@FunctionalInterface
public interface FindResponses {

  /// Sends one match and waits until the network took it; false once nobody listens: the search was
  /// cancelled or the association ended.
  boolean pending(Dataset match);
}
