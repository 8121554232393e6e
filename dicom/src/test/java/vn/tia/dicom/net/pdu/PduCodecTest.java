package vn.tia.dicom.net.pdu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.net.pdu.DataValue.Fragment;
import vn.tia.dicom.net.pdu.UserInformation.CommonExtendedNegotiation;
import vn.tia.dicom.net.pdu.UserInformation.ExtendedNegotiation;
import vn.tia.dicom.net.pdu.UserInformation.OperationsWindow;
import vn.tia.dicom.net.pdu.UserInformation.Role;
import vn.tia.dicom.net.pdu.UserInformation.RoleSelection;

class PduCodecTest {

  /// Recorded from `echoscu -aet MODALITY1 -aec TIA` of DCMTK 3.6.7.
  private static final Bytes ECHOSCU_REQUEST =
      Bytes.hex(
          """
          01 00 000000cd 0001 0000                     # A-ASSOCIATE-RQ, 205 bytes, version 1
          54494120202020202020202020202020             # called AE title TIA
          4d4f44414c4954593120202020202020             # calling AE title MODALITY1
          0000000000000000000000000000000000000000000000000000000000000000
          10 00 0015                                   # application context
          312e322e3834302e31303030382e332e312e312e31   # 1.2.840.10008.3.1.1.1
          20 00 002e 01 00 ff 00                       # presentation context 1
          30 00 0011 312e322e3834302e31303030382e312e31   # Verification
          40 00 0011 312e322e3834302e31303030382e312e32   # Implicit VR Little Endian
          50 00 003a                                   # user information
          51 00 0004 00004000                          # 16,384 bytes
          52 00 001b 312e322e3237362e302e373233303031302e332e302e332e362e37
          55 00 000f 4f464649535f44434d544b5f333637    # OFFIS_DCMTK_367
          """);

  /// Recorded from `storescp` of DCMTK 3.6.7, asked for Verification and for the worklist.
  private static final Bytes STORESCP_ACCEPT =
      Bytes.hex(
          """
          02 00 000000d5 0001 0000                     # A-ASSOCIATE-AC, 213 bytes, version 1
          414e592d534350202020202020202020             # ANY-SCP
          54494120202020202020202020202020             # TIA
          0000000000000000000000000000000000000000000000000000000000000000
          10 00 0015 312e322e3834302e31303030382e332e312e312e31
          21 00 0019 01 00 00 00                       # context 1: accepted
          40 00 0011 312e322e3834302e31303030382e312e32
          21 00 0019 03 00 03 00                       # context 3: abstract syntax unknown
          40 00 0011 312e322e3834302e31303030382e312e32
          50 00 003a
          51 00 0004 00004000
          52 00 001b 312e322e3237362e302e373233303031302e332e302e332e362e37
          55 00 000f 4f464649535f44434d544b5f333637
          """);

  private static final UserInformation DCMTK =
      UserInformation.of(16_384, "1.2.276.0.7230010.3.0.3.6.7", "OFFIS_DCMTK_367");

  private static Pdu read(Bytes bytes) throws IOException {
    return new PduReader(bytes.stream(), 131_072, 1 << 20).read().orElseThrow();
  }

  private static void isBothWays(Pdu pdu, String hex) throws IOException {
    assertThat(Bytes.of(PduEncoder.encode(pdu)).toHex()).isEqualTo(Bytes.hex(hex).toHex());
    assertThat(read(Bytes.hex(hex))).isEqualTo(pdu);
  }

  @Test
  void readsTheRequestOfEchoscu() throws IOException {
    assertThat(read(ECHOSCU_REQUEST))
        .isEqualTo(
            new AssociateRequest(
                1,
                "TIA",
                "MODALITY1",
                "1.2.840.10008.3.1.1.1",
                List.of(
                    new ProposedContext(1, "1.2.840.10008.1.1", List.of("1.2.840.10008.1.2"))),
                DCMTK));
  }

