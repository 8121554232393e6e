package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.net.pdu.ReleaseRequest;
import vn.tia.dicom.net.pdu.ReleaseResponse;

/// Queries, their streams of matches and their ends.
class FindTest {
  private static final String WORKLIST = "1.2.840.10008.5.1.4.31";
  private static final Dataset KEYS = Dataset.builder().putEmpty(Tags.PATIENT_ID).build();

  /// Answers as many matches as it is made for, or until nobody listens.
  private static final class Numbers implements FindService {
    final int count;
    volatile String comments = "";
    final AtomicInteger sent = new AtomicInteger();
    final CountDownLatch ended = new CountDownLatch(1);

    Numbers(int count) {
      this.count = count;
    }

    private Dataset commented(int number) {
      return comments.isEmpty()
          ? match(number)
          : match(number).toBuilder().put(Tags.PATIENT_COMMENTS, comments).build();
    }

    @Override
    public boolean serves(String sopClassUid) {
      return sopClassUid.equals(WORKLIST);
    }

    @Override
    public Status find(FindRequest request, FindResponses out) {
      for (int i = 0; i < count && out.pending(commented(i)); i++) {
        sent.incrementAndGet();
      }
      ended.countDown();
      return Status.SUCCESS;
    }
  }

  private static Dataset match(int number) {
    return Dataset.builder()
        .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
        .put(Tags.PATIENT_NAME, "ĐẶNG^THỊ HƯỜNG")
        .put(Tags.PATIENT_ID, Integer.toString(number))
        .build();
  }

  private static Association open(AssociationServer server) throws IOException {
    return Association.open(
        TestServers.client(server).propose(WORKLIST).propose(RawPeer.VERIFICATION));
  }

  @Test
  void streamsEveryMatchInOrder() throws IOException {
    try (var server = TestServers.start(TestServers.settings(), new Numbers(1_000));
        var association = open(server);
        Matches matches = association.find(WORKLIST, KEYS)) {
      List<Dataset> all = matches.all();

      assertThat(all).hasSize(1_000).first().isEqualTo(match(0));
      assertThat(all.getLast()).isEqualTo(match(999));
      assertThat(matches.status()).contains(Status.SUCCESS);
      assertThat(matches.next()).isEmpty();
      assertThat(association.echo()).isEqualTo(Status.SUCCESS);
    }
  }

