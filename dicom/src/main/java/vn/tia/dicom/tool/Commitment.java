package vn.tia.dicom.tool;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.AssociationInfo;
import vn.tia.dicom.net.EventReport;
import vn.tia.dicom.net.EventReportService;
import vn.tia.dicom.net.NResponse;
import vn.tia.dicom.net.Status;

/// Hears the report on one transaction of storage commitment, on whichever association it comes.
record Commitment(String transactionUid, CompletableFuture<EventReport> report)
    implements EventReportService {

  Commitment(String transactionUid) {
    this(transactionUid, new CompletableFuture<>());
  }

  @Override
  public boolean serves(String sopClassUid) {
    return sopClassUid.equals(Uids.STORAGE_COMMITMENT_PUSH_MODEL.value());
  }

  @Override
  public NResponse report(AssociationInfo association, EventReport event) {
    Optional<String> transaction = event.information().string(Tags.TRANSACTION_UID);
    if (transaction.filter(transactionUid::equals).isEmpty()) {
      return NResponse.of(Status.INVALID_ARGUMENT_VALUE.withComment("not our transaction"));
    }
    report.complete(event);
    return NResponse.of(Status.SUCCESS);
  }

  /// The report, empty where none comes in this time.
  Optional<EventReport> await(Duration time) throws IOException {
    try {
      return Optional.of(report.get(Math.max(0, time.toMillis()), TimeUnit.MILLISECONDS));
    } catch (TimeoutException _) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the report", e);
    } catch (ExecutionException e) {
      throw new IOException("the report could not be heard", e);
    }
  }
}