  @Test
  void writesTheRequestOfEchoscuButForItsReservedByte() throws IOException {
    byte[] ours = PduEncoder.encode(read(ECHOSCU_REQUEST));

    byte[] theirs = ECHOSCU_REQUEST.toArray();
    theirs[105] = 0; // DCMTK sends FF in the reserved byte behind the context id.
    assertThat(ours).isEqualTo(theirs);
  }

  @Test
  void readsAndWritesTheAcceptOfStorescp() throws IOException {
    var accept =
        new AssociateAccept(
            1,
            "ANY-SCP",
            "TIA",
            "1.2.840.10008.3.1.1.1",
            List.of(
                new ContextResult(1, ContextResult.ACCEPTANCE, "1.2.840.10008.1.2"),
                new ContextResult(
                    3, ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED, "1.2.840.10008.1.2")),
            DCMTK);

    isBothWays(accept, STORESCP_ACCEPT.toHex());
  }

  @Test
  void readsAndWritesThePdusOfFixedLength() throws IOException {
    isBothWays(new AssociateReject(1, 1, 7), "03 00 00000004 00 01 01 07");
    isBothWays(new ReleaseRequest(), "05 00 00000004 00000000");
    isBothWays(new ReleaseResponse(), "06 00 00000004 00000000");
    isBothWays(new Abort(2, 6), "07 00 00000004 00 00 02 06");
  }

  @Test
  void readsAndWritesFragments() throws IOException {
    var data =
        new DataTransfer(
            List.of(
                new DataValue(1, Fragment.LAST_COMMAND, Bytes.hex("CAFE")),
                new DataValue(1, Fragment.DATA, Bytes.hex("0102 0304")),
                new DataValue(1, Fragment.LAST_DATA, Bytes.EMPTY)));

    isBothWays(
        data,
        """
        04 00 00000018
        00000004 01 03 CAFE         # last of the command
        00000006 01 00 01020304     # data, more to come
        00000002 01 02              # the end of the data set
        """);
  }

  @Test
  void readsAndWritesAllThatUsersSayOfThemselves() throws IOException {
    var user =
        new UserInformation(
            0,
            "1.2",
            Optional.empty(),
            Optional.of(new OperationsWindow(5, 0)),
            List.of(new RoleSelection("1.5", Role.YES, Role.NO)),
            List.of(new ExtendedNegotiation("1.6", Bytes.hex("010001"))),
            List.of(new CommonExtendedNegotiation("1.7", "4.2", List.of("1.8", "1.9"))),
            Optional.of(
                new UserIdentity(
                    UserIdentity.Kind.USERNAME_AND_PASSCODE,
                    UserIdentity.Answer.WANTED,
                    Bytes.hex("7475"),
                    Bytes.hex("7077"))),
            Optional.empty());
    var request =
        new AssociateRequest(
            1, "A", "B", "1.1", List.of(new ProposedContext(255, "1.3", List.of("1.4"))), user);

    isBothWays(
        request,
        """
        01 00 000000bb 0001 0000
        41202020202020202020202020202020
        42202020202020202020202020202020
        0000000000000000000000000000000000000000000000000000000000000000
        10 00 0003 312e31
        20 00 0012 ff 000000  30 00 0003 312e33  40 00 0003 312e34
        50 00 0056
        51 00 0004 00000000
        52 00 0003 312e32
        53 00 0004 0005 0000                       # asynchronous operations window
        54 00 0007 0003 312e35 01 00               # SCU but not SCP
        56 00 0008 0003 312e36 010001              # SOP class extended negotiation
        57 00 0016 0003 312e37 0003 342e32 000a 0003 312e38 0003 312e39
        58 00 000a 02 01 0002 7475 0002 7077       # user name and passcode, answer wanted
        """);
  }

