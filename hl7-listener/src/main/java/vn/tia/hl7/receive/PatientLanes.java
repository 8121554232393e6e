package vn.tia.hl7.receive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Keeps messages about one patient in the order in which they came, over all connections: who
/// comes first is done first, and who waits holds no connection of the database.
///
/// Patients share lanes by chance, which costs a short wait and nothing else. Safe for use by many
/// threads.
final class PatientLanes {
  /// Far more than messages in work at once, so that few strangers meet.
  private static final int LANES = 1024;

  /// How much of a message is looked through for its patient.
  private static final int BYTES_MAX = 16_384;

  private final ReentrantLock[] lanes =
      Stream.generate(() -> new ReentrantLock(true)).limit(LANES).toArray(ReentrantLock[]::new);

  /// Does the work when all that came before about the same patient is done; at once where a
  /// message names no patient.
  <T> T inTurn(String facility, byte[] message, Supplier<T> work) {
    Optional<String> number = number(message);
    if (number.isEmpty()) {
      return work.get();
    }
    var lane = lanes[Math.floorMod((facility + "|" + number.get()).hashCode(), LANES)];
    lane.lock();
    try {
      return work.get();
    } finally {
      lane.unlock();
    }
  }

  /// The first component of PID-3 as it came.
  private static Optional<String> number(byte[] message) {
    String start = new String(message, 0, Math.min(message.length, BYTES_MAX), ISO_8859_1);
    int pid = Math.max(start.indexOf("\rPID"), start.indexOf("\nPID")) + 1;
    if (pid == 0 || pid + 3 >= start.length()) {
      return Optional.empty();
    }
    char separator = start.charAt(pid + 3);
    int first = start.indexOf(separator, pid + 4);
    int second = first < 0 ? -1 : start.indexOf(separator, first + 1);
    if (second < 0) {
      return Optional.empty();
    }
    // Up to a delimiter of MSH-1 or MSH-2: a number may hold anything else, as `26-0012345` does.
    String delimiters = separator + start.substring(4, 8) + "\r\n";
    int end = second + 1;
    while (end < start.length() && delimiters.indexOf(start.charAt(end)) < 0) {
      end++;
    }
    return Optional.of(start.substring(second + 1, end)).filter(number -> !number.isEmpty());
  }
}
