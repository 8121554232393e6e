package vn.tia.dicom.net;

import vn.tia.dicom.data.Dataset;

/// Where a [FindService] sends its matches.
@FunctionalInterface
public interface FindResponses {

  /// Sends one match and waits until the network took it; false once nobody listens: the search was
  /// cancelled or the association ended.
  default boolean pending(Dataset match) {
    return pending(Status.PENDING, match);
  }

  /// The same with another pending status: [Status#PENDING_WITHOUT_OPTIONAL_KEYS] where a key was
  /// passed over that the query wanted to be matched (PS3.4 section C.4.1.1.4).
  boolean pending(Status status, Dataset match);

  /// The same, but the match may wait for the next one or the last answer, to be sent with it: for
  /// a search that has its matches at hand.
  default boolean withNext(Status status, Dataset match) {
    return pending(status, match);
  }
}
