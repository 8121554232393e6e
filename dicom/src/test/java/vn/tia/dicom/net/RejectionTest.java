package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.net.pdu.AssociateRequest;

/// Associations that are not let in, with the reason of PS3.8 section 9.3.4.
class RejectionTest {

  private static String answer(AssociationServer server, AssociateRequest request)
      throws IOException {
    try (RawPeer peer = RawPeer.to(server)) {
      Bytes answer = peer.send(request).receive();
      assertThat(peer.isClosedByServer()).isTrue();
      return answer.toHex();
    }
  }

  private static String rejected(int result, int source, int reason) {
    return "03000000000400%02X%02X%02X".formatted(result, source, reason);
  }

  private static AssociateRequest changed(int version, String applicationContext) {
    AssociateRequest right = RawPeer.request();
    return new AssociateRequest(
        version,
        right.calledAe(),
        right.callingAe(),
        applicationContext,
        right.contexts(),
        right.user());
  }

  @Test
  void refusesAnotherProtocolVersion() throws IOException {
    try (var server = TestServers.start(TestServers.impatient())) {
      var request = changed(2, AssociateRequest.DICOM_APPLICATION_CONTEXT);

      assertThat(answer(server, request)).isEqualTo(rejected(1, 2, 2));
      TestServers.isUnharmed(server);
    }
  }

  @Test
  void looksOnlyAtItsOwnBitOfTheProtocolVersion() throws IOException {
    try (var server = TestServers.start(TestServers.impatient());
        var peer = RawPeer.to(server)) {
      peer.send(changed(3, AssociateRequest.DICOM_APPLICATION_CONTEXT));

      assertThat(peer.receive().at(0)).isEqualTo((byte) 2);
    }
  }

  @Test
  void refusesAnotherApplicationContext() throws IOException {
    try (var server = TestServers.start(TestServers.impatient())) {
      assertThat(answer(server, changed(1, "1.2.3"))).isEqualTo(rejected(1, 1, 2));
      assertThat(answer(server, changed(1, ""))).isEqualTo(rejected(1, 1, 2));
      TestServers.isUnharmed(server);
    }
  }

  @Test
  void refusesToBeCalledByAnotherName() throws IOException {
    try (var server = TestServers.start(TestServers.impatient())) {
      assertThat(answer(server, RawPeer.request("tia", "PEER"))).isEqualTo(rejected(1, 1, 7));
      assertThat(answer(server, RawPeer.request("", "PEER"))).isEqualTo(rejected(1, 1, 7));
      TestServers.isUnharmed(server);
    }
  }

  @Test
  void refusesCallersThatThePolicyDoesNotKnow() throws IOException {
    var policy = AssociationPolicy.callingAes(Set.of("CLIENT", "CT1"));
    try (var server = AssociationServer.start(TestServers.impatient(), policy, List.of())) {
      assertThat(answer(server, RawPeer.request("TIA", "CT2"))).isEqualTo(rejected(1, 1, 3));
      TestServers.isUnharmed(server);
    }
  }

  @Test
  void tellsThePolicyWhoCallsFromWhere() throws IOException {
    List<InetSocketAddress> callers = new ArrayList<>();
    AssociationPolicy policy =
        (request, remote) -> {
          callers.add(remote);
          return request.callingAe().equals("CLIENT")
              ? Optional.empty()
              : Optional.of(Rejection.NO_REASON_GIVEN);
        };
    try (var server = AssociationServer.start(TestServers.impatient(), policy, List.of())) {
      assertThat(answer(server, RawPeer.request())).isEqualTo(rejected(1, 1, 1));
      assertThat(callers).singleElement().matches(a -> a.getAddress().isLoopbackAddress());
      TestServers.isUnharmed(server);
    }
  }

  @Test
  void asksToComeBackWhenThePolicyFails() throws IOException {
    AssociationPolicy policy =
        (request, _) -> {
          if (request.callingAe().equals("CLIENT")) {
            return Optional.empty();
          }
          throw new IllegalStateException("the database is away");
        };
    try (var server = AssociationServer.start(TestServers.impatient(), policy, List.of())) {
      assertThat(answer(server, RawPeer.request())).isEqualTo(rejected(2, 3, 1));
      TestServers.isUnharmed(server);
    }
  }

  @Test
  void refusesOneAssociationMoreThanItsLimit() throws IOException {
    var settings =
        TestServers.impatient().withLimits(NetworkLimits.DEFAULT.withAssociationsMax(3));
    try (var server = TestServers.start(settings)) {
      List<RawPeer> open = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        open.add(RawPeer.associated(server));
      }

      assertThat(answer(server, RawPeer.request())).isEqualTo(rejected(2, 3, 2));

      for (RawPeer peer : open) {
        peer.close();
      }
      TestServers.isUnharmed(server);
    }
  }

  @Test
  void keepsRoomForOtherCallersWhenOneHasReachedItsLimit() throws IOException {
    var settings =
        TestServers.impatient().withLimits(NetworkLimits.DEFAULT.withAssociationsPerAeMax(1));
    try (var server = TestServers.start(settings);
        var _ = RawPeer.associated(server)) {
      assertThat(answer(server, RawPeer.request())).isEqualTo(rejected(2, 3, 2));

      try (var other = RawPeer.to(server)) {
        other.send(RawPeer.request("TIA", "OTHER"));
        assertThat(other.receive().at(0)).isEqualTo((byte) 2);
      }
    }
  }

  @Test
  void tellsOurClientWhyItIsRefused() throws IOException {
    try (var server = TestServers.start(TestServers.settings())) {
      var settings =
          ClientSettings.toLoopback(server.port(), "CLIENT", "NOBODY")
              .propose(RawPeer.VERIFICATION);

      var e = catchThrowableOfType(RejectedException.class, () -> Association.open(settings));

      assertThat(e).hasMessage("the peer rejected the association, result 1 source 1 reason 7");
      assertThat(e.rejection()).isEqualTo(Rejection.CALLED_AE_NOT_RECOGNIZED);
    }
  }

  @Test
  void tellsItsListenerWhomItTurnedAwayButNotWhatTheyWrote() throws IOException {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (var server =
        AssociationServer.start(
            TestServers.impatient(),
            AssociationPolicy.anyone(),
            List.of(),
            (remote, why) -> heard.add(remote.getAddress().isLoopbackAddress() + " " + why))) {
      answer(server, RawPeer.request("NGUYEN VAN A", "PEER"));
      RawPeer.to(server).send("4E475559454E").close();

      TestServers.eventually(() -> heard.size() == 2);
      assertThat(heard)
          .containsExactlyInAnyOrder(
              "true rejected, result 1 source 1 reason 7",
              "true aborted, reason 1: PDU type 4E is unknown");
    }
  }

  @Test
  void tellsItsListenerOfAPeerThatStaysSilent() throws IOException {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (var server =
            AssociationServer.start(
                TestServers.impatient(),
                AssociationPolicy.anyone(),
                List.of(),
                (_, why) -> heard.add(why));
        var _ = RawPeer.to(server)) {
      TestServers.eventually(() -> !heard.isEmpty());
      assertThat(heard).containsExactly("closed, no association was asked for in time");
    }
  }
}
