package vn.tia.dicom.net.pdu;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.pdu.UserInformation.CommonExtendedNegotiation;
import vn.tia.dicom.net.pdu.UserInformation.ExtendedNegotiation;
import vn.tia.dicom.net.pdu.UserInformation.OperationsWindow;
import vn.tia.dicom.net.pdu.UserInformation.Role;
import vn.tia.dicom.net.pdu.UserInformation.RoleSelection;

/// One PDU of every kind, with every item, for [PduTarget] to start from.
public final class PduSeeds {
  private static final String CLASS = Uids.CT_IMAGE_STORAGE.value();

  private PduSeeds() {}

  public static List<Bytes> all() {
    var identity = new UserIdentity(UserIdentity.Kind.USERNAME_AND_PASSCODE,
        UserIdentity.Answer.WANTED, Bytes.hex("61"), Bytes.hex("62"));
    return Stream.of(
            new AssociateRequest(1, "TIA", "CT1", AssociateRequest.DICOM_APPLICATION_CONTEXT,
                List.of(new ProposedContext(1, CLASS, List.of("1.2.840.10008.1.2")),
                    new ProposedContext(3, "1.2", List.of("1.2.840.10008.1.2", "1.3"))),
                user(Optional.of(identity), Optional.empty())),
            new AssociateAccept(1, "TIA", "CT1", AssociateRequest.DICOM_APPLICATION_CONTEXT,
                List.of(new ContextResult(1, 0, "1.2.840.10008.1.2"), new ContextResult(3, 4, "")),
                user(Optional.empty(), Optional.of(Bytes.hex("63")))),
            new AssociateReject(1, 1, 7),
            new DataTransfer(List.of(
                new DataValue(1, DataValue.Fragment.LAST_COMMAND, Bytes.hex("0000")),
                new DataValue(1, DataValue.Fragment.DATA, Bytes.EMPTY))),
            new ReleaseRequest(), new ReleaseResponse(), new Abort(2, 6))
        .map(pdu -> Bytes.wrap(PduEncoder.encode(pdu))).toList();
  }

  private static UserInformation user(Optional<UserIdentity> identity, Optional<Bytes> answer) {
    return new UserInformation(16_384, "1.2.3", Optional.of("TIA"),
        Optional.of(new OperationsWindow(0, 1)),
        List.of(new RoleSelection(CLASS, Role.NO, Role.YES)),
        List.of(new ExtendedNegotiation(CLASS, Bytes.hex("0200"))),
        List.of(new CommonExtendedNegotiation(CLASS, "1.2.840.10008.4.2", List.of("1.2"))),
        identity, answer);
  }
}