  @Test
  void readsAndWritesTheAnswersOfAnAcceptor() throws IOException {
    var user =
        UserInformation.of(16_384, "1.2", "V1")
            .withOperationsWindow(new OperationsWindow(5, 1))
            .withRoles(List.of(new RoleSelection("1.5", Role.NO, Role.YES)))
            .withExtended(List.of(new ExtendedNegotiation("1.6", Bytes.hex("01"))))
            .withIdentityResponse(Bytes.hex("CAFE"));
    var accept =
        new AssociateAccept(1, "A", "B", "1.1", List.of(new ContextResult(1, 0, "1.4")), user);

    isBothWays(
        accept,
        """
        02 00 00000098 0001 0000
        41202020202020202020202020202020
        42202020202020202020202020202020
        0000000000000000000000000000000000000000000000000000000000000000
        10 00 0003 312e31
        21 00 000b 01 00 00 00  40 00 0003 312e34
        50 00 003a
        51 00 0004 00004000
        52 00 0003 312e32
        53 00 0004 0005 0001                       # five at once one way, one the other
        54 00 0007 0003 312e35 00 01               # the requestor is the SCP
        55 00 0002 5631
        56 00 0006 0003 312e36 01
        59 00 0004 0002 cafe                       # the answer to the user's identity
        """);
  }

  @Test
  void readsAndWritesEveryKindOfUser() throws IOException {
    isUser(UserIdentity.username("tư"), "01 00 0003 74c6b0 0000");
    isUser(UserIdentity.usernameAndPasscode("tu", "p"), "02 00 0002 7475 0001 70");
    isUser(UserIdentity.kerberos(Bytes.hex("6082")).wantingAnswer(), "03 01 0002 6082 0000");
    isUser(UserIdentity.saml("<a/>"), "04 00 0004 3c612f3e 0000");
    isUser(UserIdentity.jwt("e.e."), "05 00 0004 652e652e 0000");
  }

  /// The identity stands so in the item, which ends the PDU.
  private static void isUser(UserIdentity identity, String hex) throws IOException {
    var request =
        new AssociateRequest(
            1,
            "A",
            "B",
            "1.1",
            List.of(new ProposedContext(1, "1.3", List.of("1.4"))),
            UserInformation.of(0, "1.2", "V").withIdentity(identity));
    Bytes bytes = Bytes.wrap(PduEncoder.encode(request));
    Bytes item = Bytes.hex(hex);

    assertThat(bytes.toHex()).endsWith("5800%04X".formatted(item.length()) + item.toHex());
    assertThat(((AssociateRequest) read(bytes)).user().identity()).contains(identity);
  }

  @Test
  void skipsItemsThatItDoesNotKnow() throws IOException {
    var unknown =
        Bytes.hex(
            """
            02 00 0000006a 0001 0000
            41202020202020202020202020202020
            42202020202020202020202020202020
            0000000000000000000000000000000000000000000000000000000000000000
            99 00 0002 ffff
            10 00 0003 312e31
            21 00 000b 01 00 04 00  40 00 0003 312e34
            50 00 0006 77 00 0002 0000
            """);

    var accept = (AssociateAccept) read(unknown);

    assertThat(accept.applicationContext()).isEqualTo("1.1");
    assertThat(accept.contexts()).containsExactly(new ContextResult(1, 4, "1.4"));
  }

  @Test
  void takesUidsThatArePaddedWithNul() throws IOException {
    byte[] padded = ECHOSCU_REQUEST.toArray();
    padded[98] = 0; // The last digit of the application context.

    assertThat(((AssociateRequest) read(Bytes.wrap(padded))).applicationContext())
        .isEqualTo("1.2.840.10008.3.1.1.");
  }

  @Test
  void neverPrintsAPasscode() {
    var identity =
        new UserIdentity(
            UserIdentity.Kind.USERNAME_AND_PASSCODE,
            UserIdentity.Answer.NOT_WANTED,
            Bytes.hex("41"),
            Bytes.hex("42"));

    assertThat(identity).hasToString("UserIdentity[USERNAME_AND_PASSCODE]");
  }
}
