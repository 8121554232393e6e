package vn.tia.dicom.net;

import java.io.IOException;

/// Sends instances to who asks for them, on the same association, by C-GET (PS3.7 section 9.1.3).
///
/// [#serves] names the information models, [#sends] the storage classes that may be sent.
public non-sealed interface GetService extends DimseService {

  /// How a request to get instances is taken.
  sealed interface Answer {
    /// Nothing is sent; the status says why.
    record Refused(Status status) implements Answer {}

    /// These are sent.
    record Sending(SentInstances instances) implements Answer {}
  }

  /// Finds what is asked for. The instances are then sent one after the other, each read when the
  /// one before it was answered.
  ///
  /// @throws IOException if finding fails (answered C000)
  Answer get(RetrieveRequest request) throws IOException;
}
