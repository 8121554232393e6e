package vn.tia.records.reports;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import vn.tia.mapping.dicom.sr.SrDocument;
import vn.tia.mapping.dicom.sr.SrReport;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.exam.Report;
import vn.tia.mapping.exam.ReportStatus;
import vn.tia.mapping.fhir.ReportMapping;
import vn.tia.mapping.fhir.ReportMapping.Place;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.orders.Orders;
import vn.tia.records.orders.StoredOrder;
import vn.tia.records.patients.Patients;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.studies.ArchivedDocument.Tie;

/// The reports that others send, as DiagnosticReport and Observations with all their versions.
///
/// A report is found again by its document number, else by the number of its order together with
/// the code of what was examined: a correction is a version of what it corrects.
public final class Reports {
  /// What reports are tied to.
  public record Parts(Patients patients, Orders orders, Resources resources) {}

  private final Database database;
  private final Facilities facilities;
  private final Parts parts;
  private final ReportRows rows;
  private final DocumentRows documents;

  /// What `meta.source` says of what was made of a document in the archive.
  public static final String ARCHIVE = "urn:tia:dicom:sr";

  public Reports(Database database, Facilities facilities, Parts parts) {
    this.database = database;
    this.facilities = facilities;
    this.parts = parts;
    this.rows = new ReportRows(database);
    this.documents = new DocumentRows(database);
  }

  /// Keeps a report, or the end of one; the same again changes nothing.
  ///
  /// @param sender who sent it, for `meta.source`
  public ReportOutcome apply(int facilityId, Report said, String sender) {
    return database.inTransaction(() -> {
      var facility = facilities.byId(facilityId).orElseThrow();
      var keys = keys(said, facility);
      var order = parts.orders().named(facilityId, said.numbers());
      var known = rows.find(facilityId, keys.known());
      if (known.isEmpty() && isEnd(said)) {
        return new ReportOutcome.UnknownReport();
      }
      if (known.isPresent() && !said.status().follows(known.get().status())) {
        return new ReportOutcome.AlreadySigned(known.get().status());
      }
      var patient = parts.patients().register(facilityId, said.patient());
      if (order.isPresent() && order.get().patientId() != patient.id()) {
        return new ReportOutcome.OtherPatient();
      }
      var row = known.orElseGet(() -> rows.insert(facilityId, said.status()));
      rows.update(facilityId, row, said.status(), keys.own());
      var place = new Place(row.fhirId(), patient.fhirId(), order.map(StoredOrder::fhirId),
          study(facilityId, said, order), source(sender));
      write(facility, said, place);
      return new ReportOutcome.Kept(row.fhirId());
    });
  }

  /// Keeps a report that a document in the archive holds; the same again changes nothing.
  ///
  /// A document that names a predecessor is a version of the same report, and amends it where it
  /// was signed.
  ///
  /// @param document its number, its predecessors and its evidence
  public DocumentOutcome archived(
      int facilityId, SrDocument document, Report said, Tie tie) {
    return database.inTransaction(() -> {
      documents.lock(tie.imagingStudyId());
      documents.follows(facilityId, document.uid(), document.predecessors());
      if (documents.isReplaced(facilityId, document.uid())) {
        return DocumentOutcome.REPLACED;
      }
      var facility = facilities.byId(facilityId).orElseThrow();
      var own = keys(List.of(document.uid()), facility);
      var same = rows.find(facilityId, own);
      var known = same.or(() -> rows.find(facilityId, keys(document.predecessors(), facility)));
      boolean isAmending = said.status() == ReportStatus.FINAL
          && known.filter(row -> row.status() == ReportStatus.AMENDED
              || same.isEmpty() && row.status().isSigned()).isPresent();
      var now = isAmending ? said.with(ReportStatus.AMENDED) : said;
      if (known.filter(row -> !now.status().follows(row.status())).isPresent()) {
        return DocumentOutcome.DRAFT_OF_SIGNED;
      }
      if (known.filter(row -> hasEnded(facility, row)).isPresent()) {
        return DocumentOutcome.ENDED;
      }
      var row = known.orElseGet(() -> rows.insert(facilityId, now.status()));
      rows.update(facilityId, row, now.status(), own);
      var study = document.studies().stream()
          .flatMap(uid -> rows.study(facilityId, Optional.of(uid), OptionalLong.empty()).stream())
          .findFirst().orElse(tie.imagingStudyId());
      write(facility, now, new Place(row.fhirId(), tie.patientId(), tie.serviceRequestId(),
          Optional.of(study), ARCHIVE));
      return DocumentOutcome.KEPT;
    });
  }

