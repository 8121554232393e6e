package vn.tia.records.reports;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import vn.tia.mapping.dicom.sr.DoseMapping;
import vn.tia.mapping.dicom.sr.SrDocument;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.studies.ArchivedDocument.Tie;

/// The radiation doses of exams: a summary of each dose report, each irradiation event once.
///
/// A later document of the same exam makes new versions of the same resources: the summary is known
/// by the first document of its chain, an event by its own UID.
public final class Doses {
  private final Database database;
  private final Facilities facilities;
  private final Resources resources;
  private final DocumentRows documents;

  public Doses(Database database, Facilities facilities, Resources resources) {
    this.database = database;
    this.facilities = facilities;
    this.resources = resources;
    this.documents = new DocumentRows(database);
  }

  /// Keeps the dose that a document tells of; the same again changes nothing.
  ///
  /// @throws vn.tia.mapping.dicom.sr.SrException if it tells of none
  public DocumentOutcome archived(int facilityId, SrDocument document, Tie tie) {
    return database.inTransaction(() -> {
      documents.lock(tie.imagingStudyId());
      documents.follows(facilityId, document.uid(), document.predecessors());
      if (documents.isReplaced(facilityId, document.uid())) {
        return DocumentOutcome.REPLACED;
      }
      var facility = facilities.byId(facilityId).orElseThrow();
      var dose = DoseMapping.toDose(document, place(facility, document, tie));
      var before = read(facility, dose.summary().getIdElement().getIdPart());
      if (before.filter(older -> isSignedByAnother(older, dose.summary())).isPresent()) {
        dose.summary().setStatus(ObservationStatus.AMENDED);
      }
      dose.events().forEach(event -> resources.put(facilityId, event));
      resources.put(facilityId, dose.summary());
      before.ifPresent(older -> withdraw(facility, older, dose.summary()));
      return DocumentOutcome.KEPT;
    });
  }

  private DoseMapping.Place place(Facility facility, SrDocument document, Tie tie) {
    return new DoseMapping.Place(
        id(facility, "dose", documents.first(facility.id(), document.uid())),
        uid -> id(facility, "irradiation", uid),
        tie.patientId(), tie.imagingStudyId(), tie.serviceRequestId(),
        Reports.ARCHIVE, facility.zone());
  }

  private static String id(Facility facility, String kind, String uid) {
    return UUID.nameUUIDFromBytes(("tia/" + kind + "/" + facility.code() + "/" + uid)
        .getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static boolean isSignedByAnother(Observation before, Observation now) {
    return now.getStatus() == ObservationStatus.FINAL
        && (before.getStatus() == ObservationStatus.AMENDED
            || before.getStatus() == ObservationStatus.FINAL
                && !before.getIdentifierFirstRep().getValue()
                    .equals(now.getIdentifierFirstRep().getValue()));
  }

  /// The events that the exam had before and has no more.
  private void withdraw(Facility facility, Observation before, Observation now) {
    var kept = references(now).collect(Collectors.toSet());
    references(before).filter(event -> !kept.contains(event))
        .flatMap(event -> read(facility, ResourceKey.parse(event).id()).stream())
        .forEach(event -> resources.put(
            facility.id(), event.setStatus(ObservationStatus.ENTEREDINERROR)));
  }

  private static Stream<String> references(Observation summary) {
    return summary.getHasMember().stream().map(member -> member.getReference());
  }

  private Optional<Observation> read(Facility facility, String id) {
    return resources.read(new ResourceKey("Observation", id), Access.to(facility.id()))
        .filter(stored -> !stored.deleted())
        .map(stored -> stored.decode(Observation.class));
  }
}
