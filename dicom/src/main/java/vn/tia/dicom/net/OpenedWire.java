package vn.tia.dicom.net;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.net.pdu.Abort;
import vn.tia.dicom.net.pdu.AssociateAccept;
import vn.tia.dicom.net.pdu.AssociateReject;
import vn.tia.dicom.net.pdu.AssociateRequest;
import vn.tia.dicom.net.pdu.DataTransfer;
import vn.tia.dicom.net.pdu.Pdu;
import vn.tia.dicom.net.pdu.PduException;
import vn.tia.dicom.net.pdu.ProposedContext;
import vn.tia.dicom.net.pdu.ReleaseRequest;
import vn.tia.dicom.net.pdu.ReleaseResponse;

/// A connection on which the peer accepted an association: what was agreed, and how it is released.
record OpenedWire(Wire wire, NetworkTimeouts timeouts, Agreement agreement) {
  static OpenedWire open(ClientSettings settings) throws IOException {
    Wire wire = Wire.connected(settings);
    try {
      AssociateRequest request = request(settings);
      wire.write(request);
      return opened(wire, settings, request);
    } catch (PduException e) {
      wire.leave(Abort.byProvider(e.reason()));
      throw e;
    } catch (SocketTimeoutException e) {
      wire.leave(Abort.BY_USER);
      throw e;
    } catch (IOException e) {
      wire.close();
      throw e;
    }
  }

  private static AssociateRequest request(ClientSettings settings) {
    List<ProposedContext> contexts = new ArrayList<>();
    for (ClientSettings.Proposal proposal : settings.proposals()) {
      contexts.add(
          new ProposedContext(
              contexts.size() * 2 + 1, proposal.sopClassUid(), proposal.transferSyntaxes()));
    }
    return new AssociateRequest(
        AssociateRequest.PROTOCOL_VERSION,
        settings.calledAe(),
        settings.callingAe(),
        AssociateRequest.DICOM_APPLICATION_CONTEXT,
        contexts,
        settings.user().withPduBytesMax(settings.limits().pduBytesMax()));
  }

  /// Sta5: the request is sent and wants an answer.
  private static OpenedWire opened(Wire wire, ClientSettings settings, AssociateRequest request)
      throws IOException {
    Pdu answer =
        wire.readWhole(settings.timeouts().artim())
            .orElseThrow(
                () -> new EOFException("the peer closed the connection instead of answering"));
    return switch (answer) {
      case AssociateAccept accept ->
          new OpenedWire(wire, settings.timeouts(), Agreement.of(request, accept));
      case AssociateReject(int result, int source, int reason) ->
          throw new RejectedException(new Rejection(result, source, reason));
      case Abort abort -> throw new AbortedException(abort);
      case AssociateRequest _, DataTransfer _, ReleaseRequest _, ReleaseResponse _ ->
          throw Fragments.unexpected(answer);
    };
  }
}
