package vn.tia.dicom.tool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.UidRegistry;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.StatusTable;
import vn.tia.dicom.net.pdu.UserInformation.Role;

/// `get`: retrieves studies, series or instances on the association that asks for them (C-GET).
final class GetTool implements Tool {
  private static final Option CLASS =
      Option.value("--class", "UID", "a storage class to take, instead of the usual ones");
  private static final String MODEL =
      Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET.value();

  /// PS3.8 section 9.3.2.2 allows 128 contexts; one is the information model's.
  private static final int CLASSES_MAX = Batch.CONTEXTS_MAX - 1;

  /// Classes that are hardly met in hospitals, so that the usual ones fit into one association.
  private static final List<String> RARE =
      List.of("11.6", "11.7", "11.8", "11.9", "11.1", "9.6", "9.7", "9.8", "78.", "200.", "201.",
          "481.1", "481.2", "501.", "601.");

  private static final String STORAGE = "1.2.840.10008.5.1.4.1.1.";

  @Override
  public Manual manual() {
    var options = new ArrayList<>(Wanted.options());
    options.addAll(List.of(CLASS, Receiver.ACCEPT, Receiver.DIRECTORY, Receiver.VERBOSE));
    return new Manual("get", "retrieve studies, series, instances (C-GET)", Peer.OPERAND,
        Peer.and(options.toArray(Option[]::new)),
        """
        The instances come on the same association, so nothing has to be set up at the peer. Files
        are named by SOP Instance UID. An association has room for 127 storage classes, all that
        are met in hospitals; --class names others. With -k, the peer is asked for the studies that
        match first. The exit code is 1 unless every instance came.

        Examples:
          ./tia dicom get --called PACS --study 1.2.3 --dir received 10.1.2.3:11112
          ./tia dicom get --called PACS -k PatientID=123 -k StudyDate=20260101- 10.1.2.3:11112
        """);
  }

  @Override
  public int run(Arguments arguments, Console console) throws IOException, UsageException {
    String peer = arguments.operands(1, 1, "one " + Peer.OPERAND).getFirst();
    ClientSettings settings = Peer.settings(peer, arguments);
    Receiver receiver = Receiver.quiet(arguments, console);
    List<Dataset> identifiers = Wanted.identifiers(arguments, settings, console);
    var retrievals =
        new Retrievals(console, arguments.has(Receiver.VERBOSE), StatusTable.GET);
    try (Association association =
        Peer.open(proposed(settings, classes(arguments), receiver), receiver)) {
      for (Dataset identifier : identifiers) {
        retrievals.follow(association.get(MODEL, identifier));
      }
    }
    return retrievals.summed("received");
  }

  private static List<String> classes(Arguments arguments) throws UsageException {
    if (arguments.values(CLASS).size() > CLASSES_MAX) {
      throw new UsageException("--class may be given %d times.".formatted(CLASSES_MAX));
    }
    return arguments.has(CLASS) ? arguments.values(CLASS) : usualClasses();
  }

  /// The storage classes that one association proposes.
  static List<String> usualClasses() {
    return UidRegistry.storageClasses().stream()
        .filter(entry -> !entry.isRetired())
        .map(entry -> entry.uid().value())
        .filter(uid -> uid.startsWith(STORAGE))
        .filter(uid -> RARE.stream().noneMatch(uid.substring(STORAGE.length())::startsWith)
            || uid.equals(STORAGE + "11.1") || uid.equals(STORAGE + "481.1")
            || uid.equals(STORAGE + "481.2"))
        .limit(CLASSES_MAX)
        .toList();
  }

  /// The information model, and each storage class with ourselves as its provider.
  private static ClientSettings proposed(
      ClientSettings settings, List<String> classes, Receiver receiver) {
    ClientSettings proposed = settings.propose(MODEL);
    for (String uid : classes) {
      proposed = proposed.propose(uid, receiver.transferSyntaxes())
          .withRole(uid, Role.NO, Role.YES);
    }
    return proposed;
  }
}
