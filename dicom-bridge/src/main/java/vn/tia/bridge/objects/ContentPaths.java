package vn.tia.bridge.objects;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.stream.Stream;

/// Where sealed objects lie: `<5 digits>/<3 digits>/<id>`, the digits being the first ones of the
/// id.
///
/// The id starts with its time, so the first directory holds 2^28 ms (3 days) and the second 2^16
/// ms (66 s): at 1,000 objects/s no directory grows past 66,000 files, and a quiet hour makes few
/// of them.
record ContentPaths(Path root) {

  private static final int DAYS_DIGITS = 5;
  private static final int MINUTE_DIGITS = 3;
  private static final int TIME_DIGITS = 12;

  Path of(ObjectId id) {
    var name = id.value();
    var minute = DAYS_DIGITS + MINUTE_DIGITS;
    return root.resolve(name.substring(0, DAYS_DIGITS))
        .resolve(name.substring(DAYS_DIGITS, minute))
        .resolve(name);
  }

  Stream<ObjectId> made(Instant from, Instant until) throws IOException {
    var first = digits(from);
    var last = digits(until);
    return list(root)
        .filter(days -> within(name(days), first, last))
        .flatMap(ContentPaths::list)
        .filter(minute -> within(name(minute.getParent()) + name(minute), first, last))
        .flatMap(ContentPaths::list)
        .map(file -> new ObjectId(name(file)))
        .filter(id -> !id.created().isBefore(from) && id.created().isBefore(until));
  }

  /// Whether a directory whose ids start with these digits can hold ids of the span.
  private static boolean within(String prefix, String first, String last) {
    return prefix.compareTo(first.substring(0, prefix.length())) >= 0
        && prefix.compareTo(last.substring(0, prefix.length())) <= 0;
  }

  private static String digits(Instant time) {
    return HexFormat.of().toHexDigits(Math.max(0, time.toEpochMilli()), TIME_DIGITS);
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  private static Stream<Path> list(Path directory) {
    try {
      return Files.list(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
