package vn.tia.records.messages;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import vn.tia.dicom.data.Bytes;

/// A message as it came in.
///
/// @param sender MSH-3 and MSH-4, as `HIS|BV01`
/// @param controlId MSH-10
/// @param kind MSH-9, as `ORM^O01`
/// @param sha256 of the content
public record InboundMessage(
    int facilityId, String sender, String controlId, String kind, Bytes content, Bytes sha256,
    Instant received) {

  /// A message with the digest of its content.
  public static InboundMessage of(
      int facilityId, String sender, String controlId, String kind, byte[] content,
      Instant received) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return new InboundMessage(facilityId, clean(sender), clean(controlId), clean(kind),
          Bytes.wrap(content), Bytes.wrap(digest), received);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /// PostgreSQL's text holds no NUL, and an index entry 2,700 bytes.
  private static String clean(String text) {
    String without = text.replace("\0", "");
    return without.length() <= 250 ? without : without.substring(0, 250);
  }
}
