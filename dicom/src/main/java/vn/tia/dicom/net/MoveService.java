package vn.tia.dicom.net;

import java.io.IOException;

/// Sends instances to another application entity by C-MOVE (PS3.7 section 9.1.4).
public non-sealed interface MoveService extends DimseService {

  /// How a request to move instances is taken.
  sealed interface Answer {
    /// Nothing is sent; the status says why, A801 where the destination isn't known.
    record Refused(Status status) implements Answer {}

    /// These are sent to this destination. What the settings propose is proposed first; what else
    /// an instance needs is proposed when it comes, on another association.
    record Sending(ClientSettings destination, SentInstances instances) implements Answer {}
  }

  /// Finds what is asked for, and whom `destinationAe` means. The instances are then sent one after
  /// the other, each read when the one before it was answered.
  ///
  /// @throws IOException if finding fails (answered C000)
  Answer move(RetrieveRequest request, String destinationAe) throws IOException;
}
