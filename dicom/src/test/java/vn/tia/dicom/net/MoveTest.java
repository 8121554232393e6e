package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.tia.dicom.net.TestRetrievals.EXPLICIT;
import static vn.tia.dicom.net.TestRetrievals.MR;
import static vn.tia.dicom.net.TestRetrievals.STUDY;
import static vn.tia.dicom.net.TestRetrievals.stored;
import static vn.tia.dicom.net.TestRetrievals.storing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.dicom.net.TestRetrievals.Endless;
import vn.tia.dicom.testkit.SmallArchive;

/// C-MOVE, from both sides.
@Timeout(30)
class MoveTest {
  private final SmallArchive archive = new SmallArchive();
  private final KeepingStore received = new KeepingStore();

  private void hasStudy(String sopClass, int from, int to) {
    IntStream.range(from, to).forEach(i -> archive.keep(stored(sopClass, i)));
  }

  @Test
  void movesAStudyToItsDestination() throws IOException {
    hasStudy(RawPeer.CT, 0, 2);
    hasStudy(MR, 2, 3);
    try (var destination = TestServers.start(TestServers.settings(), received);
        var server = TestServers.start(TestServers.settings(), archive)) {
      archive.destinations.put(
          "STATION", ClientSettings.toLoopback(destination.port(), "TIA", "TIA"));
      try (var association =
          Association.open(TestServers.client(server).propose(SmallArchive.MOVE))) {
        RetrieveResult result =
            association.move(SmallArchive.MOVE, STUDY, "STATION").result();

        assertThat(result)
            .isEqualTo(
                new RetrieveResult(
                    Status.SUCCESS, new SubOperationCounts(0, 3, 0, 0), List.of()));
      }
      TestServers.isUnharmed(destination);
    }
    assertThat(received.datasets).hasSize(3);
    assertThat(received.requests.get("1.2.1.0").originator())
        .contains(new MoveOriginator("CLIENT", 1));
  }

  @Test
  void refusesADestinationThatIsNotKnown() throws IOException {
    hasStudy(RawPeer.CT, 0, 1);
    try (var server = TestServers.start(TestServers.settings(), archive);
        var association =
            Association.open(TestServers.client(server).propose(SmallArchive.MOVE))) {
      assertThat(association.move(SmallArchive.MOVE, STUDY, "NOBODY").result().status())
          .isEqualTo(Status.MOVE_DESTINATION_UNKNOWN);
    }
    assertThat(archive.opened).hasValue(0);
  }

  @Test
  void saysThatADestinationDoesNotAnswer() throws IOException {
    hasStudy(RawPeer.CT, 0, 3);
    int nobody;
    try (var gone = TestServers.start(TestServers.settings())) {
      nobody = gone.port();
    }
    archive.destinations.put("AWAY", ClientSettings.toLoopback(nobody, "TIA", "TIA"));
    try (var server = TestServers.start(TestServers.settings(), archive);
        var association =
            Association.open(TestServers.client(server).propose(SmallArchive.MOVE))) {
      assertThat(association.move(SmallArchive.MOVE, STUDY, "AWAY").result())
          .isEqualTo(
              new RetrieveResult(
                  Status.SUB_OPERATIONS_NOT_PERFORMED,
                  new SubOperationCounts(0, 0, 3, 0),
                  List.of("1.2.1.0", "1.2.1.1", "1.2.1.2")));
    }
  }

  @Test
  void goesOnWhereADestinationAbortsOnce() throws IOException {
    hasStudy(RawPeer.CT, 0, 3);
    var hasFailed = new AtomicBoolean();
    var server = TestServers.start(TestServers.settings(), archive);
    var taking = new ArrayList<String>();
    StoreService fragile =
        storing(
            (request, _) -> {
              taking.add(request.sopInstanceUid());
              return Status.SUCCESS;
            });
    try (server;
        var destination = TestServers.start(TestServers.settings(), fragile)) {
      SentInstance first =
          new SentInstance(
              RawPeer.CT, "1.2.1.9", List.of(EXPLICIT), _ -> failingStream(hasFailed));
      SentInstance second =
          new SentInstance(
              RawPeer.CT,
              "1.2.1.10",
              List.of(EXPLICIT),
              _ -> new ByteArrayInputStream(new byte[10]));
      var to = ClientSettings.toLoopback(destination.port(), "TIA", "TIA");
      try (var sender = new InstanceSender(to, Cause.OURSELVES)) {
        assertThat(sender.send(first)).isEmpty();
        assertThat(sender.send(second)).contains(Status.SUCCESS);
      }
    }
    assertThat(hasFailed).isTrue();
    assertThat(taking).contains("1.2.1.10");
  }

  private static InputStream failingStream(AtomicBoolean hasFailed) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        hasFailed.set(true);
        throw new IOException("the disk is gone");
      }
    };
  }

  @Test
  void endsACancelledMoveAfterTheInstanceUnderWay() throws IOException {
    var endless = new Endless();
    try (var destination = TestServers.start(TestServers.settings(), received)) {
      var to = ClientSettings.toLoopback(destination.port(), "TIA", "TIA");
      try (var server = TestServers.start(TestServers.settings(), moving(to, endless));
          var association =
              Association.open(TestServers.client(server).propose(SmallArchive.MOVE))) {
        Retrieval retrieval = association.move(SmallArchive.MOVE, STUDY, "STATION");
        retrieval.next();
        retrieval.cancel();
        RetrieveResult result = retrieval.result();

        assertThat(result.status()).isEqualTo(Status.CANCEL);
        assertThat(result.counts().completed()).isEqualTo(received.datasets.size());
        assertThat(endless.closed.getCount()).isZero();
      }
      TestServers.isUnharmed(destination);
    }
  }

  private static MoveService moving(ClientSettings to, SentInstances instances) {
    return new MoveService() {
      @Override
      public boolean serves(String sopClassUid) {
        return sopClassUid.equals(SmallArchive.MOVE);
      }

      @Override
      public Answer move(RetrieveRequest request, String destinationAe) {
        return new Answer.Sending(to, instances);
      }
    };
  }
}
