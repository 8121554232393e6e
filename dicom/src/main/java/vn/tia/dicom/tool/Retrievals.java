package vn.tia.dicom.tool;

import java.io.IOException;
import java.util.Optional;
import vn.tia.dicom.net.Retrieval;
import vn.tia.dicom.net.RetrieveResult;
import vn.tia.dicom.net.StatusTable;
import vn.tia.dicom.net.SubOperationCounts;

/// Follows the retrievals of one command line, and sums up how they ended.
final class Retrievals {
  private final Console console;
  private final boolean isVerbose;
  private final StatusTable table;
  private int completed;
  private int failed;
  private boolean hasFailed;

  /// Retrievals whose statuses mean what a table says.
  Retrievals(Console console, boolean isVerbose, StatusTable table) {
    this.console = console;
    this.table = table;
    this.isVerbose = isVerbose;
  }

  /// Waits for the end of a retrieval, and tells what went wrong.
  void follow(Retrieval retrieval) throws IOException {
    for (Optional<SubOperationCounts> next = retrieval.next();
        next.isPresent();
        next = retrieval.next()) {
      if (isVerbose) {
        SubOperationCounts counts = next.get();
        console.remark("%d to go, %d failed".formatted(counts.remaining(), counts.failed()));
      }
    }
    told(retrieval.result());
  }

  private void told(RetrieveResult result) {
    completed += result.counts().completed() + result.counts().warned();
    failed += result.counts().failed();
    if (!result.status().isSuccess()) {
      hasFailed = true;
      console.remark(
          "the peer ended the retrieval: %s.".formatted(Statuses.of(result.status(), table)));
      result.failedUids()
          .forEach(uid -> console.remark("not sent: " + Printable.of(uid)));
    }
  }

  /// Says how many instances were sent, and returns the exit code.
  int summed(String what) {
    console.say("%d %s, %d failed".formatted(completed, what, failed));
    return hasFailed || completed == 0 ? DicomTool.FAILED : DicomTool.OK;
  }
}
