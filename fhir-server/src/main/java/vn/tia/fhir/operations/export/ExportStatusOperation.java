package vn.tia.fhir.operations.export;

import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import vn.tia.fhir.operations.Operation;
import vn.tia.fhir.operations.OperationAnswer;
import vn.tia.fhir.operations.OperationCall;
import vn.tia.fhir.operations.OperationInfo;
import vn.tia.fhir.operations.OperationInfo.Effect;
import vn.tia.fhir.operations.OperationInfo.Level;
import vn.tia.fhir.operations.export.ExportOperation.ExportParts;
import vn.tia.records.exports.ExportFile;
import vn.tia.records.exports.ExportFile.Kind;
import vn.tia.records.exports.ExportJob;

/// `$export-status`: how far an export has come, and its manifest once it has ended; DELETE ends it
/// and removes its files (Bulk Data Access 2.0, sections 2.5 and 2.6).
public record ExportStatusOperation(ExportParts parts) implements Operation {
  private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter
      .ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
  private static final OperationInfo INFO = new OperationInfo("export-status", "",
      "How far an export has come, its files, or (DELETE) its end.", Effect.SHOWS_AND_ENDS,
      Set.of(Level.SYSTEM), Set.of(), List.of(
          OperationInfo.needed("job", "string", "The export, as Content-Location names it.")));

  @Override
  public OperationInfo info() {
    return INFO;
  }

  @Override
  public OperationAnswer answer(OperationCall call) {
    var job = find(parts, call);
    if (call.request().getRequestType() == RequestTypeEnum.DELETE) {
      return cancel(job);
    }
    return switch (job.state()) {
      case RUNNING -> new OperationAnswer.Bare(202, Map.of(
          "X-Progress", progress(job), "Retry-After", "2"));
      case FAILED -> new OperationAnswer.Model(500, failure());
      case DONE -> new OperationAnswer.Text(200, Map.of("Expires", HTTP_DATE.format(
          job.finished().orElseThrow().plus(parts.settings().keep()).atOffset(ZoneOffset.UTC))),
          "application/json", manifest(job, call));
    };
  }

  static ExportJob find(ExportParts parts, OperationCall call) {
    var id = call.input().required("job");
    if (!id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
      throw absent();
    }
    return parts.jobs().find(UUID.fromString(id), call.access())
        .orElseThrow(ExportStatusOperation::absent);
  }

  static ResourceNotFoundException absent() {
    return new ResourceNotFoundException("there is no such export, or not any more");
  }

  private OperationAnswer cancel(ExportJob job) {
    parts.jobs().remove(job.id());
    // The worker sweeps its files.
    parts.worker().wake();
    return new OperationAnswer.Bare(202, Map.of());
  }

  private static String progress(ExportJob job) {
    return job.expected().isEmpty() ? "waiting"
        : "%d of about %d resources".formatted(job.read(), job.expected().getAsLong());
  }

  private static OperationOutcome failure() {
    var outcome = new OperationOutcome();
    outcome.addIssue().setSeverity(IssueSeverity.ERROR).setCode(IssueType.EXCEPTION)
        .setDiagnostics("the export failed; the server's log says why");
    return outcome;
  }

  private static String manifest(ExportJob job, OperationCall call) {
    return "{\"transactionTime\":\"" + job.asOf() + "\",\"request\":" + quoted(job.request().url())
        + ",\"requiresAccessToken\":false,\"output\":" + files(job, Kind.OUTPUT, call)
        + ",\"deleted\":" + files(job, Kind.DELETED, call) + ",\"error\":[]}";
  }

  private static String files(ExportJob job, Kind kind, OperationCall call) {
    return job.files().stream().filter(file -> file.kind() == kind)
        .map(file -> file(job, file, call)).collect(Collectors.joining(",", "[", "]"));
  }

  private static String file(ExportJob job, ExportFile file, OperationCall call) {
    return "{\"type\":\"" + file.type() + "\",\"url\":" + quoted(call.base()
        + "/$export-file?job=" + job.id() + "&file=" + file.number())
        + ",\"count\":" + file.lines() + "}";
  }

  private static String quoted(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }
}
