package vn.tia.dicom.deidentify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import vn.tia.dicom.data.Uid;

/// New names for old ones: the same for the same, and nobody without the key finds the old one.
///
/// Each is a keyed hash (HMAC with SHA-256), so that no list has to be kept: who has the key gets
/// the same ones again, for a study that comes in two parts.
public final class Pseudonyms {
  /// As long as the hash's own strength asks for.
  public static final int KEY_BYTES_MIN = 16;

  private static final int RANDOM_KEY_BYTES = 32;

  /// Dates move back by up to ten years: far enough to hide the day, near enough for the age.
  private static final int DAYS_MAX = 3650;

  private final SecretKeySpec key;

  /// Pseudonyms of a secret key.
  ///
  /// @throws IllegalArgumentException if it is shorter than 16 bytes
  public Pseudonyms(byte[] key) {
    if (key.length < KEY_BYTES_MIN) {
      throw new IllegalArgumentException(
          "a key has at least %d bytes, got %d".formatted(KEY_BYTES_MIN, key.length));
    }
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  /// Pseudonyms that nobody can make again.
  public static Pseudonyms random() {
    byte[] key = new byte[RANDOM_KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return new Pseudonyms(key);
  }

  /// A UID under `2.25` in place of this one; UIDs of the standard itself stay.
  String uid(String old) {
    if (old.isBlank() || old.startsWith("1.2.840.10008.")) {
      return old;
    }
    ByteBuffer hash = hash("uid", old);
    // RFC 9562 section 5.8: version 8 is for UUIDs that programs make by rules of their own.
    long high = hash.getLong() & ~0xF000L | 0x8000L;
    long low = hash.getLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
    return Uid.of(new UUID(high, low)).value();
  }

  /// A name in place of a patient's: never only digits, as personal numbers are.
  String patient(String old) {
    byte[] first = new byte[6];
    hash("patient", old).get(first);
    return "ANON-" + HexFormat.of().withUpperCase().formatHex(first);
  }

  /// How many days a patient's dates move back.
  int daysBack(String old) {
    return 1 + Math.floorMod(hash("days", old).getInt(), DAYS_MAX);
  }

  private ByteBuffer hash(String kind, String old) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(kind.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return ByteBuffer.wrap(mac.doFinal(old.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
    }
  }
}
