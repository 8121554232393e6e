package vn.tia.dicom.tool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.StatusTable;

/// `move`: has studies, series or instances sent to an application entity, usually to itself
/// (C-MOVE).
final class MoveTool implements Tool {
  private static final Option TO =
      Option.value("--to", "AE", "whom the peer sends to (this tool, by its --calling title)");
  private static final String MODEL =
      Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_MOVE.value();

  @Override
  public Manual manual() {
    var options = new ArrayList<>(Wanted.options());
    options.add(TO);
    options.addAll(Acceptor.options());
    options.addAll(List.of(Receiver.ACCEPT, Receiver.DIRECTORY, Receiver.VERBOSE));
    return new Manual("move", "have studies, series, instances sent (C-MOVE)", Peer.OPERAND,
        Peer.and(options.toArray(Option[]::new)),
        """
        The peer opens an association to the AE title that it is to send to; it must know the title
        with an address. Unless --to names somebody else, that is this tool: it listens on --port,
        is called by its --calling title, and writes files named by SOP Instance UID. With -k, the
        peer is asked for the studies that match first. The exit code is 1 unless every instance
        was sent.

        Examples:
          ./tia dicom move --calling WS1 --called PACS --port 11113 --study 1.2.3 \\
            --dir received 10.1.2.3:11112
          ./tia dicom move --called PACS --to CT1 --study 1.2.3 --series 1.2.3.4 10.1.2.3:11112
        """);
  }

  @Override
  public int run(Arguments arguments, Console console) throws IOException, UsageException {
    String peer = arguments.operands(1, 1, "one " + Peer.OPERAND).getFirst();
    ClientSettings settings = Peer.settings(peer, arguments);
    var retrievals =
        new Retrievals(console, arguments.has(Receiver.VERBOSE), StatusTable.MOVE);
    if (arguments.has(TO)) {
      String to = Peer.title(TO, arguments.value(TO).orElseThrow());
      move(to, arguments, settings, console, retrievals);
      return retrievals.summed("sent to " + to);
    }
    Receiver receiver = Receiver.quiet(arguments, console);
    try (var _ = Acceptor.start(settings.callingAe(), arguments, receiver)) {
      move(settings.callingAe(), arguments, settings, console, retrievals);
    }
    return retrievals.summed("sent, %s".formatted(receiver.summary()));
  }

  private static void move(String to, Arguments arguments, ClientSettings settings,
      Console console, Retrievals retrievals) throws IOException, UsageException {
    List<Dataset> identifiers = Wanted.identifiers(arguments, settings, console);
    try (Association association = Peer.open(settings.propose(MODEL))) {
      for (Dataset identifier : identifiers) {
        retrievals.follow(association.move(MODEL, identifier, to));
      }
    }
  }
}
