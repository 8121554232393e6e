package vn.tia.hl7.receive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PatientLanesTest {
  private final PatientLanes lanes = new PatientLanes();

  private static byte[] message(String number) {
    return ("MSH|^~\\&|HIS|BV01\rPID|1||" + number + "^^^BV01^MR||A^B\r").getBytes(UTF_8);
  }

  /// Whether the second patient's message is done while the first one's is in work.
  private boolean isDoneBeside(String one, String other) throws Exception {
    var isInWork = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var done = new CountDownLatch(1);
    var first = Thread.ofVirtual().start(() -> lanes.inTurn("BV01", message(one), () -> {
      isInWork.countDown();
      return wait(goOn);
    }));
    isInWork.await();
    var second = Thread.ofVirtual().start(() -> lanes.inTurn("BV01", message(other), () -> {
      done.countDown();
      return true;
    }));
    boolean isDone = done.await(one.equals(other) ? 200 : 30_000, TimeUnit.MILLISECONDS);
    goOn.countDown();
    first.join();
    second.join();
    return isDone;
  }

  private static boolean wait(CountDownLatch latch) {
    try {
      return latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void letsStrangersPassWhoseNumbersBeginAlike() throws Exception {
    assertThat(isDoneBeside("26-0012345", "26-0012346")).isTrue();
    assertThat(isDoneBeside("BV01.7", "BV01.8")).isTrue();
  }

  @Test
  void keepsMessagesOfOnePatientInTurn() throws Exception {
    assertThat(isDoneBeside("26-0012345", "26-0012345")).isFalse();
  }
}
