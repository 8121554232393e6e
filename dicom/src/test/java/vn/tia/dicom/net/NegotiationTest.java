package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.io.Implementation;
import vn.tia.dicom.net.QueryOptions.Option;
import vn.tia.dicom.net.pdu.AssociateAccept;
import vn.tia.dicom.net.pdu.AssociateRequest;
import vn.tia.dicom.net.pdu.ContextResult;
import vn.tia.dicom.net.pdu.PduException;
import vn.tia.dicom.net.pdu.ProposedContext;
import vn.tia.dicom.net.pdu.UserInformation;
import vn.tia.dicom.net.pdu.UserInformation.CommonExtendedNegotiation;
import vn.tia.dicom.net.pdu.UserInformation.ExtendedNegotiation;
import vn.tia.dicom.net.pdu.UserInformation.OperationsWindow;
import vn.tia.dicom.net.pdu.UserInformation.Role;
import vn.tia.dicom.net.pdu.UserInformation.RoleSelection;

/// What an acceptor answers, and what both sides then have agreed on.
class NegotiationTest {
  private static final String EXPLICIT = "1.2.840.10008.1.2.1";
  private static final String IMPLICIT = "1.2.840.10008.1.2";
  private static final String JPEG = "1.2.840.10008.1.2.4.50";
  private static final String MR = "1.2.840.10008.5.1.4.1.1.4";
  private static final String STUDY_FIND = "1.2.840.10008.5.1.4.1.2.2.1";
  private static final String STORAGE_CLASS = "1.2.840.10008.4.2";
  private static final UserInformation USER = UserInformation.of(16_384, "1.2.3", "PEER");

  /// Receives CT, and sends MR to those who ask.
  private static final class Images implements StoreService {
    @Override
    public boolean serves(String sopClassUid) {
      return sopClassUid.equals(RawPeer.CT);
    }

    @Override
    public List<String> sends(String sopClassUid) {
      return sopClassUid.equals(MR) ? List.of(JPEG, EXPLICIT) : List.of();
    }

    @Override
    public Status store(StoreRequest request, InputStream dataset) {
      return Status.SUCCESS;
    }
  }

  /// Answers queries, relational ones and fuzzy names among them.
  private static final class Queries implements FindService {
    @Override
    public boolean serves(String sopClassUid) {
      return sopClassUid.equals(STUDY_FIND);
    }

    @Override
    public Optional<Bytes> negotiate(String sopClassUid, Bytes proposed) {
      var known = QueryOptions.of(Option.RELATIONAL_QUERIES, Option.FUZZY_PERSON_NAMES);
      return Optional.of(known.answer(proposed));
    }

    @Override
    public Status find(FindRequest request, FindResponses out) {
      return Status.SUCCESS;
    }
  }

  private static AssociateRequest request(UserInformation user, ProposedContext... contexts) {
    return new AssociateRequest(
        1, "TIA", "PEER", AssociateRequest.DICOM_APPLICATION_CONTEXT, List.of(contexts), user);
  }

  private static AssociateAccept answer(AssociateRequest request) {
    return answer(request, NetworkLimits.DEFAULT);
  }

  private static AssociateAccept answer(AssociateRequest request, NetworkLimits limits) {
    var classes =
        new ServedClasses(List.of(new Images(), new Queries()), request.user().commonExtended());
    return new Negotiation(request, classes, limits).answer();
  }

  private static Agreement agreement(AssociateRequest request) throws PduException {
    return Agreement.of(request, answer(request));
  }

  @Test
  void repeatsTheTitlesAndNamesTheImplementation() {
    AssociateAccept answer =
        answer(request(USER, new ProposedContext(1, RawPeer.VERIFICATION, List.of(IMPLICIT))));

    assertThat(answer)
        .isEqualTo(
            new AssociateAccept(
                1,
                "TIA",
                "PEER",
                "1.2.840.10008.3.1.1.1",
                List.of(new ContextResult(1, 0, IMPLICIT)),
                UserInformation.of(
                    131_072, Implementation.CLASS_UID.value(), Implementation.VERSION_NAME)));
  }

