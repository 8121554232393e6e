package vn.tia.dicom.net;

import java.io.IOException;

/// Tells events to the peer that asked for an action, on the same association.
public interface EventReports {

  /// Sends an N-EVENT-REPORT and waits for its answer.
  ///
  /// Called by another thread than the one that performs the action: the report waits until the
  /// action was answered.
  ///
  /// @throws IOException if the association has ended or ends before the answer: then the event is
  ///     to be told on another one
  NResponse report(EventReport report) throws IOException;
}
