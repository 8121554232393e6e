package vn.tia.fhir.operations.export;

import java.util.List;
import java.util.Set;
import vn.tia.fhir.operations.Operation;
import vn.tia.fhir.operations.OperationAnswer;
import vn.tia.fhir.operations.OperationCall;
import vn.tia.fhir.operations.OperationInfo;
import vn.tia.fhir.operations.OperationInfo.Effect;
import vn.tia.fhir.operations.OperationInfo.Level;
import vn.tia.fhir.operations.export.ExportOperation.ExportParts;
import vn.tia.records.exports.ExportJob.State;

/// `$export-file`: a file of an export that has ended, as its manifest names it.
public record ExportFileOperation(ExportParts parts) implements Operation {
  private static final OperationInfo INFO = new OperationInfo("export-file", "",
      "A file of an export, in NDJSON.", Effect.READS, Set.of(Level.SYSTEM), Set.of(), List.of(
          OperationInfo.needed("job", "string", "The export."),
          OperationInfo.needed("file", "integer", "The number of the file.")));

  @Override
  public OperationInfo info() {
    return INFO;
  }

  @Override
  public OperationAnswer answer(OperationCall call) {
    var job = ExportStatusOperation.find(parts, call);
    var number = call.input().number("file").orElse(0);
    if (job.state() != State.DONE
        || job.files().stream().noneMatch(file -> file.number() == number)) {
      throw ExportStatusOperation.absent();
    }
    return new OperationAnswer.Stream(
        parts.settings().file(job.id(), number), "application/fhir+ndjson");
  }
}
