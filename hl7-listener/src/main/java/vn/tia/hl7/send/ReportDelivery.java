package vn.tia.hl7.send;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
import vn.tia.dicom.data.Bytes;
import vn.tia.mapping.hl7.ReportContent;
import vn.tia.mapping.hl7.ReportEnvelope;
import vn.tia.mapping.hl7.ReportMessages;
import vn.tia.records.access.Access;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.deliveries.Delivery;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.outbox.OutboxConsumer;
import vn.tia.records.outbox.OutboxEntry;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;

/// Queues each version of a report that is final, corrected or withdrawn for the destinations of
/// its facility.
public final class ReportDelivery {

  /// The kind under which its messages are queued.
  public static final String KIND = "HL7";

  private static final Logger LOG = LoggerFactory.getLogger(ReportDelivery.class);
  private static final String REPORT = "DiagnosticReport/";

  /// A HIS shows what it gets as the result, so drafts stay here.
  private static final Set<DiagnosticReportStatus> SENT = Set.of(
      DiagnosticReportStatus.FINAL, DiagnosticReportStatus.AMENDED,
      DiagnosticReportStatus.CORRECTED, DiagnosticReportStatus.APPENDED,
      DiagnosticReportStatus.CANCELLED, DiagnosticReportStatus.ENTEREDINERROR);

  private final Facilities facilities;
  private final Resources resources;
  private final Deliveries deliveries;
  private final List<ReportDestination> destinations;
  private final Clock clock;

  public ReportDelivery(Facilities facilities, Resources resources, Deliveries deliveries,
      List<ReportDestination> destinations, Clock clock) {
    this.facilities = facilities;
    this.resources = resources;
    this.deliveries = deliveries;
    this.destinations = List.copyOf(destinations);
    this.clock = clock;
  }

  /// What reads the outbox for reports.
  public OutboxConsumer consumer() {
    return new OutboxConsumer("hl7-reports", Set.of(Resources.TOPIC),
        entries -> entries.stream()
            .filter(entry -> entry.key().startsWith(REPORT))
            .forEach(this::queue));
  }

  private void queue(OutboxEntry entry) {
    Facility facility = facilities.byId(entry.facilityId()).orElseThrow();
    List<ReportDestination> receivers = destinations.stream()
        .filter(destination -> destination.facilityCode().equals(facility.code()))
        .toList();
    if (!receivers.isEmpty()) {
      report(entry)
          .filter(report -> SENT.contains(report.getStatus()))
          .ifPresent(report -> queue(entry, facility, report, receivers));
    }
  }

  private Optional<DiagnosticReport> report(OutboxEntry entry) {
    long version = Long.parseLong(entry.key().substring(entry.key().lastIndexOf('/') + 1));
    return resources
        .vread(ResourceKey.parse(entry.key()), version, Access.to(entry.facilityId()))
        .filter(stored -> !stored.deleted())
        .map(stored -> stored.decode(DiagnosticReport.class));
  }

  private void queue(OutboxEntry entry, Facility facility, DiagnosticReport report,
      List<ReportDestination> receivers) {
    Access access = Access.to(facility.id());
    Optional<Patient> patient = read(report.getSubject(), Patient.class, access);
    if (patient.isEmpty()) {
      LOG.error("{} is not sent: its subject is no patient here", entry.key());
      return;
    }
    var content = new ReportContent(report, patient.get(),
        first(report.getBasedOn(), ServiceRequest.class, access),
        report.getResult().stream()
            .flatMap(reference -> read(reference, Observation.class, access).stream()).toList(),
        first(report.getImagingStudy(), ImagingStudy.class, access)
            .flatMap(ReportDelivery::studyUid));
    for (ReportDestination receiver : receivers) {
      byte[] message = ReportMessages.toOruR01(content, envelope(entry, facility, receiver));
      // One lane per patient: a correction must not overtake what it corrects.
      deliveries.enqueue(new Delivery(facility.id(), receiver.name(), KIND, Bytes.wrap(message),
          report.getSubject().getReference(), entry.key()));
    }
  }

  private ReportEnvelope envelope(
      OutboxEntry entry, Facility facility, ReportDestination receiver) {
    return new ReportEnvelope("TIA", facility.code(), receiver.application(), receiver.facility(),
        controlId(entry.key()), clock.instant(), facility.zone(), facility.systems());
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

  /// The same for the same version of a report, so that a receiver knows it when it comes again;
  /// 20 characters, as MSH-10 of 2.5.1 has.
  private static String controlId(String key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256")
          .digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 10);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
