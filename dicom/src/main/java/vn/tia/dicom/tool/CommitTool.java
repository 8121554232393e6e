package vn.tia.dicom.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.EventReport;
import vn.tia.dicom.net.NResponse;
import vn.tia.dicom.net.StatusTable;

/// `commit`: asks an archive to answer for instances that it was sent (storage commitment, PS3.4
/// annex J).
final class CommitTool implements Tool {
  private static final Option INSTANCE = Option.value(
      "--instance", "CLASS=UID", "an instance by its SOP class and UID; may be given often");
  private static final Option WAIT =
      Option.value("--wait", "SECONDS", "how long to wait for the report (60)");
  private static final Option HOLD = Option.value(
      "--hold", "SECONDS", "how much of that the association stays open for the report (10)");
  private static final Option NO_LISTEN =
      Option.flag("--no-listen", "take the report on the same association only");
  private static final String MODEL = Uids.STORAGE_COMMITMENT_PUSH_MODEL.value();

  /// Request Storage Commitment (PS3.4 section J.3.2).
  private static final int REQUEST = 1;

  private static final int SECONDS_MAX = 86_400;

  @Override
  public Manual manual() {
    var options = new ArrayList<>(List.of(INSTANCE, WAIT, HOLD, NO_LISTEN));
    options.addAll(Acceptor.options());
    return new Manual("commit", "ask an archive to answer for instances (commitment)",
        Peer.OPERAND + " [FILE|FOLDER...]", Peer.and(options.toArray(Option[]::new)),
        """
        The archive answers later, on the same association or on one that it opens: then it must
        know our --calling title with this machine's address and --port. The exit code is 1 unless
        it answers for every instance in time.

        Example:
          ./tia dicom commit --calling CT1 --called PACS --port 11113 10.1.2.3:11112 study/
        """);
  }

  @Override
  public int run(Arguments arguments, Console console) throws IOException, UsageException {
    List<String> operands = arguments.operands(1, Integer.MAX_VALUE, "one " + Peer.OPERAND);
    ClientSettings settings = Peer.settings(operands.getFirst(), arguments).propose(MODEL);
    Map<String, String> classes = instances(arguments, operands.subList(1, operands.size()));
    Duration wait = seconds(arguments, WAIT, 60);
    Duration hold = seconds(arguments, HOLD, 10);
    var commitment = new Commitment(Uid.random().value());
    Optional<EventReport> report;
    if (arguments.has(NO_LISTEN)) {
      report = asked(commitment, classes, settings, wait);
    } else {
      try (var _ = Acceptor.start(settings.callingAe(), arguments, commitment)) {
        report = asked(commitment, classes, settings, hold.compareTo(wait) < 0 ? hold : wait);
        if (report.isEmpty()) {
          report = commitment.await(wait.minus(hold));
        }
      }
    }
    if (report.isEmpty()) {
      console.remark("no report came within %d seconds.".formatted(wait.toSeconds()));
      return DicomTool.FAILED;
    }
    return told(report.get(), classes, console);
  }

  private static Duration seconds(Arguments arguments, Option option, int usual)
      throws UsageException {
    return Duration.ofSeconds(arguments.number(option, 0, SECONDS_MAX).orElse(usual));
  }

  /// SOP classes by instance UIDs.
  private static Map<String, String> instances(Arguments arguments, List<String> words)
      throws IOException, UsageException {
    var classes = new LinkedHashMap<String, String>();
    for (String text : arguments.values(INSTANCE)) {
      String[] uids = text.split("=", 2);
      if (uids.length < 2 || Uid.parse(uids[0]).isEmpty() || Uid.parse(uids[1]).isEmpty()) {
        throw new UsageException("%s is CLASS=UID, got '%s'.".formatted(INSTANCE, text));
      }
      classes.put(uids[1], uids[0]);
    }
    for (Path path : SentFile.under(words)) {
      SentFile file = SentFile.of(path);
      classes.put(file.sopInstanceUid(), file.sopClassUid());
    }
    if (classes.isEmpty()) {
      throw new UsageException("it takes files, folders or --instance CLASS=UID.");
    }
    return classes;
  }

  private static Optional<EventReport> asked(Commitment commitment, Map<String, String> classes,
      ClientSettings settings, Duration hold) throws IOException {
    try (Association association = Peer.open(settings, commitment)) {
      NResponse response = association.act(MODEL,
          Uids.STORAGE_COMMITMENT_PUSH_MODEL_INSTANCE.value(), REQUEST,
          information(commitment.transactionUid(), classes));
      if (!response.status().isSuccess() && !response.status().isWarning()) {
        throw new IOException(
            "the peer refused: %s.".formatted(
                Statuses.of(response.status(), StatusTable.COMMITMENT)));
      }
      return commitment.await(hold);
    }
  }

  private static Dataset information(String transactionUid, Map<String, String> classes) {
    List<Dataset> items = classes.entrySet().stream()
        .map(entry -> Dataset.builder()
            .put(Tags.REFERENCED_SOP_CLASS_UID, entry.getValue())
            .put(Tags.REFERENCED_SOP_INSTANCE_UID, entry.getKey())
            .build())
        .toList();
    return Dataset.builder()
        .put(Tags.TRANSACTION_UID, transactionUid)
        .putItems(Tags.REFERENCED_SOP_SEQUENCE, items)
        .build();
  }

  private static int told(EventReport report, Map<String, String> classes, Console console) {
    List<Dataset> failed = report.information().items(Tags.FAILED_SOP_SEQUENCE);
    for (Dataset item : failed) {
      console.remark("%s: not committed: %s.".formatted(
          Printable.of(item.string(Tags.REFERENCED_SOP_INSTANCE_UID).orElse("an instance")),
          Statuses.failureReason(item.integer(Tags.FAILURE_REASON).orElse(0))));
    }
    long committed = report.information().items(Tags.REFERENCED_SOP_SEQUENCE).stream()
        .flatMap(item -> item.string(Tags.REFERENCED_SOP_INSTANCE_UID).stream())
        .filter(classes::containsKey)
        .distinct()
        .count();
    console.say("%d committed, %d failed".formatted(committed, failed.size()));
    return committed == classes.size() && failed.isEmpty() ? DicomTool.OK : DicomTool.FAILED;
  }
}
