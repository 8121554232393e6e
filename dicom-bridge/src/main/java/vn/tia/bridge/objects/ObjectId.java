package vn.tia.bridge.objects;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The name of one stored object: 32 hex digits, made by us and never from a received value.
///
/// The first 12 digits are the milliseconds of its making, so that objects of one hour lie together
/// on the disk and a sweep reads only the hours it has not read yet; the other 20 are random.
public record ObjectId(String value) implements Comparable<ObjectId> {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int TIME_DIGITS = 12;
  private static final int RANDOM_BYTES = 10;

  public ObjectId {
    if (!isOne(value)) {
      throw new IllegalArgumentException("an object id has 32 lower-case hex digits");
    }
  }

  /// Whether a text is the form of an id.
  public static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }

  /// A new id for an object of this moment.
  public static ObjectId create(Instant now) {
    var random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    return new ObjectId(
        HexFormat.of().toHexDigits(now.toEpochMilli(), TIME_DIGITS)
            + HexFormat.of().formatHex(random));
  }

  /// When the object was made, to the millisecond.
  public Instant created() {
    return Instant.ofEpochMilli(HexFormat.fromHexDigitsToLong(value, 0, TIME_DIGITS));
  }

  @Override
  public int compareTo(ObjectId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
