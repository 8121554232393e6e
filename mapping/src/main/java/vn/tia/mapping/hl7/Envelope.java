package vn.tia.mapping.hl7;

import java.time.Instant;
import java.time.ZoneId;
import vn.tia.mapping.exam.AuthoritySystems;

/// Who sends a message to whom and in which dialect, and how the facility names its numbers.
///
/// @param parties MSH-3 to MSH-6
/// @param controlId MSH-10, the same each time the message is sent
/// @param at MSH-7
public record Envelope(
    Parties parties, String controlId, Instant at, ZoneId zone, AuthoritySystems systems,
    Dialect dialect) {

  /// The names of both sides.
  ///
  /// @param sendingApplication MSH-3
  /// @param sendingFacility MSH-4
  /// @param receivingApplication MSH-5
  /// @param receivingFacility MSH-6
  public record Parties(
      String sendingApplication, String sendingFacility, String receivingApplication,
      String receivingFacility) {}

  Hl7Version version() {
    return dialect.version();
  }

  String time(Instant instant) {
    return Hl7Times.format(instant, zone);
  }
}
