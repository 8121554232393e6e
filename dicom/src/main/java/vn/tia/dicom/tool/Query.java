package vn.tia.dicom.tool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.Matches;
import vn.tia.dicom.net.Status;
import vn.tia.dicom.net.StatusTable;

/// Asks a peer for what matches (C-FIND), and shows how that ended.
record Query(String sopClassUid, Dataset identifier, int matchesMax) {
  static final Option MAX =
      Option.value("--max", "N", "cancel the query after so many matches (all)");
  static final Option JSON = Option.flag("--json", "print the matches as DICOM JSON");

  /// How many matches the command line wants.
  static int matchesMax(Arguments arguments) throws UsageException {
    return arguments.number(MAX, 1, Integer.MAX_VALUE).orElse(Integer.MAX_VALUE);
  }

  /// The matches, and how the query ended.
  record Answer(List<Dataset> matches, Status status) {

    /// The exit code; a failure of the peer is told.
    int exitCode(Console console) {
      if (status.isSuccess() || status.isCancel() || status.isWarning()) {
        return DicomTool.OK;
      }
      console.remark(
          "the peer ended the query: %s.".formatted(Statuses.of(status, StatusTable.FIND)));
      return DicomTool.FAILED;
    }
  }

  Answer ask(ClientSettings settings) throws IOException {
    try (Association association = Peer.open(settings.propose(sopClassUid))) {
      Matches matches = association.find(sopClassUid, identifier);
      List<Dataset> found = new ArrayList<>();
      for (Optional<Dataset> match = matches.next();
          match.isPresent();
          match = matches.next()) {
        if (found.size() == matchesMax) {
          continue; // On its way when the query was cancelled.
        }
        found.add(match.get());
        if (found.size() == matchesMax) {
          matches.cancel();
        }
      }
      return new Answer(found, matches.status().orElseThrow());
    }
  }
}
