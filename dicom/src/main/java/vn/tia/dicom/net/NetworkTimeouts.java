package vn.tia.dicom.net;

import java.time.Duration;

/// How long a peer is waited for.
///
/// @param connect until a connection is made, TLS included
/// @param artim until the whole A-ASSOCIATE-RQ has come, and until the peer has closed after the
///     association ended (PS3.8 section 9.1.5)
/// @param idle between two messages, and between two PDUs of one
/// @param pdu from the first byte of a PDU to its last: no peer may drip
/// @param write until a PDU was taken by the network: no peer may stop listening
/// @param response until the answer to a request of ours begins: a search may take its time
/// @param close for the operations that run when a server stops
public record NetworkTimeouts(
    Duration connect,
    Duration artim,
    Duration idle,
    Duration pdu,
    Duration write,
    Duration response,
    Duration close) {

  public static final NetworkTimeouts DEFAULT =
      new NetworkTimeouts(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofMinutes(2),
          Duration.ofSeconds(10));

  /// The same with this time to make a connection.
  public NetworkTimeouts withConnect(Duration connect) {
    return new NetworkTimeouts(connect, artim, idle, pdu, write, response, close);
  }

  /// The same with this ARTIM timer.
  public NetworkTimeouts withArtim(Duration artim) {
    return new NetworkTimeouts(connect, artim, idle, pdu, write, response, close);
  }

  /// The same with this time between two messages.
  public NetworkTimeouts withIdle(Duration idle) {
    return new NetworkTimeouts(connect, artim, idle, pdu, write, response, close);
  }

  /// The same with this time for one PDU to arrive, and to be taken.
  public NetworkTimeouts withPdu(Duration pdu) {
    return new NetworkTimeouts(connect, artim, idle, pdu, pdu, response, close);
  }

  /// The same with this time to wait for an answer.
  public NetworkTimeouts withResponse(Duration response) {
    return new NetworkTimeouts(connect, artim, idle, pdu, write, response, close);
  }

  /// The same with this time for running operations to end.
  public NetworkTimeouts withClose(Duration close) {
    return new NetworkTimeouts(connect, artim, idle, pdu, write, response, close);
  }
}
