package vn.tia.hl7.mllp;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// What becomes of a message that came in.
///
/// Called on the connection's own virtual thread, so it may block; many connections call at once.
@FunctionalInterface
public interface MllpHandler {

  /// The answer to send, empty to close the connection without one.
  Optional<byte[]> answer(byte[] message, InetSocketAddress remote);

  /// The answers to send, one after the other; none where the peer wants none. Empty to close the
  /// connection.
  default Optional<List<byte[]>> answers(byte[] message, InetSocketAddress remote) {
    return answer(message, remote).map(List::of);
  }

  /// A peer was let go because it broke the framing or TLS, or took too long over a message.
  ///
  /// @param why what was wrong, without a byte of what it sent
  default void broken(InetSocketAddress remote, String why) {}
}