  private static List<String> keys(List<String> uids, Facility facility) {
    return uids.stream()
        .flatMap(uid -> key("D", Optional.of(SrReport.number(uid)), "", facility)).toList();
  }

  private boolean hasEnded(Facility facility, ReportRows.Row row) {
    return read(facility, "DiagnosticReport/" + row.fhirId(), DiagnosticReport.class)
        .filter(report -> report.getStatus() == DiagnosticReportStatus.CANCELLED
            || report.getStatus() == DiagnosticReportStatus.ENTEREDINERROR)
        .isPresent();
  }

  /// What `meta.source` says of a report that came by HL7.
  ///
  /// @param sender `MSH-3|MSH-4`
  public static String source(String sender) {
    return "urn:tia:hl7v2:" + sender.replaceAll("[^\\w.|-]", "_").replace('|', ':');
  }

  private Optional<String> study(int facilityId, Report said, Optional<StoredOrder> order) {
    var orderId = order.map(one -> OptionalLong.of(one.id())).orElse(OptionalLong.empty());
    return rows.study(facilityId, said.numbers().studyUid(), orderId);
  }

  /// By which keys a report is looked for, and by which it is found from now on.
  private record Keys(List<String> known, List<String> own) {}

  private static Keys keys(Report said, Facility facility) {
    if (said.document().isPresent()) {
      var own = key("D", said.document(), "", facility).toList();
      return new Keys(Stream.concat(key("D", said.replaces(), "", facility), own.stream()).toList(),
          own);
    }
    String code = said.codes().stream().findFirst().map(Coded::code).orElse("");
    var all = Stream.of(
            key("F", said.numbers().filler(), code, facility),
            key("P", said.numbers().placer(), code, facility),
            key("A", said.numbers().accession(), code, facility))
        .flatMap(one -> one)
        .toList();
    return new Keys(all, all);
  }

  private static Stream<String> key(
      String kind, Optional<AssignedId> id, String code, Facility facility) {
    return id.stream().map(one -> kind + "|" + facility.systems().of(one.authority()) + "|"
        + one.value() + "|" + code);
  }

  /// Whether only the end of a report is told, without what it said.
  private static boolean isEnd(Report said) {
    return (said.status() == ReportStatus.CANCELED || said.status() == ReportStatus.WITHDRAWN)
        && said.findings().isEmpty() && said.documents().isEmpty()
        && said.conclusion().isEmpty();
  }

  private void write(Facility facility, Report said, Place place) {
    var mapping = new ReportMapping(facility.systems(), facility.zone());
    var before = read(facility, "DiagnosticReport/" + place.id(), DiagnosticReport.class);
    if (isEnd(said) && before.isPresent()) {
      before.get().setStatus(ReportMapping.toStatus(said.status()));
      parts.resources().put(facility.id(), before.get());
      withdraw(facility, before.get(), List.of());
      return;
    }
    var report = mapping.toDiagnosticReport(said, place);
    mapping.toObservations(said, place)
        .forEach(one -> parts.resources().put(facility.id(), one));
    var kept = report.getResult().stream().map(one -> one.getReference()).toList();
    parts.resources().put(facility.id(), report);
    before.ifPresent(older -> withdraw(facility, older, kept));
  }

  /// What a report said before and doesn't say any more.
  private void withdraw(Facility facility, DiagnosticReport before, List<String> kept) {
    before.getResult().stream()
        .map(one -> one.getReference())
        .filter(reference -> !kept.contains(reference))
        .flatMap(reference -> read(facility, reference, Observation.class).stream())
        .forEach(one -> parts.resources().put(
            facility.id(), one.setStatus(ObservationStatus.ENTEREDINERROR)));
  }

  private <T extends org.hl7.fhir.r4.model.Resource> Optional<T> read(
      Facility facility, String reference, Class<T> type) {
    return parts.resources().read(ResourceKey.parse(reference), Access.to(facility.id()))
        .filter(stored -> !stored.deleted())
        .map(stored -> stored.decode(type));
  }
}
