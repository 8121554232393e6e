package vn.tia.dicom.tool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import vn.tia.dicom.net.AssociationPolicy;

/// `storescp`: receives instances and writes them into a folder (C-STORE as SCP).
final class StoreScpTool implements Tool {
  private static final Option AE =
      Option.value("--ae", "AE", "the only AE title to be called by (any)");
  private static final Option ALLOW =
      Option.value("--allow", "AE", "a calling AE title to let in; may be given often (any)");
  private static final Option MAX =
      Option.value("--max", "N", "stop after so many instances (never)");

  @Override
  public Manual manual() {
    var options = new ArrayList<>(Acceptor.options());
    options.addAll(List.of(Receiver.DIRECTORY, Receiver.ACCEPT, AE, ALLOW, MAX));
    options.addAll(TlsStores.options());
    return new Manual("storescp", "receive instances into a folder (C-STORE)", "", options,
        """
        Takes every storage class in every transfer syntax, or in those that --accept names, and
        answers C-ECHO. A file is named by its SOP Instance UID, and one that comes again takes the
        place of the first; it is on the disk before the sender hears of success. Ctrl-C stops.
        With --tls-trust, only peers with a certificate that is trusted get in.

        Example:
          ./tia dicom storescp --port 11113 --ae RECEIVER --dir received
        """);
  }

  @Override
  public int run(Arguments arguments, Console console) throws IOException, UsageException {
    arguments.operands(0, 0, "options only");
    Receiver receiver = Receiver.telling(arguments, console,
        arguments.number(MAX, 1, Integer.MAX_VALUE).orElse(Integer.MAX_VALUE));
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
    Set<String> titles = arguments.has(AE)
        ? Set.of(Peer.title(AE, arguments.value(AE).orElseThrow())) : Set.of();
    try (Acceptor acceptor = Acceptor.start(titles, policy(arguments), arguments, receiver)) {
      console.say("listening on port " + acceptor.port());
      receiver.awaitLast();
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

  private static AssociationPolicy policy(Arguments arguments) {
    return arguments.has(ALLOW)
        ? AssociationPolicy.callingAes(Set.copyOf(arguments.values(ALLOW)))
        : AssociationPolicy.anyone();
  }
}
