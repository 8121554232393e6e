package vn.tia.fhir.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.hl7.mllp.MllpClient;
import vn.tia.hl7.mllp.MllpClientSettings;

/// Orders of senders that hang up at random and send again what was not answered, and a `kill -9`
/// half-way: each is on the worklist once. `bench/run once` does the same with 100,000.
@Timeout(600)
class OnceIT {
  private static final int ORDERS = 300;
  private static final int CONNECTIONS = 8;
  /// Before one sending in so many, the message is sent without waiting for its answer.
  private static final int DROP = 8;
  private static final long SEED = 20_261_125;
  private static final String WORKLIST = Uids.MODALITY_WORKLIST_INFORMATION_MODEL_FIND.value();

  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();
  private volatile Optional<Doors> doors = Optional.empty();

  @Test
  void hasEachOrderOnceHoweverOftenItWasSent(@TempDir Path data) throws Exception {
    try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> all = new ArrayList<>();
      try {
        try (var first = TiaProcess.start(data, "up")) {
          doors = Optional.of(first.awaitDoors());
          for (int i = 0; i < CONNECTIONS; i++) {
            var random = new Random(SEED + i);
            all.add(senders.submit(() -> send(random)));
          }
          while (taken.get() < ORDERS / 2 && all.stream().noneMatch(Future::isDone)) {
            Thread.sleep(5);
          }
          first.killAll();
        }
        try (var second = TiaProcess.start(data, "up")) {
          doors = Optional.of(second.awaitDoors());
          for (var sender : all) {
            sender.get();
          }
          assertEachIsThereOnce();
          assertTheSameAnswerAgain();
        }
      } finally {
        senders.shutdownNow();
      }
    }
  }

  private void assertEachIsThereOnce() throws IOException {
    var items = worklist();
    assertThat(items).as("seed %d", SEED).hasSize(ORDERS);
    for (var tag : List.of(Tags.ACCESSION_NUMBER, Tags.PATIENT_ID, Tags.STUDY_INSTANCE_UID)) {
      assertThat(items.stream().map(item -> item.string(tag).orElseThrow()).distinct())
          .as("%s, seed %d", tag, SEED).hasSize(ORDERS);
    }
  }

  private void assertTheSameAnswerAgain() throws IOException {
    try (var client = MllpClient.connect(address())) {
      assertThat(client.exchange(order(0))).isEqualTo(client.exchange(order(0)));
    }
    assertThat(worklist()).hasSize(ORDERS);
  }

  private List<Dataset> worklist() throws IOException {
    var keys = Dataset.builder().put(Tags.ACCESSION_NUMBER, "ONCE*");
    for (Tag tag : List.of(Tags.PATIENT_ID, Tags.STUDY_INSTANCE_UID)) {
      keys.putEmpty(tag);
    }
    var call = ClientSettings.toLoopback(doors.orElseThrow().dicomPort(), "CT01", "TIA");
    try (var association = Association.open(call.propose(WORKLIST));
        var matches = association.find(WORKLIST, keys.build())) {
      return matches.all();
    }
  }

  /// Sends order after order, each until it is taken.
  private Integer send(Random random) throws InterruptedException {
    var connection = Optional.<MllpClient>empty();
    int number = next.getAndIncrement();
    for (; number < ORDERS; number = next.getAndIncrement()) {
      boolean isTaken = false;
      while (!isTaken) {
        try {
          if (random.nextInt(DROP) == 0) {
            drop(order(number), random);
          }
          connection = Optional.of(connection.isPresent()
              ? connection.get() : MllpClient.connect(address()));
          var answer = new String(connection.get().exchange(order(number)), UTF_8);
          assertThat(answer).doesNotContain("MSA|AE|");
          isTaken = answer.contains("MSA|AA|");
        } catch (IOException _) {
          connection = Optional.empty();
          Thread.sleep(random.nextInt(20));
        }
      }
      taken.incrementAndGet();
    }
    return number;
  }

  /// Sends all or a part of a message, and hangs up before, while or after it is worked on.
  private void drop(byte[] message, Random random) throws IOException, InterruptedException {
    try (var socket = new Socket("127.0.0.1", doors.orElseThrow().hl7Port())) {
      var out = socket.getOutputStream();
      out.write(0x0B);
      if (random.nextInt(3) == 0) {
        out.write(message, 0, random.nextInt(message.length));
      } else {
        out.write(message);
        out.write(new byte[] {0x1C, 0x0D});
      }
      Thread.sleep(random.nextInt(5));
    }
  }

  private MllpClientSettings address() {
    return MllpClientSettings.to("127.0.0.1", doors.orElseThrow().hl7Port());
  }

  private static byte[] order(int number) {
    return String.join("\r",
        "MSH|^~\\&|HIS|BVBD|TIA|BVBD|20261125||ORM^O01^ORM_O01|ONCE-" + number
            + "|P|2.5.1||||||UNICODE UTF-8",
        "PID|1||P" + number + "^^^BVBD^MR||ĐẶNG^HƯỜNG^THỊ||19720815|F",
        "ORC|NW|O" + number + "|||||||20261125083000",
        "OBR|1|O" + number + "||CTN^CT ngực^99HIS||||||||||||||ONCE" + number
            + "|||||||CT|||^^^20261125093000", "").getBytes(UTF_8);
  }
}
