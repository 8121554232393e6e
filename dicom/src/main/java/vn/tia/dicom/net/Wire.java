package vn.tia.dicom.net;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import vn.tia.dicom.net.pdu.Abort;
import vn.tia.dicom.net.pdu.Pdu;
import vn.tia.dicom.net.pdu.PduEncoder;
import vn.tia.dicom.net.pdu.PduReader;

/// A connection that carries PDUs, each written by one system call and read within its time.
///
/// One thread reads; any thread writes.
final class Wire implements AutoCloseable {
  /// What is read ahead: the header of a PDU with its first bytes.
  private static final int READ_AHEAD_BYTES = 8_192;

  /// An abort is a courtesy: it waits neither for other writers nor for the peer.
  private static final Duration ABORT_WRITE = Duration.ofSeconds(1);

  private final Socket raw;
  private final Socket socket;
  private final NetworkTimeouts timeouts;
  private final TimedInput timed;
  private final InputStream in;
  private final OutputStream out;
  private final PduReader pdus;
  private final ReentrantLock writing = new ReentrantLock();

  private Wire(Socket raw, Socket socket, NetworkLimits limits, NetworkTimeouts timeouts)
      throws IOException {
    this.raw = raw;
    this.socket = socket;
    this.timeouts = timeouts;
    this.timed = new TimedInput(raw, socket.getInputStream());
    this.in = new BufferedInputStream(timed, READ_AHEAD_BYTES);
    this.out = socket.getOutputStream();
    this.pdus = new PduReader(in, limits.pduBytesMax(), limits.associateBytesMax());
  }

  /// The acceptor's end of a connection, after the TLS handshake where there is one.
  static Wire accepted(Socket raw, ServerSettings settings) throws IOException {
    raw.setTcpNoDelay(true);
    Socket socket = raw;
    if (settings.tls().isPresent()) {
      socket = TlsSockets.accepted(raw, settings.tls().get(), settings.timeouts().artim());
    }
    return new Wire(raw, socket, settings.limits(), settings.timeouts());
  }

  /// The requestor's end of a new connection, after the TLS handshake where there is one.
  static Wire connected(ClientSettings settings) throws IOException {
    var raw = new Socket();
    try {
      raw.setTcpNoDelay(true);
      int connectMs = (int) settings.timeouts().connect().toMillis();
      raw.connect(settings.address(), connectMs);
      Socket socket = raw;
      if (settings.tls().isPresent()) {
        socket = TlsSockets.connected(raw, settings.tls().get(), settings.timeouts().connect());
      }
      return new Wire(raw, socket, settings.limits(), settings.timeouts());
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  InetSocketAddress remoteAddress() {
    return (InetSocketAddress) raw.getRemoteSocketAddress();
  }

  /// Waits until a PDU begins; false where the peer closed instead.
  boolean awaitPdu(Duration time) throws IOException {
    timed.allow(time);
    in.mark(1);
    int first = in.read();
    in.reset();
    return first >= 0;
  }

  /// The PDU that begins within the idle time, empty where the peer closed instead.
  Optional<Pdu> read() throws IOException {
    return read(timeouts.idle());
  }

  /// The PDU that begins within this time, empty where the peer closed instead.
  Optional<Pdu> read(Duration time) throws IOException {
    if (!awaitPdu(time)) {
      return Optional.empty();
    }
    timed.allow(timeouts.pdu());
    return pdus.read();
  }

  /// The PDU that has come whole within this time, empty where the peer closed instead.
  Optional<Pdu> readWhole(Duration time) throws IOException {
    timed.allow(time);
    return pdus.read();
  }

  void write(Pdu pdu) throws IOException {
    byte[] bytes = PduEncoder.encode(pdu);
    write(bytes, bytes.length);
  }

  /// Writes the first `length` bytes, which are whole PDUs.
  void write(byte[] bytes, int length) throws IOException {
    writing.lock();
    try {
      write(bytes, length, timeouts.write());
    } finally {
      writing.unlock();
    }
  }

  private void write(byte[] bytes, int length, Duration time) throws IOException {
    Watchdog.guard(raw, time);
    try {
      out.write(bytes, 0, length);
    } finally {
      Watchdog.release(raw);
    }
  }

  /// Tells the peer that the association ended, if it listens.
  void tell(Abort abort) {
    byte[] bytes = PduEncoder.encode(abort);
    try {
      if (writing.tryLock(ABORT_WRITE.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          write(bytes, bytes.length, ABORT_WRITE);
        } finally {
          writing.unlock();
        }
      }
    } catch (IOException _) {
      // The peer is gone; so is the need to tell it.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Sends no more, and waits for the peer to close: closing first, with bytes unread, would make
  /// TCP drop what was written last (PS3.8 Sta13).
  void linger() {
    try {
      socket.shutdownOutput();
      timed.allow(timeouts.artim());
      var drain = new byte[READ_AHEAD_BYTES];
      while (timed.read(drain, 0, drain.length) >= 0) {
        // What comes after the end of the association means nothing.
      }
    } catch (IOException _) {
      // The peer closed hard, or not in time.
    }
  }

  @Override
  public void close() {
    try {
      raw.close();
    } catch (IOException _) {
      // Closed is what it should be.
    }
  }
}
