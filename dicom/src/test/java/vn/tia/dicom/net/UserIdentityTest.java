package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.net.pdu.UserIdentity;
import vn.tia.dicom.testkit.Dcmtk;

/// Users who say who they are when an association is opened (PS3.7 annex D.3.3.7).
class UserIdentityTest {

  private static AssociationServer start(Function<UserIdentity, Recognition> users)
      throws IOException {
    return AssociationServer.start(
        TestServers.settings(), AssociationPolicy.anyone().requiring(users), List.of());
  }

  private static ClientSettings client(AssociationServer server) {
    return TestServers.client(server).propose(RawPeer.VERIFICATION);
  }

  static Stream<UserIdentity> identities() {
    return Stream.of(
        UserIdentity.username("hường"),
        UserIdentity.usernameAndPasscode("hường", "bí mật"),
        UserIdentity.kerberos(Bytes.hex("6082 0102")),
        UserIdentity.saml("<saml:Assertion/>"),
        UserIdentity.jwt("e30.e30."));
  }

  @ParameterizedTest
  @MethodSource("identities")
  void hearsEveryKindOfUserAndAnswersThoseWhoWantIt(UserIdentity identity) throws IOException {
    List<UserIdentity> heard = new ArrayList<>();
    Function<UserIdentity, Recognition> users =
        user -> {
          heard.add(user);
          return new Recognition.Recognized(Bytes.hex("CAFE"));
        };
    try (var server = start(users);
        var silent = Association.open(client(server).withIdentity(identity));
        var asked = Association.open(client(server).withIdentity(identity.wantingAnswer()))) {
      assertThat(silent.echo()).isEqualTo(Status.SUCCESS);
      assertThat(silent.agreement().identityResponse()).isEmpty();
      assertThat(asked.agreement().identityResponse()).contains(Bytes.hex("CAFE"));
      assertThat(heard).containsExactly(identity, identity.wantingAnswer());
    }
  }

  @Test
  void answersARecognisedNameWithNothing() throws IOException {
    var identity = UserIdentity.username("tu").wantingAnswer();
    try (var server = start(_ -> Recognition.recognized());
        var association = Association.open(client(server).withIdentity(identity))) {
      assertThat(association.agreement().identityResponse()).contains(Bytes.EMPTY);
    }
  }

  @Test
  void refusesWrongPasscodesAndWhoNamesNobody() throws IOException {
    Function<UserIdentity, Recognition> users =
        user ->
            user.text().equals("tu") && user.passcode().equals("right")
                ? Recognition.recognized()
                : Recognition.refused();
    try (var server = start(users)) {
      isRefused(client(server));
      isRefused(client(server).withIdentity(UserIdentity.usernameAndPasscode("tu", "wrong")));

      var right = UserIdentity.usernameAndPasscode("tu", "right");
      try (var association = Association.open(client(server).withIdentity(right))) {
        assertThat(association.echo()).isEqualTo(Status.SUCCESS);
      }
    }
  }

  private static void isRefused(ClientSettings settings) {
    var e = catchThrowableOfType(RejectedException.class, () -> Association.open(settings));

    assertThat(e.rejection()).isEqualTo(Rejection.NO_REASON_GIVEN);
  }

  @Test
  void asksToComeBackWhenNobodyCanSayWhoTheUserIs() throws IOException {
    Function<UserIdentity, Recognition> away =
        _ -> {
          throw new IllegalStateException("the directory is away");
        };
    try (var server = start(away)) {
      var settings = client(server).withIdentity(UserIdentity.username("tu"));

      var e = catchThrowableOfType(RejectedException.class, () -> Association.open(settings));

      assertThat(e.rejection()).isEqualTo(Rejection.TEMPORARY_CONGESTION);
    }
  }

  @Test
  void givesNoAnswerWhereNobodyLooked() throws IOException {
    var identity = UserIdentity.username("tu").wantingAnswer();
    try (var server = TestServers.start(TestServers.settings());
        var association = Association.open(client(server).withIdentity(identity))) {
      assertThat(association.agreement().identityResponse()).isEmpty();
    }
  }

  @Test
  void tellsServicesOnlyOfUsersWhoWereRecognised() throws IOException {
    List<Optional<UserIdentity>> users = new ArrayList<>();
    var store =
        new StoreService() {
          @Override
          public boolean serves(String sopClassUid) {
            return sopClassUid.equals(RawPeer.CT);
          }

          @Override
          public Status store(StoreRequest request, InputStream dataset) {
            users.add(request.association().user());
            return Status.SUCCESS;
          }
        };
    var identity = UserIdentity.username("tu");
    var checking = AssociationPolicy.anyone().requiring(_ -> Recognition.recognized());
    for (AssociationPolicy policy : List.of(AssociationPolicy.anyone(), checking)) {
      try (var server = AssociationServer.start(TestServers.settings(), policy, List.of(store));
          var association =
              Association.open(
                  TestServers.client(server).propose(RawPeer.CT).withIdentity(identity))) {
        var instance = new Instance(RawPeer.CT, "1.2.3", "1.2.840.10008.1.2.1");
        association.store(instance, Bytes.EMPTY.stream());
      }
    }

    assertThat(users).containsExactly(Optional.empty(), Optional.of(identity));
  }

  @Test
  void tellsEchoscuThatAUserIsNeeded() throws Exception {
    var users = AssociationPolicy.anyone().requiring(_ -> Recognition.recognized());
    try (var server = AssociationServer.start(TestServers.settings(), users, List.of())) {
      String port = Integer.toString(server.port());
      Dcmtk.Result result = Dcmtk.run("echoscu", "-v", "-aec", "TIA", "127.0.0.1", port);

      assertThat(result.exitCode()).isNotZero();
      assertThat(result.output())
          .contains("Result: Rejected Permanent, Source: Service User")
          .contains("Reason: No Reason");
    }
  }

  @Test
  void knowsTheUserOfStorescu() throws Exception {
    var store = new KeepingStore();
    String file = Dcmtk.file("MR_small_implicit.dcm").toString();
    var users =
        AssociationPolicy.anyone()
            .requiring(
                user ->
                    user.text().equals("tu") && user.passcode().equals("right")
                        ? Recognition.recognized()
                        : Recognition.refused());
    var settings = TestServers.settings();
    try (var server = AssociationServer.start(settings, users, List.of(store))) {
      Dcmtk.run(
              "storescu", "-xi", "-usr", "tu", "-pwd", "right", "-rsp", "-aec", "TIA",
              "127.0.0.1", Integer.toString(server.port()), file)
          .isSuccess();
      Dcmtk.Result wrong =
          Dcmtk.run(
              "storescu", "-xi", "-usr", "tu", "-pwd", "wrong", "-aec", "TIA", "127.0.0.1",
              Integer.toString(server.port()), file);

      assertThat(wrong.exitCode()).isNotZero();
    }
    assertThat(store.requests.values())
        .singleElement()
        .satisfies(r -> assertThat(r.association().user()).isPresent());
  }
}
