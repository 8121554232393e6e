package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.net.pdu.AssociateRequest;
import vn.tia.dicom.net.pdu.DataTransfer;
import vn.tia.dicom.net.pdu.ProposedContext;
import vn.tia.dicom.net.pdu.UserInformation.Role;
import vn.tia.dicom.net.pdu.UserInformation.RoleSelection;
import vn.tia.dicom.testkit.SmallArchive;

/// C-GET and C-MOVE, from both sides.
@Timeout(30)
class RetrieveTest {
  private static final String EXPLICIT = "1.2.840.10008.1.2.1";
  private static final String JPEG = "1.2.840.10008.1.2.4.50";
  private static final String MR = "1.2.840.10008.5.1.4.1.1.4";
  private static final Dataset STUDY =
      Dataset.builder()
          .put(Tags.QUERY_RETRIEVE_LEVEL, "STUDY")
          .put(Tags.STUDY_INSTANCE_UID, "1.2.1")
          .build();

  private final SmallArchive archive = new SmallArchive();
  private final KeepingStore received = new KeepingStore();

  /// An instance of study 1.2.1 and UID 1.2.1.`number`.
  private static SmallArchive.Stored stored(String sopClass, int number) {
    String uid = "1.2.1." + number;
    Dataset dataset =
        Dataset.builder()
            .put(Tags.SOP_CLASS_UID, sopClass)
            .put(Tags.SOP_INSTANCE_UID, uid)
            .put(Tags.STUDY_INSTANCE_UID, "1.2.1")
            .build();
    return new SmallArchive.Stored(
        sopClass,
        uid,
        EXPLICIT,
        DatasetWriter.toBytes(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
  }

  private void hasStudy(String sopClass, int from, int to) {
    IntStream.range(from, to).forEach(i -> archive.keep(stored(sopClass, i)));
  }

  private ClientSettings getting(AssociationServer server) {
    return TestServers.client(server)
        .propose(SmallArchive.GET)
        .propose(RawPeer.CT)
        .withRole(RawPeer.CT, Role.NO, Role.YES);
  }

  @Test
  void getsAStudyOnTheSameAssociation() throws IOException {
    hasStudy(RawPeer.CT, 0, 3);
    try (var server = TestServers.start(TestServers.settings(), archive);
        var association = Association.open(getting(server), received)) {
      Retrieval retrieval = association.get(SmallArchive.GET, STUDY);
      List<SubOperationCounts> counts = new ArrayList<>();
      for (var next = retrieval.next(); next.isPresent(); next = retrieval.next()) {
        counts.add(next.get());
      }

      assertThat(counts)
          .isSubsetOf(
              new SubOperationCounts(2, 1, 0, 0), new SubOperationCounts(1, 2, 0, 0));
      assertThat(retrieval.result())
          .isEqualTo(
              new RetrieveResult(
                  Status.SUCCESS, new SubOperationCounts(0, 3, 0, 0), List.of()));
    }
    archive.instances.forEach(
        (uid, stored) -> assertThat(received.datasets.get(uid)).isEqualTo(stored.bytes()));
    assertThat(received.datasets).hasSize(3);
  }

  @Test
  void namesTheInstancesThatTheRequestorDidNotTake() throws IOException {
    hasStudy(RawPeer.CT, 0, 2);
    hasStudy(MR, 2, 4);
    try (var server = TestServers.start(TestServers.settings(), archive);
        var association = Association.open(getting(server), received)) {
      RetrieveResult result = association.get(SmallArchive.GET, STUDY).result();

      assertThat(result)
          .isEqualTo(
              new RetrieveResult(
                  Status.SUB_OPERATIONS_WITH_FAILURES,
                  new SubOperationCounts(0, 2, 2, 0),
                  List.of("1.2.1.2", "1.2.1.3")));
    }
    assertThat(archive.opened).as("only what can be sent is opened").hasValue(2);
  }

  @Test
  void saysThatNothingCouldBeSentWithoutTheRole() throws IOException {
    hasStudy(RawPeer.CT, 0, 2);
    var settings = getting(TestServers.start(TestServers.settings(), archive));
    try (var association =
        Association.open(settings.withUser(settings.user().withRoles(List.of())), received)) {
      RetrieveResult result = association.get(SmallArchive.GET, STUDY).result();

      assertThat(result.status()).isEqualTo(Status.SUB_OPERATIONS_NOT_PERFORMED);
      assertThat(result.counts()).isEqualTo(new SubOperationCounts(0, 0, 2, 0));
    }
    assertThat(received.datasets).isEmpty();
  }

  @Test
  void countsWhatTheReceiverSaysOfEachInstance() throws IOException {
    hasStudy(RawPeer.CT, 0, 3);
    var said = List.of(Status.SUCCESS, Status.COERCED, Status.OUT_OF_RESOURCES).iterator();
    StoreService moody = storing((_, _) -> said.next());
    try (var server = TestServers.start(TestServers.settings(), archive);
        var association = Association.open(getting(server), moody)) {
      assertThat(association.get(SmallArchive.GET, STUDY).result())
          .isEqualTo(
              new RetrieveResult(
                  Status.SUB_OPERATIONS_WITH_FAILURES,
                  new SubOperationCounts(0, 1, 1, 1),
                  List.of("1.2.1.2")));
    }
  }

  /// What a store does.
  private interface Storing {
    Status store(StoreRequest request, InputStream dataset) throws IOException;
  }

  private static StoreService storing(Storing storing) {
    return new StoreService() {
      @Override
      public boolean serves(String sopClassUid) {
        return true;
      }

      @Override
      public Status store(StoreRequest request, InputStream dataset) throws IOException {
        return storing.store(request, dataset);
      }
    };
  }

  /// Instances without end, which count how many were asked for.
  private static final class Endless implements SentInstances {
    final AtomicInteger asked = new AtomicInteger();
    final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public int count() {
      return 50_000;
    }

    @Override
    public Optional<SentInstance> next() {
      int number = asked.incrementAndGet();
      return Optional.of(
          new SentInstance(
              RawPeer.CT,
              "1.2.1." + number,
              List.of(EXPLICIT),
              _ -> new ByteArrayInputStream(new byte[100])));
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  private static GetService sending(SentInstances instances) {
    return new GetService() {
      @Override
      public boolean serves(String sopClassUid) {
        return sopClassUid.equals(SmallArchive.GET);
      }

      @Override
      public List<String> sends(String sopClassUid) {
        return UNCOMPRESSED;
      }

      @Override
      public Answer get(RetrieveRequest request) {
        return new Answer.Sending(instances);
      }
    };
  }

  @Test
  void endsACancelledGetAfterTheInstanceUnderWay() throws Exception {
    var endless = new Endless();
    try (var server = TestServers.start(TestServers.settings(), sending(endless));
        var association =
            Association.open(getting(server).propose(RawPeer.VERIFICATION), received)) {
      Retrieval retrieval = association.get(SmallArchive.GET, STUDY);
      retrieval.next();
      retrieval.cancel();
      RetrieveResult result = retrieval.result();

      assertThat(result.status()).isEqualTo(Status.CANCEL);
      assertThat(result.counts().completed()).isEqualTo(received.datasets.size());
      assertThat(result.counts().remaining())
          .isEqualTo(50_000 - result.counts().completed());
      assertThat(endless.closed.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(endless.asked.get()).isLessThanOrEqualTo(received.datasets.size() + 1);
      assertThat(association.echo()).isEqualTo(Status.SUCCESS);
    }
  }

  @Test
  void asksForNoInstanceBeforeTheOneBeforeItIsStored() throws Exception {
    var endless = new Endless();
    var stored = new AtomicInteger();
    var mayGoOn = new CountDownLatch(1);
    StoreService waiting =
        storing(
            (_, dataset) -> {
              dataset.readAllBytes();
              if (stored.incrementAndGet() == 3) {
                await(mayGoOn);
              }
              return Status.SUCCESS;
            });
    try (var server = TestServers.start(TestServers.settings(), sending(endless));
        var association = Association.open(getting(server), waiting)) {
      Retrieval retrieval = association.get(SmallArchive.GET, STUDY);
      TestServers.eventually(() -> stored.get() == 3);

      assertThat(endless.asked).hasValue(3);
      mayGoOn.countDown();
      retrieval.close();
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void noticesThatTheRequestorOfAGetIsGone() throws Exception {
    var endless = new Endless();
    try (var server = TestServers.start(TestServers.settings(), sending(endless))) {
      var association = Association.open(getting(server), received);
      association.get(SmallArchive.GET, STUDY).next();
      association.abort();

      assertThat(endless.closed.await(5, TimeUnit.SECONDS)).isTrue();
      TestServers.isUnharmed(server);
    }
  }

  @Test
  void countsAnInstanceThatCannotBeOpenedAsFailed() throws IOException {
    var broken =
        new SentInstance(
            RawPeer.CT,
            "1.2.1.7",
            List.of(EXPLICIT),
            _ -> {
              throw new IOException("the file is damaged");
            });
    var whole =
        new SentInstance(
            RawPeer.CT,
            "1.2.1.8",
            List.of(EXPLICIT),
            _ -> new ByteArrayInputStream(new byte[10]));
    var service = sending(SentInstances.of(List.of(broken, whole)));
    try (var server = TestServers.start(TestServers.settings(), service);
        var association = Association.open(getting(server), received)) {
      assertThat(association.get(SmallArchive.GET, STUDY).result())
          .isEqualTo(
              new RetrieveResult(
                  Status.SUB_OPERATIONS_WITH_FAILURES,
                  new SubOperationCounts(0, 1, 1, 0),
                  List.of("1.2.1.7")));
    }
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
      try (var sender = new MoveSender(to, Cause.OURSELVES)) {
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
  void prefersTheTransferSyntaxThatAnInstanceIsStoredIn() throws IOException {
    List<String> asked = new ArrayList<>();
    var instance =
        new SentInstance(
            RawPeer.CT,
            "1.2.1.1",
            List.of(JPEG, EXPLICIT),
            uid -> {
              asked.add(uid);
              return new ByteArrayInputStream(new byte[10]);
            });
    for (var offered : List.of(List.of(EXPLICIT), List.of(EXPLICIT, JPEG))) {
      try (var server =
              TestServers.start(
                  TestServers.settings(), sendingAs(List.of(JPEG, EXPLICIT), instance));
          var association =
              Association.open(
                  TestServers.client(server)
                      .propose(SmallArchive.GET)
                      .propose(RawPeer.CT, offered)
                      .withRole(RawPeer.CT, Role.NO, Role.YES),
                  received)) {
        assertThat(association.get(SmallArchive.GET, STUDY).result().status())
            .isEqualTo(Status.SUCCESS);
      }
    }
    assertThat(asked).containsExactly(EXPLICIT, JPEG);
  }

  private static GetService sendingAs(List<String> syntaxes, SentInstance instance) {
    return new GetService() {
      @Override
      public boolean serves(String sopClassUid) {
        return sopClassUid.equals(SmallArchive.GET);
      }

      @Override
      public List<String> sends(String sopClassUid) {
        return syntaxes;
      }

      @Override
      public Answer get(RetrieveRequest request) {
        return new Answer.Sending(SentInstances.of(List.of(instance)));
      }
    };
  }

  @Test
  void refusesAnotherRequestWhileAGetWaitsForItsInstances() throws IOException {
    hasStudy(RawPeer.CT, 0, 1);
    Command get = Command.request(Command.C_GET_RQ, 1, SmallArchive.GET, Command.Body.DATASET);
    Command echo = Command.request(Command.C_ECHO_RQ, 2, SmallArchive.GET, Command.Body.NONE);
    AssociateRequest right = RawPeer.request();
    var request =
        new AssociateRequest(
            right.protocolVersion(),
            right.calledAe(),
            right.callingAe(),
            right.applicationContext(),
            List.of(
                new ProposedContext(1, SmallArchive.GET, List.of(EXPLICIT)),
                new ProposedContext(3, RawPeer.CT, List.of(EXPLICIT))),
            right.user()
                .withRoles(List.of(new RoleSelection(RawPeer.CT, Role.NO, Role.YES))));
    try (var server = TestServers.start(TestServers.settings(), archive);
        RawPeer peer = RawPeer.to(server)) {
      peer.send(request);
      peer.receivePdu();
      peer.send(
          RawOperation.message(
              get, DatasetWriter.toBytes(STUDY, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)));
      assertThat(received(peer).field()).isEqualTo(Command.C_STORE_RQ);

      peer.send(RawOperation.message(echo, Bytes.EMPTY));

      Command answer = received(peer);
      assertThat(answer.messageIdRespondedTo()).hasValue(2);
      assertThat(answer.status())
          .isEqualTo(
              Status.RESOURCE_LIMITATION.withComment("more operations than agreed on"));
    }
  }

  private static Command received(RawPeer peer) throws IOException {
    var data = (DataTransfer) peer.receivePdu();
    return CommandCodec.read(data.values().getFirst().data());
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

  @Test
  void endsForAServiceThatDies() throws IOException {
    StoreService dying =
        storing(
            (_, _) -> {
              throw new StackOverflowError();
            });
    try (var server = TestServers.start(TestServers.settings(), dying);
        var association = Association.open(TestServers.client(server).propose(RawPeer.CT))) {
      assertThatThrownBy(
              () ->
                  association.store(
                      new Instance(RawPeer.CT, "1.2", EXPLICIT),
                      new ByteArrayInputStream(new byte[500_000])))
          .isInstanceOf(IOException.class);
      TestServers.isUnharmed(server);
    }
  }

  @Test
  void refusesARetrievalWithoutIdentifier() throws IOException {
    Command request =
        Command.request(Command.C_GET_RQ, 1, SmallArchive.GET, Command.Body.NONE);
    try (var server = TestServers.start(TestServers.settings(), archive)) {
      Command answer =
          RawOperation.on(server, SmallArchive.GET, request, Bytes.EMPTY);

      assertThat(answer.status())
          .isEqualTo(
              Status.DATASET_DOES_NOT_MATCH_SOP_CLASS
                  .withComment("the request has no identifier"));
    }
  }
}
