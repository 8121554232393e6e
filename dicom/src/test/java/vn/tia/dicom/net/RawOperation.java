package vn.tia.dicom.net;

import java.io.IOException;
import java.util.List;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.net.pdu.AssociateRequest;
import vn.tia.dicom.net.pdu.DataTransfer;
import vn.tia.dicom.net.pdu.DataValue;
import vn.tia.dicom.net.pdu.DataValue.Fragment;
import vn.tia.dicom.net.pdu.ProposedContext;

/// One operation on an association of its own, asked for with whatever command a test makes.
final class RawOperation {
  private RawOperation() {}

  /// The first answer to `command`, sent in a context of `abstractSyntax`.
  static Command on(
      AssociationServer server, String abstractSyntax, Command command, Bytes dataset)
      throws IOException {
    try (RawPeer peer = RawPeer.to(server)) {
      peer.send(request(abstractSyntax));
      peer.receive();
      peer.send(message(command, dataset));
      var answer = (DataTransfer) peer.receivePdu();
      return CommandCodec.read(answer.values().getFirst().data());
    }
  }

  /// A request for one context, explicit VR.
  static AssociateRequest request(String abstractSyntax) {
    AssociateRequest right = RawPeer.request();
    return new AssociateRequest(
        right.protocolVersion(),
        right.calledAe(),
        right.callingAe(),
        right.applicationContext(),
        List.of(new ProposedContext(1, abstractSyntax, List.of("1.2.840.10008.1.2.1"))),
        right.user());
  }

  /// A message in context 1, in one PDU.
  static DataTransfer message(Command command, Bytes dataset) {
    return message(1, command, dataset);
  }

  /// A message in one PDU.
  static DataTransfer message(int context, Command command, Bytes dataset) {
    Bytes commandSet = Bytes.wrap(CommandCodec.write(command));
    var set = new DataValue(context, Fragment.LAST_COMMAND, commandSet);
    return command.hasDataset()
        ? new DataTransfer(List.of(set, new DataValue(context, Fragment.LAST_DATA, dataset)))
        : new DataTransfer(List.of(set));
  }
}
