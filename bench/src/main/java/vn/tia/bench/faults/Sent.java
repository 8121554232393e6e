package vn.tia.bench.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import vn.tia.bench.archive.Slices.Slice;

/// What was sent, and what of it was acknowledged.
///
/// @param instances the SHA-256 of the data sets that were acknowledged, by SOP Instance UID
/// @param orders the numbers of orders that were acknowledged
/// @param sendings how often anything was sent
record Sent(Map<String, String> instances, Set<Integer> orders, AtomicInteger sendings) {

  Sent() {
    this(new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet(), new AtomicInteger());
  }

  void acknowledged(Slice slice) {
    instances.put(slice.instance().sopInstanceUid(), sum(slice.dataset()));
  }

  /// The SHA-256 of all bytes of a stream, in hex.
  static String sum(InputStream in) {
    try (var digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      digested.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digested.getMessageDigest().digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
