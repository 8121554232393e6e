package vn.tia.fhir.rest.query;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import vn.tia.fhir.search.PageKey;
import vn.tia.records.access.Access;

/// Writes and reads the opaque tokens of `next` links: the search and where its page ended,
/// signed for the caller who got the page.
///
/// No page is held on the server, so a link works on every node and after a restart, until it is
/// too old.
public final class PageLinks {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SIGNATURE_BYTES = 16;
  private static final int TOKEN_LETTERS_MAX = 16_384;
  private static final int PACKED_FROM = 1_000;
  private static final int UNPACKED_BYTES_MAX = 1 << 17;

  /// No letter of Base64.
  private static final String PACKED = "~";

  private final SecretKeySpec key;

  private final Duration age;
  private final Clock clock;

  /// @param secret the key, the same on every node
  /// @param age how long a link is good
  public PageLinks(byte[] secret, Duration age, Clock clock) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
    this.age = age;
    this.clock = clock;
  }

  /// A search and where to go on.
  public record Position(String type, Map<String, List<String>> query, PageKey after) {}

  /// The token of a position, for callers with this access only.
  public String write(Position position, Access access) {
    try {
      var bytes = new ByteArrayOutputStream();
      var out = new DataOutputStream(bytes);
      out.writeLong(clock.instant().plus(age).getEpochSecond());
      out.writeUTF(position.type());
      out.writeShort(position.query().size());
      for (var entry : position.query().entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeShort(entry.getValue().size());
        for (var value : entry.getValue()) {
          out.writeUTF(value);
        }
      }
      out.writeShort(position.after().values().size());
      for (var value : position.after().values()) {
        out.writeBoolean(value.isPresent());
        out.writeUTF(value.orElse(""));
      }
      out.write(signature(bytes.toByteArray(), access));
      return text(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The position of a token, empty where it was not written by us for callers like this one.
  public Optional<Position> read(String token, Access access) {
    try {
      if (token.length() > TOKEN_LETTERS_MAX) {
        return Optional.empty();
      }
      var bytes = bytes(token);
      var length = bytes.length - SIGNATURE_BYTES;
      if (length < 0 || !isSigned(bytes, length, access)) {
        return Optional.empty();
      }
      var in = new DataInputStream(new ByteArrayInputStream(bytes, 0, length));
      return in.readLong() < clock.instant().getEpochSecond()
          ? Optional.empty()
          : Optional.of(position(in));
    } catch (IllegalArgumentException | IOException foreign) {
      return Optional.empty();
    }
  }

  /// Long searches, such as 500 ids by POST, are packed so that they fit into a URL.
  private static String text(byte[] signed) throws IOException {
    var encoder = Base64.getUrlEncoder().withoutPadding();
    if (signed.length < PACKED_FROM) {
      return encoder.encodeToString(signed);
    }
    var packed = new ByteArrayOutputStream();
    try (var deflater = new DeflaterOutputStream(packed)) {
      deflater.write(signed);
    }
    return PACKED + encoder.encodeToString(packed.toByteArray());
  }

  private static byte[] bytes(String token) throws IOException {
    if (!token.startsWith(PACKED)) {
      return Base64.getUrlDecoder().decode(token);
    }
    var packed = Base64.getUrlDecoder().decode(token.substring(PACKED.length()));
    try (var inflater = new InflaterInputStream(new ByteArrayInputStream(packed))) {
      return inflater.readNBytes(UNPACKED_BYTES_MAX);
    }
  }

  private boolean isSigned(byte[] bytes, int length, Access access) {
    var signed = Arrays.copyOf(bytes, length);
    var signature = Arrays.copyOfRange(bytes, length, bytes.length);
    return MessageDigest.isEqual(signature, signature(signed, access));
  }

  private static Position position(DataInputStream in) throws IOException {
    var type = in.readUTF();
    var query = new LinkedHashMap<String, List<String>>();
    var names = in.readUnsignedShort();
    for (int i = 0; i < names; i++) {
      var name = in.readUTF();
      var values = new ArrayList<String>();
      var count = in.readUnsignedShort();
      for (int j = 0; j < count; j++) {
        values.add(in.readUTF());
      }
      query.put(name, values);
    }
    var after = new ArrayList<Optional<String>>();
    var keys = in.readUnsignedShort();
    for (int i = 0; i < keys; i++) {
      var isPresent = in.readBoolean();
      var value = in.readUTF();
      after.add(isPresent ? Optional.of(value) : Optional.empty());
    }
    return new Position(type, query, new PageKey(after));
  }

  private byte[] signature(byte[] bytes, Access access) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(bytes);
      // Not in the token: only who may see the same facilities makes the same signature.
      mac.update(new TreeSet<>(access.facilityIds()).toString()
          .getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(mac.doFinal(), SIGNATURE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
