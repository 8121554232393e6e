package vn.tia.hl7.mllp;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Where an MLLP client connects, and how long it waits.
///
/// @param host name or address of the receiver
/// @param port its port
/// @param connectTime how long the TCP connection and the TLS handshake may take; 10 s
/// @param answerTime from the start of sending to the end of the answer; 30 s
/// @param answerBytesMax the longest answer; 1 MB
/// @param tls plain TCP where empty
public record MllpClientSettings(
    String host, int port, Duration connectTime, Duration answerTime, int answerBytesMax,
    Optional<SSLContext> tls) {

  /// Plain, with the default times.
  public static MllpClientSettings to(String host, int port) {
    return new MllpClientSettings(
        host, port, Duration.ofSeconds(10), Duration.ofSeconds(30), 1 << 20, Optional.empty());
  }

  /// The same with another time to wait for an answer.
  public MllpClientSettings withAnswerTime(Duration time) {
    return new MllpClientSettings(host, port, connectTime, time, answerBytesMax, tls);
  }

  /// The same over TLS.
  public MllpClientSettings with(SSLContext context) {
    return new MllpClientSettings(
        host, port, connectTime, answerTime, answerBytesMax, Optional.of(context));
  }
}