  @Test
  void takesTheTransferSyntaxThatItsServiceWantsMost() {
    AssociateAccept answer =
        answer(
            request(
                USER,
                new ProposedContext(1, RawPeer.CT, List.of(JPEG, IMPLICIT, EXPLICIT)),
                new ProposedContext(3, RawPeer.CT, List.of("1.2.3.4")),
                new ProposedContext(5, "1.2.3.5", List.of(IMPLICIT))));

    assertThat(answer.contexts())
        .containsExactly(
            new ContextResult(1, ContextResult.ACCEPTANCE, EXPLICIT),
            new ContextResult(3, ContextResult.TRANSFER_SYNTAXES_NOT_SUPPORTED, "1.2.3.4"),
            new ContextResult(5, ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED, IMPLICIT));
  }

  @Test
  void takesRolesWhoseOtherSideAServicePlays() throws Exception {
    var user =
        USER.withRoles(
            List.of(
                new RoleSelection(RawPeer.CT, Role.YES, Role.YES),
                new RoleSelection(MR, Role.NO, Role.YES),
                new RoleSelection(STUDY_FIND, Role.NO, Role.YES)));
    AssociateRequest request =
        request(
            user,
            new ProposedContext(1, RawPeer.CT, List.of(EXPLICIT)),
            new ProposedContext(3, MR, List.of(EXPLICIT, JPEG)),
            new ProposedContext(5, STUDY_FIND, List.of(EXPLICIT)));

    AssociateAccept answer = answer(request);

    assertThat(answer.user().roles())
        .containsExactly(
            new RoleSelection(RawPeer.CT, Role.YES, Role.NO),
            new RoleSelection(MR, Role.NO, Role.YES),
            new RoleSelection(STUDY_FIND, Role.NO, Role.NO));
    assertThat(answer.contexts())
        .containsExactly(
            new ContextResult(1, ContextResult.ACCEPTANCE, EXPLICIT),
            new ContextResult(3, ContextResult.ACCEPTANCE, JPEG),
            new ContextResult(5, ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED, EXPLICIT));
    Agreement agreement = agreement(request);
    assertThat(agreement.requestorIsScu(RawPeer.CT)).isTrue();
    assertThat(agreement.requestorIsScp(RawPeer.CT)).isFalse();
    assertThat(agreement.requestorIsScu(MR)).isFalse();
    assertThat(agreement.requestorIsScp(MR)).isTrue();
  }

  @Test
  void knowsARequestorForAnScuThatSaysNothingOfRoles() throws Exception {
    AssociateRequest request =
        request(USER, new ProposedContext(1, RawPeer.CT, List.of(EXPLICIT)));

    assertThat(answer(request).user().roles()).isEmpty();
    assertThat(agreement(request).requestorIsScu(RawPeer.CT)).isTrue();
    assertThat(agreement(request).requestorIsScp(RawPeer.CT)).isFalse();
  }

  @Test
  void ignoresARoleThatItDidNotPropose() throws Exception {
    AssociateRequest request =
        request(
            USER.withRoles(List.of(new RoleSelection(MR, Role.YES, Role.NO))),
            new ProposedContext(1, MR, List.of(EXPLICIT)));
    var both = USER.withRoles(List.of(new RoleSelection(MR, Role.YES, Role.YES)));

    Agreement agreement = Agreement.of(request, answer(request).withUser(both));

    assertThat(agreement.requestorIsScp(MR)).isFalse();
  }

