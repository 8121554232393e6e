package vn.tia.hl7.mllp;

import java.io.IOException;

/// The peer broke the framing or a limit: the connection is closed without an answer.
public final class MllpException extends IOException {

  /// Says what was expected and what came, never what the message holds.
  public MllpException(String message) {
    super(message);
  }
}
