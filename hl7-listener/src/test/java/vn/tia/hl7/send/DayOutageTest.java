package vn.tia.hl7.send;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.tia.hl7.send.Sender.until;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.mapping.hl7.SentKind;
import vn.tia.records.deliveries.DeliverySettings;

/// A receiver that is down for a day, as the clock has it, under the settings of the program.
@Timeout(180)
class DayOutageTest {
  private static final int PATIENTS = 5;
  private static final int REPORTS = 4;

  /// A clock that a test moves on.
  private static final class MovedClock implements InstantSource {
    private volatile Duration moved = Duration.ZERO;

    void move(Duration by) {
      moved = moved.plus(by);
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(moved);
    }
  }

  @Test
  void isFollowedByEverythingOnceAndInOrderPerPatient() throws Exception {
    var clock = new MovedClock();
    try (var his = new HapiReceiver();
        var sender = new Sender(clock, DeliverySettings.DEFAULT,
            Sender.to("his", his.port, SentKind.ORU_R01))) {
      for (int patient = 0; patient < PATIENTS; patient++) {
        String id = sender.patient("P" + patient);
        for (int report = 0; report < REPORTS; report++) {
          sender.put(sender.report(id, patient + "." + report));
        }
      }
      until(() -> sender.queued() == PATIENTS * REPORTS);
      for (int hours = 0; hours < 24; hours += 6) {
        int attempts = attempts(sender);
        clock.move(Duration.ofHours(6));
        until(() -> attempts(sender) >= attempts + PATIENTS);
      }
      assertThat(sender.waiting()).hasSize(PATIENTS * REPORTS);
      assertThat(sender.dead()).isEmpty();

      his.up();
      // The longest pause between two attempts.
      clock.move(Duration.ofMinutes(15));
      until(() -> sender.waiting().isEmpty());

      var told = conclusions(his.received);
      assertThat(told).hasSize(PATIENTS * REPORTS).doesNotHaveDuplicates();
      for (int patient = 0; patient < PATIENTS; patient++) {
        String prefix = patient + ".";
        assertThat(told.stream().filter(text -> text.startsWith(prefix)))
            .containsExactlyElementsOf(
                IntStream.range(0, REPORTS).mapToObj(report -> prefix + report).toList());
      }
      assertThat(sender.dead()).isEmpty();
    }
  }

  private static int attempts(Sender sender) {
    return sender.waiting().stream().mapToInt(one -> one.attempts()).sum();
  }

  private static List<String> conclusions(List<String> messages) {
    return messages.stream().flatMap(message -> Stream.of(message.split("\r")))
        .filter(line -> line.contains("[Impression]"))
        .map(line -> line.split("\\|")[5]).toList();
  }
}
