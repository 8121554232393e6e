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
import vn.tia.dicom.net.pdu.AbortReason;
import vn.tia.dicom.net.pdu.AssociateRequest;
import vn.tia.dicom.net.pdu.Pdu;
import vn.tia.dicom.net.pdu.PduEncoder;
import vn.tia.dicom.net.pdu.PduException;
import vn.tia.dicom.net.pdu.PduReader;

/// A connection that carries PDUs, each written by one system call and read within its time.
///
/// One thread at a time reads; any thread writes.
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
  private final ReentrantLock reading = new ReentrantLock();
  private final ReentrantLock writing = new ReentrantLock();

  /// Whether we ended the association: what is read from then on means nothing.
  private volatile boolean isLeft;

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
        socket =
            TlsSockets.connected(
                raw, settings.address(), settings.tls().get(), settings.timeouts().connect());
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
    reading.lock();
    try {
      timed.allow(time);
      in.mark(1);
      int first = in.read();
      in.reset();
      return first >= 0;
    } finally {
      reading.unlock();
    }
  }

  /// The PDU that begins within the idle time, empty where the peer closed instead.
  Optional<Pdu> read() throws IOException {
    return read(timeouts.idle());
  }

  /// The PDU that begins within this time, empty where the peer closed instead.
  Optional<Pdu> read(Duration time) throws IOException {
    return awaitPdu(time) ? readWhole(timeouts.pdu()) : Optional.empty();
  }

  /// The PDU that has come whole within this time, empty where the peer closed instead.
  Optional<Pdu> readWhole(Duration time) throws IOException {
    reading.lock();
    try {
      timed.allow(time);
      Optional<Pdu> pdu = pdus.read();
      if (!isLeft) {
        return pdu;
      }
      ignoreFrom(pdu);
      return Optional.empty();
    } finally {
      reading.unlock();
    }
  }

  /// Fails if a PDU has come while it was our turn to answer (PS3.8 table 9-10, Sta3 and Sta8).
  void expectNothing() throws IOException {
    if (in.available() > 0) {
      Pdu pdu = readWhole(timeouts.pdu()).orElseThrow();
      throw pdu instanceof Abort abort ? new AbortedException(abort) : Fragments.unexpected(pdu);
    }
  }

  void write(Pdu pdu) throws IOException {
    byte[] bytes = PduEncoder.encode(pdu);
    write(bytes, bytes.length);
  }

  /// Writes the first `length` bytes, which are whole PDUs.
  ///
  /// @throws IOException if the network fails, or we ended the association before
  void write(byte[] bytes, int length) throws IOException {
    writing.lock();
    try {
      if (isLeft) {
        throw new IOException("the association has ended");
      }
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

  /// Waits for the peer to close, as long as ARTIM runs (PS3.8 Sta13): closing first, with bytes
  /// unread, would make TCP drop what was written last.
  ///
  /// Where another thread is reading, that one waits, and this one closes when ARTIM expires.
  void linger() {
    try {
      long artimMs = timeouts.artim().toMillis();
      if (reading.tryLock(artimMs, TimeUnit.MILLISECONDS)) {
        try {
          timed.allow(timeouts.artim());
          ignoreAll();
        } finally {
          reading.unlock();
        }
      }
    } catch (IOException _) {
      // The peer closed hard, or not in time.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Reads to the end of the connection, or to an abort (AA-2). What comes means nothing any more
  /// (AA-6); who asks for an association on it, or sends what is no PDU, is aborted (AA-7).
  private void ignoreAll() throws IOException {
    try {
      ignoreFrom(pdus.isInStep() ? pdus.read() : Optional.empty());
    } catch (PduException e) {
      tell(Abort.byProvider(e.reason()));
    }
    if (!pdus.isInStep()) {
      socket.shutdownOutput();
      timed.skip(Long.MAX_VALUE);
    }
  }

  private void ignoreFrom(Optional<Pdu> first) throws IOException {
    Optional<Pdu> pdu = first;
    while (pdu.isPresent() && !(pdu.get() instanceof Abort)) {
      if (pdu.get() instanceof AssociateRequest) {
        tell(Abort.byProvider(AbortReason.UNEXPECTED_PDU));
      }
      pdu = pdus.read();
    }
  }

  /// Aborts, and closes once the peer did or ARTIM expired; returns at once.
  void leave(Abort why) {
    isLeft = true;
    tell(why);
    leave();
  }

  /// Closes once the peer did or ARTIM expired; returns at once.
  void leave() {
    isLeft = true;
    Thread.ofVirtual()
        .name("dicom-leave")
        .start(
            () -> {
              linger();
              close();
            });
  }

  @Override
  public void close() {
    try (raw) {
      if (socket != raw && writing.tryLock()) {
        try {
          sayGoodbye();
        } finally {
          writing.unlock();
        }
      }
    } catch (IOException _) {
      // Closed is what it should be.
    }
  }

  /// Ends TLS by its close_notify, without which the peer can't tell an end from a cut.
  private void sayGoodbye() throws IOException {
    Watchdog.guard(raw, ABORT_WRITE);
    try {
      socket.close();
    } finally {
      Watchdog.release(raw);
    }
  }
}
