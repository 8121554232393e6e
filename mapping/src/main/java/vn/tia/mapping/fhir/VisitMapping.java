package vn.tia.mapping.fhir;

import static org.hl7.fhir.r4.model.Encounter.EncounterStatus.ARRIVED;
import static org.hl7.fhir.r4.model.Encounter.EncounterStatus.CANCELLED;
import static org.hl7.fhir.r4.model.Encounter.EncounterStatus.FINISHED;
import static org.hl7.fhir.r4.model.Encounter.EncounterStatus.INPROGRESS;
import static org.hl7.fhir.r4.model.Encounter.EncounterStatus.PLANNED;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Reference;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.exam.VisitEvent;

/// Maps what ADT messages tell of a visit to its FHIR R4 Encounter, one message upon the other.
///
/// By the HL7 v2-to-FHIR guide (PV1 to Encounter, table 0004) where it speaks; it leaves the status
/// after each event open. A visit goes from planned to arrived to in progress and never back; it
/// ends by A03, A11, A38, and goes on after that by A13, or a later admission. A message that is
/// older than the last one that changed anything fills gaps only.
public final class VisitMapping {
  /// When the message was recorded that last changed the Encounter: an extension of ours.
  public static final String TOLD_AT = "urn:tia:visit-told-at";

  private static final List<EncounterStatus> ONWARD = List.of(PLANNED, ARRIVED, INPROGRESS);

  private final AuthoritySystems systems;
  private final String facilityName;
  private final VisitDetails details;

  /// @param facilityName what the facility is called
  /// @param zone the zone in which it tells the time
  public VisitMapping(AuthoritySystems systems, String facilityName, ZoneId zone) {
    this.systems = systems;
    this.facilityName = facilityName;
    this.details = new VisitDetails(systems, zone);
  }

  /// The id of the Encounter of a visit.
  public String id(VisitEvent event) {
    return OrderResources.encounterId(event.visit(), systems).orElseThrow();
  }

  /// The Encounter of a visit that was not known.
  public Encounter first(VisitEvent event, String patientId) {
    var resource = new Encounter();
    resource.setId(id(event));
    resource.addIdentifier(FhirCodes.toIdentifier(
        event.visit().admissionId().orElseThrow(), "VN", systems));
    resource.setStatus(after(event, Optional.empty()));
    resource.setClass_(OrderResources.toClass(event.visit().patientClass().orElse("")));
    resource.setSubject(new Reference("Patient/" + patientId));
    resource.setServiceProvider(new Reference(
        "Organization/" + StableId.of("Organization", systems)).setDisplay(facilityName));
    details.fill(resource, event);
    details.place(resource, event);
    details.period(resource, event);
    return toldAt(resource, event);
  }

  /// The Encounter after another message about it; the same where that says nothing new.
  public Encounter next(Encounter known, VisitEvent event) {
    var resource = known.copy();
    if (isLate(known, event)) {
      details.fill(resource, event);
      return resource;
    }
    var status = after(event, Optional.of(known));
    details.history(resource, event, status);
    resource.setStatus(status);
    details.replace(resource, event);
    details.place(resource, event);
    details.period(resource, event);
    return resource.equalsDeep(known) ? resource : toldAt(resource, event);
  }

  /// An order's word on a visit that ADT messages told of: it fills gaps.
  static Encounter underOrder(Encounter told, Encounter ordered) {
    var resource = told.copy();
    if (!resource.hasParticipant()) {
      resource.setParticipant(ordered.getParticipant());
    }
    if (!resource.hasPeriod()) {
      resource.setPeriod(ordered.getPeriod());
    }
    return resource;
  }

  private static boolean isLate(Encounter known, VisitEvent event) {
    var last = Optional.ofNullable(known.getExtensionByUrl(TOLD_AT))
        .map(found -> ((InstantType) found.getValue()).getValue().toInstant());
    return last.isPresent() && event.recordedAt().isPresent()
        && event.recordedAt().get().isBefore(last.get());
  }

  private Encounter toldAt(Encounter resource, VisitEvent event) {
    event.recordedAt().ifPresent(at -> {
      resource.getExtension().removeIf(one -> one.getUrl().equals(TOLD_AT));
      resource.addExtension(TOLD_AT, details.instant(at));
    });
    return resource;
  }

  private static EncounterStatus after(VisitEvent event, Optional<Encounter> known) {
    return switch (event.change()) {
      case PLANNED -> onward(known, event, PLANNED);
      case ARRIVED -> onward(known, event, ARRIVED);
      case ADMITTED -> onward(known, event, isExpected(event) ? PLANNED : INPROGRESS);
      case MOVED, MOVE_CANCELED -> known.isPresent() && isOver(known.get())
          ? known.get().getStatus() : INPROGRESS;
      case DESCRIBED -> known.map(Encounter::getStatus).orElseGet(() -> described(event));
      case ENDED -> FINISHED;
      case END_CANCELED -> INPROGRESS;
      case CANCELED -> CANCELLED;
    };
  }

  /// PV1-45 tells that a visit is over, table 0004 that it is expected, as in the guide.
  private static EncounterStatus described(VisitEvent event) {
    if (event.endedAt().isPresent()) {
      return FINISHED;
    }
    return isExpected(event) ? PLANNED : INPROGRESS;
  }

  private static boolean isExpected(VisitEvent event) {
    return event.visit().patientClass().filter("P"::equals).isPresent();
  }

  private static EncounterStatus onward(
      Optional<Encounter> known, VisitEvent event, EncounterStatus to) {
    if (known.isEmpty()) {
      return to;
    }
    var from = known.get().getStatus();
    if (isOver(known.get())) {
      return isAgain(known.get(), event) ? to : from;
    }
    return ONWARD.indexOf(to) > ONWARD.indexOf(from) ? to : from;
  }

  private static boolean isOver(Encounter known) {
    return known.getStatus() == FINISHED || known.getStatus() == CANCELLED;
  }

  /// Whether the visit begins once more: after its end, or, of a canceled one, at all.
  private static boolean isAgain(Encounter known, VisitEvent event) {
    var begin = event.visit().admittedAt().or(event::at);
    Optional<Instant> end = Optional.ofNullable(known.getPeriod().getEnd())
        .map(date -> date.toInstant());
    return known.getStatus() == CANCELLED
        || begin.isPresent() && end.isPresent() && begin.get().isAfter(end.get());
  }
}
