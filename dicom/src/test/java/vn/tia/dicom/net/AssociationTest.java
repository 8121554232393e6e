package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;

/// Our requestor and our acceptor on one association.
class AssociationTest {
  private static final String MPPS = "1.2.840.10008.3.1.2.3.3";
  private static final String EXPLICIT = "1.2.840.10008.1.2.1";
  private static final Dataset STEP =
      Dataset.builder()
          .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
          .put(Tags.PERFORMED_PROCEDURE_STEP_STATUS, "IN PROGRESS")
          .put(Tags.PERFORMED_PROCEDURE_STEP_DESCRIPTION, "Chụp cắt lớp vi tính sọ não")
          .build();

  private final KeepingStore store = new KeepingStore();
  private final Steps steps = new Steps();
  private AssociationServer server;

  /// Answers what MPPS asks for, and keeps it.
  private static final class Steps implements CreateService, SetService {
    final List<NRequest> created = new CopyOnWriteArrayList<>();

    @Override
    public boolean serves(String sopClassUid) {
      return sopClassUid.equals(MPPS);
    }

    @Override
    public NResponse create(NRequest request) {
      created.add(request);
      return new NResponse(Status.SUCCESS, request.attributes());
    }

    @Override
    public NResponse set(NRequest request) {
      return NResponse.of(
          Status.PROCESSING_FAILURE
              .withComment("Performed Procedure Step Object may no longer be updated, it is final")
              .withOffending(Tags.PERFORMED_PROCEDURE_STEP_STATUS));
    }
  }

  /// Reads a little and says what it thinks.
  private record Hasty(Status status) implements StoreService {
    @Override
    public boolean serves(String sopClassUid) {
      return sopClassUid.equals(RawPeer.CT);
    }

    @Override
    public Status store(StoreRequest request, InputStream dataset) throws IOException {
      dataset.readNBytes(10);
      return status;
    }
  }

  @BeforeEach
  void startServer() throws IOException {
    server = TestServers.start(TestServers.settings(), store, steps);
  }

  @AfterEach
  void stopServer() throws IOException {
    server.close();
  }

  private Association open() throws IOException {
    return Association.open(
        TestServers.client(server)
            .propose(RawPeer.VERIFICATION)
            .propose(RawPeer.CT)
            .propose(MPPS));
  }

  @Test
  void echoesManyTimesAndReleases() throws IOException {
    try (Association association = open()) {
      for (int i = 0; i < 100; i++) {
        assertThat(association.echo()).isEqualTo(Status.SUCCESS);
      }
    }
    TestServers.isUnharmed(server);
  }

  @Test
  void acceptsEachContextInTheTransferSyntaxMostWanted() throws IOException {
    try (Association association = open()) {
      assertThat(association.contexts())
          .containsExactly(
              new AcceptedContext(1, RawPeer.VERIFICATION, EXPLICIT),
              new AcceptedContext(3, RawPeer.CT, EXPLICIT),
              new AcceptedContext(5, MPPS, EXPLICIT));
    }
  }

  @Test
  void leavesOutContextsThatNobodyServes() throws IOException {
    var settings =
        TestServers.client(server)
            .propose("1.2.3.4")
            .propose(RawPeer.CT, List.of("1.2.3.4.5"))
            .propose(RawPeer.VERIFICATION);
    try (Association association = Association.open(settings)) {
      assertThat(association.contexts())
          .containsExactly(new AcceptedContext(5, RawPeer.VERIFICATION, EXPLICIT));
      assertThatThrownBy(
              () -> association.store(instance("1.2"), InputStream.nullInputStream()))
          .isInstanceOf(NoContextException.class)
          .hasMessage("the peer accepted no presentation context for " + RawPeer.CT);

      assertThat(association.echo()).isEqualTo(Status.SUCCESS);
    }
  }

