package vn.tia.bridge.documents;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.bridge.retrieve.CheckedObjects;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.io.DatasetReader;
import vn.tia.dicom.io.DicomParseException;
import vn.tia.dicom.io.ReadLimits;
import vn.tia.dicom.io.ReadSettings;
import vn.tia.mapping.dicom.PatientFacts;
import vn.tia.mapping.dicom.StudyFacts;
import vn.tia.mapping.dicom.sr.DoseMapping;
import vn.tia.mapping.dicom.sr.SrDocument;
import vn.tia.mapping.dicom.sr.SrException;
import vn.tia.mapping.dicom.sr.SrLimits;
import vn.tia.mapping.dicom.sr.SrReport;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.reports.DocumentOutcome;
import vn.tia.records.reports.Doses;
import vn.tia.records.reports.Reports;
import vn.tia.records.rounds.Rounds;
import vn.tia.records.studies.ArchivedDocument;
import vn.tia.records.studies.ArchivedDocuments;

/// Reads the structured reports that were stored, and keeps what they say as DiagnosticReport and
/// Observation.
///
/// A document is read from its file, outside of any transaction; what it says and that it was read
/// are written in one. So a crash between makes no second effect, and no sender ever waits.
public final class DocumentProjection {
  private static final Logger LOG = LoggerFactory.getLogger(DocumentProjection.class);

  /// How many documents one round takes; bounds what waits behind a failing one.
  private static final int ROUND_MAX = 20;
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration BACK_OFF = Duration.ofSeconds(5);

  /// The largest dose reports have some MB; what is longer holds no words.
  private static final long DATASET_BYTES_MAX = 64L << 20;

  private static final ReadLimits LIMITS = ReadLimits.DEFAULT
      .withElementBytesMax(DATASET_BYTES_MAX).withDatasetBytesMax(DATASET_BYTES_MAX)
      .withElementsMax(2_000_000);

  private final Records records;
  private final CheckedObjects objects;
  private final ArchivedDocuments documents;
  private final SrLimits limits;

  /// Where what was read is kept.
  public record Records(
      Database database, Facilities facilities, Reports reports, Doses doses, Audit audit) {}

  public DocumentProjection(Records records, CheckedObjects objects, SrLimits limits) {
    this.records = records;
    this.objects = objects;
    this.documents = new ArchivedDocuments(records.database());
    this.limits = limits;
  }

  /// Reads round after round until closed; several nodes may do so: a document that two of them
  /// read ends as one.
  public Rounds start() {
    return Rounds.start("document-projection", Duration.ZERO, BACK_OFF,
        () -> run() > 0 ? Duration.ZERO : POLL);
  }

  /// Reads the documents that are due, and returns how many were.
  public int run() {
    var due = documents.due(ROUND_MAX);
    due.forEach(this::project);
    return due.size();
  }

  private void project(ArchivedDocument document) {
    try {
      var dataset = read(document);
      var outcome = records.database().inTransaction(() -> {
        var kept = keep(document, dataset);
        documents.settle(document, kept.name());
        return kept;
      });
      audit(document, outcome.name());
    } catch (SrException | DicomParseException e) {
      // Their sentences quote no content. What can't be read today can't be read tomorrow.
      documents.settle(document, "refused: " + e.getMessage());
      LOG.warn("the document of instance row {} can't be read: {}",
          document.instance().id(), e.getMessage());
      audit(document, "refused");
    } catch (IOException | RuntimeException e) {
      // The class only: a message may quote a row.
      var why = e.getClass().getSimpleName();
      boolean isTriedAgain = documents.putOff(document, why);
      LOG.warn("the document of instance row {} failed with {}, {}", document.instance().id(),
          e.getClass().getName(), isTriedAgain ? "it is tried again" : "it is given up");
    }
  }

  private Dataset read(ArchivedDocument document) throws IOException {
    var bytes = document.instance().bytes();
    try (var in = objects.stream(bytes, bytes.datasetOffset())) {
      return new DatasetReader(in, TransferSyntax.of(new Uid(bytes.transferSyntaxUid())),
          ReadSettings.of(LIMITS)).read();
    }
  }

  private DocumentOutcome keep(ArchivedDocument document, Dataset dataset) {
    var instance = document.instance();
    var zone = records.facilities().byId(instance.facilityId()).orElseThrow().zone();
    var read = SrDocument.of(dataset, zone, limits);
    if (DoseMapping.isDose(instance.sopClassUid())) {
      return records.doses().archived(instance.facilityId(), read, document.tie());
    }
    var report = SrReport.toReport(read, PatientFacts.of(dataset),
        StudyFacts.of(dataset).started(zone).map(time -> time.toInstant()));
    return records.reports().archived(instance.facilityId(), read, report, document.tie());
  }

  private void audit(ArchivedDocument document, String outcome) {
    var instance = document.instance();
    records.audit().record(new AuditRecord(OptionalInt.of(instance.facilityId()), "DICOM",
        "archive", "read document", instance.uids().instance(), outcome));
  }
}
