package vn.tia.records.reports;

import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.DiagnosticReport;
import vn.tia.mapping.fhir.ReportLifecycle;
import vn.tia.mapping.fhir.SignatureMapping;
import vn.tia.records.access.Access;
import vn.tia.records.orders.Orders;
import vn.tia.records.outbox.OutboxConsumer;
import vn.tia.records.outbox.OutboxEntry;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;

/// What follows when a report is signed, whatever door it came by: its order is completed, and a
/// Provenance says who signed which version and when.
public final class SignedReports {
  private static final String REPORT = "DiagnosticReport/";
  private static final String ORDER = "ServiceRequest/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private final Resources resources;
  private final Orders orders;

  public SignedReports(Resources resources, Orders orders) {
    this.resources = resources;
    this.orders = orders;
  }

  /// What reads the outbox for it.
  public OutboxConsumer consumer() {
    return new OutboxConsumer("signed-reports", Set.of(Resources.TOPIC),
        entries -> entries.forEach(this::follow));
  }

  private void follow(OutboxEntry entry) {
    if (!entry.key().startsWith(REPORT)) {
      return;
    }
    long version = Long.parseLong(entry.key().substring(entry.key().lastIndexOf('/') + 1));
    var signed = version(entry, version)
        .filter(report -> ReportLifecycle.isSigned(report.getStatus()));
    if (signed.isEmpty()) {
      return;
    }
    var report = signed.get();
    var before = version == 1 ? Optional.<DiagnosticReport>empty() : version(entry, version - 1);
    if (before.filter(older -> ReportLifecycle.isSigned(older.getStatus())).isEmpty()) {
      complete(entry.facilityId(), report);
    }
    // What is only filed anew, as by a merge of patients, nobody has signed again.
    if (before.filter(older -> older.getStatus() == report.getStatus()
        && ReportLifecycle.saysTheSame(older, report)).isEmpty()) {
      SignatureMapping.toProvenance(report, version)
          .ifPresent(provenance -> resources.put(entry.facilityId(), provenance));
    }
  }

  private void complete(int facilityId, DiagnosticReport report) {
    report.getBasedOn().stream()
        .map(order -> order.getReferenceElement().toUnqualifiedVersionless().getValue())
        .filter(order -> order != null && order.matches(ORDER))
        .forEach(order -> orders.reported(facilityId, ResourceKey.parse(order).id()));
  }

  private Optional<DiagnosticReport> version(OutboxEntry entry, long version) {
    return resources
        .vread(ResourceKey.parse(entry.key()), version, Access.to(entry.facilityId()))
        .filter(stored -> !stored.deleted())
        .map(stored -> stored.decode(DiagnosticReport.class));
  }
}
