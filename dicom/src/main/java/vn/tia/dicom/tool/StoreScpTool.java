package vn.tia.dicom.tool;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import vn.tia.dicom.net.AssociationPolicy;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.NetworkLimits;
import vn.tia.dicom.net.NetworkTimeouts;
import vn.tia.dicom.net.ServerSettings;

/// `storescp`: receives instances and writes them into a folder (C-STORE as SCP).
final class StoreScpTool implements Tool {
  private static final Option PORT =
      Option.value("--port", "N", "the port; 0 takes a free one (11113)");
  private static final Option BIND =
      Option.value("--bind", "ADDRESS", "the address to listen on (all of this machine)");
  private static final Option DIRECTORY =
      Option.value("--dir", "FOLDER", "where files are written (the current folder)");
  private static final Option AE =
      Option.value("--ae", "AE", "the only AE title to be called by (any)");
  private static final Option ALLOW =
      Option.value("--allow", "AE", "a calling AE title to let in; may be given often (any)");
  private static final Option MAX =
      Option.value("--max", "N", "stop after so many instances (never)");

  private static final int PORT_DEFAULT = 11_113;
  private static final Duration RELEASE_TIME = Duration.ofSeconds(5);
  private static final Duration CLOSE_TIME = Duration.ofSeconds(3);

  @Override
  public Manual manual() {
    var options = new ArrayList<>(List.of(PORT, BIND, DIRECTORY, AE, ALLOW, MAX));
    options.addAll(TlsStores.options());
    return new Manual("storescp", "receive instances into a folder (C-STORE)", "", options,
        """
        Takes every storage class in every transfer syntax, and answers C-ECHO. A file is named by
        its SOP Instance UID, and one that comes again takes the place of the first. Ctrl-C stops.
        With --tls-trust, only peers with a certificate that is trusted get in.

        Example:
          ./tia dicom storescp --port 11113 --ae RECEIVER --dir received
        """);
  }

  @Override
  public int run(Arguments arguments, Console console) throws IOException, UsageException {
    arguments.operands(0, 0, "options only");
    Path folder = Path.of(arguments.value(DIRECTORY).orElse("."));
    Files.createDirectories(folder);
    var receiver = new Receiver(
        folder, console, arguments.number(MAX, 1, Integer.MAX_VALUE).orElse(Integer.MAX_VALUE));
    var ended = new CountDownLatch(1);
    Thread stopping = Thread.ofPlatform().unstarted(() -> stop(receiver, ended));
    Runtime.getRuntime().addShutdownHook(stopping);
    try {
      serve(receiver, arguments, console);
      console.say(receiver.summary());
    } finally {
      ended.countDown();
      forget(stopping);
    }
    return DicomTool.OK;
  }

  private static void serve(Receiver receiver, Arguments arguments, Console console)
      throws IOException, UsageException {
    try (var server =
        AssociationServer.start(settings(arguments), policy(arguments), List.of(receiver))) {
      console.say("listening on port " + server.port());
      receiver.awaitLast();
      awaitReleases(server);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ctrl-C: the running transfers end or are aborted, so that no half file is left.
  private static void stop(Receiver receiver, CountDownLatch ended) {
    receiver.stop();
    try {
      ended.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread stopping) {
    try {
      Runtime.getRuntime().removeShutdownHook(stopping);
    } catch (IllegalStateException _) {
      // The program is stopping, and the thread is on its way.
    }
  }

  /// Gives the peers a moment to release what they opened, before it is aborted.
  private static void awaitReleases(AssociationServer server) throws InterruptedException {
    long deadline = System.nanoTime() + RELEASE_TIME.toNanos();
    while (server.associations() > 0 && System.nanoTime() < deadline) {
      Thread.sleep(10);
    }
  }

  private static ServerSettings settings(Arguments arguments) throws IOException, UsageException {
    int port = arguments.number(PORT, 0, 0xFFFF).orElse(PORT_DEFAULT);
    var address = arguments.has(BIND)
        ? new InetSocketAddress(arguments.value(BIND).orElseThrow(), port)
        : new InetSocketAddress(port);
    if (address.isUnresolved()) {
      throw new UsageException("--bind is an address of this machine.");
    }
    Set<String> titles = arguments.has(AE)
        ? Set.of(Peer.title(AE, arguments.value(AE).orElseThrow())) : Set.of();
    return new ServerSettings(address, titles, NetworkLimits.DEFAULT,
        NetworkTimeouts.DEFAULT.withClose(CLOSE_TIME), TlsStores.server(arguments));
  }

  private static AssociationPolicy policy(Arguments arguments) {
    return arguments.has(ALLOW)
        ? AssociationPolicy.callingAes(Set.copyOf(arguments.values(ALLOW)))
        : AssociationPolicy.anyone();
  }
}