  @Test
  void answersExtendedNegotiationsOfServicesThatHaveAnAnswer() throws Exception {
    var user =
        USER.withExtended(
            List.of(
                new ExtendedNegotiation(STUDY_FIND, Bytes.hex("01 01 01 01")),
                new ExtendedNegotiation(RawPeer.CT, Bytes.hex("02 00 03 00 01 00")),
                new ExtendedNegotiation("1.2.3", Bytes.hex("01"))));
    AssociateRequest request =
        request(user, new ProposedContext(1, STUDY_FIND, List.of(EXPLICIT)));

    assertThat(answer(request).user().extended())
        .containsExactly(new ExtendedNegotiation(STUDY_FIND, Bytes.hex("01 00 01 00")));
    assertThat(agreement(request).extended(STUDY_FIND).map(QueryOptions::of))
        .contains(QueryOptions.of(Option.RELATIONAL_QUERIES, Option.FUZZY_PERSON_NAMES));
    assertThat(agreement(request).extended(RawPeer.CT)).isEmpty();
  }

  @Test
  void takesAClassForTheGeneralOneThatItIsRelatedTo() {
    var user =
        USER.withCommonExtended(
            List.of(
                new CommonExtendedNegotiation("1.2.3.4", STORAGE_CLASS, List.of("9.9", RawPeer.CT)),
                new CommonExtendedNegotiation("1.2.3.5", STORAGE_CLASS, List.of("9.9"))));

    AssociateAccept answer =
        answer(
            request(
                user,
                new ProposedContext(1, "1.2.3.4", List.of(EXPLICIT)),
                new ProposedContext(3, "1.2.3.5", List.of(EXPLICIT))));

    assertThat(answer.contexts())
        .extracting(ContextResult::result)
        .containsExactly(
            ContextResult.ACCEPTANCE, ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED);
  }

  @Test
  void narrowsTheOperationsWindowToItsOwn() throws Exception {
    var four = NetworkLimits.DEFAULT.withOperationsMax(4);
    var context = new ProposedContext(1, RawPeer.CT, List.of(EXPLICIT));

    assertThat(answer(request(USER, context), four).user().operationsWindow()).isEmpty();
    assertThat(window(request(USER.withOperationsWindow(new OperationsWindow(0, 2)), context)))
        .isEqualTo(new OperationsWindow(4, 2));
    assertThat(window(request(USER.withOperationsWindow(new OperationsWindow(9, 0)), context)))
        .isEqualTo(new OperationsWindow(4, 4));
    assertThat(agreement(request(USER, context)).operationsWindow())
        .isEqualTo(new OperationsWindow(1, 1));
  }

  private static OperationsWindow window(AssociateRequest request) throws PduException {
    AssociateAccept answer = answer(request, NetworkLimits.DEFAULT.withOperationsMax(4));
    return Agreement.of(request, answer).operationsWindow();
  }

  @Test
  void refusesAnAcceptanceOfAnUnknownContext() {
    AssociateRequest request =
        request(USER, new ProposedContext(1, RawPeer.CT, List.of(EXPLICIT)));
    AssociateAccept right = answer(request);
    var wrong =
        new AssociateAccept(
            1, "", "", "", List.of(new ContextResult(3, 0, EXPLICIT)), right.user());

    assertThatThrownBy(() -> Agreement.of(request, wrong))
        .isInstanceOf(PduException.class)
        .hasMessage("presentation context 3 was accepted as it was not proposed");
  }

  @Test
  void readsQueryOptionsOfAnyLength() {
    assertThat(QueryOptions.of(Bytes.EMPTY)).isEqualTo(QueryOptions.of());
    assertThat(QueryOptions.of(Bytes.hex("00 01 00 00 00 01 01 FF")))
        .isEqualTo(QueryOptions.of(Option.DATE_TIME_MATCHING, Option.MULTIPLE_VALUE_MATCHING));
    assertThat(QueryOptions.of().toBytes()).isEqualTo(Bytes.hex("00"));
    assertThat(QueryOptions.of(Option.TIMEZONE_ADJUSTMENT).toBytes())
        .isEqualTo(Bytes.hex("00 00 00 01"));
    assertThat(QueryOptions.of(Option.RELATIONAL_QUERIES).answer(Bytes.hex("01 01 01 01 01 01 01")))
        .isEqualTo(Bytes.hex("01 00 00 00 00 00"));
  }
}
