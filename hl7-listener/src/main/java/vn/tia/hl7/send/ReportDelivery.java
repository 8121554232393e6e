package vn.tia.hl7.send;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.hl7.send.Postbox.Posting;
import vn.tia.mapping.hl7.Envelope;
import vn.tia.mapping.hl7.ReportContent;
import vn.tia.mapping.hl7.ReportMessages;
import vn.tia.mapping.hl7.SentKind;
import vn.tia.records.access.Access;
import vn.tia.records.facilities.Facility;
import vn.tia.records.outbox.OutboxEntry;
import vn.tia.records.reports.Reports;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;

/// Queues each version of a report that is final, corrected or withdrawn for the destinations of
/// its facility.
final class ReportDelivery {

  private static final Logger LOG = LoggerFactory.getLogger(ReportDelivery.class);
  private static final String REPORT = "DiagnosticReport/";

  /// A HIS shows what it gets as the result, so drafts stay here.
  private static final Set<DiagnosticReportStatus> SENT = Set.of(
      DiagnosticReportStatus.FINAL, DiagnosticReportStatus.AMENDED,
      DiagnosticReportStatus.CORRECTED, DiagnosticReportStatus.APPENDED,
      DiagnosticReportStatus.CANCELLED, DiagnosticReportStatus.ENTEREDINERROR);

  private final Resources resources;
  private final Postbox postbox;
  private final OrderTelling orders;

  ReportDelivery(OutgoingMessages.Records records, Postbox postbox, OrderTelling orders) {
    this.resources = records.resources();
    this.postbox = postbox;
    this.orders = orders;
  }

  void queue(Facility facility, OutboxEntry entry) {
    if (!entry.key().startsWith(REPORT)) {
      return;
    }
    long version = Long.parseLong(entry.key().substring(entry.key().lastIndexOf('/') + 1));
    var report = version(entry, version).filter(ReportDelivery::isSent);
    var before = report.isEmpty() || version == 1
        ? Optional.<DiagnosticReport>empty() : version(entry, version - 1);
    report.filter(now -> before.isEmpty() || !isMoved(before.get(), now))
        .ifPresent(now -> queue(facility, entry, now));
    report.filter(now -> now.getStatus() == DiagnosticReportStatus.FINAL)
        .filter(now -> before.filter(ReportDelivery::isSent).isEmpty())
        .ifPresent(now -> now.getBasedOn().stream()
            .filter(order -> order.getReferenceElement().getResourceType() != null)
            .map(order -> ResourceKey.parse(order.getReference()))
            .filter(order -> order.type().equals("ServiceRequest"))
            .forEach(order -> orders.reported(facility, order.id(), entry.key())));
  }

  private static boolean isSent(DiagnosticReport report) {
    return SENT.contains(report.getStatus());
  }

  /// Whether nothing changed but the patient's record: a merge. What was sent stays true, and the
  /// receiver hears of the merge by itself.
  private static boolean isMoved(DiagnosticReport before, DiagnosticReport now) {
    return isSent(before) && withoutSubject(before).equalsDeep(withoutSubject(now));
  }

  private static DiagnosticReport withoutSubject(DiagnosticReport report) {
    DiagnosticReport copy = report.copy();
    // The id carries the version, as meta does.
    copy.setIdElement(null);
    copy.setMeta(null);
    copy.setSubject(null);
    return copy;
  }

  private Optional<DiagnosticReport> version(OutboxEntry entry, long version) {
    return resources
        .vread(ResourceKey.parse(entry.key()), version, Access.to(entry.facilityId()))
        .filter(stored -> !stored.deleted())
        .map(stored -> stored.decode(DiagnosticReport.class));
  }

  private void queue(Facility facility, OutboxEntry entry, DiagnosticReport report) {
    if (!postbox.isWanted(facility.code(), SentKind.ORU_R01)) {
      return;
    }
    Access access = Access.to(facility.id());
    Optional<Patient> patient = read(report.getSubject(), Patient.class, access);
    if (patient.isEmpty()) {
      LOG.error("{} is not sent: its subject is no patient here", entry.key());
      return;
    }
    var content = new ReportContent(withDocuments(report, access), patient.get(),
        first(report.getBasedOn(), ServiceRequest.class, access),
        report.getResult().stream()
            .flatMap(reference -> read(reference, Observation.class, access).stream()).toList(),
        first(report.getImagingStudy(), ImagingStudy.class, access)
            .flatMap(ReportDelivery::studyUid));
    // One lane per patient: a correction must not overtake what it corrects.
    postbox.post(new Posting(facility, report.getSubject().getReference(), entry.key(),
        (kind, envelope) -> kind == SentKind.ORU_R01 && !isFrom(report, envelope.parties())
            ? Optional.of(ReportMessages.toOruR01(content, envelope)) : Optional.empty()));
  }

  /// The report with the documents in it that it keeps as a Binary here: a HIS may not be able to
  /// fetch them.
  private DiagnosticReport withDocuments(DiagnosticReport report, Access access) {
    var whole = report.copy();
    whole.getPresentedForm().stream()
        .filter(form -> form.hasUrl() && !form.hasData())
        .forEach(form -> read(new Reference(form.getUrl()), Binary.class, access)
            .filter(Binary::hasData)
            .ifPresent(binary -> form.setData(binary.getData())
                .setContentType(binary.getContentType()).setUrl(null)));
    return whole;
  }

  /// Whether the receiver itself has sent the report: it knows what it said.
  private static boolean isFrom(DiagnosticReport report, Envelope.Parties parties) {
    return Reports.source(parties.receivingApplication() + "|" + parties.receivingFacility())
        .equals(report.getMeta().getSource());
  }

  private <T extends Resource> Optional<T> first(
      List<Reference> references, Class<T> type, Access access) {
    return references.stream()
        .flatMap(reference -> read(reference, type, access).stream())
        .findFirst();
  }

  private <T extends Resource> Optional<T> read(
      Reference reference, Class<T> type, Access access) {
    String prefix = type.getSimpleName() + "/";
    if (!reference.hasReference() || !reference.getReference().startsWith(prefix)) {
      return Optional.empty();
    }
    return resources.read(ResourceKey.parse(reference.getReference()), access)
        .filter(stored -> !stored.deleted())
        .map(stored -> stored.decode(type));
  }

  private static Optional<String> studyUid(ImagingStudy study) {
    return study.getIdentifier().stream()
        .filter(id -> "urn:dicom:uid".equals(id.getSystem()))
        .map(id -> id.getValue().replaceFirst("^urn:oid:", ""))
        .findFirst();
  }
}