  @Test
  void storesSeveralInstancesInADeflatedContext() throws IOException {
    String deflated = "1.2.840.10008.1.2.1.99";
    try (var keeping = TestServers.start(TestServers.settings(), new KeepingStore());
        var association =
            Association.open(
                TestServers.client(keeping).propose(RawPeer.CT, List.of(deflated)))) {
      for (String uid : List.of("1.2.3", "1.2.4")) {
        var instance = new Instance(RawPeer.CT, uid, deflated);
        assertThat(association.store(instance, Bytes.hex("0300").stream()))
            .isEqualTo(Status.SUCCESS);
      }
    }
  }

  private static Instance instance(String uid) {
    return new Instance(RawPeer.CT, uid, EXPLICIT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 130_904, 130_952, 131_072, 262_144, 1_000_000, 10_000_001})
  void storesDataSetsOfAnyLength(int length) throws IOException {
    var dataset = new byte[length];
    new Random(length).nextBytes(dataset);

    try (Association association = open()) {
      assertThat(association.store(instance("1.2.3"), new ByteArrayInputStream(dataset)))
          .isEqualTo(Status.SUCCESS);
    }

    assertThat(store.datasets.get("1.2.3")).isEqualTo(Bytes.wrap(dataset));
    assertThat(store.requests.get("1.2.3"))
        .returns(RawPeer.CT, StoreRequest::sopClassUid)
        .returns(EXPLICIT, StoreRequest::transferSyntaxUid)
        .returns("CLIENT", r -> r.association().callingAe())
        .returns("TIA", r -> r.association().calledAe());
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 129, 1_000, 4_096, 16_384, 1_000_000})
  void keepsToTheMaximumOfThePeer(int pduBytesMax) throws IOException {
    var limits = NetworkLimits.DEFAULT.withPduBytesMax(pduBytesMax);
    var dataset = new byte[50_000];
    new Random(1).nextBytes(dataset);
    try (var narrow = TestServers.start(TestServers.settings().withLimits(limits), store);
        var association =
            Association.open(TestServers.client(narrow).propose(RawPeer.CT))) {
      association.store(instance("1.2.4"), new ByteArrayInputStream(dataset));
    }

    assertThat(store.datasets.get("1.2.4")).isEqualTo(Bytes.wrap(dataset));
  }

  @Test
  void skipsWhatAServiceLeavesUnread() throws IOException {
    var status =
        Status.DATASET_DOES_NOT_MATCH_SOP_CLASS.withComment("Study Instance UID is missing");
    try (var hasty = TestServers.start(TestServers.settings(), new Hasty(status));
        var association =
            Association.open(
                TestServers.client(hasty).propose(RawPeer.CT).propose(RawPeer.VERIFICATION))) {
      var dataset = new ByteArrayInputStream(new byte[5_000_000]);

      assertThat(association.store(instance("1.2.3"), dataset)).isEqualTo(status);
      assertThat(association.echo()).isEqualTo(Status.SUCCESS);
    }
  }

  @Test
  void cutsCommentsToWhatTheyMayHold() throws IOException {
    var status = Status.OUT_OF_RESOURCES.withComment("Đĩa đầy \\ " + "x".repeat(100));
    try (var hasty = TestServers.start(TestServers.settings(), new Hasty(status));
        var association = Association.open(TestServers.client(hasty).propose(RawPeer.CT))) {
      Status received =
          association.store(instance("1.2.3"), new ByteArrayInputStream(new byte[100]));

      assertThat(received.errorComment()).contains("??a ??y ? " + "x".repeat(54));
    }
  }

  @Test
  void answersWhatAFailingServiceThrows() throws IOException {
    StoreService failing =
        new StoreService() {
          @Override
          public boolean serves(String sopClassUid) {
            return sopClassUid.equals(RawPeer.CT);
          }

          @Override
          public Status store(StoreRequest request, InputStream dataset) {
            throw new IllegalStateException("NGUYEN VAN A has no bed");
          }
        };
    try (var broken = TestServers.start(TestServers.settings(), failing);
        var association = Association.open(TestServers.client(broken).propose(RawPeer.CT))) {
      var dataset = new ByteArrayInputStream(new byte[1_000_000]);

      assertThat(association.store(instance("1.2.3"), dataset))
          .isEqualTo(Status.PROCESSING_FAILURE);
    }
  }

  @Test
  void createsAndIsAnsweredWithAttributes() throws IOException {
    try (Association association = open()) {
      NResponse response = association.create(MPPS, "1.2.3", STEP);

      assertThat(response).isEqualTo(new NResponse(Status.SUCCESS, STEP));
    }
    assertThat(steps.created)
        .singleElement()
        .returns("1.2.3", NRequest::sopInstanceUid)
        .returns(STEP, NRequest::attributes);
  }

  @Test
  void setsAndIsToldWhatOffended() throws IOException {
    try (Association association = open()) {
      NResponse response = association.set(MPPS, "1.2.3", STEP);

      assertThat(response.status())
          .isEqualTo(
              Status.PROCESSING_FAILURE
                  .withComment("Performed Procedure Step Object may no longer be updated, it is")
                  .withOffending(Tags.PERFORMED_PROCEDURE_STEP_STATUS));
      assertThat(response.attributes().isEmpty()).isTrue();
    }
  }

  @Test
  void saysWhereAttributesCannotBeUnderstood() throws IOException {
    var broken = Bytes.hex("1000 1000 504E FFFF 41");
    Command request =
        Command.request(Command.N_CREATE_RQ, 1, MPPS, Command.Body.DATASET)
            .with(Tags.AFFECTED_SOP_INSTANCE_UID, "1.2.3");

    Command answer = RawOperation.on(server, MPPS, request, broken);

    assertThat(answer.status().code()).isEqualTo(0x0110);
    assertThat(answer.status().errorComment()).hasValueSatisfying(
        comment -> assertThat(comment).startsWith("(0010,0010) at byte "));
  }

  @Test
  void givesAnInstanceItsUidWhereTheRequestHasNone() throws IOException {
    Command request = Command.request(Command.N_CREATE_RQ, 1, MPPS, Command.Body.NONE);

    Command answer = RawOperation.on(server, MPPS, request, Bytes.EMPTY);

    assertThat(answer.status()).isEqualTo(Status.SUCCESS);
    assertThat(answer.sopInstanceUid())
        .hasValueSatisfying(uid -> assertThat(uid).startsWith("2.25."))
        .contains(steps.created.getFirst().sopInstanceUid());
  }

  @Test
  void refusesASopClassThatIsNotThatOfItsContext() throws IOException {
    Command request =
        Command.request(
                Command.C_STORE_RQ, 7, "1.2.840.10008.5.1.4.1.1.4", Command.Body.DATASET)
            .with(Tags.AFFECTED_SOP_INSTANCE_UID, "1.2.3");

    Command answer = RawOperation.on(server, RawPeer.CT, request, Bytes.hex("00"));

    assertThat(answer.field()).isEqualTo(0x8001);
    assertThat(answer.messageIdRespondedTo()).hasValue(7);
    assertThat(answer.status()).isEqualTo(Status.SOP_CLASS_NOT_SUPPORTED);
    assertThat(answer.sopInstanceUid()).contains("1.2.3");
    assertThat(store.datasets).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x0010, 0x0021, 0x0020, 0x0100, 0x0110, 0x0120, 0x0130, 0x0140, 0x0150})
  void refusesOperationsThatNoServiceOffers(int field) throws IOException {
    Command request = Command.request(field, 1, RawPeer.CT, Command.Body.DATASET);

    Command answer = RawOperation.on(server, RawPeer.CT, request, Bytes.hex("00"));

    assertThat(answer.field()).isEqualTo(field | 0x8000);
    assertThat(answer.status()).isEqualTo(Status.UNRECOGNIZED_OPERATION);
  }

  @Test
  void handsOverUidsAsTheyCameAndSendsBackOnlyGoodOnes() throws IOException {
    Command request =
        Command.request(Command.C_STORE_RQ, 1, RawPeer.CT, Command.Body.DATASET)
            .with(Tags.AFFECTED_SOP_INSTANCE_UID, "C:\\x\\..\\..\\etc");

    Command answer = RawOperation.on(server, RawPeer.CT, request, Bytes.hex("00"));

    assertThat(store.datasets).containsOnlyKeys("C:\\x\\..\\..\\etc");
    assertThat(answer.sopInstanceUid()).isEmpty();
  }
}
