package vn.tia.dicom.net;

import java.net.InetSocketAddress;

/// Hears which peers were turned away, for the audit trail.
@FunctionalInterface
public interface AssociationListener {

  /// A peer was rejected, aborted, or closed for its silence by us. `why` is one sentence that
  /// quotes nothing the peer wrote.
  void turnedAway(InetSocketAddress remote, String why);

  /// Hears nothing.
  static AssociationListener none() {
    return (_, _) -> {};
  }
}