  @Test
  void endsOnCancelAndGoesOn() throws Exception {
    var numbers = new Numbers(Integer.MAX_VALUE);
    try (var server = TestServers.start(TestServers.settings(), numbers);
        var association = open(server)) {
      Matches matches = association.find(WORKLIST, KEYS);
      assertThat(matches.next()).contains(match(0));

      matches.cancel();
      matches.all();

      assertThat(matches.status()).contains(Status.CANCEL);
      assertThat(numbers.ended.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(association.echo()).isEqualTo(Status.SUCCESS);
    }
  }

  @Test
  void waitsForASlowReader() throws Exception {
    var numbers = new Numbers(Integer.MAX_VALUE);
    try (var server = TestServers.start(TestServers.settings(), numbers);
        var association = open(server)) {
      numbers.comments = "x".repeat(10_000);
      Matches matches = association.find(WORKLIST, KEYS);
      matches.next();

      int before = -1;
      while (numbers.sent.get() > before) {
        before = numbers.sent.get();
        Thread.sleep(400);
      }

      assertThat(numbers.sent.get() * 10_000L).as("what the network holds").isLessThan(32 << 20);
      matches.close();
      assertThat(association.echo()).isEqualTo(Status.SUCCESS);
    }
  }

  @Test
  void noticesThatThePeerIsGone() throws Exception {
    var numbers = new Numbers(Integer.MAX_VALUE);
    try (var server = TestServers.start(TestServers.settings(), numbers)) {
      Association association = open(server);
      association.find(WORKLIST, KEYS).next();
      association.abort();

      assertThat(numbers.ended.await(5, TimeUnit.SECONDS)).isTrue();
      TestServers.isUnharmed(server);
    }
  }

  @Test
  void givesUpASearchWhenAReleaseIsAskedFor() throws Exception {
    var numbers = new Numbers(Integer.MAX_VALUE);
    try (var server = TestServers.start(TestServers.settings(), numbers)) {
      Association association = open(server);
      association.find(WORKLIST, KEYS).next();

      association.release();

      assertThat(numbers.ended.await(5, TimeUnit.SECONDS)).isTrue();
      TestServers.isUnharmed(server);
    }
  }

  @Test
  void ignoresACancelOfSomethingElse() throws IOException {
    try (var server = TestServers.start(TestServers.settings(), new Numbers(3));
        var peer = RawPeer.associated(server)) {
      peer.send(RawOperation.message(Command.cancelRequest(99), Bytes.EMPTY));
      peer.send(new ReleaseRequest());

      assertThat(peer.receivePdu()).isEqualTo(new ReleaseResponse());
    }
  }

  @Test
  void answersAFloodOfCancelsOnce() throws IOException {
    var numbers = new Numbers(Integer.MAX_VALUE);
    try (var server = TestServers.start(TestServers.settings(), numbers);
        var association = open(server)) {
      Matches matches = association.find(WORKLIST, KEYS);
      for (int i = 0; i < 1_000; i++) {
        matches.cancel();
      }
      matches.all();

      assertThat(matches.status()).contains(Status.CANCEL);
      assertThat(association.echo()).isEqualTo(Status.SUCCESS);
    }
  }

  @Test
  void letsASearchRunLongerThanTheIdleTime() throws IOException {
    FindService slow =
        new FindService() {
          @Override
          public boolean serves(String sopClassUid) {
            return sopClassUid.equals(WORKLIST);
          }

          @Override
          public Status find(FindRequest request, FindResponses out) {
            try {
              Thread.sleep(2_500);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            out.pending(match(1));
            return Status.SUCCESS;
          }
        };
    try (var server = TestServers.start(TestServers.impatient(), slow);
        var association = open(server)) {
      assertThat(association.find(WORKLIST, KEYS).all()).containsExactly(match(1));
    }
  }

  @Test
  void answersWhatAServiceThrows() throws IOException {
    FindService failing =
        new FindService() {
          @Override
          public boolean serves(String sopClassUid) {
            return sopClassUid.equals(WORKLIST);
          }

          @Override
          public Status find(FindRequest request, FindResponses out) {
            throw new IllegalStateException("the database is away");
          }
        };
    try (var server = TestServers.start(TestServers.settings(), failing);
        var association = open(server)) {
      Matches matches = association.find(WORKLIST, KEYS);

      assertThat(matches.next()).isEmpty();
      assertThat(matches.status())
          .contains(Status.CANNOT_UNDERSTAND.withComment("the search failed"));
    }
  }

  @Test
  void saysWhereAnIdentifierCannotBeUnderstood() throws IOException {
    Command request = Command.request(Command.C_FIND_RQ, 1, WORKLIST, Command.Body.DATASET);
    try (var server = TestServers.start(TestServers.settings(), new Numbers(1))) {
      Command answer =
          RawOperation.on(server, WORKLIST, request, Bytes.hex("1000 1000 504E FFFF 41"));

      assertThat(answer.status().code()).isEqualTo(0xC000);
      assertThat(answer.status().errorComment())
          .hasValueSatisfying(c -> assertThat(c).startsWith("(0010,0010) at byte "));
    }
  }

  @Test
  void refusesAnIdentifierBeyondItsLimit() throws IOException {
    try (var server = TestServers.start(TestServers.settings(), new Numbers(1));
        var association = open(server)) {
      Dataset keys = Dataset.builder().put(Tags.PATIENT_COMMENTS, "x".repeat(5_000_000)).build();

      Matches matches = association.find(WORKLIST, keys);

      assertThat(matches.next()).isEmpty();
      assertThat(matches.status().map(Status::code)).contains(0xA700);
    }
  }
}
