package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vn.tia.dicom.net.TestRetrievals.EXPLICIT;
import static vn.tia.dicom.net.TestRetrievals.JPEG;
import static vn.tia.dicom.net.TestRetrievals.MR;
import static vn.tia.dicom.net.TestRetrievals.STUDY;
import static vn.tia.dicom.net.TestRetrievals.stored;
import static vn.tia.dicom.net.TestRetrievals.storing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.net.TestRetrievals.Endless;
import vn.tia.dicom.net.pdu.AssociateRequest;
import vn.tia.dicom.net.pdu.DataTransfer;
import vn.tia.dicom.net.pdu.ProposedContext;
import vn.tia.dicom.net.pdu.UserInformation.Role;
import vn.tia.dicom.net.pdu.UserInformation.RoleSelection;
import vn.tia.dicom.testkit.SmallArchive;

/// C-GET, from both sides.
@Timeout(30)
class GetTest {
  private final SmallArchive archive = new SmallArchive();
  private final KeepingStore received = new KeepingStore();

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
