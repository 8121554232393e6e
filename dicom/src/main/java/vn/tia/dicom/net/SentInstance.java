package vn.tia.dicom.net;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// An instance that a C-MOVE or C-GET sends.
///
/// @param transferSyntaxes those it can be sent in, most wanted first: the one it is stored in
/// @param dataset opens its bytes once it is known in which transfer syntax the peer takes it
public record SentInstance(
    String sopClassUid, String sopInstanceUid, List<String> transferSyntaxes, Opener dataset) {

  public SentInstance {
    transferSyntaxes = List.copyOf(transferSyntaxes);
  }

  /// Opens the bytes of a data set.
  @FunctionalInterface
  public interface Opener {

    /// The data set in this transfer syntax, without file meta information; closed when it was
    /// sent.
    ///
    /// @throws IOException if it can't be had: the instance counts as failed. A stream that fails
    ///     later ends the association
    InputStream open(String transferSyntaxUid) throws IOException;
  }
}
