package vn.tia.hl7.send;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vn.tia.hl7.mllp.MllpClientSettings;
import vn.tia.mapping.hl7.Dialect;
import vn.tia.mapping.hl7.Envelope;
import vn.tia.mapping.hl7.SentKind;

/// A system that gets messages of one facility.
///
/// @param name under which its messages are queued; unique
/// @param facilityCode whose messages it gets
/// @param kinds what it gets
/// @param parties MSH-3 to MSH-6
/// @param dialect in which version and characters it is written to
/// @param client where it listens
/// @param onError what an AE means
public record Hl7Destination(
    String name, String facilityCode, Set<SentKind> kinds, Envelope.Parties parties,
    Dialect dialect, MllpClientSettings client, OnError onError) {

  /// What becomes of a message that the receiver answered with AE.
  public enum OnError {
    /// It is laid aside for somebody to look at, and the next one is sent.
    LAY_ASIDE,
    /// It is sent again: for a receiver that answers AE while it is busy.
    SEND_AGAIN
  }

  public Hl7Destination {
    kinds = Set.copyOf(kinds);
    require(!name.isBlank(), "a destination needs a name");
    require(!client.host().isBlank(), "the destination " + name + " needs a host");
    require(client.port() > 0 && client.port() < 65_536,
        "the destination " + name + " has the port " + client.port() + ", expected 1 to 65535");
    require(!kinds.isEmpty(), "the destination " + name + " gets no kind of message");
    for (SentKind kind : kinds) {
      Optional<String> missing = kind.missingIn(dialect.version());
      require(missing.isEmpty(), "the destination " + name + " can't be sent to: "
          + missing.orElse(""));
    }
    // HD holds 227 characters, and no HIS expects escapes in the names of its interfaces.
    require(Stream.of(parties.sendingApplication(), parties.sendingFacility(),
            parties.receivingApplication(), parties.receivingFacility())
        .allMatch(text -> text.length() <= 227 && text.matches("[^|^~\\\\&\\p{Cntrl}]*")),
        "the destination " + name + " has a name for MSH-3 to MSH-6 with a delimiter in it");
  }

  private static void require(boolean isSo, String otherwise) {
    if (!isSo) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
