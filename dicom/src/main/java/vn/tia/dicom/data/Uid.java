package vn.tia.dicom.data;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/// A unique identifier that is well formed (PS3.5 section 9.1).
///
/// Components with leading zeros are taken as they come: senders in the field write them, and
/// changing one would change the identity.
public record Uid(String value) implements Comparable<Uid> {
  /// The longest UID that the standard allows.
  public static final int CHARS_MAX = 64;

  public Uid {
    if (!isWellFormed(value)) {
      throw new IllegalArgumentException(
          "a UID is up to 64 digits and dots, got " + value.length() + " other characters");
    }
  }

  /// The UID that a text holds, empty where it is not well formed; padding is dropped.
  public static Optional<Uid> parse(String text) {
    String bare = text.replace('\0', ' ').strip();
    return isWellFormed(bare) ? Optional.of(new Uid(bare)) : Optional.empty();
  }

  /// A new UID under `2.25`, made from a random UUID (PS3.5 section B.2).
  public static Uid random() {
    return of(UUID.randomUUID());
  }

  /// The UID under `2.25` that stands for a UUID (PS3.5 section B.2).
  public static Uid of(UUID uuid) {
    var bytes = ByteBuffer.allocate(16)
        .putLong(uuid.getMostSignificantBits())
        .putLong(uuid.getLeastSignificantBits());
    return new Uid("2.25." + new BigInteger(1, bytes.array()));
  }

  /// Whether a text is 1 to 64 characters of dot-separated digits.
  public static boolean isWellFormed(String text) {
    if (text.isEmpty() || text.length() > CHARS_MAX) {
      return false;
    }
    boolean digitBefore = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      if (!digit && (c != '.' || !digitBefore)) {
        return false;
      }
      digitBefore = digit;
    }
    return digitBefore;
  }

  @Override
  public int compareTo(Uid other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
