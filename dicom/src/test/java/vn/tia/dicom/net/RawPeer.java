package vn.tia.dicom.net;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.net.pdu.AssociateRequest;
import vn.tia.dicom.net.pdu.Pdu;
import vn.tia.dicom.net.pdu.PduEncoder;
import vn.tia.dicom.net.pdu.PduReader;
import vn.tia.dicom.net.pdu.ProposedContext;
import vn.tia.dicom.net.pdu.UserInformation;

/// A peer that sends whatever bytes a test gives it, right or wrong.
final class RawPeer implements AutoCloseable {
  static final String VERIFICATION = "1.2.840.10008.1.1";
  static final String CT = "1.2.840.10008.5.1.4.1.1.2";
  static final String IMPLICIT = "1.2.840.10008.1.2";

  private final Socket socket;
  private final DataInputStream in;

  private RawPeer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(15_000);
    socket.setTcpNoDelay(true);
    this.in = new DataInputStream(socket.getInputStream());
  }

  static RawPeer to(AssociationServer server) throws IOException {
    return new RawPeer(new Socket(InetAddress.getLoopbackAddress(), server.port()));
  }

  /// The other end of a connection that our requestor made.
  static RawPeer of(Socket socket) throws IOException {
    return new RawPeer(socket);
  }

  /// A peer whose association was accepted, with Verification as context 1 and CT as context 3.
  static RawPeer associated(AssociationServer server) throws IOException {
    RawPeer peer = to(server);
    peer.send(request());
    Bytes answer = peer.receive();
    if (answer.at(0) != 2) {
      throw new AssertionError("not accepted: " + answer.toHex());
    }
    return peer;
  }

  /// A request that the server of these tests accepts.
  static AssociateRequest request() {
    return request("TIA", "PEER");
  }

  static AssociateRequest request(String calledAe, String callingAe) {
    return new AssociateRequest(
        AssociateRequest.PROTOCOL_VERSION,
        calledAe,
        callingAe,
        AssociateRequest.DICOM_APPLICATION_CONTEXT,
        List.of(
            new ProposedContext(1, VERIFICATION, List.of(IMPLICIT)),
            new ProposedContext(3, CT, List.of(IMPLICIT))),
        UserInformation.of(16_384, "1.2.3", "RAW"));
  }

  RawPeer send(Pdu pdu) throws IOException {
    return send(Bytes.wrap(PduEncoder.encode(pdu)));
  }

  RawPeer send(String hex) throws IOException {
    return send(Bytes.hex(hex));
  }

  RawPeer send(Bytes bytes) throws IOException {
    bytes.writeTo(socket.getOutputStream());
    return this;
  }

  /// Sends one byte after the other, with this pause between, as long as the server lets it.
  void drip(Bytes bytes, int pauseMs) throws InterruptedException {
    try {
      for (int i = 0; i < bytes.length(); i++) {
        send(bytes.slice(i, 1));
        Thread.sleep(pauseMs);
      }
    } catch (IOException _) {
      // The server closed: what the tests of dripping peers look at next.
    }
  }

  /// The next PDU as it came.
  Bytes receive() throws IOException {
    var header = new byte[6];
    in.readFully(header);
    int length = Bytes.wrap(header).buffer(java.nio.ByteOrder.BIG_ENDIAN).getInt(2);
    var whole = java.util.Arrays.copyOf(header, 6 + length);
    in.readFully(whole, 6, length);
    return Bytes.wrap(whole);
  }

  /// The next `length` bytes, whatever they are.
  Bytes receive(int length) throws IOException {
    var bytes = new byte[length];
    in.readFully(bytes);
    return Bytes.wrap(bytes);
  }

  /// The next PDU, read.
  Pdu receivePdu() throws IOException {
    return new PduReader(in, 1 << 20, 1 << 20).read().orElseThrow();
  }

  /// Reads what the server still sends until it closes.
  void skipToEnd() throws IOException {
    try {
      in.skipNBytes(Long.MAX_VALUE);
    } catch (EOFException | SocketException _) {
      // That is the end.
    }
  }

  int firstByte() throws IOException {
    return in.read();
  }

  /// Whether the server closed without sending anything more.
  boolean isClosedByServer() throws IOException {
    try {
      return in.read() < 0;
    } catch (EOFException | SocketException _) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
